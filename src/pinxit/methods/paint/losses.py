"""What the painter is asked for: the painting's statistics, the photo's content, calm surfaces, a steady hand.

Axes: b batch, c channels, h w. All distances are relative (divided by the target's own energy), so that a pale woodcut
counts as much as a loud canvas: the balance between styles that plain Gram losses lack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.statistics import gram, relative_error

CONTENT_LAYER = "relu3_3"
STYLE_LAYERS = ("relu1_2", "relu2_2", "relu3_3", "relu4_3")


@dataclass(frozen=True)
class Weights:
    """Weights of the terms. ``style_layers`` are one weight per layer, shallow to deep (fine texture to large forms)."""

    content: float = 1.0
    style: float = 2.0
    style_layers: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    variation: float = 2.0
    steady: float = 20.0
    identity: float = 20.0


@dataclass(frozen=True)
class Target:
    """What a painting asks for: one Gram matrix (c,c) per style layer."""

    grams: Mapping[str, Tensor]


def style_target(features: Vgg16, painting_1chw: Tensor, layers: tuple[str, ...] = STYLE_LAYERS) -> Target:
    """Gram matrices of a painting (1,3,h,w) sRGB 0..1."""
    with torch.no_grad():
        return Target({name: gram(value)[0] for name, value in features(painting_1chw, layers).items()})


def style_distance(found: Mapping[str, Tensor], grams_bcc: Mapping[str, Tensor], layer_weights: Mapping[str, float]) -> Tensor:
    """Sum over layers of the relative squared Gram error, per item: (b,). ``found`` are features (b,c,h,w)."""
    total = None
    for name, target in grams_bcc.items():
        term = layer_weights[name] * relative_error(gram(found[name]), target)
        total = term if total is None else total + term
    assert total is not None, "at least one style layer"
    return total


def content_distance(found: Tensor, photo: Tensor) -> Tensor:
    """Relative squared error of the content features, per item: (b,)."""
    return relative_error(found, photo)


def total_variation(rgb_bchw: Tensor) -> Tensor:
    """Mean squared difference of neighbours, per item: (b,)."""
    across = (rgb_bchw[..., :, 1:] - rgb_bchw[..., :, :-1]).square().mean((1, 2, 3))
    down = (rgb_bchw[..., 1:, :] - rgb_bchw[..., :-1, :]).square().mean((1, 2, 3))
    return across + down
