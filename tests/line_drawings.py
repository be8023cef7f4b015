"""Drawings by code whose regions are known: they are those of the drawing before gaps are cut into its lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from pinxit.core.picture import Picture

GAP = 4  # pixels


@dataclass(frozen=True, eq=False)
class Known:
    """picture: black lines on white, with gaps. region_hw: 1 to count, 0 on the lines of the closed drawing."""

    picture: Picture
    region_hw: NDArray[np.int32]
    count: int

    def hint(self, region: int) -> tuple[int, int]:
        """Where a person would point at a region (x, y): as far from its lines as can be."""
        return self._hints[region - 1]

    @cached_property
    def _hints(self) -> list[tuple[int, int]]:
        depth_hw = ndimage.distance_transform_edt(self.region_hw > 0)
        places = ndimage.maximum_position(depth_hw, self.region_hw, range(1, self.count + 1))
        return [(int(x), int(y)) for y, x in places]

    def right(self, labels_hw: NDArray[np.int32]) -> float:
        """The share of pixels beside lines that a hint in their region colours, and no hint in another region.

        A region that was found belongs to the known one that has most of it; a known one that it leaks into is all wrong.
        """
        inside = self.region_hw > 0
        shares = np.zeros((labels_hw.max() + 1, self.count + 1), np.int64)
        np.add.at(shares, (labels_hw[inside], self.region_hw[inside]), 1)
        owner = shares.argmax(1)
        at_hint = np.array([-1] + [labels_hw[y, x] for x, y in self._hints])
        right = (owner[labels_hw] == self.region_hw) & (at_hint[self.region_hw] == labels_hw)
        return float(right[inside].mean())


def drawing(seed: int, side: int = 320, gaps: int = 6) -> Known:
    """Ellipses, blobs and long curves, with some gaps of 4 pixels, each between two regions."""
    rng = np.random.default_rng(seed)
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    for _ in range(int(rng.integers(3, 8))):
        _blob(pen, rng, side)
    for _ in range(int(rng.integers(1, 4))):
        _curve(pen, rng, side)
    closed_hw = np.array(image) < 128
    labels_hw, count = ndimage.label(~closed_hw)
    sizes = np.bincount(labels_hw.ravel())
    # Slivers where two lines touch are no regions to anybody.
    for small in np.flatnonzero(sizes < 150):
        closed_hw[labels_hw == small] = True
    labels_hw, count = ndimage.label(~closed_hw)
    open_hw = closed_hw.copy()
    for y, x in _places(labels_hw, rng, gaps):
        open_hw[y - 2 : y + 2, x - 2 : x + 2] &= _CORNERS
    grey_hw = np.where(open_hw, np.uint8(0), np.uint8(255))
    return Known(Picture.of(grey_hw), labels_hw.astype(np.int32), count)


# A disk 4 pixels wide is taken out.
_CORNERS = np.array([[1, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 1]], np.bool_)


def _blob(pen: ImageDraw.ImageDraw, rng: np.random.Generator, side: int) -> None:
    x, y = rng.uniform(0.15, 0.85, 2) * side
    turns = np.linspace(0, 2 * np.pi, 90)
    radius = (
        rng.uniform(0.08, 0.28)
        * side
        * (1 + 0.25 * np.sin(int(rng.integers(2, 5)) * turns + rng.uniform(0, 6)))
    )
    points = list(zip(x + radius * np.cos(turns), y + radius * np.sin(turns), strict=True))
    pen.line(points, fill=0, width=int(rng.integers(2, 5)), joint="curve")


def _curve(pen: ImageDraw.ImageDraw, rng: np.random.Generator, side: int) -> None:
    along = np.linspace(-5, side + 5, 60)
    across = side * rng.uniform(0.2, 0.8) + side * 0.12 * np.sin(along / side * rng.uniform(3, 9))
    points = list(zip(along, across, strict=True))
    if rng.random() < 0.5:
        points = [(y, x) for x, y in points]
    pen.line(points, fill=0, width=int(rng.integers(2, 5)), joint="curve")


def _places(labels_hw: NDArray[np.int32], rng: np.random.Generator, gaps: int) -> list[tuple[int, int]]:
    """Middles of lines, well apart and not where three regions meet."""
    line = ndimage.distance_transform_edt(labels_hw == 0)
    middle = (line >= ndimage.maximum_filter(line, 3)) & (line > 0)
    several = ndimage.maximum_filter(labels_hw, 13) - ndimage.minimum_filter(
        np.where(labels_hw == 0, labels_hw.max() + 1, labels_hw), 13
    )
    found: list[tuple[int, int]] = []
    for y, x in rng.permutation(np.argwhere(middle & (several > 0))):
        if len(found) == gaps:
            break
        around = slice(max(0, y - 8), y + 9), slice(max(0, x - 8), x + 9)
        beside = np.unique(labels_hw[around])
        alone = all((y - v) ** 2 + (x - u) ** 2 > 400 for v, u in found)
        inside = 10 < y < labels_hw.shape[0] - 10 and 10 < x < labels_hw.shape[1] - 10
        if alone and inside and np.count_nonzero(beside) == 2 and (line[around] < 4).all():
            found.append((int(y), int(x)))
    return found
