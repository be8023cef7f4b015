"""Lines drawn thinner: their middle, one pixel wide, drawn anew with a width.

Zhang, Suen, "A fast parallel algorithm for thinning digital patterns", 1984: a pixel is taken off where its eight neighbours say
that nothing comes apart. Which patterns say so is worked out once, for all 256; only pixels that are left are looked at.
Axes: h rows, w columns. Ink: 0 paper, 1 line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pinxit.methods.lineart.sketch import walls_of

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]


def thinned(ink_hw: Float, width: float) -> Float:
    """Ink of the same lines, none wider than `width` pixels; thinner ones stay as they are."""
    walls_hw = walls_of(ink_hw)
    if not walls_hw.any():
        return ink_hw
    away_hw = ndimage.distance_transform_edt(~skeleton(walls_hw))
    drawn_hw = np.clip(width / 2 + 0.5 - away_hw, 0, 1)
    return np.asarray(np.minimum(ink_hw, drawn_hw), np.float32)


def skeleton(lines_hw: Mask) -> Mask:
    """The middle of lines, one pixel wide and joined as they are."""
    inside = np.pad(lines_hw, 1)
    flat = inside.ravel()
    around = _ring(inside.shape[1])
    left_n = np.flatnonzero(flat)
    removed = True
    while removed:
        removed = False
        for goes in _GOES:
            codes_n = np.zeros(len(left_n), np.uint8)
            for bit, offset in enumerate(around):
                codes_n |= flat[left_n + offset].view(np.uint8) << np.uint8(bit)
            off_n = goes[codes_n]
            if off_n.any():
                flat[left_n[off_n]] = False
                left_n = left_n[~off_n]
                removed = True
    return inside[1:-1, 1:-1]


def ends(middle_hw: Mask) -> Mask:
    """Where lines one pixel wide end: pixels that have neighbours on one side, or none."""
    inside = np.pad(middle_hw, 1)
    flat = inside.ravel()
    row = inside.shape[1]
    pixels_n = np.flatnonzero(flat)
    around = [flat[pixels_n + offset] for offset in _ring(row)]
    turns_n = sum(
        (~one & other).astype(np.uint8) for one, other in zip(around, around[1:] + around[:1], strict=True)
    )
    found = np.zeros_like(flat)
    found[pixels_n[np.asarray(turns_n) <= 1]] = True
    return found.reshape(inside.shape)[1:-1, 1:-1]


def _ring(row: int) -> tuple[int, ...]:
    """The eight neighbours in a flat picture with `row` pixels a row: P2 to P9 of the paper, from above, clockwise."""
    return (-row, -row + 1, 1, row + 1, row, row - 1, -1, -row - 1)


def _goes(second: bool) -> Mask:
    """For each of 256 patterns of neighbours: is the pixel between them taken off, in the first or the second half-step?"""
    table = np.zeros(256, np.bool_)
    for code in range(256):
        p = [code >> bit & 1 for bit in range(8)]
        turns = sum(p[each] == 0 and p[(each + 1) % 8] == 1 for each in range(8))
        north, east, south, west = p[0], p[2], p[4], p[6]
        if second:
            sides = north * east * west == 0 and north * south * west == 0
        else:
            sides = north * east * south == 0 and east * south * west == 0
        table[code] = 2 <= sum(p) <= 6 and turns == 1 and sides
    return table


_GOES = (_goes(second=False), _goes(second=True))
