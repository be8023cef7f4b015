"""Tables of colours (3D LUTs): any map of colours, sampled on a grid, and applied at the price of a look-up.

Axes: n points along each side, (b, g, r) in that order, so that red changes fastest as in a .cube file; h rows, w columns;
m colours. Colours are sRGB 0..1, float32.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from pinxit.core.pixels import bands, quantise

Float = NDArray[np.float32]
ColourMap = Callable[[Float], Float]
"""Colours (m, 3) to as many colours, not necessarily within 0..1."""

POINTS = 33  # what grading programs write and read; at 17 curves show their corners
_BAND_PIXELS = 1 << 18
_THREADS = 4  # more wait for memory
_MOST_FAST = 65  # points a side, Pillow's limit


def _zeros() -> Float:
    return np.zeros(3, np.float32)


def _ones() -> Float:
    return np.ones(3, np.float32)


@dataclass(frozen=True, eq=False)
class Lut:
    """A table of colours; treat its arrays as read-only.

    table_bgr3: n x n x n x 3 float32; table_bgr3[b, g, r] is what becomes of the colour whose channels lie at r, g and b of
    n - 1 steps from `low` to `high` (each of three numbers, for red, green, blue). Colours outside are moved to the border.
    """

    table_bgr3: Float = field(repr=False)
    low: Float = field(default_factory=_zeros)
    high: Float = field(default_factory=_ones)
    title: str = ""

    @property
    def points(self) -> int:
        """Along each side."""
        return int(self.table_bgr3.shape[0])

    @classmethod
    def of(cls, colours: ColourMap, points: int = POINTS) -> Lut:
        """A map of colours, sampled; what it gives is clipped to 0..1."""
        table_m3 = np.clip(colours(grid(points)), 0.0, 1.0)
        return cls(table_m3.astype(np.float32).reshape(points, points, points, 3))

    def mixed(self, strength: float) -> Lut:
        """This table at a strength: 0 leaves colours as they are, 1 is the table itself, above 1 goes further."""
        if strength == 1:
            return self
        span = self.high - self.low
        same_m3 = self.low + grid(self.points) * span
        same = same_m3.reshape(self.table_bgr3.shape)
        mixed = np.clip(same + np.float32(strength) * (self.table_bgr3 - same), 0.0, 1.0)
        return Lut(mixed.astype(np.float32), self.low, self.high, self.title)

    def smoothed(self) -> Lut:
        """This table with what it does to each colour averaged with what it does to the colours beside it (1, 2, 1)."""
        same = self.low + grid(self.points) * (self.high - self.low)
        way = self.table_bgr3 - same.reshape(self.table_bgr3.shape)
        for axis in range(3):
            padded = np.pad(way, [(int(axis == each), int(axis == each)) for each in range(4)], mode="edge")
            before, after = (np.delete(padded, cut, axis) for cut in ((-1, -2), (0, 1)))
            way = (before + 2 * way + after) / 4
        table = np.clip(same.reshape(way.shape) + way, 0.0, 1.0).astype(np.float32)
        return Lut(table, self.low, self.high, self.title)

    def __call__(self, rgb_m3: Float) -> Float:
        """Map colours (m, 3) or a picture (h, w, 3), exactly; `apply` is for whole pictures."""
        flat_m3 = rgb_m3.reshape(-1, 3)
        out_m3 = np.empty(flat_m3.shape, np.float32)
        for first, end in bands(len(flat_m3), 1, _BAND_PIXELS):
            out_m3[first:end] = self._tetrahedral(flat_m3[first:end])
        return out_m3.reshape(rgb_m3.shape)

    def apply(self, rgb_hw3: Float, *, depth: int = 8, mask_hw: Float | None = None) -> Float:
        """Map a picture: a new array of its size. depth: its bits per channel. mask_hw: how much, pixel by pixel, 0..1.

        At a depth of 8 the result has 8 bits too, and takes a tenth of the time. Works in bands.
        """
        fast = depth == 8 and self._is_plain()
        pillow = ImageFilter.Color3DLUT(self.points, self.table_bgr3.reshape(-1)) if fast else None
        out_hw3 = np.empty(rgb_hw3.shape, np.float32)

        def work(rows: tuple[int, int]) -> None:
            y0, y1 = rows
            band_hw3, out = rgb_hw3[y0:y1], out_hw3[y0:y1]
            if pillow is None:
                out[...] = self(band_hw3)
            else:
                mapped = Image.fromarray(quantise(band_hw3)).filter(pillow)
                np.divide(np.asarray(mapped), np.float32(255), out=out, dtype=np.float32)
            if mask_hw is not None:
                out -= band_hw3
                out *= mask_hw[y0:y1, :, None]
                out += band_hw3

        rows = bands(rgb_hw3.shape[0], rgb_hw3.shape[1], _BAND_PIXELS)
        # Pillow and NumPy let go of Python's lock while they work.
        with ThreadPoolExecutor(min(_THREADS, os.cpu_count() or 1)) as pool:
            for _ in pool.map(work, rows):
                pass
        return out_hw3

    def _is_plain(self) -> bool:
        return bool(self.points <= _MOST_FAST and (self.low == 0).all() and (self.high == 1).all())

    def _tetrahedral(self, rgb_m3: Float) -> Float:
        """Interpolate between the four corners of the tetrahedron that each colour lies in: greys stay free of tints, which
        trilinear interpolation gives them where a table bends.
        """
        last = self.points - 1
        place = (rgb_m3 - self.low) * (np.float32(last) / (self.high - self.low))
        np.clip(place, 0, last, out=place)
        cell = np.minimum(place.astype(np.int32), last - 1)
        place -= cell
        strides = np.array([1, self.points, self.points * self.points], np.int32)
        at = cell @ strides
        # From the cell's lowest corner to its highest along the channels, the largest remainder first.
        order = np.argsort(-place, axis=1)
        rest = np.take_along_axis(place, order, 1)
        step = strides[order]
        table_m3 = self.table_bgr3.reshape(-1, 3)
        found: Float = table_m3[at] * (1 - rest[:, :1])
        for i in range(3):
            at = at + step[:, i]
            less = rest[:, i] - rest[:, i + 1] if i < 2 else rest[:, 2]
            found += table_m3[at] * less[:, None]
        return found


def grid(points: int) -> Float:
    """All colours of a table of points x points x points, red changing fastest: (points ** 3, 3)."""
    axis = np.linspace(0, 1, points, dtype=np.float32)
    b, g, r = np.meshgrid(axis, axis, axis, indexing="ij")
    return np.stack([r, g, b], -1).reshape(-1, 3)
