"""Where places are drawn: the whole picture, or region by region, as weights of the cells of a coarse grid.

Axes: h rows, w columns of a grid of cells of CELL pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.errors import InputError
from pinxit.imageops.partners import shared
from pinxit.imageops.regions import Regions

Float = NDArray[np.float32]
Size = tuple[int, int]  # (height, width) in pixels

CELL = 4  # pixels
_FEWEST = 16  # places of a region, however small it is


@dataclass(frozen=True, eq=False)
class Ground:
    """A part of the photo and what it may look like.

    share: of the picture, 0..1. cells_hw: how much each cell of the photo belongs to it. styles: for every style the cells
    that belong to it there, and the style's weight; None for a style without any.
    """

    share: float
    cells_hw: Tensor
    styles: Sequence[tuple[Tensor, float] | None]

    def count(self, places: int) -> int:
        """How many of the `places` of a picture are drawn here."""
        return max(_FEWEST, round(self.share * places))

    def count_in(self, style: int, places: int) -> int:
        """How many of the `places` of all styles are drawn here in one of them."""
        found = self.styles[style]
        if found is None:
            return 0
        total = sum(each[1] for each in self.styles if each is not None)
        return max(1, round(self.count(places) * found[1] / total))


def grounds_of(
    regions: Regions | None, photo: Size, styles: Sequence[Size], weights: Sequence[float]
) -> list[Ground]:
    """The parts of a photo of this size beside styles of these sizes; without regions there is one.

    InputError when no region of the photo is in a style of a weight above 0.
    """
    if regions is None:
        whole = [(_everywhere(size), weight) for size, weight in zip(styles, weights, strict=True)]
        return [Ground(1.0, _everywhere(photo), [each if each[1] else None for each in whole])]
    found = [_ground(regions, region, photo, styles, weights) for region in shared(regions)]
    found = [ground for ground in found if any(ground.styles)]
    if not found:
        raise InputError(
            "the regions of the photo are only in styles of weight 0: change the weights (--style-weights) or the masks."
        )
    return found


def _ground(
    regions: Regions, region: int, photo: Size, styles: Sequence[Size], weights: Sequence[float]
) -> Ground:
    seen = [
        # Well inside: a place near the border would be made of features of both sides.
        (_first(size, number, region, regions.inner, regions.soft), weight)
        if weight and regions.share(number, region)
        else None
        for number, (size, weight) in enumerate(zip(styles, weights, strict=True), 1)
    ]
    return Ground(regions.share(0, region), _first(photo, 0, region, regions.pure, regions.soft), seen)


def _first(size: Size, picture: int, region: int, *ways: Callable[[int, int, int, int], Float]) -> Tensor:
    """The cells by the first way that finds any; a region thinner than a cell is in no cell for the most part."""
    cells_hw = next(filter(np.any, (way(picture, region, *_grid(size)) for way in ways)))
    return torch.from_numpy(cells_hw)


def _everywhere(size: Size) -> Tensor:
    return torch.ones(_grid(size))


def _grid(size: Size) -> Size:
    return max(1, size[0] // CELL), max(1, size[1] // CELL)
