"""Reading a picture at places between its pixels: what every warp ends in.

Axes: h rows, w columns, n places; x columns from the left, y rows from the top, in pixels, the middle of the first one at 0.5.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
# Of the share of the way from one pixel to the next: which pixels count, and how much.
Weights = Callable[[Float], list[tuple[int, Float]]]


def bilinear(picture_hwc: Float, x: Float, y: Float) -> Float:
    """The picture's values at (x, y), arrays of one shape (...): (...,c). Beyond the border it goes on as it ends."""
    return _gathered(picture_hwc, x, y, _tent)


def bicubic(picture_hwc: Float, x: Float, y: Float) -> Float:
    """The same by cubics over six pixels: sharper, and where x and y are middles of pixels exactly the picture. May overshoot."""
    return _gathered(picture_hwc, x, y, _cubics)


def _tent(share: Float) -> list[tuple[int, Float]]:
    return [(0, 1 - share), (1, share)]


def _cubics(share: Float) -> list[tuple[int, Float]]:
    """Weights of the six pixels around a place (Keys 1981, his kernel of third order).

    With four, a face that was moved there and back lost a twentieth of its sharpness.
    """
    t, rest, third = share, 1 - share, np.float32(1 / 3)
    twelfth = third / 4
    return [
        (-2, twelfth * t * rest * rest),
        (-1, -twelfth * t * rest * (8 - 7 * t)),
        (0, 1 + third * t * t * (4 * t - 7)),
        (1, t * (1 + rest - 4 * third * rest * rest)),
        (2, -twelfth * t * rest * (8 - 7 * rest)),
        (3, twelfth * rest * t * t),
    ]


def _gathered(picture_hwc: Float, x: Float, y: Float, weights: Weights) -> Float:
    height, width, channels = picture_hwc.shape
    left, top = x - np.float32(0.5), y - np.float32(0.5)
    column, row = np.floor(left).astype(np.intp), np.floor(top).astype(np.intp)
    across = weights((left - column).astype(np.float32))
    down = weights((top - row).astype(np.float32))
    flat_nc = picture_hwc.reshape(-1, channels)
    made = np.zeros((*x.shape, channels), np.float32)
    for below, weight_y in down:
        start = np.clip(row + below, 0, height - 1) * width
        for beside, weight_x in across:
            place = start + np.clip(column + beside, 0, width - 1)
            made += (weight_y * weight_x)[..., None] * flat_nc[place]
    return made
