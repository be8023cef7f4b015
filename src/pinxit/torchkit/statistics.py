"""Statistics of feature maps that style losses compare. Axes: b batch, c channels, h w."""

from __future__ import annotations

from torch import Tensor


def gram(feat_bchw: Tensor) -> Tensor:
    """Gram matrices (b,c,c) over positions, divided by h w (Gatys et al. 2016, eq. 3, normalised by positions)."""
    flat_bcn = feat_bchw.flatten(2)
    return flat_bcn @ flat_bcn.transpose(1, 2) / flat_bcn.shape[-1]


def relative_error(value: Tensor, target: Tensor) -> Tensor:
    """|value - target|^2 / |target|^2 per item of the batch: (b,). The unit in which all our distances are reported."""
    difference = (value - target).flatten(1).square().sum(1)
    return difference / target.flatten(1).square().sum(1).clamp_min(1e-12)
