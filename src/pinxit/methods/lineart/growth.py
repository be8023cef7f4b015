"""Labels that grow, all at the same pace, over the pixels that they may reach: which seed is nearest on the way through.

A front a pixel wide moves in steps, to 4 neighbours and to 8 in turn, so its way is an octagon's, which is at most a
twelfth from the true distance. Only fronts are looked at: the time goes with the pixels that are grown over, not with the steps.
Axes: h rows, w columns, n pixels by their place in the flat picture.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int32]

NONE = -1


def grow(labels_hw: Labels, allowed_hw: NDArray[np.bool_], parts_hw: Labels | None = None) -> None:
    """Grow labels (NONE where there is none) in place over the pixels without one that are allowed.

    parts_hw: growth stays within pixels of one part.
    """
    # A border without room spares every step the question whether a neighbour is inside.
    labels = np.pad(labels_hw, 1, constant_values=NONE)
    free = np.pad(allowed_hw & (labels_hw == NONE), 1, constant_values=False)
    parts = None if parts_hw is None else np.pad(parts_hw, 1, constant_values=NONE).ravel()
    flat, open_to = labels.ravel(), free.ravel()
    passable = open_to | (flat != NONE)
    row = labels.shape[1]
    beside = [(offset, None) for offset in (-1, 1, -row, row)]
    around = [*beside, *((x + y, (x, y)) for x in (-1, 1) for y in (-row, row))]
    front_n = _beginning(labels, free)
    step = 0
    while front_n.size:
        reached = []
        for offset, sides in beside if step % 2 == 0 else around:
            there_n = front_n + offset
            good_n = open_to[there_n]
            if parts is not None:
                good_n &= parts[there_n] == parts[front_n]
            if sides is not None:  # not through the corner where two pixels of a line touch
                good_n &= passable[front_n + sides[0]] | passable[front_n + sides[1]]
            there_n = there_n[good_n]
            open_to[there_n] = False
            flat[there_n] = flat[front_n[good_n]]
            reached.append(there_n)
        # Who moved sideways only may still have a corner to reach.
        front_n = np.concatenate([*reached, *([front_n] if step % 2 == 0 else [])])
        step += 1
    labels_hw[...] = labels[1:-1, 1:-1]


def _beginning(labels: Labels, free: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Labelled pixels (of the padded picture) with room beside them or at a corner."""
    wide = free.copy()
    wide[1:] |= free[:-1]
    wide[:-1] |= free[1:]
    room = wide.copy()
    room[:, 1:] |= wide[:, :-1]
    room[:, :-1] |= wide[:, 1:]
    return np.flatnonzero(room & (labels != NONE))
