"""Where the optimisation starts: the photo with mean and covariance of the colours of the styles, region by region.

Of all maps that carry one Gaussian of colours to another, that of Monge and Kantorovich moves them least (Pitie, Kokaram, "The
linear Monge-Kantorovitch linear colour mapping for example-based colour transfer", 2007). With T the map of a region,

    x = T (p - E p) + E s          T = S(p)^-1/2 ( S(p)^1/2 S(s) S(p)^1/2 )^1/2 S(p)^-1/2

and where regions meet the results are mixed as softly as the masks are. It costs a moment, and most of the way is gone.

Axes: c channels, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from pinxit.torchkit.statistics import Moments, blended, moments

GRAIN = 1e-4  # variance that is told from noise: what is flat in the photo must not be blown up
MOST = 3.0  # times that a contrast may grow


def toned(
    photo_13hw: Tensor, inside_hw: Sequence[Tensor], styles: Sequence[Sequence[tuple[Tensor, Tensor, float]]]
) -> Tensor:
    """The photo (1,3,h,w) in the colours of the styles, within 0..1.

    inside_hw: of each region, how much a pixel belongs to it; where they sum to less than 1 the photo stays. styles: for each
    region the pictures (1,3,h,w) it may look like, how much their pixels belong to it, and their weights.
    """
    result = photo_13hw.clone()
    for here_hw, parts in zip(inside_hw, styles, strict=True):
        wanted = blended([(moments(style, there_hw), weight) for style, there_hw, weight in parts])
        own = moments(photo_13hw, here_hw)
        moved_chw = torch.einsum(
            "cd,dhw->chw", transport(own, wanted), photo_13hw[0] - own.mean_c[:, None, None]
        )
        result += here_hw * (moved_chw + wanted.mean_c[:, None, None] - photo_13hw[0])
    return result.clamp(0, 1)


def transport(own: Moments, wanted: Moments) -> Tensor:
    """T (c,c), in float32; no colour's contrast grows to more than MOST times."""
    root, inverse = _powers(own.covariance_cc, 0.5), _powers(own.covariance_cc, -0.5)
    target = wanted.covariance_cc.double()
    map_cc = inverse @ _powers(root @ target @ root, 0.5, least=0.0) @ inverse
    values, vectors = torch.linalg.eigh((map_cc + map_cc.T) / 2)
    capped_cc: Tensor = (vectors * values.clamp(0, MOST)) @ vectors.T
    return capped_cc.float()


def _powers(matrix_cc: Tensor, exponent: float, least: float = GRAIN) -> Tensor:
    """A power of a symmetric matrix, in double precision; its eigenvalues count as no less than `least`."""
    values, vectors = torch.linalg.eigh(matrix_cc.double())
    power_cc: Tensor = (vectors * values.clamp_min(least) ** exponent) @ vectors.T
    return power_cc
