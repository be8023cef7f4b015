"""What is wished of a composite x, as a sum of terms that all pull equally hard before they are weighted:

    step of x  =  sum_t  w_t  J_l(x)^T  m_l d_t / |m_l d_t|          d_t = gradient of the error E_t with respect to F_l(x)

F_l are the features of a layer l (or the pixels, 0..255), J_l their derivative, m_l the mask as that layer sees it. Weights so
are sizes of steps, not of losses (Luan, Paris, Shechtman, Bala 2018, "Deep painterly harmonization", sec. 4.3 and the authors'
code). There is no function that has these steps as its gradient; `Wish` gives a scalar that autograd takes for one.

    content     E = |F(x) - F(c)|^2 / |F(c)|^2                     c the naive composite
    gram        E = |G(x) - G|^2 / |G|^2                           G = mean over the mask of f f^T
    ranks       E = mean over channels and ranks of (sorted f(x) - quantiles)^2
    variation   E = mean squared difference of neighbours
    border      E = mean over ranks of max(0, contrast across the border - quantile of the painting's)^2        see border.py

Weights for a painting of level w (1 to 10) and noise n, the median over it of (dx^2 + dy^2) / 2 (sec. 5 and the authors' code):

    content 4 sqrt(w)      gram w      variation tau w      ranks (1 - tau / 10) w          tau = 10 / (1 + exp(10^4 n - 25))
    border 2 w

The authors have 1 for the content and ten times as much for the ranks; the object is then lost in the painting.
They have no border.

Axes: c channels, h rows, w columns, n places. Pictures are (1,3,h,w), sRGB 0..1.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.torchkit.descent import gradient
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.statistics import moments, relative_error, sum_of, total_variation

PIXELS = "pixels"
"""The layer of the picture itself, in steps of 255 as the features see it."""
CONTENT = 4.0  # its weight at level 1; less of the whole as the level rises
BORDER = 2.0  # its weight, in that of the Gram matrices
TINY = 1e-12

Error = Callable[[Tensor], Tensor]  # of what a layer holds (1,c,h,w): a scalar with a gradient


@dataclass(frozen=True, eq=False)
class Term:
    """An error of one layer, how much it weighs, and where it counts: mask_hw, 0..1, of the layer's size."""

    layer: str
    weight: float
    error: Error
    mask_hw: Tensor


@dataclass(frozen=True, eq=False)
class Wish:
    """Call it with a picture (1,3,h,w): the weighted sum of the errors, and as its gradient the step of the formula.

    loose_hw: 1 where pixels may move; where it is 0, the picture counts as `kept_13hw`, whatever it is, and has no gradient.
    """

    features: Vgg16
    terms: Sequence[Term]
    loose_hw: Tensor
    kept_13hw: Tensor

    def __call__(self, picture_13hw: Tensor) -> Tensor:
        """The sum, a scalar."""
        picture_13hw = torch.where(self.loose_hw > 0, picture_13hw, self.kept_13hw)
        layers = [term.layer for term in self.terms if term.layer != PIXELS]
        found = {**self.features(picture_13hw, layers), PIXELS: 255.0 * picture_13hw}
        value, pulls = 0.0, []
        for term in self.terms:
            here = found[term.layer]
            error, slope = gradient(term.error, here)
            value += term.weight * error
            pulls.append(term.weight * (here * unit_length(slope * term.mask_hw)).sum())
        pull = sum_of(pulls)
        return pull - pull.detach() + value


def unit_length(slope: Tensor) -> Tensor:
    """A gradient of Euclidean length 1; none stays none."""
    unit: Tensor = slope / torch.linalg.vector_norm(slope).clamp_min(TINY)
    return unit


def content(wanted_1chw: Tensor) -> Error:
    """The distance from the features of the naive composite."""
    return lambda feat: relative_error(feat, wanted_1chw)[0]


def gram(wanted_cc: Tensor, weights_hw: Tensor) -> Error:
    """The distance of the Gram matrix over weighted places."""
    return lambda feat: relative_error(moments(feat, weights_hw).square_cc[None], wanted_cc[None])[0]


def ranks(wanted_cn: Tensor, inside_n: Tensor) -> Error:
    """The distance of each channel's sorted values, over the places `inside_n`, from as many quantiles."""
    scale = wanted_cn.square().mean().clamp_min(TINY)
    return lambda feat: (feat[0].flatten(1)[:, inside_n].sort(1).values - wanted_cn).square().mean() / scale


def quantiles(values_cm: Tensor, count: int) -> Tensor:
    """`count` evenly spaced quantiles (c,count) of each channel, rising: what the sorted values of a match would be."""
    ordered_cm = values_cm.sort(1).values
    last = ordered_cm.shape[1] - 1
    at_n = ((torch.arange(count, device=values_cm.device) + 0.5) / count * (last + 1) - 0.5).clamp(0, last)
    below_n = at_n.floor().long()
    return torch.lerp(
        ordered_cm[:, below_n], ordered_cm[:, (below_n + 1).clamp_max(last)], (at_n - below_n)[None]
    )


def variation(pixels_13hw: Tensor) -> Tensor:
    """Of neighbours, in steps of 255: an :data:`Error`."""
    return total_variation(pixels_13hw / 255)[0]


@dataclass(frozen=True)
class Weights:
    """Sizes of the steps of each kind of term."""

    content: float
    gram: float
    ranks: float
    variation: float
    border: float


def weights_of(level: float, noise: float) -> Weights:
    """For a painting of a level, 1 to 10, and a noise as `noise_of` measures it."""
    smooth = 10 / (1 + math.exp(min(50.0, 1e4 * noise - 25)))
    return Weights(
        content=CONTENT * level**0.5,
        gram=level,
        ranks=(1 - smooth / 10) * level,
        variation=smooth * level,
        border=BORDER * level,
    )


def noise_of(painting_hw3: NDArray[np.float32]) -> float:
    """The median over pixels and channels of half the squared differences to the neighbours below and to the right."""
    down, across = np.diff(painting_hw3, axis=0)[:, :-1], np.diff(painting_hw3, axis=1)[:-1]
    squares = (np.square(down) + np.square(across)) / 2
    return float(np.median(squares)) if squares.size else 0.0
