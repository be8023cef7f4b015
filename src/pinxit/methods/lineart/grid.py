"""Colours as shares of a grid of them: what the network is told and says.

Axes: k colours, n those of the grid, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]

LEVELS = 4  # of each channel, in a palette
NUMBERS = LEVELS**3
GRID = (
    np.stack(np.meshgrid(*[np.linspace(0, 1, LEVELS)] * 3, indexing="ij"), -1)
    .reshape(-1, 3)
    .astype(np.float32)
)


def palette_of(rgb_k3: Float, shares_k: Float | None = None) -> Float:
    """Colours (k x 3), each with its share (evenly if there are none), on a grid of LEVELS^3 colours, blue fastest: (n)."""
    if shares_k is None:
        shares_k = np.full(len(rgb_k3), 1 / max(1, len(rgb_k3)), np.float32)
    numbers_n: Float = (shares_k @ divided(rgb_k3)).astype(np.float32)
    return numbers_n


def divided(rgb_k3: Float) -> Float:
    """Colours on the grid (k x n): each is divided between the eight points around it."""
    place_k3 = np.clip(rgb_k3, 0, 1) * (LEVELS - 1)
    low_k3 = np.minimum(place_k3.astype(np.int64), LEVELS - 2)
    over_k3 = place_k3 - low_k3
    shares_kn = np.zeros((len(rgb_k3), NUMBERS), np.float32)
    each = np.arange(len(rgb_k3))
    for corner in np.ndindex(2, 2, 2):
        at_k = (low_k3 + corner) @ [LEVELS * LEVELS, LEVELS, 1]
        shares_kn[each, at_k] += np.prod(np.where(np.array(corner) == 1, over_k3, 1 - over_k3), 1)
    return shares_kn
