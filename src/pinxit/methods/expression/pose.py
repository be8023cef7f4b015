"""A head that turns a little: the points of a face about the head's middle, which is behind it.

Axes: n points; canonical coordinates as in `frame.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pinxit.methods.expression.frame import Float, Frame

# Where a head turns and nods, between its ears, and where it tilts, in the neck; canonical.
SKULL = 0.0, 0.5, 0.9
NECK = 0.0, 1.2, 0.9
# Depth behind which the side of a face goes along as a whole, and over how much of it that sets in: turned by its own depth it
# would fold over its outline, which a photo from the front has no pixels for.
DEEPEST, SETS_IN = 0.25, 0.1


@dataclass(frozen=True)
class Pose:
    """How far a head turns, and how it lies in its picture."""

    frame: Frame
    turning_33: Float
    tilting_33: Float

    @classmethod
    def of(cls, frame: Frame, turn: float, nod: float, tilt: float) -> Pose:
        """By degrees: to the right of the picture, down, and over to the right."""
        about_y, about_x, about_z = (
            _rotation(*axes, angle) for axes, angle in (((0, 2), turn), ((1, 2), nod), ((0, 1), tilt))
        )
        return cls(frame, about_x @ about_y, about_z)

    def turned(self, points_n3: Float) -> Float:
        """Places of points (n,3) of the picture after the turn."""
        shape_n3 = self.frame.canonical(points_n3)
        depth_n, soft = shape_n3[:, 2], np.float32(SETS_IN)
        deep_n = depth_n - (DEEPEST - soft * np.logaddexp(0, (DEEPEST - depth_n) / soft))
        shape_n3[:, 2] -= deep_n
        for matrix_33, about in ((self.turning_33, SKULL), (self.tilting_33, NECK)):
            about_3 = np.array(about, np.float32)
            shape_n3 = ((shape_n3 - about_3) @ matrix_33.T + about_3).astype(np.float32)
        shape_n3[:, 2] += deep_n
        return self.frame.moved(shape_n3) + self.frame.origin_3


def _rotation(one: int, two: int, degrees: float) -> Float:
    """From one axis towards another."""
    angle = np.radians(degrees)
    matrix_33 = np.eye(3, dtype=np.float32)
    matrix_33[one, one] = matrix_33[two, two] = np.cos(angle)
    matrix_33[one, two], matrix_33[two, one] = -np.sin(angle), np.sin(angle)
    return matrix_33
