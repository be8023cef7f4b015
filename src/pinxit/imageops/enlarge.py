"""Windows of an enlarged picture: what is large is never made as a whole.

Axes: h rows, w columns, c channels; values 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]

_FILTERS = {"cubic": (Image.Resampling.BICUBIC, 2), "linear": (Image.Resampling.BILINEAR, 1)}


def enlarged(
    small_hwc: Float, height: int, width: int, tile: Tile, *, kind: str = "cubic", clip: bool = True
) -> Float:
    """The window `tile` of `small_hwc` resized to height x width, without making the rest of it.

    clip: limit it to 0..1, for a picture. The windows of one resize join without a seam: the filter sees past the window's edge.
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
    return np.clip(out, 0.0, 1.0, out=out) if clip else out


def _reach(start: int, end: int, scale: float, side: int, reach: int) -> tuple[float, float, int, int]:
    """Where start:end lies on the small side, and the whole pixels that the filter needs for it."""
    low, high = start * scale, min(end * scale, float(side))
    first = max(0, int(low) - reach - 1)
    return low, high, first, min(side, int(high) + reach + 2)
