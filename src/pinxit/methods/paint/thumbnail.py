"""The small picture of a style: a sample photo painted in it, never the painting itself."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pinxit.core.encode import encode_picture
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.zoo.samples import sample

Float = NDArray[np.float32]
SIDE = 144  # pixels
PAINTED_AT = 384  # pixels: strokes must survive the reduction


def sample_square() -> Float:
    """The sample photo's upper square, (side,side,3) sRGB 0..1, at its own size."""
    photo = sample("astronaut")
    side = min(photo.size)
    return np.ascontiguousarray(photo.rgb_hw3[:side, :side])


def thumbnail(paint: Callable[[Float], Float]) -> bytes:
    """A WebP of the sample as ``paint`` (h,w,3 to h,w,3) paints it."""
    painted = paint(resize(sample_square(), PAINTED_AT, PAINTED_AT, clip=True))
    small = resize(np.ascontiguousarray(painted), SIDE, SIDE, clip=True)
    return encode_picture(Picture(small), "webp", 78)
