"""Training the draft network on drawings whose colours are known: one step shows it a few, each with some hints or none.

Axes: b batch, c channels, h rows, w columns. Colours are sRGB 0..1.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.errors import OptionError
from pinxit.core.pixels import quantise
from pinxit.methods.lineart import linetrain
from pinxit.methods.lineart.drawings import Drawings, Lesson, lesson
from pinxit.methods.lineart.grid import GRID, LEVELS
from pinxit.methods.lineart.linetrain import LinesTask
from pinxit.methods.lineart.network import Draft, DraftShape, Told, coloured, pooled
from pinxit.zoo.strict import decode_given

Float = NDArray[np.float32]

SHOWN = 8  # drawings in the preview
_LOOKED_AT = 512  # drawings, for how rare colours are


@dataclass(frozen=True)
class Settings:
    """The [lineart] table of a recipe. drawings: a folder beside that of the paintings. off: what the distance of the mean colour
    counts, beside how likely the wanted one was.
    """

    shape: DraftShape = field(default_factory=DraftShape)
    drawings: str = "drawings/train"
    side: int = 256  # pixels
    drawings_per_step: int = 8
    off: float = 1.0


def settings_of(table: Mapping[str, Any]) -> Settings | linetrain.Settings:
    """Check the [lineart] table, which is for the draft unless its `network` is "lines".

    Raises OptionError naming the field that is wrong.
    """
    if table.get("network") == linetrain.NETWORK:
        return linetrain.settings_of(table)
    settings: Settings = decode_given(Settings, table, "[lineart]")
    multiple = settings.shape.multiple
    if settings.drawings_per_step < 1 or settings.side < multiple or settings.side % multiple:
        raise OptionError(
            f"[lineart] give 1 or more drawings_per_step, and a side that is a multiple of {multiple}"
        )
    return settings


class DraftTask:
    """The task that :mod:`pinxit.training.loop` runs."""

    def __init__(self, settings: Settings, *, drawings: Path, seed: int, device: torch.device) -> None:
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        self.network = Draft(settings.shape).to(device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._drawings = Drawings(drawings, np.random.default_rng(seed))
        chance = np.random.default_rng(0)
        looked = chance.integers(len(self._drawings), size=_LOOKED_AT)
        some = np.stack([self._drawings.palette(int(at)) for at in looked])
        # White is so common that all would be white: a colour counts as the root of how rare it is.
        usual_n = np.mean(some, 0)
        rare_n = (usual_n + 1 / len(usual_n)) ** -0.5
        self._rare = torch.from_numpy((rare_n / (usual_n @ rare_n)).astype(np.float32)).to(device)
        self._sample = [
            lesson(self._drawings.at(int(at)), settings.side, chance)
            for at in np.linspace(0, len(self._drawings) - 1, SHOWN)
        ]

    def groups(self) -> list[dict[str, Any]]:
        """One group: all learns at one rate."""
        return [{"params": list(self.network.parameters()), "scale": 1.0}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        return {"shape": self.settings.shape.to_dict()}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step and its parts."""
        chance = np.random.default_rng(self.rng.getrandbits(64))
        count, side = self.settings.drawings_per_step, self.settings.side
        lessons = [lesson(self._drawings.next(), side, chance) for _ in range(count)]
        told = self._told(lessons)
        logits = self.network(told)
        wanted = self._tensor([one.wanted_hw3.transpose(2, 0, 1) for one in lessons])
        # Where there is a hint nothing is asked, nor beside the drawing.
        weight = self._tensor([one.weight_hw[None] for one in lessons]) * (1 - told.hints_b4hw[:, 3:])
        weight = F.avg_pool2d(weight, 2)
        with torch.autocast(self.device.type, enabled=False):
            logits = logits.float()
            # What a region should have been: the mean of its colours.
            area_br1 = pooled(weight, told.labels_bhw, logits.shape[1], mean=False)
            wanted_br3 = pooled(
                weight * F.avg_pool2d(wanted, 2), told.labels_bhw, logits.shape[1], mean=False
            )
            wanted_br3 = wanted_br3 / area_br1.clamp(min=1e-6)
            mean_br3 = logits.softmax(-1) @ torch.from_numpy(GRID).to(self.device)
            off_br = (mean_br3 - wanted_br3).square().sum(-1)
            share_br = area_br1[..., 0] / area_br1.sum().clamp(min=1e-6)
            terms = {
                "surprise": (self._surprise(logits, wanted_br3) * share_br).sum(),
                "off": (off_br * share_br).sum(),
            }
        loss = terms["surprise"] + self.settings.off * terms["off"]
        return loss, {name: float(value.detach()) for name, value in terms.items()}

    def _surprise(self, logits_brn: Tensor, wanted_br3: Tensor) -> Tensor:
        """Cross entropy with the colours of the grid around the wanted one, rare ones counting more: (b,r)."""
        place = wanted_br3.clamp(0, 1) * (LEVELS - 1)
        low = place.floor().clamp(max=LEVELS - 2)
        over = place - low
        shares = torch.zeros_like(logits_brn)
        for corner in itertools.product((0, 1), repeat=3):
            at = torch.tensor(corner, device=shares.device)
            weight = torch.where(at == 1, over, 1 - over).prod(-1, keepdim=True)
            red, green, blue = (low + at).long().unbind(-1)
            colour = ((red * LEVELS + green) * LEVELS + blue)[..., None]
            shares.scatter_add_(-1, colour, self._rare[colour] * weight)
        return -(shares * logits_brn.log_softmax(-1)).sum(-1)

    def _told(self, lessons: list[Lesson]) -> Told:
        """What the network is given."""
        return Told(
            self._tensor([one.ink_hw[None] for one in lessons]),
            self._tensor([one.hints_hw4.transpose(2, 0, 1) for one in lessons]),
            self._tensor([one.palette_n for one in lessons]),
            self._tensor([one.used_n for one in lessons]),
            self._tensor([one.labels_hw for one in lessons]),
            self._tensor([one.places_r3 for one in lessons]),
            self._tensor([one.hinted_rn for one in lessons]),
        )

    def _tensor(self, arrays: list[NDArray[Any]]) -> Tensor:
        return torch.from_numpy(np.stack(arrays)).to(self.device)

    @torch.no_grad()
    def preview(self, network: Draft) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Rows of lines, hints, what is proposed and what was wanted: (height, width, 3)."""
        told = self._told(self._sample)
        made_br3 = coloured(network(told).float()).clamp(0, 1).cpu().numpy()
        rows = [
            [np.repeat(1 - one.ink_hw[..., None], 3, 2) for one in self._sample],
            [1 - one.hints_hw4[..., 3:] * (1 - one.hints_hw4[..., :3]) for one in self._sample],
            [_shown(one, made_r3) for one, made_r3 in zip(self._sample, made_br3, strict=True)],
            [one.wanted_hw3 for one in self._sample],
        ]
        return quantise(np.concatenate([np.concatenate(row, 1) for row in rows]))


def _shown(one: Lesson, made_r3: Float) -> Float:
    """A lesson in the colours that are proposed; hints have the last word, and there is white beside the drawing."""
    made_hw3 = np.concatenate([made_r3, np.ones((1, 3), np.float32)])[one.labels_hw].repeat(2, 0).repeat(2, 1)
    shown_hw3: Float = np.where(one.hints_hw4[..., 3:] > 0, one.hints_hw4[..., :3], made_hw3)
    return shown_hw3


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> DraftTask | LinesTask:
    """The room's entry for training: the [lineart] table of a recipe; drawings lie beside the folder of paintings."""
    given = settings_of(settings)
    drawings = paintings.parent / given.drawings
    if isinstance(given, linetrain.Settings):
        folders = {"drawings": drawings, "photos": photos, "paintings": paintings}
        return LinesTask(given, **folders, seed=seed, device=device)
    return DraftTask(given, drawings=drawings, seed=seed, device=device)
