"""Training the level network on paintings with weak labels.

There are few of them, so only the last two layers of the reader learn; its features stay as the painter's training left them.
They are taken once of some views of every painting, and a step is then a product of two small matrices.

Axes: b batch, n numbers, h rows, w columns. Colours are sRGB 0..1.
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
from pinxit.torchkit.crops import as_tensor, mirrored
from pinxit.torchkit.reader import ReaderShape
from pinxit.zoo.strict import decode_given

KEPT = 320  # pixels a side: paintings are squeezed to this and kept, somewhat more than the reader sees of a whole one
SHOWN, TILE = 24, 96  # paintings in the preview, and pixels of each


@dataclass(frozen=True)
class Settings:
    """The [harmonise] table of a recipe. hidden: the part of the painters, of `folds`, that is not learned from (-1: none)."""

    movements: Mapping[str, Movement]
    shape: ReaderShape = field(default_factory=ReaderShape)
    pictures_per_step: int = 64
    views: int = 6  # of every painting: the whole, and parts of it
    decay: float = 2e-2  # of the weights, towards 0
    smallest_part: float = 0.55  # of a side: how much of a painting is seen at least
    folds: int = 5
    hidden: int = -1


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [harmonise] table. Raises OptionError naming the field that is wrong."""
    settings: Settings = decode_given(Settings, table, "[harmonise]")
    if min(settings.pictures_per_step, settings.views) < 1 or not 0 < settings.smallest_part <= 1:
        raise OptionError(
            "[harmonise] give 1 or more pictures_per_step and views, and smallest_part within 0..1"
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
        self._by = {
            each.artist: [other for other in self.learned if other.artist == each.artist]
            for each in self.learned
        }
        self._artists = [
            sorted({each.artist for each in self.learned if each.kind == k}) for k in range(len(KINDS))
        ]
        self._numbers: dict[Path, Tensor] = {}

    def groups(self) -> list[dict[str, Any]]:
        """One group: the last two layers, at one rate."""
        learning = [*self.network.reader.inner.parameters(), *self.network.reader.outer.parameters()]
        return [{"params": learning, "scale": 1.0, "weight_decay": self.settings.decay}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        return {"shape": self.settings.shape.to_dict(), "paintings": len(self.learned)}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step (cross-entropy of the kinds) and its parts."""
        # Not before the first step: a training may begin with other weights than the network is made with.
        if not self._numbers:
            self._numbers = {each.path: self._seen(each.path) for each in self.learned}
            if self.network.reader.batches == 0:
                self.network.reader.learn_usual(torch.cat([*self._numbers.values()]))
        chosen = [self._chosen() for _ in range(self.settings.pictures_per_step)]
        numbers = torch.stack([self.rng.choice(self._numbers[each.path]) for each in chosen])
        kinds = torch.tensor([each.kind for each in chosen], device=self.device)
        # Bfloat16 keeps two to three decimals: deviations of features need more.
        with torch.autocast(self.device.type, enabled=False):
            logits = self.network.reader.of_statistics(numbers)
            loss = F.cross_entropy(logits, kinds)
        levels = torch.tensor([float(level) for level in KINDS], device=self.device)
        off = (logits.detach().softmax(1) @ levels - levels[kinds]).abs().mean()
        return loss, {"entropy": float(loss.detach()), "off": float(off)}

    def _chosen(self) -> Labelled:
        """Any kind as often as any other, and of a kind any painter: eight pictures by one do not make eight painters."""
        kind = self.rng.randrange(len(KINDS))
        artist = self.rng.choice(self._artists[kind])
        return self.rng.choice(self._by[artist])

    @torch.no_grad()
    def _seen(self, path: Path) -> Tensor:
        """Statistics (views,n) of a painting, whole, and of parts of it, some of them mirrored."""
        image = squeezed(path)
        views = [image, *(self._part(image) for _ in range(self.settings.views - 1))]
        with torch.autocast(self.device.type, enabled=False):
            return torch.cat(
                [self.network.reader.statistics(as_tensor(view)[None].to(self.device)) for view in views]
            )

    def _part(self, image: Image.Image) -> Image.Image:
        width, height = (round(KEPT * self.rng.uniform(self.settings.smallest_part, 1)) for _ in range(2))
        x, y = self.rng.randint(0, KEPT - width), self.rng.randint(0, KEPT - height)
        return mirrored(image.crop((x, y, x + width, y + height)), self.rng)

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


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> LevelTask:
    """The room's entry for training: the [harmonise] table of a recipe and the folder of paintings; photos are not needed."""
    return LevelTask(settings_of(settings), paintings=paintings, seed=seed, device=device)
