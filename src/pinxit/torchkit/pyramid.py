"""A picture as the sum of its Laplacian pyramid (Burt, Adelson 1983).

Axes: b batch, c channels, h rows, w columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch.nn.functional as F
from torch import Tensor


def laplacian(picture_bchw: Tensor, levels: int) -> list[Tensor]:
    """The bands of a picture from the finest on, each half the size of the one before, then what is left.

    levels: how many bands at most; halves are rounded up, and what is left is halved no further than 1 x 1. Halving and
    doubling are bilinear.
    """
    bands: list[Tensor] = []
    while len(bands) < levels and max(picture_bchw.shape[-2:]) > 1:
        height, width = picture_bchw.shape[-2:]
        small = _sized(picture_bchw, (-(-height // 2), -(-width // 2)))
        bands.append(picture_bchw - _sized(small, (height, width)))
        picture_bchw = small
    return [*bands, picture_bchw]


def fold(levels: Sequence[Tensor]) -> Tensor:
    """The picture whose pyramid this is, at the size of the first level; of any levels, not only of true bands."""
    picture = levels[-1]
    for level in reversed(levels[:-1]):
        picture = level + _sized(picture, (level.shape[-2], level.shape[-1]))
    return picture


def boxed(levels: Sequence[Tensor]) -> Tensor:
    """The picture of these levels within 0..1; what lies outside is taken back from the finest level, in place."""
    picture = fold(levels)
    inside = picture.clamp(0, 1)
    levels[0].add_(inside - picture)
    return inside


def _sized(picture_bchw: Tensor, size: tuple[int, int]) -> Tensor:
    return F.interpolate(picture_bchw, size, mode="bilinear", align_corners=False)
