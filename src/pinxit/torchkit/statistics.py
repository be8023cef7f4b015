"""Statistics of pictures and feature maps that losses compare. Axes: b batch, c channels, h w, n positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


def gram(feat_bchw: Tensor) -> Tensor:
    """Gram matrices (b,c,c) over positions, divided by h w (Gatys et al. 2016, eq. 3, normalised by positions)."""
    # Channels-last features, as ours are, are rows of channels already: no copy forwards, none of another order backwards.
    flat_bnc = feat_bchw.permute(0, 2, 3, 1).flatten(1, 2)
    return flat_bnc.transpose(1, 2) @ flat_bnc / flat_bnc.shape[1]


def relative_error(value: Tensor, target: Tensor) -> Tensor:
    """|value - target|^2 / |target|^2 per item of the batch: (b,). The unit in which all our distances are reported."""
    difference = (value - target).flatten(1).square().sum(1)
    return difference / target.flatten(1).square().sum(1).clamp_min(1e-12)


def gram_distance(
    found_bcc: Mapping[str, Tensor],
    wanted_bcc: Mapping[str, Tensor],
    weights: Mapping[str, float] | None = None,
) -> Tensor:
    """Sum over layers of the relative squared errors of Gram matrices, per item: (b,). weights: by layer; None: all 1."""
    return sum_of(
        [
            (1.0 if weights is None else weights[name]) * relative_error(found_bcc[name], wanted)
            for name, wanted in wanted_bcc.items()
        ]
    )


def total_variation(rgb_bchw: Tensor) -> Tensor:
    """Mean squared difference of neighbours, per item: (b,)."""
    across = (rgb_bchw[..., :, 1:] - rgb_bchw[..., :, :-1]).square().mean((1, 2, 3))
    down = (rgb_bchw[..., 1:, :] - rgb_bchw[..., :-1, :]).square().mean((1, 2, 3))
    return across + down


@dataclass(frozen=True, eq=False)
class Moments:
    """The first two raw moments of a feature map over its positions: E[f] (c,) and E[f f^T] (c,c).

    Raw ones, because they may be mixed: those of two pictures side by side are the mean of those of each, which is not
    so for covariances.
    """

    mean_c: Tensor
    square_cc: Tensor

    @property
    def covariance_cc(self) -> Tensor:
        """E[f f^T] - E[f] E[f]^T."""
        return self.square_cc - torch.outer(self.mean_c, self.mean_c)


def moments(feat_1chw: Tensor, weights_hw: Tensor | None = None) -> Moments:
    """Moments of one picture's features; ``weights_hw`` say how much each position counts (None: all the same)."""
    flat_cn = feat_1chw[0].flatten(1)
    if weights_hw is None:
        return Moments(flat_cn.mean(1), gram(feat_1chw)[0])
    share_n = weights_hw.flatten() / weights_hw.sum()
    return Moments(flat_cn @ share_n, (flat_cn * share_n) @ flat_cn.T)


def blended(parts: Sequence[tuple[Moments, float]]) -> Moments:
    """The mean of moments with a weight each; the weights need not sum to 1."""
    total = sum(weight for _, weight in parts)
    return Moments(
        sum_of([weight / total * part.mean_c for part, weight in parts]),
        sum_of([weight / total * part.square_cc for part, weight in parts]),
    )


def sum_of(terms: Sequence[Tensor]) -> Tensor:
    """The sum of one or more tensors of one shape."""
    return torch.stack(list(terms)).sum(0)
