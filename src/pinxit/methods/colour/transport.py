"""Iterative distribution transfer: all of a colour distribution, not its mean and covariance alone.

Source: Pitié, Kokaram, Dahyot, "Automated colour grading using colour distribution transfer", 2007, section 3: turn the space
at random, match the distribution along each axis, turn back, and again. Axes: m colours of the photo, n of the look.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.lut import ColourMap, Float
from pinxit.methods.colour.classical import Displacement, displacement, moved

TURNS = 12  # the distribution hardly changes after ten


def idt(photo_m3: Float, look_n3: Float, seed: int = 0) -> ColourMap:
    """The map that carries the photo's colours to the look's distribution; seed: of the rotations."""
    rng = np.random.default_rng(seed)
    stages: list[tuple[NDArray[np.float32], list[Displacement]]] = []
    now = photo_m3
    for _ in range(TURNS):
        turn = _rotation(rng)
        here, there = _turned(now, turn), _turned(look_n3, turn)
        stages.append((turn, [displacement(here[:, axis], there[:, axis]) for axis in range(3)]))
        now = _stage(now, *stages[-1])

    def mapped(rgb_m3: Float) -> Float:
        for turn, ways in stages:
            rgb_m3 = _stage(rgb_m3, turn, ways)
        return rgb_m3

    return mapped


def _stage(rgb_m3: Float, turn: NDArray[np.float32], ways: list[Displacement]) -> Float:
    along = _turned(rgb_m3, turn)
    return _turned(np.stack([moved(along[:, axis], way) for axis, way in enumerate(ways)], 1), turn.T)


def _turned(rgb_m3: Float, turn: NDArray[np.float32]) -> Float:
    turned: Float = np.einsum("dc,mc->md", turn, rgb_m3)  # not `@`: see imageops.colour
    return turned


def _rotation(rng: np.random.Generator) -> NDArray[np.float32]:
    """Every rotation is as likely as any other: the Q of a normal matrix, its signs made definite."""
    q, r = np.linalg.qr(rng.standard_normal((3, 3)))
    return np.asarray(q * np.sign(np.diag(r)), np.float32)
