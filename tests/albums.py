"""Small pictures to make mosaics of: squares of one colour with a darker half, so that each is known by how it looks."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pinxit.core.picture import Picture


def square(seed: int, side: int = 12) -> Picture:
    """A colour of its own, half of it darker: above, below, left or right."""
    rng = np.random.default_rng(seed)
    rgb_hw3 = np.empty((side, side, 3), np.float32)
    rgb_hw3[:] = rng.uniform(0.05, 1, 3)
    turned = np.rot90(rgb_hw3, seed % 4)  # a view
    turned[: side // 2] *= 0.6
    return Picture(rgb_hw3)


def write_album(folder: Path, count: int, side: int = 12) -> Path:
    """A folder of `count` small pictures as PNG files."""
    for seed in range(count):
        square(seed, side).save(folder / f"{seed:03d}.png")
    return folder
