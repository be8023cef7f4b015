"""From how likely colours are to one for each region.

The network says of each region how likely each colour is, whatever the others become. The likeliest of each would leave much of a
drawing in one colour; and where a line was drawn, its sides mostly differ. So regions choose one after the other, the largest
first, and what a region's neighbours have is less likely for it.

A colour of the grid stands for those around it: the mean of what is likely near the one that was chosen, one step of a mean shift
(Comaniciu, Meer 2002), so that a grid of 64 is fine enough.
Axes: r regions, n colours of the grid, c colours that are offered, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.methods.lineart.grid import GRID
from pinxit.methods.lineart.proposal import in_turn, likeness
from pinxit.methods.lineart.regions import Regions

Float = NDArray[np.float32]

_WIDE = 0.55  # how far around the chosen colour others count: the deviation, in sRGB
_DIFFER = 2.0  # logarithm of how much less likely a colour is that all neighbours have


def _around(colours_c3: Float) -> Float:
    """How much colours of the grid stand for others (n x c): 1 where they are the same."""
    squares_nc = np.square(GRID[:, None] - colours_c3).sum(2)
    return np.asarray(np.exp(-squares_nc / (2 * _WIDE**2)), np.float32)


AROUND = _around(GRID)


def chosen(
    logits_rn: Float,
    regions: Regions,
    fixed_r3: Float,
    fixed_r: NDArray[np.bool_],
    offered_c3: Float | None = None,
) -> Float:
    """A colour for each region (r x 3); those of `fixed_r` keep that of `fixed_r3`.

    offered_c3: take these and white alone, each exactly; None: any colour.
    """
    log_rn = logits_rn - logits_rn.max(1, keepdims=True)
    log_rn -= np.log(np.exp(log_rn).sum(1, keepdims=True))
    colours_c3 = GRID
    if offered_c3 is not None:
        log_rn, colours_c3 = _offered(log_rn, offered_c3)
    beside = regions.beside
    degree_r = np.array([len(each) for each in beside])
    made_r3, avoid_rc = fixed_r3.copy(), np.zeros_like(log_rn)

    def shun(region: int) -> None:
        alike_c = likeness(made_r3[region : region + 1], colours_c3)[0]
        others = beside[region]
        avoid_rc[others] += alike_c / degree_r[others, None]

    for fixed in np.flatnonzero(fixed_r):
        shun(int(fixed))
    for region, large in in_turn(regions, fixed_r):
        if large is not None:
            made_r3[region] = made_r3[large]
            continue
        log_c = log_rn[region] - _DIFFER * avoid_rc[region]
        made_r3[region] = colours_c3[log_c.argmax()] if offered_c3 is not None else _shifted(log_c)
        shun(region)
    return made_r3


def _offered(log_rn: Float, offered_c3: Float) -> tuple[Float, Float]:
    """How likely offered colours are (r x c), and they; white is one of them only where nothing is likelier."""
    paper_13 = np.ones((1, 3), np.float32)
    log_rc = np.log(np.exp(log_rn) @ _around(offered_c3) + np.finfo(np.float32).tiny)
    paper_r = np.where(log_rn.argmax(1) == len(GRID) - 1, np.float32(0), np.float32(-np.inf))
    return np.column_stack([log_rc, paper_r]).astype(np.float32), np.concatenate([offered_c3, paper_13])


def _shifted(log_n: Float) -> Float:
    """The mean of what is likely around the likeliest colour (3)."""
    near_n = np.exp(log_n - log_n.max()) * AROUND[log_n.argmax()]
    mean_3: Float = (near_n @ GRID) / near_n.sum()
    return mean_3
