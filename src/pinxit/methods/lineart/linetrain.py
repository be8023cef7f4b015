"""Training the lines network on drawings that are made to look like photos: what a step shows it, and what it should have said.

Axes: b batch, c channels, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from pinxit.core.errors import OptionError
from pinxit.core.pixels import quantise
from pinxit.methods.lineart.drawings import Drawings
from pinxit.methods.lineart.linelessons import LineLesson, line_lesson
from pinxit.methods.lineart.linenet import Lines, LinesShape
from pinxit.torchkit.crops import Pictures
from pinxit.zoo.strict import decode_given

NETWORK = "lines"  # how recipes and checkpoints call it
SHOWN = 10  # lessons in the preview
_TWO = 0.6  # of the lessons have another drawing behind the first
_PHOTOS = 0.7  # of the textures are photos'; the others are paintings'
_PAINTING = (512, 512)  # pixels of a painting, whatever its shape


@dataclass(frozen=True)
class Settings:
    """The [lineart] table of a recipe whose network is "lines". drawings: a folder beside that of the photos.

    lessons_per_step: each is shown twice, the second time lying on its side and in other colours. line: how much a pixel of a
    line counts, of paper 1. overlap: how much the shares of lines that were and were not found count.
    """

    network: str = NETWORK
    shape: LinesShape = field(default_factory=LinesShape)
    drawings: str = "drawings/train"
    side: int = 256  # pixels
    lessons_per_step: int = 4
    line: float = 3.0
    overlap: float = 2.0


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [lineart] table. Raises OptionError naming the field that is wrong."""
    settings: Settings = decode_given(Settings, table, "[lineart]")
    multiple = settings.shape.multiple
    if settings.lessons_per_step < 1 or settings.side < multiple or settings.side % multiple:
        raise OptionError(
            f"[lineart] give 1 or more lessons_per_step, and a side that is a multiple of {multiple}"
        )
    return settings


class LinesTask:
    """The task that :mod:`pinxit.training.loop` runs."""

    def __init__(
        self,
        settings: Settings,
        *,
        drawings: Path,
        photos: Path,
        paintings: Path,
        seed: int,
        device: torch.device,
    ) -> None:
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        self.network = Lines(settings.shape).to(device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._drawings = Drawings(drawings, np.random.default_rng(seed))
        self._photos = Pictures(photos, random.Random(seed))
        self._paintings = Pictures(paintings, random.Random(seed), size=_PAINTING)
        chance = np.random.default_rng(0)
        self._sample = [self._lesson(chance) for _ in range(SHOWN)]

    def groups(self) -> list[dict[str, Any]]:
        """One group: all learns at one rate."""
        return [{"params": list(self.network.parameters()), "scale": 1.0}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        return {"network": NETWORK, "shape": self.settings.shape.to_dict()}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step and its parts."""
        chance = np.random.default_rng(self.rng.getrandbits(64))
        lessons = [self._lesson(chance) for _ in range(self.settings.lessons_per_step)]
        lessons += [_on_its_side(one, chance) for one in lessons]
        logits = self.network(self._tensor([one.rgb_hw3.transpose(2, 0, 1) for one in lessons]))
        with torch.autocast(self.device.type, enabled=False):
            terms = _terms(
                logits.float(),
                self._tensor([one.wanted_hw[None] for one in lessons]),
                self._tensor([one.weight_hw[None] for one in lessons]),
                self.settings.line,
            )
        loss = terms["surprise"] + self.settings.overlap * terms["apart"]
        return loss, {name: float(value.detach()) for name, value in terms.items()}

    def _lesson(self, chance: np.random.Generator) -> LineLesson:
        other = self._drawings.next() if chance.random() < _TWO else None
        return line_lesson(self._drawings.next(), other, self._picture, self.settings.side, chance)

    def _picture(self) -> Image.Image:
        """A photo, or a painting for its strokes."""
        return (self._photos if self.rng.random() < _PHOTOS else self._paintings).next()

    def _tensor(self, arrays: list[NDArray[Any]]) -> Tensor:
        made = torch.from_numpy(np.stack(arrays)).to(self.device)
        return made.contiguous(memory_format=torch.channels_last)

    @torch.no_grad()
    def preview(self, network: Lines) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Rows of pictures, the lines that are drawn and those that were wanted: (height, width, 3)."""
        logits = network(self._tensor([one.rgb_hw3.transpose(2, 0, 1) for one in self._sample]))
        drawn_b1hw = logits.float().sigmoid().cpu().numpy()
        rows = [
            [one.rgb_hw3 for one in self._sample],
            [np.repeat(1 - each_1hw[0, ..., None], 3, 2) for each_1hw in drawn_b1hw],
            [np.repeat(1 - one.wanted_hw[..., None], 3, 2) for one in self._sample],
        ]
        return quantise(np.concatenate([np.concatenate(row, 1) for row in rows]))


def _on_its_side(one: LineLesson, chance: np.random.Generator) -> LineLesson:
    """The same lesson for a network that does not know which way is up."""
    rgb_hw3 = one.rgb_hw3.transpose(1, 0, 2)[..., chance.permutation(3)]
    if chance.random() < 0.3:
        rgb_hw3 = 1 - rgb_hw3
    return LineLesson(rgb_hw3, one.wanted_hw.T, one.weight_hw.T)


def _terms(logits_b1hw: Tensor, wanted_b1hw: Tensor, weight_b1hw: Tensor, line: float) -> dict[str, Tensor]:
    """surprise: cross entropy. apart: 1 - the overlap of lines drawn and wanted (Sørensen, Dice), of the batch."""
    counts_b1hw = weight_b1hw * (1 + (line - 1) * wanted_b1hw)
    surprise_b1hw = F.binary_cross_entropy_with_logits(logits_b1hw, wanted_b1hw, reduction="none")
    drawn_b1hw = logits_b1hw.sigmoid() * weight_b1hw
    there_b1hw = wanted_b1hw * weight_b1hw
    overlap = 2 * (drawn_b1hw * there_b1hw).sum() / (drawn_b1hw + there_b1hw).sum().clamp(min=1)
    return {"surprise": (counts_b1hw * surprise_b1hw).sum() / counts_b1hw.sum(), "apart": 1 - overlap}
