"""Resizing of float32 arrays, exact and in bounded memory; `pinxit.imageops.resize` is its public name.

Pillow's separable filters on mode-F images, one channel and one band of output rows at a time. Pillow lets a
filter see pixels outside the `box` it is given, so bands join without a seam: banded equals whole.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from PIL import Image

from pinxit.core.pixels import Float, bands

Kind = Literal["lanczos", "area", "linear"]

_FILTERS = {
    "lanczos": (Image.Resampling.LANCZOS, 3.0),
    "area": (Image.Resampling.BOX, 0.5),
    "linear": (Image.Resampling.BILINEAR, 1.0),
}


def resize(array: Float, height: int, width: int, *, kind: Kind = "lanczos", clip: bool = False) -> Float:
    """Resize an H x W or H x W x C array to height x width pixels; any C, float32 in and out.

    kind: "lanczos" (sharp, may overshoot by a few percent at edges), "area" (box mean: for shrinking),
    "linear" (no overshoot: for masks). All of them average over the shrunk area, so none aliases. clip: limit
    the result to 0..1. An array that has the size already is returned as a copy.
    Raises ValueError for sizes below 1 or an array of another rank.
    """
    if height < 1 or width < 1:
        raise ValueError(f"cannot resize to {width} x {height} pixels: both must be 1 or more")
    if array.ndim not in (2, 3) or 0 in array.shape:
        raise ValueError(f"an H x W or H x W x C array is expected, not one of shape {array.shape}")
    source = array if array.ndim == 3 else array[:, :, None]
    if source.shape[:2] == (height, width):
        out = source.astype(np.float32)
    else:
        out = np.empty((height, width, source.shape[2]), np.float32)
        _resize_into(out, source, kind)
    if clip:
        np.clip(out, 0.0, 1.0, out=out)
    return out if array.ndim == 3 else out[:, :, 0]


def _resize_into(out: Float, source: Float, kind: Kind) -> None:
    resample, reach = _FILTERS[kind]
    (height, width, channels), (source_height, source_width) = out.shape, source.shape[:2]
    scale = source_height / height
    support = reach * max(1.0, scale) + 1.0
    # A band must be cheap on both sides: a shrunk row stands for `scale` source rows.
    widest = max(width, math.ceil(source_width * scale))
    for y0, y1 in bands(height, widest):
        first = max(0, math.floor(y0 * scale - support))
        end = min(source_height, math.ceil(y1 * scale + support))
        # Rounding must not carry the box past the rows that were cut out.
        box = (0.0, y0 * scale - first, float(source_width), min(y1 * scale - first, float(end - first)))
        for channel in range(channels):
            cut = np.ascontiguousarray(source[first:end, :, channel], np.float32)
            out[y0:y1, :, channel] = np.asarray(Image.fromarray(cut).resize((width, y1 - y0), resample, box))
