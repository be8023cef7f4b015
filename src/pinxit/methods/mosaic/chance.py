"""Noise that every language makes alike: each cell of a picture has its numbers, whichever window of the picture is asked for.

Axes: c channels, h w cells.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]
Words = NDArray[np.uint32]


def cells(throw: int, channels: int, y0: int, x0: int, height: int, width: int) -> Float:
    """The noise of `height` x `width` cells from cell (y0, x0) on, (1,c,h,w), even in -1..1.

    throw: which of the many; the same number is the same noise on every machine (0 to 2^32 - 1).
    """
    channel_c, row_h, column_w = (
        np.arange(start, start + count, dtype=np.uint32)
        for start, count in ((0, channels), (y0, height), (x0, width))
    )
    word_c = _mixed(_mixed(np.full(1, throw, np.uint32)) ^ channel_c)
    word_chw = _mixed(_mixed(word_c[:, None] ^ row_h)[..., None] ^ column_w)
    return (word_chw / 2.0**31 - 1).astype(np.float32)[None]


def _mixed(word: Words) -> Words:
    """Every bit of a word has a say in every bit of what comes out: the finaliser of MurmurHash3 (Appleby, public domain), of the
    word's successor times an odd number, so that 0 does not stay 0.
    """
    word = (word + np.uint32(1)) * np.uint32(0x9E3779B1)
    word = (word ^ (word >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    word = (word ^ (word >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return word ^ (word >> np.uint32(16))
