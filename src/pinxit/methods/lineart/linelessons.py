"""Lessons for the lines network: drawings whose lines are known, made to look like photos and paintings.

    one drawing before another -> each region in a colour that varies -> ink over it, or none             -> what is clean
    what is clean -> texture of photos and paintings -> light, shadow -> a brush, a lens, noise, JPEG -> what is shown

What is wanted is the pen's middle, a uniform line, wherever it can be seen in what is clean: closed outlines of things, and
nothing of what came after. Axes: h rows, w columns, l regions (by the remainder of their number), 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from pinxit.core.pixels import quantise
from pinxit.imageops.resize import resize
from pinxit.methods.lineart.drawings import Drawing, framed
from pinxit.methods.lineart.thinning import thinned
from pinxit.methods.lineart.traced import PEN

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]
Pictures = Callable[[], Image.Image]


_ZOOM = (0.8, 2.2)  # of the longer side of a drawing
_NAMES = 509  # regions that differ
_INK = 0.5  # more of it is part of what it surrounds
_PAPER = 0.97  # what is brighter, and reaches the frame, is no thing
_SEEN = (0.03, 0.07)  # differences of colour beside a line that are not seen; that are
_NEAR = 5  # pixels, in which they are looked for


@dataclass(frozen=True, eq=False)
class LineLesson:
    """What the network is shown, how much line there should be (0..1), and how much each pixel counts."""

    rgb_hw3: Float
    wanted_hw: Float
    weight_hw: Float


@dataclass(frozen=True, eq=False)
class Scene:
    """Drawings in a frame. pen_hw: the middle of lines. outside_hw: where no thing is."""

    rgb_hw3: Float
    ink_hw: Float
    pen_hw: Float
    labels_hw: NDArray[np.int64]
    outside_hw: Mask

    def over(self, below: Scene) -> Scene:
        """This one's things in front of another's."""
        front_hw = ~self.outside_hw
        near_hw = ndimage.binary_dilation(front_hw, np.ones((3, 3)), iterations=2)
        return Scene(
            np.where(front_hw[..., None], self.rgb_hw3, below.rgb_hw3),
            np.maximum(self.ink_hw, np.where(near_hw, 0, below.ink_hw)),
            np.maximum(self.pen_hw, np.where(near_hw, 0, below.pen_hw)),
            np.where(front_hw, self.labels_hw + _NAMES // 2, below.labels_hw) % _NAMES,
            below.outside_hw & self.outside_hw,
        )


def line_lesson(
    drawing: Drawing, other: Drawing | None, pictures: Pictures, side: int, rng: np.random.Generator
) -> LineLesson:
    """One lesson of `side` pixels a side. other: a drawing before which the first one stands.

    pictures: photos and paintings, the next one each time.
    """
    scene = scene_of(drawing, side, rng)
    if other is not None:
        scene = scene.over(scene_of(other, side, rng))
    amounts_hw = _amounts(scene.labels_hw, rng)
    clean_hw3 = _inked(_coloured(scene, pictures, rng), scene, rng)
    wanted_hw, weight_hw = _wanted(scene.pen_hw, clean_hw3, amounts_hw)
    textured_hw3 = clean_hw3 + amounts_hw[..., None] * _texture(pictures(), side, rng)
    return LineLesson(_seen(_lit(textured_hw3, rng), rng), wanted_hw, weight_hw)


def scene_of(drawing: Drawing, side: int, rng: np.random.Generator) -> Scene:
    """One drawing in a frame, at a random size and place."""
    rgb_hw3, ink_hw, labels_hw, inside_hw = framed(drawing, side, rng, _ZOOM)
    core_hw = ndimage.binary_erosion(inside_hw)
    outer = np.zeros(1 << 16, np.bool_)
    outer[labels_hw[inside_hw & ~core_hw & (rgb_hw3.min(2) > _PAPER)]] = True
    outside_hw = (outer[labels_hw] | ~inside_hw) & (ink_hw < _INK)
    # A drawing whose colours reach its edge ends there, as a card on a table does.
    edge_hw = inside_hw & ~outside_hw & ~ndimage.binary_erosion(inside_hw, border_value=1)
    edge_hw = ndimage.binary_dilation(edge_hw) & ~core_hw
    pen_hw = np.maximum(thinned(ink_hw, PEN), edge_hw.astype(np.float32))
    named_hw = np.where(outside_hw, 0, labels_hw.astype(np.int64) % _NAMES)
    return Scene(rgb_hw3, ink_hw, pen_hw, named_hw, outside_hw)


def _coloured(scene: Scene, pictures: Pictures, rng: np.random.Generator) -> Float:
    """Every region in another colour, with a gradient; behind it all paper, a colour, or a photo out of focus."""
    side = len(scene.labels_hw)
    middle_3 = rng.uniform(0.35, 0.65, 3).astype(np.float32)
    kept = np.float32(rng.uniform(0.2, 1))  # of the contrast
    own_l3 = rng.normal(0, rng.uniform(0, 0.12), (_NAMES, 3)).astype(np.float32) + (1 - kept) * middle_3
    rgb_hw3 = kept * scene.rgb_hw3 + own_l3[scene.labels_hw]
    slope_l3 = rng.normal(0, rng.uniform(0, 0.2), (3, _NAMES)).astype(np.float32)
    y_hw, x_hw = np.mgrid[-0.5 : 0.5 : side * 1j, -0.5 : 0.5 : side * 1j].astype(np.float32)
    places = (y_hw, x_hw, 4 * (y_hw**2 + x_hw**2))
    shade_hw = sum(
        each_l[scene.labels_hw] * place_hw for place_hw, each_l in zip(places, slope_l3, strict=True)
    )
    rgb_hw3 += np.asarray(shade_hw)[..., None] * rng.uniform(0.5, 1.2, 3).astype(np.float32)
    behind = rng.random()
    if behind < 0.45:
        rgb_hw3 = np.where(scene.outside_hw[..., None], _unfocused(pictures(), side, rng), rgb_hw3)
    elif behind < 0.75:
        rgb_hw3[scene.outside_hw] += rng.uniform(-0.8, 0, 3).astype(np.float32)
    return np.asarray(np.clip(rgb_hw3, 0, 1), np.float32)


def _inked(rgb_hw3: Float, scene: Scene, rng: np.random.Generator) -> Float:
    """With the drawing's lines over it, in some dark colour and some pen; or without."""
    if rng.random() > 0.45:
        return rgb_hw3
    ink_hw = (scene.ink_hw if rng.random() < 0.5 else scene.pen_hw) * rng.uniform(0.4, 1)
    dark_3 = (rng.uniform(0, 0.35, 3) * rng.random()).astype(np.float32)
    inked_hw3: Float = rgb_hw3 + ink_hw[..., None].astype(np.float32) * (dark_3 - rgb_hw3)
    return inked_hw3


def _amounts(labels_hw: NDArray[np.int64], rng: np.random.Generator) -> Float:
    """How much texture each region has; a third of the pictures have none."""
    most = max(0.0, rng.uniform(-0.15, 0.45))
    return (most * rng.random(_NAMES) ** 2).astype(np.float32)[labels_hw]


def _wanted(pen_hw: Float, clean_hw3: Float, amounts_hw: Float) -> tuple[Float, Float]:
    """Lines where colours differ beside them, and how much each pixel counts: less where nobody could say."""
    grown = ndimage.maximum_filter(clean_hw3, (_NEAR, _NEAR, 1))
    differ_hw = (grown - ndimage.minimum_filter(clean_hw3, (_NEAR, _NEAR, 1))).max(2)
    least, most = _SEEN
    wanted_hw = np.where(differ_hw > least, pen_hw, 0).astype(np.float32)
    doubtful_hw = (pen_hw > 0) & (differ_hw > least) & (differ_hw < most + amounts_hw)
    return wanted_hw, np.where(doubtful_hw, 0.2, 1).astype(np.float32)


def _texture(picture: Image.Image, side: int, rng: np.random.Generator) -> Float:
    """What is fine in a picture, of deviation 1 at most (h x w x 3). Things in it are not to be seen, for they have outlines.

    Either its edges weigh no more than its grain, or its waves lie elsewhere (Galerne, Gousseau, Morel, "Random phase textures:
    theory and synthesis", 2011).
    """
    crop_hw3 = _crop(picture, side, rng)
    fine_hw3 = crop_hw3 - _blurred(crop_hw3, rng.uniform(0.8, 4))
    if rng.random() < 0.5:
        phase_hw = np.exp(1j * np.angle(np.fft.rfft2(rng.standard_normal((side, side), np.float32))))
        waves = np.fft.rfft2(crop_hw3 - _blurred(crop_hw3, rng.uniform(1, 6)), axes=(0, 1))
        fine_hw3 = np.fft.irfft2(waves * phase_hw[..., None], axes=(0, 1))
    texture_hw3: Float = np.tanh(fine_hw3 / (fine_hw3.std() + 1e-3)).astype(np.float32)
    return texture_hw3


def _unfocused(picture: Image.Image, side: int, rng: np.random.Generator) -> Float:
    """A picture in which no thing has an outline (h x w x 3)."""
    return resize(_crop(picture, int(rng.integers(5, 16)), rng), side, side, kind="lanczos", clip=True)


def _lit(rgb_hw3: Float, rng: np.random.Generator) -> Float:
    """In uneven light, at times with a soft shadow: neither is a line."""
    side = len(rgb_hw3)
    light_hw = 1 + np.float32(rng.uniform(0, 0.4)) * _field(side, 4, rng)
    if rng.random() < 0.3:
        edge_hw = np.float32(rng.uniform(2, 6)) * _field(side, 6, rng)
        light_hw = light_hw * (1 - np.float32(rng.uniform(0.1, 0.6)) / (1 + np.exp(-edge_hw)))
    if rng.random() < 0.5:
        light_hw = light_hw / np.quantile(light_hw[::8, ::8], 0.9)
    return np.clip(rgb_hw3 * light_hw[..., None], 0, 1).astype(np.float32)


def _seen(rgb_hw3: Float, rng: np.random.Generator) -> Float:
    """Through a brush, a lens, a sensor and a file."""
    side = len(rgb_hw3)
    if rng.random() < 0.3:
        off_2hw = [
            np.float32(rng.uniform(0.3, 1.2)) * _grain(side, rng.uniform(1.2, 4), rng) + place
            for place in np.mgrid[:side, :side].astype(np.float32)
        ]
        rgb_hw3 = np.dstack(
            [ndimage.map_coordinates(rgb_hw3[..., c], off_2hw, order=1, mode="nearest") for c in range(3)]
        )
    rgb_hw3 = _blurred(rgb_hw3, max(0.3, rng.uniform(-0.3, 2.5)))
    grey_hw1 = rgb_hw3.mean(2, keepdims=True)
    rgb_hw3 = grey_hw1 + np.float32(rng.uniform(0, 1.3)) * (rgb_hw3 - grey_hw1)
    gains_3, gamma = rng.uniform(0.8, 1.1, 3).astype(np.float32), np.float32(np.exp(rng.uniform(-0.4, 0.4)))
    rgb_hw3 = np.clip(rgb_hw3 * gains_3, 1e-3, 1) ** gamma
    noise = np.float32(max(0.0, rng.uniform(-0.02, 0.06)))
    if noise:
        grain_hw3 = rng.standard_normal((side, side, 1 if rng.random() < 0.5 else 3), np.float32)
        if rng.random() < 0.5:
            grain_hw3 = 2.5 * _blurred(grain_hw3, 0.7)
        rgb_hw3 = rgb_hw3 + noise * grain_hw3
    bytes_hw3 = quantise(rgb_hw3)
    if rng.random() < 0.6:
        file = io.BytesIO()
        Image.fromarray(bytes_hw3).save(file, "JPEG", quality=int(rng.integers(30, 96)))
        bytes_hw3 = np.asarray(Image.open(file))
    return bytes_hw3.astype(np.float32) / np.float32(255)


def _crop(picture: Image.Image, side: int, rng: np.random.Generator) -> Float:
    """A square of a picture, reduced at random, at a random place (h x w x 3)."""
    width = rng.uniform(0.5, 1) * min(picture.size)
    left, top = (rng.uniform(0, most - width) for most in picture.size)
    box = (left, top, left + width, top + width)
    small = picture.resize((side, side), Image.Resampling.BILINEAR, box=box)
    return np.asarray(small, np.float32) / np.float32(255)


def _blurred(values_hwc: Float, sigma: float) -> Float:
    blurred_hwc: Float = ndimage.gaussian_filter(values_hwc, (sigma, sigma, 0), truncate=3)
    return blurred_hwc


def _field(side: int, cells: int, rng: np.random.Generator) -> Float:
    """Something smooth, about -1 to 1 (h x w)."""
    return resize(rng.standard_normal((cells, cells), np.float32), side, side, kind="lanczos")


def _grain(side: int, sigma: float, rng: np.random.Generator) -> Float:
    """Smoothed noise of deviation 1 (h x w)."""
    grain_hw = ndimage.gaussian_filter(rng.standard_normal((side, side), np.float32), sigma)
    return np.asarray(grain_hw / grain_hw.std(), np.float32)
