"""Carrying a painting to a larger size: the strokes of the small one, the sharpness of the large photo.

A picture larger than the working size is painted small, where strokes have the right share of it. Enlarged,
that painting is blurred; so it is mixed with the fine lightness detail that the photo has beyond the small
size, and painted once more at full size, which gives strokes an edge and a grain. Everything here works on
windows, so a 48-megapixel picture needs no second full-size copy.

Axes: h rows, w columns, c channels; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.imageops.colour import LUMA
from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]

MIX = 0.75  # share of the small painting in what is painted again; the rest is the photo
DETAIL = 1.0  # how much of the photo's lightness detail is laid over the enlarged painting
_FILTERS = {"cubic": (Image.Resampling.BICUBIC, 2), "linear": (Image.Resampling.BILINEAR, 1)}


def guide(window_hw3: Float, painted_hw3: Float, soft_hw3: Float) -> Float:
    """What is painted again at full size (h x w x 3, a new array).

    window: the photo at full size. painted: the small painting, enlarged. soft: the small photo, enlarged.
    """
    detail_hw = (window_hw3 - soft_hw3) @ (LUMA * np.float32(DETAIL))
    mixed: Float = (painted_hw3 + detail_hw[..., None]) * np.float32(MIX)
    mixed += window_hw3 * np.float32(1 - MIX)
    return np.clip(mixed, 0.0, 1.0, out=mixed)


def guide_small(small_hw3: Float, painted_hw3: Float) -> Float:
    """The same at the working size, which has no detail beyond: its statistics are those of the whole."""
    mixed: Float = painted_hw3 * np.float32(MIX)
    mixed += small_hw3 * np.float32(1 - MIX)
    return mixed


def enlarged(small_hwc: Float, height: int, width: int, tile: Tile, *, kind: str = "cubic") -> Float:
    """The window `tile` of `small_hwc` resized to height x width, without making the rest of it; clipped to
    0..1.

    The windows of one resize join without a seam: the filter sees past the window's edge.
    """
    small_height, small_width = small_hwc.shape[:2]
    if (small_height, small_width) == (height, width):
        return small_hwc[tile.window]
    resample, reach = _FILTERS[kind]
    y0, y1, first_y, end_y = _reach(tile.y0, tile.y1, small_height / height, small_height, reach)
    x0, x1, first_x, end_x = _reach(tile.x0, tile.x1, small_width / width, small_width, reach)
    cut = small_hwc[first_y:end_y, first_x:end_x]
    box = (x0 - first_x, y0 - first_y, x1 - first_x, y1 - first_y)
    out = np.empty((tile.y1 - tile.y0, tile.x1 - tile.x0, small_hwc.shape[2]), np.float32)
    for channel in range(out.shape[2]):
        image = Image.fromarray(np.ascontiguousarray(cut[:, :, channel], np.float32))
        out[:, :, channel] = np.asarray(image.resize((out.shape[1], out.shape[0]), resample, box))
    return np.clip(out, 0.0, 1.0, out=out)


def _reach(start: int, end: int, scale: float, side: int, reach: int) -> tuple[float, float, int, int]:
    """Where start:end lies on the small side, and the whole pixels that the filter needs for it."""
    low, high = start * scale, min(end * scale, float(side))
    first = max(0, int(low) - reach - 1)
    return low, high, first, min(side, int(high) + reach + 2)
