"""The expression of another face, as action units: what its points do that a quiet face's do not.

Only the units are taken over, never the points, so that nobody's features come along. Axes: n points, c columns of units and of
what makes faces differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pinxit.methods.expression.basis import movement
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.mesh import (
    BROW,
    JAW,
    LIPS,
    LOWER_LID,
    QUIET,
    UPPER_LID,
    Float,
    opposite,
)
from pinxit.methods.expression.units import OPENING, SMILE, UNITS
from pinxit.runtime.faces import Face

Double = NDArray[np.float64]

MOST = 1.2  # intensity that is believed
LEAST = 0.1  # intensity below which it is the person, not the expression
PERSONS = "place", "face", "lips"  # what makes faces differ, along x and along y, in the order of the columns
_RIDGE = 0.02  # smaller: what makes people differ is taken for what they do
ROUNDS = 400
_HALF = tuple({each for row in (*UPPER_LID[:2], *LOWER_LID[:2], BROW, JAW) for each in row})
SEEN = sorted({*LIPS, *_HALF, *opposite(_HALF)})


def units_of_face(face: Face) -> dict[str, float]:
    """Intensities 0..MOST of the units that a face shows, both halves alike; of those only that are no less than LEAST.

    Least squares over the points of lips, lids, brows and jaw, with intensities that are not negative, and with what is no
    expression left free: where the mouth is and how large, how long and how wide the face is.
    """
    shape_n3 = Frame.of(face.points_n3).canonical(face.points_n3)
    normal_cc, columns_kc = system()
    wanted_c = columns_kc.T @ (shape_n3 - QUIET)[SEEN, :2].ravel()
    found_c = np.zeros(len(normal_cc))
    for _ in range(ROUNDS):  # coordinate by coordinate
        for at in range(len(found_c)):
            best = found_c[at] - (normal_cc[at] @ found_c - wanted_c[at]) / normal_cc[at, at]
            found_c[at] = np.clip(best, 0, MOST) if at < len(UNITS) else best
    found = {unit: float(amount) for unit, amount in zip(UNITS, found_c, strict=False)}
    return {unit: round(amount, 3) for unit, amount in found.items() if amount >= LEAST}


def with_lips_shut(units: Mapping[str, float]) -> dict[str, float]:
    """The units for a portrait whose mouth is shut: the more they smile, the less they open it.

    A smile that bares teeth would open on the dark, as nobody photographed the teeth, and look like a gasp.
    """
    opens = min(max(1 - 2 * units.get(SMILE, 0.0), 0.0), 1.0)
    return {unit: amount * (opens if unit in OPENING else 1.0) for unit, amount in units.items()}


@cache
def system() -> tuple[Double, Double]:
    """Normal matrix and columns: of the units, then of what makes faces differ."""
    units_kc = np.stack([_seen(movement(QUIET, {unit: 1.0})) for unit in UNITS], axis=1)
    persons_kc, held_c = _persons()
    columns_kc = np.concatenate([units_kc, persons_kc], axis=1)
    held_c = np.concatenate([np.full(len(UNITS), _RIDGE), held_c])
    normal_cc = columns_kc.T @ columns_kc + np.diag(held_c)
    return normal_cc, columns_kc


def _persons() -> tuple[Double, Double]:
    """What makes faces differ, as columns, and how much each is held back."""
    columns, held = [], []
    mouth_2 = QUIET[LIPS, :2].mean(0)
    for axis in (0, 1):
        for points, values, weight in (
            (LIPS, np.ones(len(LIPS)), 0.002),  # where the mouth is
            (range(len(QUIET)), QUIET[:, axis], 0.02),  # how wide or long the face is
            (LIPS, QUIET[LIPS, axis] - mouth_2[axis], (0.1, 0.3)[axis]),  # how wide or thick the lips are
        ):
            moved_n3 = np.zeros_like(QUIET)
            moved_n3[list(points), axis] = values
            columns.append(_seen(moved_n3))
            held.append(weight)
    return np.stack(columns, axis=1), np.array(held)


def _seen(moved_n3: Float) -> Double:
    return moved_n3[SEEN, :2].astype(np.float64).ravel()
