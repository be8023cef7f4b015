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

from pinxit.imageops.colour import LUMA

Float = NDArray[np.float32]

MIX = 0.75  # share of the small painting in what is painted again; the rest is the photo
DETAIL = 1.0  # how much of the photo's lightness detail is laid over the enlarged painting


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
