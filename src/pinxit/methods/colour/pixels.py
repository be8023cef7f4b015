"""The colours of a picture, as many as a map needs to see. Axes: h rows, w columns, m colours; sRGB 0..1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture

Float = NDArray[np.float32]
SEEN = 256  # pixels of the longer side, at least, where a picture has them: 40 000 colours or more
OPAQUE = 0.5  # coverage from which a pixel counts


def thinned(picture: Picture, side: int = SEEN) -> Float:
    """Every n-th pixel of every n-th row (h, w, 3), the longer side `side` to 2 * `side` pixels; transparent pixels on white.

    Not shrunk: averages of colours are colours that the picture does not have.
    """
    step = max(1, max(picture.size) // side)
    rgb_hw3 = picture.rgb_hw3[::step, ::step]
    if picture.alpha_hw is None:
        return rgb_hw3
    cover = picture.alpha_hw[::step, ::step, None]
    return np.asarray(rgb_hw3 * cover + (1 - cover), np.float32)


def colours(picture: Picture, side: int = SEEN) -> Float:
    """The colours of a picture (m, 3) in no particular order, those of transparent pixels left out if any are opaque."""
    step = max(1, max(picture.size) // side)
    flat = np.ascontiguousarray(picture.rgb_hw3[::step, ::step].reshape(-1, 3))
    if picture.alpha_hw is None:
        return flat
    seen = picture.alpha_hw[::step, ::step].reshape(-1) >= OPAQUE
    return flat[seen] if seen.any() else flat
