"""A small painting at the size of its photo: the strokes of the one, the fine detail of the other.

The guided filter (He, Sun, Tang, "Guided Image Filtering", 2010; its fast form 2015) explains the painting q by the
photo's lightness I as q = a I + b in every window. We use its slope a alone, on what the photo has beyond the small size:

    large = enlarged(painting) + a (I - enlarged(I small)),   a = cov(I, painting) / (var I + EPSILON), within 0..1

so where the painting follows the photo it is as sharp as the photo, and where strokes go their own way nothing of the
photo shows through. The painting itself is never smoothed.

Axes: h rows, w columns, c channels; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.pixels import bands
from pinxit.imageops.colour import LUMA
from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.masks import feather
from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]

EPSILON = 4e-4  # variance below which a window counts as flat: a deviation of five levels of 255
_RADIUS = 8.0  # pixels of the small picture


def carry_up(painted_hw3: Float, small_hw3: Float, photo_hw3: Float) -> Float:
    """The painting (h x w x 3) at the size of the photo (H x W x 3), as a new array.

    small_hw3: the photo at the painting's size. A photo no larger than the painting gets it resized and no more. Works
    in bands: beside the result only a few megabytes, whatever the size.
    """
    height, width = photo_hw3.shape[:2]
    if height <= painted_hw3.shape[0] and width <= painted_hw3.shape[1]:
        return resize(painted_hw3, height, width, clip=True)
    slope_hw3 = slopes(painted_hw3, small_hw3)
    out = np.empty(photo_hw3.shape, np.float32)
    for y0, y1 in bands(height, width):
        band = Tile(y0, y1, 0, width, y0, y1, 0, width)
        detail_hw = (photo_hw3[y0:y1] - enlarged(small_hw3, height, width, band)) @ LUMA
        out[y0:y1] = enlarged(painted_hw3, height, width, band)
        out[y0:y1] += enlarged(slope_hw3, height, width, band, kind="linear") * detail_hw[..., None]
        np.clip(out[y0:y1], 0.0, 1.0, out=out[y0:y1])
    return out


def slopes(painted_hw3: Float, small_hw3: Float) -> Float:
    """How far each channel of a painting follows its photo's lightness, 0..1 (both h x w x 3, so is the result)."""
    light_hw = np.clip(small_hw3 @ LUMA, 0.0, 1.0)
    mean_hw = _smooth(light_hw)
    variance_hw = _smooth(light_hw * light_hw) - mean_hw * mean_hw
    slope_hw3 = np.empty(painted_hw3.shape, np.float32)
    for channel in range(3):
        one_hw = painted_hw3[:, :, channel]
        covariance_hw = _smooth(light_hw * one_hw) - mean_hw * _smooth(one_hw)
        slope_hw3[:, :, channel] = covariance_hw / (variance_hw + np.float32(EPSILON))
    return np.clip(slope_hw3, 0.0, 1.0, out=slope_hw3)


def smoothed(values_hwc: Float, guide_hw: Float, radius: float, epsilon: float) -> Float:
    """Values (h x w x c, 0..1) smoothed over windows of about `radius` pixels, but not over edges of the guide (0..1).

    The guided filter itself (2010, eq. 5, 6 and 8). epsilon: variance of the guide below which a window counts as flat.
    """
    mean_hw = feather(guide_hw, radius)
    variance_hw = feather(guide_hw * guide_hw, radius) - mean_hw * mean_hw
    out_hwc = np.empty(values_hwc.shape, np.float32)
    for channel in range(values_hwc.shape[2]):
        one_hw = values_hwc[:, :, channel]
        own_hw = feather(one_hw, radius)
        shared_hw = feather(guide_hw * one_hw, radius) - mean_hw * own_hw
        slope_hw: Float = (shared_hw / (variance_hw + epsilon)).astype(np.float32)
        offset_hw = own_hw - slope_hw * mean_hw
        out_hwc[:, :, channel] = _means(slope_hw, radius) * guide_hw + _means(offset_hw, radius)
    return out_hwc


def _means(values_hw: Float, radius: float) -> Float:
    """As `feather`, of values that need not lie within 0..1."""
    low, high = float(values_hw.min()), float(values_hw.max())
    span = np.float32(high - low or 1.0)
    return feather((values_hw - np.float32(low)) / span, radius) * span + np.float32(low)


def _smooth(values_hw: Float) -> Float:
    return feather(values_hw, _RADIUS)
