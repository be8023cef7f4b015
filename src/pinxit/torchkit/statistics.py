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


def autocovariance(feat_bchw: Tensor, shift: tuple[int, int]) -> Tensor:
    """Covariance of every channel with itself ``shift`` = (down, right) positions away: (b,c). (0, 0) gives the variance.

    Gram matrices do not see where things are: a regular hatching has them as right as free strokes have. It does not have
    these right (the diagonal of the shifted Gram matrices of Berger and Memisevic 2017, centred). ``down`` must be >= 0.
    """
    down, right = shift
    height, width = feat_bchw.shape[-2:]
    centred = feat_bchw - feat_bchw.mean((2, 3), keepdim=True)
    here = centred[..., : height - down, max(0, -right) : width - max(0, right)]
    there = centred[..., down:, max(0, right) : width + min(0, right)]
    return (here * there).mean((2, 3))
