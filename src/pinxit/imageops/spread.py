"""Colours of a part of a picture carried on beyond its border, smoothly.

Push and pull (Gortler et al., "The Lumigraph", 1996, sec. 3.4.1): averages of what is known on ever coarser grids, and back,
each place filled from the finest grid that knows something about it.

Axes: h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.resize import resize

Float = NDArray[np.float32]


def spread(rgb_hw3: Float, known_hw: Float) -> Float:
    """The picture where `known_hw` is 1, and elsewhere what its known colours make of it, as a new array.

    known_hw: 0..1, how much a pixel's colour is to be believed. A picture of which nothing is known comes back as it is.
    """
    if not known_hw.any():
        return rgb_hw3.copy()
    return _filled(rgb_hw3 * known_hw[..., None], known_hw)


def _filled(weighted_hw3: Float, known_hw: Float) -> Float:
    """weighted_hw3: colours times how well they are known."""
    height, width = known_hw.shape
    if height == width == 1:
        return np.asarray(weighted_hw3 / np.maximum(known_hw, np.float32(1e-6))[..., None], np.float32)
    half = -(-height // 2), -(-width // 2)
    # What a coarse cell knows a little of, it knows well enough: three of its four pixels may be unknown.
    coarse_hw = resize(known_hw, *half, kind="area")
    believed_hw = np.minimum(1.0, 4 * coarse_hw)
    coarse_hw3 = resize(weighted_hw3, *half, kind="area")
    coarse_hw3 *= (believed_hw / np.maximum(coarse_hw, np.float32(1e-6)))[..., None]
    below_hw3 = resize(_filled(coarse_hw3, believed_hw), height, width, kind="linear")
    return weighted_hw3 + (1 - known_hw[..., None]) * below_hw3
