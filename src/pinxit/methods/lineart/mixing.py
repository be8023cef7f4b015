"""How much of each colour a pixel has: what layers of one colour each are made from.

Where colours flow, a pixel's is a mixture of those of hints, and the shares are known: the flow is linear, so it carries a 1 for
one colour, and 0 for the others, as it carries colours. No palette has to be guessed from the picture, and layers mix exactly.
Axes: h rows, w columns; y and x of a window; n nodes, c colours of the flat layer, k values at a node, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pinxit.methods.lineart.cells import Cells, Part, cells_of
from pinxit.methods.lineart.flat import PAPER, Flat, Meant
from pinxit.methods.lineart.regions import Regions
from pinxit.methods.lineart.soft import flow

Float = NDArray[np.float32]
Double = NDArray[np.float64]
Window = tuple[slice, slice]

MOST = 64  # colours that are told apart
_NONE = 1e-4  # of a pixel: a share that is none


@dataclass(frozen=True, eq=False)
class Flow:
    """The regions where colours flow. carried_nk: at each node the share of each colour of the mix, then the colour (RGB)."""

    cells: Cells
    parts: tuple[Part, ...]
    carried_nk: Double


@dataclass(frozen=True, eq=False)
class Mix:
    """The flat layer, and how its colours flow (None: nowhere). told: the colours that are told apart, `MOST` at most: white,
    which is paper, then the others, the largest first."""

    flat: Flat
    told: tuple[int, ...]
    flow: Flow | None = None

    def shares(self) -> Iterator[tuple[int, Window, Float]]:
        """Of each colour that is told apart, the window where it is, and its share of each pixel there (y x x, 0..1)."""
        which_hw = self.flat.which_hw
        windows = ndimage.find_objects(which_hw + 1)
        share_hw1 = np.zeros((*which_hw.shape, 1), np.float32)
        for column, colour in enumerate(self.told):
            share_hw1[which_hw == colour] = 1
            window = windows[colour]
            for cells, part, share_n1 in self._flowing(column):
                cells.paint(part, part.spread(share_n1), share_hw1)
                window = _around(window, cells.window(part))
            yield colour, window, share_hw1[window][..., 0].copy()
            share_hw1[window] = 0

    def rgb_hw3(self) -> Float:
        """The picture that all colours make."""
        rgb_hw3 = self.flat.rgb_hw3
        if self.flow is not None:
            for part in self.flow.parts:
                self.flow.cells.paint(part, part.spread(self.flow.carried_nk[part.nodes, -3:]), rgb_hw3)
        return rgb_hw3

    def _flowing(self, column: int) -> Iterator[tuple[Cells, Part, Double]]:
        """The regions where a colour flows, and its share of their nodes."""
        if self.flow is None:
            return
        for part in self.flow.parts:
            share_n1 = self.flow.carried_nk[part.nodes, column : column + 1]
            if share_n1.max() > _NONE:
                yield self.flow.cells, part, share_n1


def mixed(regions: Regions, hints: Meant, ink_hw: Float, flat: Flat, *, soft: bool) -> Mix:
    """Tell the colours of the flat layer apart; soft: where a region has hints of several, they flow into each other."""
    sizes_c = np.bincount(flat.which_hw.ravel(), minlength=len(flat.colours_c3)).astype(np.float64)
    sizes_c[(flat.colours_c3 == PAPER).all(1)] = np.inf
    order = np.argsort(-sizes_c, kind="stable")[: MOST + int(np.isinf(sizes_c).any())]
    told = tuple(int(each) for each in order)
    if not soft or not hints.several_r.any():
        return Mix(flat, told)
    carried_ck = np.zeros((len(sizes_c), len(told) + 3))
    carried_ck[order, np.arange(len(told))] = 1
    carried_ck[:, -3:] = flat.colours_c3
    cells = cells_of(regions, hints.several_r)
    carried_nk = flow(cells, hints, ink_hw, flat.which_hw, carried_ck)
    return Mix(flat, told, Flow(cells, tuple(cells.parts()), carried_nk))


def _around(one: Window, other: Window) -> Window:
    y, x = (slice(min(a.start, b.start), max(a.stop, b.stop)) for a, b in zip(one, other, strict=True))
    return y, x
