"""Triangles filled with what lies between the numbers at their corners.

Axes: h rows, w columns, n points, t triangles, c numbers at a point; x columns from the left, y rows from the top, in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.methods.expression.mesh import Float, Ints

Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]  # first and end row, first and end column


@dataclass(frozen=True)
class Window:
    """A rectangle of the picture, and what is drawn in it: numbers at every pixel, and where any are."""

    top: int
    left: int
    values_hwc: Float
    drawn_hw: Mask

    @classmethod
    def empty(cls, box: Box, numbers: int) -> Window:
        """Nothing drawn yet."""
        y0, y1, x0, x1 = box
        return cls(
            y0, x0, np.zeros((y1 - y0, x1 - x0, numbers), np.float32), np.zeros((y1 - y0, x1 - x0), bool)
        )

    def draw(self, corners_t32: Float, numbers_t3c: Float) -> None:
        """Fill triangles with what lies between the numbers at their corners; the later ones over the earlier."""
        height, width = self.drawn_hw.shape
        origin = np.array([self.left, self.top], np.float32) + np.float32(0.5)
        for corners_32, numbers_3c in zip(corners_t32 - origin, numbers_t3c, strict=True):
            (x0, y0), (x1, y1) = (
                np.floor(corners_32.min(0)).astype(int),
                np.ceil(corners_32.max(0)).astype(int),
            )
            x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width - 1), min(y1, height - 1)
            first, second, third = corners_32
            edge_b, edge_c = second - first, third - first
            area = edge_b[0] * edge_c[1] - edge_b[1] * edge_c[0]
            if x0 > x1 or y0 > y1 or abs(area) < 1e-6:
                continue
            dx = np.arange(x0, x1 + 1, dtype=np.float32)[None, :] - first[0]
            dy = np.arange(y0, y1 + 1, dtype=np.float32)[:, None] - first[1]
            b_hw, c_hw = (dx * edge_c[1] - dy * edge_c[0]) / area, (dy * edge_b[0] - dx * edge_b[1]) / area
            inside_hw = (b_hw >= -1e-4) & (c_hw >= -1e-4) & (b_hw + c_hw <= 1 + 1e-4)
            shares_n3 = np.stack([1 - b_hw - c_hw, b_hw, c_hw], -1)[inside_hw]
            here = slice(y0, y1 + 1), slice(x0, x1 + 1)
            self.values_hwc[here][inside_hw] = shares_n3 @ numbers_3c
            self.drawn_hw[here] |= inside_hw


def strip_of(one: tuple[int, ...], two: tuple[int, ...], *, closed: bool = False) -> Ints:
    """Triangles between two rows of as many points (t,3)."""
    if closed:
        one, two = (*one, one[0]), (*two, two[0])
    made = []
    for at in range(len(one) - 1):
        made += [(one[at], one[at + 1], two[at]), (two[at], one[at + 1], two[at + 1])]
    return np.array([each for each in made if len(set(each)) == 3], np.intp)
