"""An eye laid flat, and what is seen between its lids.

Axes: n points of the face, k places; in an eye laid flat x is along it to the right and y down, in pixels from its middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pinxit.methods.expression.mesh import LIDS, Float


@dataclass(frozen=True)
class Eye:
    """How an eye lies in its picture: its axes (rows: along it to the right, down), its middle, its width in pixels."""

    middle_2: Float
    axes_22: Float
    width: float

    @classmethod
    def of(cls, flat_n2: Float, which: int) -> Eye:
        """From its corners; which: 0 is the person's right one."""
        above, _ = LIDS[which]
        one, two = sorted((flat_n2[above[0]], flat_n2[above[-1]]), key=lambda corner: float(corner[0]))
        width = max(float(np.linalg.norm(two - one)), 1e-3)
        along = (two - one) / width
        axes_22 = np.array([along, [-along[1], along[0]]], np.float32)
        return cls(((one + two) / 2).astype(np.float32), axes_22, width)

    def laid(self, places_k2: Float) -> Float:
        """Places of the picture in the eye laid flat."""
        return ((places_k2 - self.middle_2) @ self.axes_22.T).astype(np.float32)

    def placed(self, laid_k2: Float) -> Float:
        """Places in the picture of those in the eye laid flat."""
        return (laid_k2 @ self.axes_22 + self.middle_2).astype(np.float32)

    def bulge(self, x: Float) -> Float:
        """1 at the middle of the eye, 0 at its corners."""
        return np.asarray(np.clip(1 - (2 * x / self.width) ** 2, 0, 1), np.float32)


@dataclass(frozen=True)
class Iris:
    """What is seen of one eye: a circle, in the eye laid flat and in pixels; by how much what is beside it is lighter (0..1).

    lids: how far down from where the mesh has them the upper and the lower lid are, in the middle of the eye. reach: the same of
    how far the eye may be seen, as below an iris that is seen to its end its white is taken for the lid.
    """

    middle_2: Float
    radius: float
    contrast: float
    lids: tuple[float, float]
    reach: tuple[float, float]


def lid(eye: Eye, flat_n2: Float, row: tuple[int, ...], x: Float) -> Float:
    """How far down a lid is at places along the eye."""
    laid_k2 = eye.laid(flat_n2[list(row)])
    laid_k2 = laid_k2[np.argsort(laid_k2[:, 0], kind="stable")]
    return np.interp(x, laid_k2[:, 0], laid_k2[:, 1]).astype(np.float32)


def with_lids(points_n3: Float, lids: tuple[tuple[float, float], tuple[float, float]]) -> Float:
    """The points of a face with the edges of its lids, of each eye the upper and the lower, that far down in its middle."""
    made_n3 = points_n3.copy()
    for which, downs in enumerate(lids):
        eye = Eye.of(points_n3[:, :2], which)
        for row, down in zip(LIDS[which], downs, strict=True):
            edge = list(row[1:-1])
            share_k = eye.bulge(eye.laid(points_n3[edge, :2])[:, 0])
            made_n3[edge, :2] += np.float32(down) * share_k[:, None] * eye.axes_22[1]
    return made_n3
