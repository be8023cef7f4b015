"""How the points of one face move with each action unit: what a unit says of some, carried on to all.

Lips and lids follow rows of points, as two of them may touch and still go apart; the rest is a thin-plate spline through them,
through the points that the unit names, and through those that stay where they are. Axes: n points, m known ones.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pinxit.methods.expression.mesh import (
    BROW,
    LIPS,
    LOWER_LID,
    LOWER_LIP,
    MIRROR,
    NOSE,
    OUTLINE,
    UPPER_LID,
    UPPER_LIP,
    Float,
    opposite,
)
from pinxit.methods.expression.units import LOOKS, UNITS, Lip, Unit, Vector

Double = NDArray[np.float64]
_SIDES = ("right", "left")
CLOSED = 0.96  # share of an eye's opening that lids close at most: they meet, and do not cross
FOLLOW = (1.0, 0.5, 0.12)  # how far the rings around an eye go with the edge of its lid
_STILL = (*OUTLINE, *NOSE, *BROW, *opposite(BROW))


def movement(shape_n3: Float, units: Mapping[str, float]) -> Float:
    """Where the points (n,3, canonical) go, as differences. units: "AU12" or "AU12 left" -> intensity."""
    moved = np.zeros_like(shape_n3)
    for name, amount in units.items():
        unit, _, side = name.partition(" ")
        for each in _SIDES if not side else (side,):
            moved += np.float32(amount) * _half(shape_n3, LOOKS.get(unit) or UNITS[unit], each)
    return _together(shape_n3, moved)


def _half(shape_n3: Float, unit: Unit, side: str) -> Float:
    """What a unit does on one half of the face: the other half is held, and the middle line goes half of the way."""
    sign = np.array([1.0 if side == "right" else -1.0, 1.0, 1.0], np.float32)
    shape_n3 = shape_n3 if side == "right" else (shape_n3 * sign)[MIRROR]
    known = _known(shape_n3, unit)
    # The other half stays; what both halves name is on the middle line.
    for point, vector in list(known.items()):
        other = int(MIRROR[point])
        if other == point:
            known[point] = (0.0, vector[1] / 2, vector[2] / 2)
        else:
            known.setdefault(other, (0.0, 0.0, 0.0))
    moved = _spline(shape_n3, known)
    return moved if side == "right" else (moved[MIRROR] * sign)


def _known(shape_n3: Float, unit: Unit) -> dict[int, Vector]:
    known: dict[int, Vector] = {}
    free = {*unit.moves, *unit.free}
    free |= {int(MIRROR[each]) for each in free}
    for point in _STILL:
        if point not in free:
            known[point] = (0.0, 0.0, 0.0)
    known |= _lids(shape_n3, unit)
    if unit.upper and unit.lower:
        known |= _lip(shape_n3, UPPER_LIP, unit.upper, unit.inner[0])
        known |= _lip(shape_n3, LOWER_LIP, unit.lower, unit.inner[1])
    else:
        known |= dict.fromkeys(LIPS, (0.0, 0.0, 0.0))
    return known | unit.moves


def _lip(shape_n3: Float, rows: tuple[tuple[int, ...], ...], lip: Lip, inner: float) -> dict[int, Vector]:
    """One half of a lip: a parabola through what is known of its corner, its half and its middle."""
    known: dict[int, Vector] = {}
    corner, half, middle = (np.asarray(each) for each in (lip.corner, lip.half, lip.middle))
    for depth, row in enumerate(rows):
        first, last = shape_n3[row[0], 0], shape_n3[row[-1], 0]
        for point in row:
            out = float(np.clip((last - shape_n3[point, 0]) / max(last - first, 1e-3), 0.0, 1.0))
            vector = (
                (2 * out - 1) * (out - 1) * middle + 4 * out * (1 - out) * half + out * (2 * out - 1) * corner
            )
            vector = vector + np.array([0.0, inner * (1 - out**2) * depth / (len(rows) - 1), 0.0])
            known[point] = (float(vector[0]), float(vector[1]), float(vector[2]))
    return known


def _lids(shape_n3: Float, unit: Unit) -> dict[int, Vector]:
    """Both lids of an eye, by shares of its opening, and what goes with them."""
    known: dict[int, Vector] = {}
    down, up = unit.lids
    opening_k3 = shape_n3[list(LOWER_LID[0])] - shape_n3[list(UPPER_LID[0])]
    for ring, share in enumerate(FOLLOW):
        for row, by in ((UPPER_LID[ring], down), (LOWER_LID[ring], -up)):
            for point, vector in zip(row, share * by * opening_k3, strict=True):
                known[point] = (float(vector[0]), float(vector[1]), float(vector[2]))
    return known


def _spline(shape_n3: Float, known: Mapping[int, Vector]) -> Float:
    """The thin-plate spline through what is known (Bookstein 1989), over x and y, at every point (n,3)."""
    points, vectors = list(known), np.asarray(list(known.values()), np.float64)
    places_m2, all_n2 = shape_n3[points, :2].astype(np.float64), shape_n3[:, :2].astype(np.float64)
    plane = np.column_stack([np.ones(len(points)), places_m2])
    system = np.block(
        [[_bend(places_m2, places_m2) + 1e-4 * np.eye(len(points)), plane], [plane.T, np.zeros((3, 3))]]
    )
    weights = np.linalg.solve(system, np.concatenate([vectors, np.zeros((3, 3))]))
    basis = np.column_stack([_bend(all_n2, places_m2), np.ones(len(all_n2)), all_n2])
    made: Float = (basis @ weights).astype(np.float32)
    made[points] = vectors  # lips that touch and part are no function of the place
    return made


def _bend(at_n2: Double, from_m2: Double) -> Double:
    """r^2 log r between all places (n,m)."""
    squared: Double = ((at_n2[:, None] - from_m2[None]) ** 2).sum(2)
    return 0.5 * squared * np.log(np.maximum(squared, 1e-12))


def _together(shape_n3: Float, moved_n3: Float) -> Float:
    """Lids and lips may meet, and do not cross."""
    made = moved_n3.copy()
    for rows, share in ((_EDGES_OF_EYES, CLOSED), (_EDGES_OF_LIPS, 1.0)):
        above, below = (list(each) for each in rows)
        was = (shape_n3[below] - shape_n3[above])[:, 1]
        now = was + (moved_n3[below] - moved_n3[above])[:, 1]
        least = (1 - share) * np.maximum(was, 0)
        short = np.maximum(least - now, 0)[:, None] / 2
        made[above, 1:2] -= short
        made[below, 1:2] += short
    return made


_EDGES_OF_EYES = (
    (*UPPER_LID[0][1:-1], *opposite(UPPER_LID[0][1:-1])),
    (*LOWER_LID[0][1:-1], *opposite(LOWER_LID[0][1:-1])),
)
_EDGES_OF_LIPS = (
    (*UPPER_LIP[-1][1:], *opposite(UPPER_LIP[-1][1:-1])),
    (*LOWER_LIP[-1][1:], *opposite(LOWER_LIP[-1][1:-1])),
)
