"""Training the draft network on drawings whose colours are known: one step shows it a few, each with some hints or none.

Axes: b batch, c channels, h rows, w columns. Colours are sRGB 0..1.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from pinxit.core.errors import InputNotFound, OptionError
from pinxit.methods.lineart.draft import PALETTES
from pinxit.methods.lineart.drawings import Drawings, Lesson, lesson
from pinxit.methods.lineart.network import Draft, DraftShape
from pinxit.torchkit.oklab import rgb_to_oklab
from pinxit.zoo.strict import decode_given

SHOWN = 8  # drawings in the preview
_CLOSE = 1e-3  # a difference of colours below this counts as its square does


@dataclass(frozen=True)
class Settings:
    """The [lineart] table of a recipe. drawings: a folder beside that of the paintings. chroma: how much hue and strength of a
    colour count beside the colour itself.
    """

    shape: DraftShape = field(default_factory=DraftShape)
    drawings: str = "drawings/train"
    side: int = 256  # pixels
    drawings_per_step: int = 8
    chroma: float = 2.0


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [lineart] table. Raises OptionError naming the field that is wrong."""
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
        if not drawings.is_dir():
            raise InputNotFound(
                f"the folder of drawings {drawings} does not exist: make it with tools/drawings.py"
            )
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        self.network = Draft(settings.shape).to(device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._drawings = Drawings(drawings, np.random.default_rng(seed))
        chance = np.random.default_rng(0)
        self._sample = [
            lesson(self._drawings.at(int(at)), settings.side, chance)
            for at in np.linspace(0, len(self._drawings) - 1, SHOWN)
        ]

    @cached_property
    def _palettes(self) -> list[list[float]]:
        palettes: list[list[float]] = _varied(self._drawings, PALETTES).tolist()
        return palettes

    def groups(self) -> list[dict[str, Any]]:
        """One group: all learns at one rate."""
        return [{"params": list(self.network.parameters()), "scale": 1.0}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights: palettes of drawings that are far from each other."""
        return {"shape": self.settings.shape.to_dict(), "palettes": self._palettes}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step and its parts."""
        chance = np.random.default_rng(self.rng.getrandbits(64))
        lessons = [
            lesson(self._drawings.next(), self.settings.side, chance)
            for _ in range(self.settings.drawings_per_step)
        ]
        made = self._proposed(self.network, lessons).float()
        wanted, weight = (
            torch.from_numpy(np.stack(each)).to(self.device)
            for each in ([one.wanted_hw3 for one in lessons], [one.weight_hw for one in lessons])
        )
        wanted = wanted.permute(0, 3, 1, 2)
        with torch.autocast(self.device.type, enabled=False):
            colour = _apart(made, wanted)
            # Cube roots have no slope at black, nor any meaning outside of the colours that there are.
            chroma = _apart(*(rgb_to_oklab(each.clamp(1e-3, 1))[:, 1:] for each in (made, wanted)))
            share = weight.mean()
            terms = {
                name: (each * weight).mean() / share
                for name, each in (("colour", colour), ("chroma", chroma))
            }
        loss = terms["colour"] + self.settings.chroma * terms["chroma"]
        return loss, {name: float(value.detach()) for name, value in terms.items()}

    def _proposed(self, network: Draft, lessons: list[Lesson]) -> Tensor:
        ink, hints, palette = (
            torch.from_numpy(np.stack(each)).to(self.device)
            for each in (
                [one.ink_hw[None] for one in lessons],
                [one.hints_hw4.transpose(2, 0, 1) for one in lessons],
                [one.palette_n for one in lessons],
            )
        )
        draft: Tensor = network(ink, hints, palette)
        return draft

    @torch.no_grad()
    def preview(self, network: Draft) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Rows of lines, hints, what is proposed and what was wanted: (height, width, 3)."""
        made = self._proposed(network, self._sample).clamp(0, 1).permute(0, 2, 3, 1).cpu().numpy()
        rows = [
            np.concatenate([np.repeat(1 - one.ink_hw[..., None], 3, 2) for one in self._sample], 1),
            np.concatenate(
                [1 - one.hints_hw4[..., 3:] * (1 - one.hints_hw4[..., :3]) for one in self._sample], 1
            ),
            np.concatenate(list(made), 1),
            np.concatenate([one.wanted_hw3 for one in self._sample], 1),
        ]
        picture: np.ndarray[Any, np.dtype[np.uint8]] = np.rint(np.concatenate(rows) * 255).astype(np.uint8)
        return picture


def _apart(made: Tensor, wanted: Tensor) -> Tensor:
    """How far colours are apart (b,h,w): lengths, not squares, which would have every doubt end in grey (Charbonnier 1994)."""
    squares = (made - wanted).square().sum(1)
    distance: Tensor = (squares + _CLOSE**2).sqrt()
    return distance


def _varied(drawings: Drawings, count: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Palettes of `count` drawings, each the one that is furthest from those before it among a few that were looked at."""
    chance = np.random.default_rng(0)
    chosen: list[np.ndarray[Any, np.dtype[np.float32]]] = []
    while len(chosen) < count:
        some = [drawings.palette(int(at)) for at in chance.integers(len(drawings), size=8)]
        chosen.append(
            max(
                some, key=lambda one: min((float(np.abs(one - other).sum()) for other in chosen), default=0.0)
            )
        )
    return np.stack(chosen)


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> DraftTask:
    """The room's entry for training: the [lineart] table of a recipe; drawings lie beside the folder of paintings."""
    given = settings_of(settings)
    return DraftTask(given, drawings=paintings.parent / given.drawings, seed=seed, device=device)
