"""How a face lies in its picture.

Axes: n points of the face mesh; canonical coordinates are x to the right of the picture, y down, z away from the viewer, in
distances between the outer corners of the eyes, from the middle between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]


@dataclass(frozen=True)
class Frame:
    """How a face lies in its picture: where the middle of its eyes is, its axes (rows x, y, z), and its size in pixels."""

    origin_3: Float
    axes_33: Float
    eyes: float

    @classmethod
    def of(cls, points_n3: Float) -> Frame:
        """From the eyes, and from the line from forehead to chin."""
        right, left, top, chin = points_n3[[33, 263, 10, 152]]
        eyes = float(np.linalg.norm(left - right))
        x = (left - right) / eyes
        y = (chin - top) - x * ((chin - top) @ x)
        y /= np.linalg.norm(y)
        return cls((right + left) / 2, np.stack([x, y, np.cross(x, y)]).astype(np.float32), eyes)

    def canonical(self, points_n3: Float) -> Float:
        """Points of the picture as the face sees them."""
        return ((points_n3 - self.origin_3) @ self.axes_33.T / self.eyes).astype(np.float32)

    def moved(self, moves_n3: Float) -> Float:
        """Movements that the face makes as those of its points in the picture, in pixels."""
        return (moves_n3 @ self.axes_33 * self.eyes).astype(np.float32)
