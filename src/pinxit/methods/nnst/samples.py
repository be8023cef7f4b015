"""Which vectors of the styles may be chosen: views of the styles at one scale, places in them, shares.

Axes: h rows, w columns, 3 RGB, n places; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.imageops.partners import shared
from pinxit.imageops.regions import Regions
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import at_size

Cells = NDArray[np.bool_]
Size = tuple[int, int]


@dataclass(frozen=True, eq=False)
class View:
    """A style at the size of a scale, turned.

    number: of the style, from 1 (0 is the photo, as masks count). turns: quarters. share: of all vectors, up to a factor.
    """

    number: int
    turns: int
    share: float
    picture_13hw: Tensor

    @property
    def size(self) -> Size:
        """Height and width in pixels."""
        return self.picture_13hw.shape[-2], self.picture_13hw.shape[-1]


def views_of(pictures: Given, scale: Scale, device: torch.device, *, rotations: bool) -> list[View]:
    """The styles that have a weight, at the size that belongs to a scale; with rotations each of them four times."""
    turns = (0, 1, 2, 3) if rotations else (0,)
    found = []
    styles = zip(pictures.styles_hw3, pictures.style_sizes(scale), pictures.style_weights, strict=True)
    for number, (style_hw3, size, weight) in enumerate(styles, 1):
        if weight > 0:
            upright = at_size(style_hw3, size, device)
            found += [
                View(number, turn, weight / len(turns), torch.rot90(upright, turn, (-2, -1)))
                for turn in turns
            ]
    return found


def areas_of(regions: Regions | None) -> Sequence[int | None]:
    """The regions that are painted, each for itself; without masks the one that is everywhere (None)."""
    return [None] if regions is None else shared(regions)


def photo_cells(regions: Regions | None, area: int | None, grid: Size) -> Cells:
    """Which places of the photo belong to an area."""
    if regions is None or area is None:
        return np.ones(grid, np.bool_)
    return regions.pure(0, area, *grid) > 0


def style_cells(regions: Regions | None, area: int | None, view: View, grid: Size) -> Cells:
    """Which places of a view belong to an area, and see nothing of another; grid: of the view, turned as it is."""
    if regions is None or area is None:
        return np.ones(grid, np.bool_)
    upright = grid if view.turns % 2 == 0 else grid[::-1]
    return np.rot90(regions.inner(view.number, area, *upright) > 0, view.turns)


def drawn(
    views: Sequence[View],
    regions: Regions | None,
    area: int | None,
    grid_of: Callable[[int, int], Size],
    most: int,
    seed: int,
) -> list[Tensor]:
    """The places of an area in each view that are looked at: indices (n,) into the view's grid, on the CPU.

    grid_of: the grid of a view of height x width pixels. most: how many in all the views. A random choice, no two the same,
    in which each view has its share of them.
    """
    places = [
        np.flatnonzero(style_cells(regions, area, view, grid_of(*view.size))).astype(np.int64)
        for view in views
    ]
    counts = counts_of([len(each) for each in places], [view.share for view in views], most)
    rng = np.random.default_rng(seed)
    return [
        torch.from_numpy(np.sort(rng.permutation(each)[:count]))
        for each, count in zip(places, counts, strict=True)
    ]


def counts_of(available: Sequence[int], shares: Sequence[float], most: int) -> list[int]:
    """How many to take of each, in all about `most`, in proportion to the shares.

    Where there are not enough, the one of the largest share (of equal ones the one that has most) gives all it has, and the
    others in proportion to it, as far as they can.
    """
    there = [(share, count) for share, count in zip(shares, available, strict=True) if count > 0]
    if not there:
        return [0] * len(available)
    share, count = max(there)
    total = sum(each for each, _ in there)
    factor = min(most / total, count / share)
    return [
        min(count, max(1, round(factor * share))) if count else 0
        for share, count in zip(shares, available, strict=True)
    ]
