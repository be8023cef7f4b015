"""The card of the mosaics: slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option


@dataclass(frozen=True)
class TileOptions:
    """Options of a mosaic of small pictures (method tiles)."""

    tile_size: int = option(48, "side of each small picture in the mosaic", low=1, high=2048, unit="pixels")
    columns: int = option(
        48, "small pictures side by side; the photo's shape says how many rows", low=1, high=4096
    )
    repeats: int | None = option(
        None,
        "how often one picture may be used at most (default: about twice as often as it must be)",
        low=1,
    )
    apart: int = option(
        2, "cells around a picture in which it is not used again, where that can be", low=0, high=16
    )
    structure: float = option(
        1.0,
        "weight of light, dark and colour within a cell, beside its mean colour",
        low=0.0,
        high=10.0,
    )
    dither: float = option(
        0.7, "share of what a picture's colour misses that its neighbours make good", low=0.0, high=1.0
    )
    tint: float = option(
        0.25, "how far each picture's mean colour is moved to that of its cell", low=0.0, high=1.0
    )
    assign: str = option(
        "auto",
        "who goes where: the best for all together (needs scipy, slow for thousands), or one cell after the other",
        choices=("auto", "optimal", "greedy"),
    )


@dataclass(frozen=True)
class Preset:
    """Sizes of a training: `crop` pixels of a side, `batch` crops a step, channels of the first levels, noise by kind.

    kernel: of the convolutions on the way up. rate: of Adam. statistics: default of the option
    statistics_weight. everywhere: numbers of noise that are the same all over a picture.
    """

    crop: int
    batch: int
    width: int
    critic_width: int
    depth: int
    kernel: int
    rate: float
    statistics: float
    everywhere: int
    local: int
    waves: int


PRESETS = {
    "light": Preset(128, 4, 16, 32, 4, 3, 5e-4, 3.0, everywhere=0, local=10, waves=0),
    "small": Preset(128, 4, 32, 32, 4, 3, 5e-4, 3.0, everywhere=0, local=10, waves=0),
    "paper": Preset(160, 8, 80, 80, 4, 5, 2e-4, 0.0, everywhere=20, local=10, waves=0),
}
CONTENTS = ("grey", "grey-pooled", "map", "map-blurred", "map-pooled", "features")
ADVERSARIES = ("bce", "ls", "wgan-gp")


@dataclass(frozen=True)
class TextureOptions:
    """Options of a mosaic that a network paints of textures (method textures)."""

    size: str = option("512", "of the mosaic in pixels: its long side, or WIDTHxHEIGHT")
    minutes: float = option(15.0, "how long to train", low=0.0, high=60.0 * 24 * 31)
    preset: str = option(
        "small",
        "size of the networks: for a browser, for a CPU, or the paper's for a GPU",
        choices=tuple(PRESETS),
    )
    texture_scale: float = option(1.0, "size of the textures in the mosaic", low=0.05, high=8.0)
    mirror: bool = option(True, "do not learn from the mirror images of the textures too")
    tileable: bool = option(
        False, "without a photo: a texture that begins again at its borders without a seam"
    )
    keep_colours: bool = option(
        False, "keep the colours of the photo, and take light and dark from the textures"
    )
    templates: int = option(
        0,
        "how many templates, made of the textures, pixels may be copied from (the paper: 30)",
        low=0,
        high=256,
    )
    adversary: str = option("bce", "kind of the adversarial loss", choices=ADVERSARIES)
    critic_steps: int = option(1, "steps of the discriminator for each of the generator", low=1, high=20)
    statistics_weight: float | None = option(
        None,
        "weight of the statistics of the textures, as VGG-16 sees them; 0 learns from the adversary alone (default: the "
        "preset's, 3 or the paper's 0)",
        low=0.0,
        high=1000.0,
    )
    content: str = option(
        "grey",
        "what of the photo is kept: blurred grey levels, means of them over 16 pixels, colours up to a learned map of "
        "colours (also blurred or pooled), or features",
        choices=CONTENTS,
    )
    content_weight: float = option(6.0, "weight of the likeness to the photo", low=0.0, high=1000.0)
    content_blur: float = option(
        4.0, "deviation of the blur in which grey levels are compared", low=0.0, high=32.0, unit="pixels"
    )
    tones: float = option(
        0.5, "how far the photo's grey levels are moved to those of the textures", low=0.0, high=1.0
    )
    skips: int = option(
        2,
        "levels of the photo beside the coarsest that the generator paints from: fewer keep less of its detail",
        low=0,
        high=7,
    )
    noise_everywhere: int | None = option(
        None, "numbers of noise that are the same all over a picture (default: the preset's)", low=0, high=256
    )
    noise_local: int | None = option(
        None, "numbers of noise in every cell (default: the preset's)", low=0, high=256
    )
    noise_waves: int | None = option(
        None,
        "waves of noise whose lengths are learned, for regular textures (default: the preset's)",
        low=0,
        high=256,
    )
    copied_content_weight: float = option(
        1.0,
        "templates: likeness to the photo of what is copied alone, times content_weight",
        low=0.0,
        high=1000.0,
    )
    copied_adversary_weight: float = option(
        0.0, "templates: weight of the adversary for what is copied alone", low=0.0, high=1000.0
    )
    new_weight: float = option(0.1, "templates: weight against painting anew", low=0.0, high=1000.0)
    roughness_weight: float = option(
        0.1, "templates: weight against shares that change from pixel to pixel", low=0.0, high=1000.0
    )
    entropy_weight: float = option(
        0.5, "templates: weight of copying from one at a time", low=0.0, high=1000.0
    )
    variety_weight: float = option(
        1.0, "templates: weight of using others in other places", low=0.0, high=1000.0
    )


@dataclass(frozen=True)
class MosaicOptions(TextureOptions, TileOptions):
    """Options of `mosaic`."""

    seed: int = option(
        0,
        "what is left to chance; with one seed a CPU gives the same picture again",
        low=0,
        high=(1 << 31) - 1,
    )
    device: str = option("auto", "where to compute textures", choices=("auto", "cpu", "cuda"))


SPEC = Spec(
    name="mosaic",
    title="A photo out of small pictures, or out of textures",
    slots=(Slot("content", low=0), Slot("textures", low=0, high=None)),
    options=MosaicOptions,
    engine="torch",
    extra="mosaic",
    entry="pinxit.methods.mosaic.run:prepare",
)
