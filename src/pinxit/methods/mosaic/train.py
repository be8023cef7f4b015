"""Training a world: a generator that paints any photo in a few textures, because it has seen crops of many photos.

What is learned, and from what, is the same as for one photo (adversarial.py); the textures are ours, made by formula.
Axes: b batch, h w; pictures -1..1 inside.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pinxit.core.errors import OptionError
from pinxit.core.options import build as options_of
from pinxit.methods.mosaic.adversarial import BETAS, Training, needs_features
from pinxit.methods.mosaic.model import Painter
from pinxit.methods.mosaic.network import Generator
from pinxit.methods.mosaic.patterns import PATTERNS, pattern
from pinxit.methods.mosaic.sources import ManyPhotos, Textures
from pinxit.methods.mosaic.spec import PRESETS, MosaicOptions
from pinxit.torchkit.crops import Crops
from pinxit.torchkit.device import mixed
from pinxit.torchkit.features import vgg16
from pinxit.zoo.strict import decode_given

SHOWN, SHOWN_SIDE = 4, 256  # photos in the preview, and their pixels


@dataclass(frozen=True)
class Settings:
    """The [mosaic] table of a recipe. Left out, a number is what `pinxit mosaic` has by default."""

    patterns: tuple[str, ...]  # names of patterns.py
    seeds: int = 3  # pictures of each pattern
    preset: str = "light"
    texture_scale: float = 1.0
    calm: float = 0.35  # share of the crops that lose contrast
    content_weight: float = 6.0
    content_blur: float = 4.0
    tones: float = 0.5
    skips: int = 2
    statistics_weight: float = 3.0

    @property
    def options(self) -> MosaicOptions:
        """The same as options of a training. OptionError for a number out of range."""
        names = (
            "preset",
            "texture_scale",
            "content_weight",
            "content_blur",
            "tones",
            "skips",
            "statistics_weight",
        )
        return options_of(MosaicOptions, {name: getattr(self, name) for name in names})


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [mosaic] table. Raises OptionError naming the field that is wrong."""
    settings: Settings = decode_given(Settings, table, "[mosaic]")
    unknown = [name for name in settings.patterns if name not in PATTERNS]
    if unknown or not settings.patterns:
        raise OptionError(
            f"[mosaic] patterns: {list(settings.patterns)}; give one or more of {', '.join(PATTERNS)}"
        )
    if settings.seeds < 1:
        raise OptionError(f"[mosaic] seeds is {settings.seeds}: give 1 or more")
    if not 0 <= settings.calm <= 1:
        raise OptionError(f"[mosaic] calm is {settings.calm}: give a share, 0 to 1")
    settings.options  # noqa: B018 - checks the numbers
    return settings


class Lesson(nn.Module):
    """What a checkpoint keeps: the loop moves the generator alone, the discriminator is taught beside it."""

    def __init__(self, generator: Generator, critic: nn.Module) -> None:
        super().__init__()
        self.generator, self.critic = generator, critic


class WorldTask:
    """The task that :mod:`pinxit.training.loop` runs."""

    def __init__(self, settings: Settings, *, photos: Path, seed: int, device: torch.device) -> None:
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        options = settings.options
        preset = PRESETS[options.preset]
        textures = [
            pattern(name, seed=number) for name in settings.patterns for number in range(settings.seeds)
        ]
        features = vgg16(device, half=True) if needs_features(options, photo=True) else None
        self._training = Training(
            Textures(textures, options.texture_scale),
            ManyPhotos(Crops(photos, preset.crop, self.rng), settings.calm),
            (preset.crop, preset.crop),
            options,
            device,
            features,
        )
        self.network = Lesson(self._training.generator, self._training.critic)
        self._sample = Crops(photos, SHOWN_SIDE, random.Random(seed)).next(SHOWN) * 2 - 1

    def groups(self) -> list[dict[str, Any]]:
        """The generator."""
        return [{"params": list(self._training.generator.parameters()), "scale": 1.0, "betas": BETAS}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        return {"shape": self._training.generator.shape.to_dict(), "patterns": list(self.settings.patterns)}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step and its parts."""
        # Mixed precision is for the networks, which ask for it themselves; what is compared needs float32.
        with torch.autocast(self.device.type, enabled=False):
            return self._training.loss()

    @torch.no_grad()
    def preview(self, network: Lesson) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Photos over what becomes of them: (height, width, 3)."""
        generator = network.generator
        cells = SHOWN_SIDE // generator.shape.multiple
        noise = generator.noise.draw(cells, cells, torch.Generator().manual_seed(0))
        window = generator.noise.window(noise, 0, 0, cells, cells).expand(SHOWN, -1, -1, -1).to(self.device)
        with mixed(self.device):
            made = Painter(generator, None, 0).paint_seen(
                self._sample.to(self.device), window, [(0, 0)] * SHOWN, (SHOWN_SIDE, SHOWN_SIDE)
            )
        rows = [torch.cat(list(each.cpu()), 2) for each in (self._sample, made.picture)]
        sheet_3hw = (torch.cat(rows, 1) + 1) * 127.5
        return np.asarray(sheet_3hw.round().clamp(0, 255).byte().permute(1, 2, 0).numpy())


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> WorldTask:
    """The room's entry for training: the [mosaic] table of a recipe and the folder of photos; paintings are not needed.

    Raises MissingWeights when ``pinxit weights get vgg16`` has not been run.
    """
    return WorldTask(settings_of(settings), photos=photos, seed=seed, device=device)
