"""The two losses of Kolkin et al. 2022 (NNST): of hypercolumns with fixed targets, and of each layer for itself.

    matching   L(x) = mean over places p of  1 - cos( phi(x)(p), T(p) )
    splitting  L(x) = sum over layers l, mean over places p of  min over j of  1 - cos( F_l(x)(p) - m_l(x), S_l(j) - m_l(s) )

T(p) is the style's hypercolumn that was chosen for p, S_l are vectors of the style at layer l; m means over places.

Axes: c channels, h rows, w columns, n places, m vectors of the style. Pictures are (1,3,h,w), sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from pinxit.methods.nnst.columns import LAYERS, grid_of, pieces, rows_of, split
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.neighbours import nearest, unit
from pinxit.torchkit.statistics import sum_of

FINEST = 64  # places along the long side that the splitting loss looks at in one step
_TINY = 1e-12


class Matching:
    """The distance of a picture's hypercolumns from those chosen for each place."""

    def __init__(self, features: Vgg16, target_nc: Tensor, parts: Sequence[Tensor]) -> None:
        """target_nc: a hypercolumn for each place. parts: pieces (see `columns`) of the shapes that a picture has."""
        self._features = features
        self._targets = split(unit(target_nc), parts)

    def __call__(self, picture_13hw: Tensor) -> Tensor:
        """The loss, a scalar."""
        found = self._features(picture_13hw, LAYERS)
        height, width = picture_13hw.shape[-2:]
        # Piece by piece: the hypercolumns as a whole would be in memory a second time.
        parts = pieces(found, grid_of(height, width))
        along = sum_of([(part * target).sum(1) for part, target in zip(parts, self._targets, strict=True)])
        square = sum_of([part.square().sum(1) for part in parts])
        return (1 - along * square.clamp_min(_TINY).rsqrt()).mean()


@dataclass(frozen=True, eq=False)
class Kin:
    """Places of a layer and what they may look like.

    style_mc: vectors of the style, less their mean, at length 1. inside_hw: which places, on the CPU; None: all.
    """

    style_mc: Tensor
    inside_hw: Tensor | None = None


@dataclass(frozen=True, eq=False)
class Splitting:
    """The distance of each layer's vectors from the nearest of the style, on a strided grid that is drawn anew each time.

    kin: by layer, one for each region.
    """

    features: Vgg16
    kin: Mapping[str, Sequence[Kin]]
    generator: torch.Generator = field(default_factory=torch.Generator)

    def __call__(self, picture_13hw: Tensor) -> Tensor:
        """The loss, a scalar."""
        found = self.features(picture_13hw, tuple(self.kin))
        terms = [self._layer(found[layer], kin) for layer, kin in self.kin.items()]
        return sum_of([0 * picture_13hw.sum(), *terms])

    def _layer(self, feat_1chw: Tensor, kin: Sequence[Kin]) -> Tensor:
        stride = -(-max(feat_1chw.shape[-2:]) // FINEST)
        top, left = (
            int(torch.randint(min(stride, side), (), generator=self.generator))
            for side in feat_1chw.shape[-2:]
        )
        feat_nc = rows_of(feat_1chw[..., top::stride, left::stride])
        distances = []
        for each in kin:
            places_nc = feat_nc
            if each.inside_hw is not None:
                inside = each.inside_hw[top::stride, left::stride].flatten().nonzero()[:, 0]
                places_nc = feat_nc[inside.to(feat_nc.device)]
            if len(places_nc):
                distances.append(to_nearest(places_nc, each.style_mc))
        return torch.cat(distances).mean() if distances else 0 * feat_nc.sum()


def to_nearest(places_nc: Tensor, style_mc: Tensor) -> Tensor:
    """The centred cosine distance (n,) of each vector from the nearest of the style (less its mean, at length 1)."""
    centred_nc = unit(places_nc, places_nc.mean(0))
    # Which one is nearest does not change with an infinitely small step: only the distance has a gradient.
    chosen_nc = style_mc[nearest(centred_nc.detach(), style_mc)[:, 0]]
    return 1 - (centred_nc * chosen_nc).sum(1)
