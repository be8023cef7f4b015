"""The terms of the loss, of samples of hypercolumns: of the picture x, of the photo at the same places, of the style.

Source: Kolkin, Salavon, Shakhnarovich, "Style Transfer by Relaxed Optimal Transport and Self-Similarity" (2019), restated;
where we depart is said at the term.

Axes: n places of x, m places of the style, c channels of a layer, d all channels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor

_TINY = 1e-8
_BLACK, _FLAT = (
    0.1,
    0.01,
)  # less is nothing: of a layer's mean, and of its covariance beside the square of that


class Cost(NamedTuple):
    """What it costs to carry one vector to another."""

    all_pairs: Callable[[Tensor, Tensor], Tensor]  # every row of (n,d) with every row of (m,d): (n,m)
    pairs: Callable[[Tensor, Tensor], Tensor]  # each row of (n,d) with the same row of (n,d): (n,)


def directions(rows_nd: Tensor) -> Tensor:
    """Rows of length 1; a row of zeros stays one."""
    length_n1: Tensor = torch.linalg.vector_norm(rows_nd, dim=1, keepdim=True)
    return rows_nd / length_n1.clamp_min(_TINY)


# 1 - cos, of rows that have length 1 already.
COSINE = Cost(lambda x_nd, y_md: 1 - x_nd @ y_md.T, lambda x_nd, y_nd: 1 - (x_nd * y_nd).sum(1))


def _colour_pairs(x_n3: Tensor, y_n3: Tensor) -> Tensor:
    apart = ((x_n3 - y_n3).square().sum(1) / 3 + _TINY).sqrt()
    return COSINE.pairs(directions(x_n3), directions(y_n3)) + apart


def _all_colour_pairs(x_n3: Tensor, y_m3: Tensor) -> Tensor:
    return COSINE.all_pairs(directions(x_n3), directions(y_m3)) + torch.cdist(x_n3, y_m3) / 3**0.5


# Hue and saturation, and how far apart. The paper takes colours in decorrelated axes first: where these are orthonormal, both
# parts are what they are in RGB.
COLOUR = Cost(_all_colour_pairs, _colour_pairs)


def relaxed_emd(x_nd: Tensor, style_md: Tensor, cost: Cost) -> Tensor:
    """The relaxed earth mover's distance: max( mean_i min_j C_ij, mean_j min_i C_ij ), a scalar.

    Which are nearest is found without a gradient, and the cost of those alone is taken again: as exact, for a third of the time.
    """
    with torch.no_grad():
        cost_nm = cost.all_pairs(x_nd, style_md)
        of_x_n, of_style_m = cost_nm.argmin(1), cost_nm.argmin(0)
    there = cost.pairs(x_nd, style_md[of_x_n]).mean()
    # By index_select: threads add up the gradient of x[i] in any order, and no two runs would be the same.
    back = cost.pairs(x_nd.index_select(0, of_style_m), style_md).mean()
    return torch.maximum(there, back)


def self_similarity(unit_nd: Tensor) -> Tensor:
    """Cosine distances between all rows (of length 1), each column divided by its sum (n,n)."""
    half_nn = COSINE.all_pairs(unit_nd, unit_nd.detach())
    # The same numbers, and the whole gradient by one product of matrices in place of two.
    distance_nn = half_nn + half_nn.T - half_nn.detach()
    return distance_nn / distance_nn.sum(0).clamp_min(_TINY * len(unit_nd))


def content_loss(unit_nd: Tensor, similarity_nn: Tensor) -> Tensor:
    """How far the self-similarity of x is from that of the photo: a scalar, 0..2."""
    return (self_similarity(unit_nd) - similarity_nn).abs().sum() / len(similarity_nn)


class Spread(NamedTuple):
    """Mean (c,) and covariance (c,c) of one layer."""

    mean_c: Tensor
    covariance_cc: Tensor


def spreads(columns_nd: Tensor, widths: Sequence[int]) -> list[Spread]:
    """Of every layer in a sample of hypercolumns; widths: the channels of each.

    The paper has the covariances between layers too, at six times the cost of those within.
    """
    found = []
    for part_nc in torch.split(columns_nd, list(widths), 1):
        mean_c = part_nc.mean(0)
        centred_nc = part_nc - mean_c
        found.append(Spread(mean_c, centred_nc.T @ centred_nc / len(part_nc)))
    return found


def moment_loss(x: Sequence[Spread], style: Sequence[Spread]) -> Tensor:
    """Mean over layers of the absolute errors of mean and covariance, each relative to the style's: a scalar.

    The paper takes the mean over channels instead, which depends on how large a network's numbers are.
    """
    errors = []
    for (mean_c, covariance_cc), wanted in zip(x, style, strict=True):
        size = wanted.mean_c.abs().sum().clamp_min(_BLACK)
        spread = wanted.covariance_cc.abs().sum().clamp_min(_FLAT * size**2)
        errors.append((mean_c - wanted.mean_c).abs().sum() / size)
        errors.append((covariance_cc - wanted.covariance_cc).abs().sum() / spread)
    return torch.stack(errors).sum() / len(style)
