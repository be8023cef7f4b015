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
from pinxit.torchkit.statistics import gram, gram_distance, relative_error, total_variation

CONTENT_LAYER = "relu3_3"
PAINTING_SIDE = (
    600  # pixels of a painting's short side when it is measured: the smaller, the finer the strokes
)
STYLE_LAYERS = ("relu1_2", "relu2_2", "relu3_3", "relu4_3")


@dataclass(frozen=True)
class Weights:
    """Weights of the terms. ``style_layers`` are one weight per layer, shallow to deep (fine texture to large forms)."""

    content: float = 2.0
    style: float = 3.0
    style_layers: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    variation: float = 2.0
    steady: float = 2.0
    identity: float = 3.0

    def per_layer(self) -> dict[str, float]:
        """Weight of each style layer by name."""
        return dict(zip(STYLE_LAYERS, self.style_layers, strict=True))


def style_target(features: Vgg16, painting_1chw: Tensor) -> dict[str, Tensor]:
    """Gram matrices (1,c,c) of a painting (1,3,h,w) sRGB 0..1, by layer."""
    with torch.no_grad():
        return {name: gram(value) for name, value in features(painting_1chw, STYLE_LAYERS).items()}


def content_target(features: Vgg16, photo_bchw: Tensor) -> Tensor:
    """Content features (b,c,h,w) of photos (b,3,h,w) sRGB 0..1."""
    with torch.no_grad():
        found: dict[str, Tensor] = features(photo_bchw, (CONTENT_LAYER,))
    return found[CONTENT_LAYER]


def photo_features(features: Vgg16, photo_bchw: Tensor) -> dict[str, Tensor]:
    """Features (b,c,h,w) of photos by layer: their content, and what their style is before they are painted."""
    with torch.no_grad():
        found: dict[str, Tensor] = features(photo_bchw, STYLE_LAYERS)
    return found


def picture_terms(
    features: Vgg16,
    painted_bchw: Tensor,
    content_bchw: Tensor,
    grams_bcc: Mapping[str, Tensor],
    weights: Weights,
) -> dict[str, Tensor]:
    """Style, content and variation of painted pictures (b,3,h,w), each (b,), unweighted but for the style layers."""
    found = features(painted_bchw, STYLE_LAYERS)
    return {
        "style": style_distance(found, grams_bcc, weights.per_layer()),
        "content": relative_error(found[CONTENT_LAYER], content_bchw),
        "variation": total_variation(painted_bchw),
    }


def weighted(terms: Mapping[str, Tensor], weights: Weights, style_scale: Tensor | float = 1.0) -> Tensor:
    """The terms of :func:`picture_terms` as one loss per item: (b,)."""
    style = weights.style * style_scale * terms["style"]
    return style + weights.content * terms["content"] + weights.variation * terms["variation"]


def style_distance(
    found_bchw: Mapping[str, Tensor], grams_bcc: Mapping[str, Tensor], layer_weights: Mapping[str, float]
) -> Tensor:
    """Sum over layers of the relative squared Gram error, per item: (b,)."""
    return gram_distance({name: gram(found_bchw[name]) for name in grams_bcc}, grams_bcc, layer_weights)
