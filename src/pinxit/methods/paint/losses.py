"""What the painter is asked for: the painting's statistics, the photo's content, calm surfaces, a steady hand.

Axes: b batch, c channels, h w. All distances are relative (divided by the target's own energy), so that a pale woodcut
counts as much as a loud canvas: the balance between styles that plain Gram losses lack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.statistics import autocovariance, gram, relative_error

CONTENT_LAYER = "relu3_3"
STYLE_LAYERS = ("relu1_2", "relu2_2", "relu3_3", "relu4_3")
RHYTHM_LAYERS = ("relu2_2", "relu3_3")
# Shifts (down, right) in cells of the layer: all directions, from 4 to 24 pixels, where hatching has its period.
RHYTHM_SHIFTS = tuple(
    (down, right)
    for down in range(7)
    for right in range(-6, 7)
    if 4 <= down**2 + right**2 <= 36 and (down or right > 0)
)


@dataclass(frozen=True)
class Weights:
    """Weights of the terms. ``style_layers`` are one weight per layer, shallow to deep (fine texture to large forms)."""

    content: float = 3.0
    style: float = 2.5
    style_layers: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    rhythm: float = 8.0
    variation: float = 2.0
    steady: float = 30.0
    identity: float = 3.0

    def per_layer(self) -> dict[str, float]:
        """Weight of each style layer by name."""
        return dict(zip(STYLE_LAYERS, self.style_layers, strict=True))


def style_target(features: Vgg16, painting_1chw: Tensor) -> dict[str, Tensor]:
    """Gram matrices (1,c,c) of a painting (1,3,h,w) sRGB 0..1, by layer."""
    with torch.no_grad():
        return {name: gram(value) for name, value in features(painting_1chw, STYLE_LAYERS).items()}


@dataclass(frozen=True)
class Rhythm:
    """How the texture of paintings repeats: autocovariances of features (b,c) by layer and shift, and their variances."""

    covariance: Mapping[str, Mapping[tuple[int, int], Tensor]]
    variance: Mapping[str, Tensor]

    def rows(self, index: Tensor, shift: tuple[int, int]) -> dict[str, tuple[Tensor, Tensor]]:
        """By layer, covariance at one shift and variance of the paintings ``index``."""
        return {
            name: (found[shift][index], self.variance[name][index]) for name, found in self.covariance.items()
        }


def rhythm_target(features: Vgg16, paintings_1chw: Sequence[Tensor]) -> Rhythm:
    """Autocovariances of paintings, each (1,3,h,w) sRGB 0..1 of its own size."""
    covariance: dict[str, dict[tuple[int, int], list[Tensor]]] = {name: {} for name in RHYTHM_LAYERS}
    with torch.no_grad():
        for painting in paintings_1chw:
            for name, value in features(painting, RHYTHM_LAYERS).items():
                for shift in ((0, 0), *RHYTHM_SHIFTS):
                    covariance[name].setdefault(shift, []).append(autocovariance(value, shift))
    joined = {name: {shift: torch.cat(rows) for shift, rows in by.items()} for name, by in covariance.items()}
    return Rhythm(joined, {name: by[(0, 0)] for name, by in joined.items()})


def rhythm_distance(
    found_bchw: Mapping[str, Tensor], targets: Mapping[str, tuple[Tensor, Tensor]], shift: tuple[int, int]
) -> Tensor:
    """Squared error of the autocovariance at one shift, relative to the painting's variance, mean over layers: (b,)."""
    terms = [
        (autocovariance(found_bchw[name], shift) - covariance).square().sum(1) / variance.square().sum(1)
        for name, (covariance, variance) in targets.items()
    ]
    return torch.stack(terms).mean(0)


def content_target(features: Vgg16, photo_bchw: Tensor) -> Tensor:
    """Content features (b,c,h,w) of photos (b,3,h,w) sRGB 0..1."""
    with torch.no_grad():
        found: dict[str, Tensor] = features(photo_bchw, (CONTENT_LAYER,))
    return found[CONTENT_LAYER]


def picture_terms(
    features: Vgg16,
    painted_bchw: Tensor,
    content_bchw: Tensor,
    grams_bcc: Mapping[str, Tensor],
    weights: Weights,
    rhythm: tuple[Mapping[str, tuple[Tensor, Tensor]], tuple[int, int]] | None = None,
) -> dict[str, Tensor]:
    """Style, content and variation of painted pictures (b,3,h,w), each (b,), unweighted but for the style layers.

    rhythm: the targets (:meth:`Rhythm.rows`) and the shift of one more term, the regularity of the texture.
    """
    found = features(painted_bchw, STYLE_LAYERS)
    terms = {
        "style": style_distance(found, grams_bcc, weights.per_layer()),
        "content": relative_error(found[CONTENT_LAYER], content_bchw),
        "variation": total_variation(painted_bchw),
    }
    if rhythm is not None:
        terms["rhythm"] = rhythm_distance(found, *rhythm)
    return terms


def weighted(terms: Mapping[str, Tensor], weights: Weights, style_scale: Tensor | float = 1.0) -> Tensor:
    """The terms of :func:`picture_terms` as one loss per item: (b,)."""
    style = weights.style * terms["style"]
    if "rhythm" in terms:
        style = style + weights.rhythm * terms["rhythm"]
    style = style * style_scale
    return style + weights.content * terms["content"] + weights.variation * terms["variation"]


def style_distance(
    found_bchw: Mapping[str, Tensor], grams_bcc: Mapping[str, Tensor], layer_weights: Mapping[str, float]
) -> Tensor:
    """Sum over layers of the relative squared Gram error, per item: (b,)."""
    terms = [
        layer_weights[name] * relative_error(gram(found_bchw[name]), target)
        for name, target in grams_bcc.items()
    ]
    return torch.stack(terms).sum(0)


def total_variation(rgb_bchw: Tensor) -> Tensor:
    """Mean squared difference of neighbours, per item: (b,)."""
    across = (rgb_bchw[..., :, 1:] - rgb_bchw[..., :, :-1]).square().mean((1, 2, 3))
    down = (rgb_bchw[..., 1:, :] - rgb_bchw[..., :-1, :]).square().mean((1, 2, 3))
    return across + down
