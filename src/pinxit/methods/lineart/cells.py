"""A coarse grid that lines cut: in a cell that two regions share, each has a node of its own.

What is smooth within a region (colours that flow, light on a form) is solved for on few nodes, and nothing passes a line, however
thin the line and however coarse the grid. Two nodes of a region are joined where their cells touch, as strongly as they touch.
Axes: h rows, w columns, n nodes, r regions, y and x rows and columns of cells, k values at a node.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pinxit.imageops.resize import resize
from pinxit.methods.lineart.growth import NONE, Labels
from pinxit.methods.lineart.regions import Regions

Float = NDArray[np.float32]
Double = NDArray[np.float64]
Mask = NDArray[np.bool_]

GRID = 256  # cells of the longer side


@dataclass(frozen=True, eq=False)
class Part:
    """One region: its nodes, their places in its window of cells, and where in the window there are nodes."""

    region: int
    nodes: slice
    y: NDArray[np.int64]
    x: NDArray[np.int64]
    top: int
    left: int
    there_yx: Mask

    def spread(self, values_nk: Double) -> Float:
        """Values of these nodes on the window (y x k), 0 where there is none."""
        out = np.zeros((*self.there_yx.shape, values_nk.shape[1]), np.float32)
        out[self.y, self.x] = values_nk
        return out


@dataclass(frozen=True, eq=False)
class Cells:
    """The nodes of some regions.

    node_hw: the node of each pixel, NONE in other regions. region_n, cell_n: of each node, in this order. joined_nn: how much two
    nodes touch, in sides of a cell. border_n: how much of another region a node touches, likewise. area_n: in cells.
    """

    side: int
    columns: int
    regions: Regions
    node_hw: Labels
    region_n: NDArray[np.int64]
    cell_n: NDArray[np.int64]
    joined_nn: sparse.csr_array
    border_n: Double
    area_n: Double

    def means(self, values_hw: NDArray[np.float32]) -> Double:
        """The mean of some pixels' values at each node."""
        there_hw = self.node_hw != NONE
        sums = np.bincount(self.node_hw[there_hw], values_hw[there_hw], minlength=len(self.region_n))
        return np.asarray(sums / (self.area_n * self.side**2), np.float64)

    def parts(self) -> Iterator[Part]:
        """Region by region."""
        if not len(self.region_n):
            return
        starts = np.flatnonzero(np.diff(self.region_n, prepend=-1))
        for begin, end in zip(starts, [*starts[1:], len(self.region_n)], strict=True):
            y, x = np.divmod(self.cell_n[begin:end], self.columns)
            top, left = int(y.min()), int(x.min())
            there_yx = np.zeros((int(y.max()) - top + 1, int(x.max()) - left + 1), np.bool_)
            there_yx[y - top, x - left] = True
            region = int(self.region_n[begin])
            yield Part(region, slice(int(begin), int(end)), y - top, x - left, top, left, there_yx)

    def window(self, part: Part) -> tuple[slice, slice]:
        """The pixels of a region's window of cells."""
        height, width = self.node_hw.shape
        rows, columns = part.there_yx.shape
        y0, x0 = part.top * self.side, part.left * self.side
        return slice(y0, min(height, y0 + rows * self.side)), slice(x0, min(width, x0 + columns * self.side))

    def paint(self, part: Part, values_yxk: Float, out_hwk: Float) -> None:
        """Lay values of a region's window of cells on its pixels, in between as the nearest nodes say (bilinear)."""
        rows, columns = part.there_yx.shape
        window = self.window(part)
        inside = self.regions.labels_hw[window] == part.region
        known_yx1 = part.there_yx[..., None].astype(np.float32)
        both = resize(
            np.concatenate([values_yxk * known_yx1, known_yx1], 2),
            *(rows * self.side, columns * self.side),
            kind="linear",
        )[: inside.shape[0], : inside.shape[1]][inside]
        out_hwk[window][inside] = both[:, :-1] / both[:, -1:]


def cells_of(regions: Regions, wanted_r: Mask) -> Cells:
    """The nodes of the regions that are wanted."""
    labels_hw = regions.labels_hw
    height, width = labels_hw.shape
    side = -(-max(height, width) // GRID)
    rows, columns = -(-height // side), -(-width // side)
    wanted_hw = wanted_r[labels_hw]
    y, x = np.arange(height, dtype=np.int32), np.arange(width, dtype=np.int32)
    cell_hw = (y // side)[:, None] * np.int32(columns) + x // side
    keys = labels_hw[wanted_hw].astype(np.int64) * (rows * columns) + cell_hw[wanted_hw]
    names, inverse, pixels = np.unique(keys, return_inverse=True, return_counts=True)
    node_hw = np.full(labels_hw.shape, NONE, np.int32)
    node_hw[wanted_hw] = inverse.ravel()
    count = len(names)
    border_n = np.zeros(count)
    ones, others = [], []
    for turned, nodes, cells in ((labels_hw, node_hw, cell_hw), (labels_hw.T, node_hw.T, cell_hw.T)):
        same = turned[1:] == turned[:-1]
        across = same & (cells[1:] != cells[:-1]) & (nodes[1:] != NONE)
        ones.append(nodes[1:][across])
        others.append(nodes[:-1][across])
        for each in (nodes[1:][~same], nodes[:-1][~same]):
            border_n += np.bincount(each[each != NONE], minlength=count)
    one, other = np.concatenate(ones), np.concatenate(others)
    touch = np.full(len(one), 1 / side)
    joined = sparse.coo_array((touch, (one, other)), shape=(count, count)).tocsr()
    return Cells(
        side,
        columns,
        regions,
        node_hw,
        names // (rows * columns),
        names % (rows * columns),
        joined + joined.T,
        border_n / side,
        pixels / side**2,
    )
