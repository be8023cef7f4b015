"""Training the level network on paintings with weak labels.

Axes: b batch, c channels, h rows, w columns. Colours are sRGB 0..1.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from pinxit.core.errors import OptionError
from pinxit.core.files import read_picture
from pinxit.methods.harmonise.labels import Labelled, Movement, labelled
from pinxit.methods.harmonise.level import KINDS, Level
from pinxit.methods.harmonise.network import LevelNetwork
from pinxit.torchkit.crops import as_tensor
from pinxit.torchkit.reader import ReaderShape
from pinxit.zoo.strict import decode_given

KEPT = 320  # pixels a side: paintings are squeezed to this and kept, somewhat more than the reader sees of a whole one
LEARNED = ("all", "head")
SHOWN, TILE = 24, 96  # paintings in the preview, and pixels of each


@dataclass(frozen=True)
class Settings:
    """The [harmonise] table of a recipe. hidden: the part of the painters, of `folds`, that is not learned from (-1: none)."""

    movements: Mapping[str, Movement]
    shape: ReaderShape = field(default_factory=ReaderShape)
    pictures_per_step: int = 12
    learned: str = "all"  # or "head": the reader's last layers alone
    decay: float = 1e-3  # of the weights, towards 0
    smallest_part: float = 0.5  # of a side: how much of a painting is seen at least
    light: float = 0.15  # how far brightness and contrast of what is seen may be off
    folds: int = 5
    hidden: int = -1


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [harmonise] table. Raises OptionError naming the field that is wrong."""
    settings: Settings = decode_given(Settings, table, "[harmonise]")
    if settings.learned not in LEARNED:
        raise OptionError(f"[harmonise] learned is {settings.learned!r}: give one of {', '.join(LEARNED)}")
    if settings.pictures_per_step < 1 or not 0 < settings.smallest_part <= 1 or not 0 <= settings.light < 1:
        raise OptionError(
            "[harmonise] give pictures_per_step of 1 or more, smallest_part within 0..1, light below 1"
        )
    if settings.folds < 2 or not -1 <= settings.hidden < settings.folds:
        raise OptionError("[harmonise] give 2 folds or more, and hidden below that (-1: learn from all)")
    return settings


class LevelTask:
    """The task that :mod:`pinxit.training.loop` runs."""

    def __init__(self, settings: Settings, *, paintings: Path, seed: int, device: torch.device) -> None:
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        self.network = LevelNetwork(settings.shape).to(device)
        every = labelled(paintings, settings.movements, settings.folds)
        self.learned = tuple(each for each in every if each.fold != settings.hidden)
        self.hidden = tuple(each for each in every if each.fold == settings.hidden)
        self._images = {each.path: squeezed(each.path) for each in self.learned}

    def groups(self) -> list[dict[str, Any]]:
        """One group: what learns, at one rate."""
        reader = self.network.reader
        layers = [self.network] if self.settings.learned == "all" else [reader.inner, reader.outer]
        learning = [parameter for layer in layers for parameter in layer.parameters()]
        return [{"params": learning, "scale": 1.0, "weight_decay": self.settings.decay}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        return {"shape": self.settings.shape.to_dict(), "paintings": len(self.learned)}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step (cross-entropy of the kinds) and its parts."""
        chosen = [self._chosen() for _ in range(self.settings.pictures_per_step)]
        seen = torch.cat([self._part(as_tensor(self._images[each.path])[None]) for each in chosen])
        kinds = torch.tensor([each.kind for each in chosen], device=self.device)
        # Bfloat16 keeps two to three decimals: variances of features need more.
        with torch.autocast(self.device.type, enabled=False):
            logits = self.network(seen.to(self.device))
            loss = F.cross_entropy(logits, kinds)
        levels = torch.tensor([float(level) for level in KINDS], device=self.device)
        off = (logits.detach().softmax(1) @ levels - levels[kinds]).abs().mean()
        return loss, {"entropy": float(loss.detach()), "off": float(off)}

    def _chosen(self) -> Labelled:
        """Any kind as often as any other, and of a kind any painter: eight pictures by one do not make eight painters."""
        kind = self.rng.randrange(len(KINDS))
        artist = self.rng.choice(sorted({each.artist for each in self.learned if each.kind == kind}))
        return self.rng.choice([each for each in self.learned if each.artist == artist])

    def _part(self, painting_13hw: Tensor) -> Tensor:
        """Some of a painting, (1,3,side,side), perhaps mirrored, a little brighter or duller than it is."""
        s, rng = self.settings, self.rng
        height, width = (round(KEPT * rng.uniform(s.smallest_part, 1)) for _ in range(2))
        y, x = rng.randint(0, KEPT - height), rng.randint(0, KEPT - width)
        part = shrunk(painting_13hw[..., y : y + height, x : x + width], s.shape.side)
        contrast, brightness = 1 + rng.uniform(-s.light, s.light), rng.uniform(-s.light, s.light) / 2
        lit = ((part - 0.5) * contrast + 0.5 + brightness).clamp(0, 1)
        return lit.flip(3) if rng.random() < 0.5 else lit

    @torch.no_grad()
    def preview(self, network: LevelNetwork) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Some paintings, from the lowest level to the highest, as (height, width, 3): hidden ones where there are any."""
        every = self.hidden or self.learned
        some = every[:: max(1, len(every) // SHOWN)][:SHOWN]
        levels = [level.value for level in told(network, some, self.device)]
        tiles = [squeezed(some[index].path).resize((TILE, TILE)) for index in np.argsort(levels)]
        return np.concatenate([np.asarray(tile) for tile in tiles], axis=1)


@torch.no_grad()
def told(network: LevelNetwork, paintings: Sequence[Labelled], device: torch.device) -> list[Level]:
    """The levels of some paintings, seen whole."""
    seen = (as_tensor(squeezed(each.path))[None].to(device) for each in paintings)
    return [Level(tuple(network(each).softmax(1)[0].tolist())) for each in seen]


def squeezed(path: Path) -> Image.Image:
    """A painting of KEPT x KEPT pixels, whatever its shape."""
    return read_picture(path).resized(KEPT, KEPT).to_pil().convert("RGB")


def shrunk(picture_13hw: Tensor, side: int) -> Tensor:
    """(1,3,side,side)."""
    return F.interpolate(picture_13hw, (side, side), mode="bilinear", antialias=True, align_corners=False)


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> LevelTask:
    """The room's entry for training: the [harmonise] table of a recipe and the folder of paintings; photos are not needed."""
    return LevelTask(settings_of(settings), paintings=paintings, seed=seed, device=device)
