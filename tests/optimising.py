"""The rooms that optimise a picture, as tests ask them: features that need no download, a few steps, a small photo."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import pytest

import pinxit
from pinxit.core.picture import Picture
from tiny_vgg import small_vgg


@dataclass(frozen=True)
class Room:
    """A room by name; depth: of the features that it needs at least; steps: enough for what is asked of all rooms; module: the
    one that optimises.
    """

    name: str
    depth: int
    steps: int
    module: str = "run"

    @property
    def run(self) -> Any:
        """Its module that optimises."""
        return import_module(f"pinxit.methods.{self.name}.{self.module}")

    def shorten(self, monkeypatch: pytest.MonkeyPatch, steps: int | None = None) -> None:
        """Every preset of so few steps."""
        presets = import_module(f"pinxit.methods.{self.name}.spec").PRESETS
        for preset in presets:
            monkeypatch.setitem(presets, preset, steps or self.steps)

    def paint(self, inputs: dict[str, Any] | None = None, **options: Any) -> Picture:
        """Through the front door; what is not given is PHOTO, STYLE, and 64 pixels on the CPU."""
        given = {"content": PHOTO, "style": STYLE} | (inputs or {})
        options = dict[str, Any](model=small_vgg(self.depth), size=64, device="cpu") | options
        return pinxit.stylise(self.name, given, **options)


def picture(height: int, width: int, seed: int) -> Picture:
    """Something smooth with grain, in colours of its own."""
    rng = np.random.default_rng(seed)
    y_h1, x_1w = np.linspace(0, 3, height)[:, None], np.linspace(0, 3, width)[None]
    waves = [np.sin(y_h1 * rng.uniform(1, 3) + x_1w * rng.uniform(1, 3) + seed) for _ in range(3)]
    rgb_hw3 = 0.5 + 0.3 * np.stack(waves, axis=2) + 0.05 * rng.standard_normal((height, width, 3))
    return Picture(np.clip(rgb_hw3, 0, 1).astype(np.float32))


def away(one: Picture, other: Picture) -> float:
    """Mean absolute difference."""
    return float(np.abs(one.rgb_hw3 - other.rgb_hw3).mean())


def half_red(height: int, width: int) -> Picture:
    """A mask: red on the left, black on the right."""
    rgb_hw3 = np.zeros((height, width, 3), np.float32)
    rgb_hw3[:, : width // 2] = (1, 0, 0)
    return Picture(rgb_hw3)


PHOTO, STYLE, OTHER = picture(48, 64, 1), picture(40, 40, 2), picture(40, 40, 3)
RED = Picture(np.full((40, 40, 3), (1, 0, 0), np.float32))  # a mask of a style: all of it
GATYS, STROTSS, NNST = Room("gatys", 11, 6), Room("strotss", 10, 4), Room("nnst", 11, 4)
RECOLOUR = Room("photo", 11, 6, module="deep")
ROOMS = (GATYS, STROTSS, NNST, RECOLOUR)
