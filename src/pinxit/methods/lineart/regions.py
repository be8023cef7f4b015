"""Regions of a drawing that do not leak: parts of the paper that lines separate, gaps in the lines included.

Trapped balls (Zhang, Chen, Zhang, Hu, "Vectorizing cartoon animations", 2009, sec. 4.1) by way of distances: a ball of radius
r is at home where the nearest line is further than r, and what it can reach is one part of that set. Balls get smaller from that
of the widest gap on. A part that holds no region yet becomes one if somewhere it is half as wide again as the ball: what is as
narrow as the gap itself is a corner, and belongs to its neighbours. From these seeds regions grow over the rest, then under
lines.

Ours: the ball is asked for only where a line ends. A waist between two lines that go on is no gap, however narrow.

Axes: h rows, w columns, p pairs of neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pinxit.methods.lineart.growth import NONE, Labels, grow
from pinxit.methods.lineart.thinning import ends, skeleton

Mask = NDArray[np.bool_]

_WIDER = 1.5  # than its opening: what a region is somewhere
_BESIDE = 3  # pixels: how far beside a gap its end may seem to be
_THICKEST = 16  # pixels: half the width of a line; what is thicker has no end, but corners
_LEAST, _LEAST_SHARE = 4, 1e-5  # pixels, and of the picture: smaller bits of paper lie within lines


@dataclass(frozen=True, eq=False)
class Regions:
    """labels_hw: the region of each pixel, 0 to count - 1, lines included: each half of a line belongs to its side.

    walls_hw: where the lines are.
    """

    labels_hw: Labels
    walls_hw: Mask
    count: int

    def sizes(self) -> NDArray[np.int64]:
        """Pixels of each region, lines left out."""
        return np.bincount(self.labels_hw[~self.walls_hw], minlength=self.count)

    @cached_property
    def beside(self) -> list[NDArray[np.int64]]:
        """The regions that each region touches."""
        labels_hw = self.labels_hw
        pairs = []
        for one, other in ((labels_hw[:, 1:], labels_hw[:, :-1]), (labels_hw[1:], labels_hw[:-1])):
            border = one != other
            pairs.append(np.stack([one[border], other[border]], 1))
        both_p2 = np.concatenate(pairs)
        both_p2 = np.unique(np.concatenate([both_p2, both_p2[:, ::-1]]).astype(np.int64), axis=0)
        starts = np.searchsorted(both_p2[:, 0], np.arange(self.count + 1))
        return [both_p2[begin:end, 1] for begin, end in pairwise(starts)]


def find_regions(walls_hw: Mask, gap: int = 4) -> Regions:
    """The regions between walls. gap: pixels, the widest gap that is closed. A picture that is all wall is one region."""
    free_hw = ~walls_hw
    # The frame closes what ends at it, or as near as a gap is wide.
    seeds_hw = _seeds(np.pad(free_hw, 1, constant_values=False), gap)[1:-1, 1:-1].copy()
    if not (seeds_hw != NONE).any():
        return Regions(np.zeros(walls_hw.shape, np.int32), walls_hw, 1)
    grow(seeds_hw, free_hw)
    grow(seeds_hw, np.ones_like(free_hw))
    return Regions(seeds_hw, walls_hw, int(seeds_hw.max()) + 1)


def _seeds(free_hw: Mask, gap: int) -> Labels:
    seeds_hw = np.full(free_hw.shape, NONE, np.int32)
    count = 0
    # The ball that does not pass: half of the gap, and half a pixel of line to either side.
    radius = (gap + 2) / 2 if gap else 0.0
    most = int(np.ceil(radius * _WIDER)) + 1
    far_hw = _distances(free_hw, most)
    far_hw[free_hw & ~_around_ends(~free_hw, gap)] = most * most
    least = max(_LEAST, _LEAST_SHARE * free_hw.size)
    while True:
        radius = radius if radius >= 1 else 0.0
        parts_hw, parts = ndimage.label(far_hw > radius * radius)
        new = np.bincount(parts_hw.ravel(), minlength=parts + 1) >= least
        if radius:
            wide = np.zeros(parts + 1, np.bool_)
            wide[parts_hw[far_hw >= (radius * _WIDER) ** 2]] = True
            new &= wide
        new[parts_hw[seeds_hw != NONE]] = False
        new[0] = False
        names = np.full(parts + 1, NONE, np.int32)
        names[new] = np.arange(count, count + np.count_nonzero(new))
        count += int(np.count_nonzero(new))
        np.copyto(seeds_hw, names[parts_hw], where=seeds_hw == NONE)
        if not radius:
            return seeds_hw
        radius /= _WIDER


def _around_ends(walls_hw: Mask, gap: int) -> Mask:
    """Where a gap can be: around the ends of lines, as far as the widest gap reaches."""
    middle_hw = skeleton(walls_hw)
    ends_hw = ends(middle_hw)
    # Thinning may take all of a spot, which then is an end altogether.
    marks_hw, count = ndimage.label(walls_hw, np.ones((3, 3)))
    gone = np.ones(count + 1, np.bool_)
    gone[marks_hw[middle_hw]] = False
    gone[0] = False
    ends_hw |= gone[marks_hw]
    # The middle of a line ends before the line does, by half of its width.
    half_hw = np.sqrt(_distances(walls_hw, _THICKEST))
    near_hw = np.zeros_like(walls_hw)
    for y, x in np.argwhere(ends_hw):
        reach = gap + _BESIDE + int(half_hw[y, x])
        near_hw[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1] = True
    return near_hw


def _distances(free_hw: Mask, most: int) -> NDArray[np.uint16]:
    """Squares of the distance to the nearest wall, up to most * most: exact below that, and far quicker than without a limit."""
    across_hw = np.where(free_hw, most, 0).astype(np.uint16)
    one = np.uint16(1)
    for _ in range(most):
        np.minimum(across_hw[:, 1:], across_hw[:, :-1] + one, out=across_hw[:, 1:])
        np.minimum(across_hw[:, :-1], across_hw[:, 1:] + one, out=across_hw[:, :-1])
    square_hw = across_hw * across_hw
    near_hw = square_hw.copy()
    for step in range(1, most):
        further = np.uint16(step * step)
        np.minimum(near_hw[step:], square_hw[:-step] + further, out=near_hw[step:])
        np.minimum(near_hw[:-step], square_hw[step:] + further, out=near_hw[:-step])
    return near_hw
