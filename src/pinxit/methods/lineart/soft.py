"""Colours that flow between the hints of a region.

Levin, Lischinski, Weiss, "Colorization using Optimization", 2004: with hints held, each place's colour is the mean of its
neighbours', weighted by how alike they are in the drawing (eq. 1 and 2). Theirs works on all pixels of a grey photo; here it is
the nodes of one region at a time (cells.py), so a line that closes is never passed, and what the weights slow down is hatching.
And each place is pulled, weakly, to the colour of the nearest hint: without it a lone point's colour fades at once, as a harmonic
function does around a point, and all between is one mean.
Axes: h rows, w columns, n nodes, c colours of the flat layer, k values that they carry (shares, or RGB), 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import splu

from pinxit.methods.lineart.cells import GRID, Cells
from pinxit.methods.lineart.flat import Meant
from pinxit.methods.lineart.growth import NONE, Labels

Float = NDArray[np.float32]
Double = NDArray[np.float64]

_ALIKE = 0.2  # difference of ink that counts as another thing
_REACH = GRID / 8  # cells: how far colours flow into each other
_LEAST = 1e-3  # of a weight, so that a place ringed by ink still has a colour


def flow(cells: Cells, hints: Meant, ink_hw: Float, which_hw: Labels, values_ck: Double) -> Double:
    """What flows, at each node (n x k).

    cells: of the regions where it does. which_hw: the colour of each pixel in the flat layer, which has that of the nearest hint.
    values_ck: what each of these colours carries.
    """
    there_hw = cells.node_hw != NONE
    held_nk, weight_n = _means(cells, there_hw & (hints.marks_hw != NONE), which_hw, values_ck)
    nearest_nk, _ = _means(cells, there_hw, which_hw, values_ck)
    held_n = weight_n > 0
    pulls_nn = _pulls(cells, ink_hw)
    free_n = ~held_n
    weak_n = cells.area_n / _REACH**2
    system = (sparse.diags_array(pulls_nn.sum(1) + weak_n) - pulls_nn).tocsr()[free_n]
    carried = np.flatnonzero(nearest_nk.any(0))
    if not free_n.any() or not carried.size:
        return held_nk
    known_nk = (weak_n[:, None] * nearest_nk[:, carried])[free_n] - system[:, held_n] @ held_nk[held_n][
        :, carried
    ]
    # An order for symmetric systems: a third of the time of the usual one.
    solved = splu(system[:, free_n].tocsc(), permc_spec="MMD_AT_PLUS_A").solve(known_nk)
    values_nk = held_nk
    values_nk[np.ix_(free_n, carried)] = np.clip(solved, 0, 1)
    return values_nk


def _means(
    cells: Cells, asked_hw: NDArray[np.bool_], which_hw: Labels, values_ck: Double
) -> tuple[Double, Double]:
    """The mean of what some pixels carry at each node (n x k), 0 where there is none, and how many they are."""
    colours = len(values_ck)
    names = cells.node_hw[asked_hw].astype(np.int64) * colours + which_hw[asked_hw]
    pairs, pixels = np.unique(names, return_counts=True)
    shape = len(cells.region_n), colours
    counts_nc = sparse.csr_array(
        (pixels.astype(np.float64), (pairs // colours, pairs % colours)), shape=shape
    )
    weight_n = counts_nc.sum(1)
    return np.asarray((counts_nc @ values_ck) / np.maximum(weight_n, 1)[:, None], np.float64), weight_n


def _pulls(cells: Cells, ink_hw: Float) -> sparse.csr_array:
    ink_n = cells.means(ink_hw)
    joined = cells.joined_nn.tocoo()
    one, other = joined.row, joined.col
    alike = np.exp(-((ink_n[one] - ink_n[other]) ** 2) / (2 * _ALIKE**2))
    return sparse.csr_array((joined.data * np.maximum(alike, _LEAST), (one, other)), shape=joined.shape)
