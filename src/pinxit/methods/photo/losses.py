"""The loss of a picture x beside a photo p and a style s:

    L(x) = |F(x) - F(p)|^2 / |F(p)|^2  +  strength sum_k m_k ( STYLE mean_l E_kl(x) + COLOURS W_k(x) )
           +  photorealism MATTING x^T L x

F are the features at relu4_2; k are regions, m_k the share of the photo that each covers; W_k is the distance of the colours of
a region (see palette.py); E_kl compares the Gram matrices of a
style layer l, taken over a region with soft weights (Luan, Paris, Shechtman, Bala 2017, eq. 3 and 4), in units of the target:

    E_kl = |G_k(x) - G_k(s)|^2 / |G_k(s)|^2          G_k = E_k[f f^T]

L is the matting Laplacian of p (see matting.py).

Axes: c channels, h w. Pictures are (1,3,h,w), sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor

from pinxit.methods.photo.matting import Matting
from pinxit.methods.photo.palette import Palette
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.statistics import moments, relative_error, sum_of

CONTENT_LAYER = "relu4_2"
STYLE = 1.0  # weight of the style at strength 1; that of the content is 1
COLOURS = 50.0
MATTING = 1000.0  # of photorealism 1: departures of a thousandth of the range from a colour map count


@dataclass(frozen=True, eq=False)
class Area:
    """A part of the picture that is to have the look of a style.

    share: how much of the picture it is, 0..1. grams_cc: of the style, by layer. weights_hw: how much the cells of a layer
    belong to it, by layer. palette: the colours that it is to have.
    """

    share: float
    palette: Palette
    grams_cc: Mapping[str, Tensor]
    weights_hw: Mapping[str, Tensor]


@dataclass(frozen=True, eq=False)
class Wish:
    """L at one size: call it with a picture (1,3,h,w) for the loss as a scalar."""

    features: Vgg16
    content_1chw: Tensor
    areas: Sequence[Area]
    matting: Matting
    strength: float
    photorealism: float

    def __call__(self, picture_13hw: Tensor) -> Tensor:
        """The loss."""
        layers = sorted({layer for area in self.areas for layer in area.grams_cc})
        found = self.features(picture_13hw, (CONTENT_LAYER, *layers))
        content = relative_error(found[CONTENT_LAYER], self.content_1chw)[0]
        grams = [
            area.share / len(area.grams_cc) * gram_error(found[layer], area.weights_hw[layer], wanted_cc)
            for area in self.areas
            for layer, wanted_cc in area.grams_cc.items()
        ]
        colours = [area.share * area.palette.distance(picture_13hw) for area in self.areas]
        style = STYLE * sum_of([content.new_zeros(()), *grams]) + COLOURS * sum_of(colours)
        unlike_photo = MATTING * self.matting.energy(picture_13hw)
        return content + self.strength * style + self.photorealism * unlike_photo


def gram_error(feat_1chw: Tensor, weights_hw: Tensor, wanted_cc: Tensor) -> Tensor:
    """|G - wanted|^2 / |wanted|^2 of the Gram matrix of a region: a scalar."""
    return relative_error(moments(feat_1chw, weights_hw).square_cc[None], wanted_cc[None])[0]
