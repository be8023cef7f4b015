"""The loss of a picture x beside a photo p and a style s:

    L(x) = |F(x) - F(p)|^2 / |F(p)|^2  +  strength ( STYLE sum_l w_l E_l(x) + VARIATION variation(x) )

F are the features at relu4_2, f those of a style layer l over its positions. Each E is 0 for the style itself:

    gram         E = |G(x) - G(s)|^2 / |G(s)|^2                                      G = E[f f^T]
    wasserstein  E = ( |m(x) - m(s)|^2 + tr( S(x) + S(s) - 2 (S(s)^1/2 S(x) S(s)^1/2)^1/2 ) ) / E[|f(s)|^2]

The first is Gatys, Ecker, Bethge 2016 (eq. 1 to 7), every term in units of its target. The second is the squared
Wasserstein-2 distance of two Gaussians (Dowson, Landau 1982) with the means m and covariances S of the features; it is 1
for a picture without any features. With regions, a layer's E is that of each region, weighted by its share of the picture.

Axes: c channels, h w. Pictures are (1,3,h,w), sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor

from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.roots import square_roots, trace_of_root
from pinxit.torchkit.statistics import Moments, moments, relative_error, sum_of, total_variation

CONTENT_LAYER = "relu4_2"
STYLE = 5.0  # weight of the style at strength 1; that of the content is 1
VARIATION = 10.0  # little, but what keeps single pixels from standing out

Distance = Callable[[Moments], Tensor]  # from a fixed style: a scalar


def gram(style: Moments) -> Distance:
    """Relative squared error of Gram matrices."""
    return lambda painted: relative_error(painted.square_cc[None], style.square_cc[None])[0]


def wasserstein(style: Moments) -> Distance:
    """Relative squared Wasserstein-2 distance of Gaussians."""
    root_cc, _ = square_roots(style.covariance_cc)
    energy = style.square_cc.trace()

    def distance(painted: Moments) -> Tensor:
        means = (painted.mean_c - style.mean_c).square().sum()
        covariance_cc = painted.covariance_cc
        shared = trace_of_root(root_cc @ covariance_cc @ root_cc)
        return (means + covariance_cc.trace() + style.covariance_cc.trace() - 2 * shared) / energy

    return distance


DISTANCES: dict[str, Callable[[Moments], Distance]] = {"gram": gram, "wasserstein": wasserstein}


@dataclass(frozen=True, eq=False)
class Area:
    """A part of the picture that is to look like a style.

    share: how much of the picture it is, 0..1. distances: to the style, by layer. weights_hw: which cells of a layer
    belong to it, by layer; none: all of them do.
    """

    share: float
    distances: Mapping[str, Distance]
    weights_hw: Mapping[str, Tensor]


@dataclass(frozen=True, eq=False)
class Wish:
    """L at one size: call it with a picture (1,3,h,w) for the loss as a scalar."""

    features: Vgg16
    content_1chw: Tensor
    areas: Sequence[Area]
    layer_weights: Mapping[str, float]
    strength: float

    def __call__(self, picture_13hw: Tensor) -> Tensor:
        """The loss."""
        found = self.features(picture_13hw, (CONTENT_LAYER, *self.layer_weights))
        content = relative_error(found[CONTENT_LAYER], self.content_1chw)[0]
        style = [
            area.share
            * self.layer_weights[layer]
            * distance(moments(found[layer], area.weights_hw.get(layer)))
            for area in self.areas
            for layer, distance in area.distances.items()
        ]
        wanted = VARIATION * total_variation(picture_13hw)[0] + STYLE * sum_of(
            [content.new_zeros(()), *style]
        )
        return content + self.strength * wanted
