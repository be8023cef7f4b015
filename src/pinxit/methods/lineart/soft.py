"""Colours that flow between the hints of a region.

Levin, Lischinski, Weiss, "Colorization using Optimization", 2004: with hints held, each place's colour is the mean of its
neighbours', weighted by how alike they are in the drawing (eq. 1 and 2). Theirs works on all pixels of a grey photo; here it is
the nodes of one region at a time (cells.py), so a line that closes is never passed, and what the weights slow down is hatching.
And each place is pulled, weakly, to the colour of the nearest hint: without it a lone point's colour fades at once, as a harmonic
function does around a point, and all between is one mean.
Axes: h rows, w columns, n nodes, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve

from pinxit.methods.lineart.cells import GRID, Cells, cells_of
from pinxit.methods.lineart.flat import Meant
from pinxit.methods.lineart.growth import NONE
from pinxit.methods.lineart.regions import Regions

Float = NDArray[np.float32]
Double = NDArray[np.float64]

_ALIKE = 0.2  # difference of ink that counts as another thing
_REACH = GRID / 8  # cells: how far colours flow into each other
_LEAST = 1e-3  # of a weight, so that a place ringed by ink still has a colour


def flow(regions: Regions, hints: Meant, ink_hw: Float, flat_hw3: Float) -> Float:
    """The flat layer with regions of several colours made soft, as a new picture (h x w x 3)."""
    soft_hw3 = flat_hw3.copy()
    if hints.several_r.any():
        cells = cells_of(regions, hints.several_r)
        colours_n3 = _solved(cells, hints, ink_hw, flat_hw3)
        for part in cells.parts():
            cells.paint(part, part.spread(colours_n3[part.nodes]), soft_hw3)
    return soft_hw3


def _solved(cells: Cells, hints: Meant, ink_hw: Float, flat_hw3: Float) -> Double:
    count = len(cells.region_n)
    marked_hw = (hints.marks_hw != NONE) & (cells.node_hw != NONE)
    nodes, colours = cells.node_hw[marked_hw], hints.colours_n3[hints.marks_hw[marked_hw]]
    weight_n = np.bincount(nodes, minlength=count)
    held_n = weight_n > 0
    sums_n3 = np.stack([np.bincount(nodes, column, minlength=count) for column in colours.T], 1)
    values_n3 = sums_n3 / np.maximum(weight_n, 1)[:, None]
    pulls_nn = _pulls(cells, ink_hw)
    free_n = ~held_n
    weak_n = cells.area_n / _REACH**2
    system = (sparse.diags_array(pulls_nn.sum(1) + weak_n) - pulls_nn).tocsr()[free_n]
    if free_n.any():
        nearest_n3 = np.stack([cells.means(flat_hw3[..., each]) for each in range(3)], 1)
        known_n3 = (weak_n[:, None] * nearest_n3)[free_n] - system[:, held_n] @ values_n3[held_n]
        # An order for symmetric systems: a third of the time of the usual one.
        solved = spsolve(system[:, free_n].tocsc(), known_n3, permc_spec="MMD_AT_PLUS_A")
        values_n3[free_n] = np.clip(solved, 0, 1)
    return np.asarray(values_n3, np.float64)


def _pulls(cells: Cells, ink_hw: Float) -> sparse.csr_array:
    ink_n = cells.means(ink_hw)
    joined = cells.joined_nn.tocoo()
    one, other = joined.row, joined.col
    alike = np.exp(-((ink_n[one] - ink_n[other]) ** 2) / (2 * _ALIKE**2))
    return sparse.csr_array((joined.data * np.maximum(alike, _LEAST), (one, other)), shape=joined.shape)
