"""From the scene to what is wished of the composite, in two passes.

The first looks for the painting's patch that is most like each place, layer by layer, and asks for the statistics of these
patches: the object comes near to the painting, roughly. The second looks again, for what came out, at one layer; lets
neighbours agree; and asks of the composite, started anew, for the statistics of the parts of the painting that were found.

Axes: c channels, h w cells of the composite, H W cells of the painting, n places; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.methods.harmonise import losses
from pinxit.methods.harmonise.border import Border, Crossing
from pinxit.methods.harmonise.losses import PIXELS, Term, Weights, Wish
from pinxit.methods.harmonise.matching import NOWHERE, best_patches, used, voted
from pinxit.torchkit.features import Vgg16, carried
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.statistics import moments

CONTENT_LAYER = "relu4_1"
FIRST_LAYERS = ("relu3_1", "relu4_1", "relu5_1")
SECOND_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
RANK_LAYERS = ("relu1_1", "relu4_1")
MATCHED_LAYER = "relu4_1"
LAYERS = tuple(sorted({*FIRST_LAYERS, *SECOND_LAYERS}))
# Of the first pass, whatever the level: the object is to come near to the painting, and only its matches are used.
FIRST = Weights(content=1.0, gram=5.0, ranks=0.0, variation=1.0, border=0.0)
COUNTS = 0.1  # of a cell, from which it has a match, a vote and a rank


@dataclass(frozen=True)
class Pass(Scale):
    """One of the two; number: 1 or 2."""

    number: int = 1


@dataclass(frozen=True, eq=False)
class Targets:
    """What the two passes look at; `at` makes the wish of one.

    composite_13hw, ground_13hw: the part of the composite that is worked on, and the same of the painting. tight_hw, soft_hw,
    loose_hw: where the object is in it, how it is blended in at the end, and where it may change. painting_13hw: all of it.
    by_features: whether votes compare features, or colours.
    """

    features: Vgg16
    composite_13hw: Tensor
    ground_13hw: Tensor
    painting_13hw: Tensor
    tight_hw: Tensor
    soft_hw: Tensor
    loose_hw: Tensor
    weights: Weights
    by_features: bool

    @torch.no_grad()
    def at(self, step: Pass, picture_13hw: Tensor) -> Wish:
        """The wish of a pass; picture_13hw: what the pass before it came to."""
        seen = carried(self.loose_hw, LAYERS)
        if step.number == 1:
            terms = [*self._first(seen), *self._common(seen, FIRST)]
        else:
            terms = [*self._second(seen, picture_13hw), *self._common(seen, self.weights)]
        return Wish(self.features, terms, self.loose_hw, self.composite_13hw)

    def _common(self, seen: Mapping[str, Tensor], weights: Weights) -> list[Term]:
        """What both passes want: still the object, and smooth."""
        wanted = self.features(self.composite_13hw, (CONTENT_LAYER,))[CONTENT_LAYER]
        return [
            Term(CONTENT_LAYER, weights.content, losses.content(wanted), seen[CONTENT_LAYER]),
            Term(PIXELS, weights.variation, losses.variation, self.loose_hw),
        ]

    def _first(self, seen: Mapping[str, Tensor]) -> list[Term]:
        here = self.features(self.composite_13hw, FIRST_LAYERS)
        there = self.features(self.painting_13hw, FIRST_LAYERS)
        terms = []
        for layer in FIRST_LAYERS:
            mask_hw = seen[layer]
            places_n = _places(mask_hw)
            match_n = best_patches(here[layer][0], there[layer][0], places_n)
            matched_c1n = there[layer][0].flatten(1)[:, match_n][:, None]
            share_hw = mask_hw.square()
            wanted_cc = moments(matched_c1n[None], share_hw.flatten()[places_n][None]).square_cc
            terms.append(Term(layer, FIRST.gram, losses.gram(wanted_cc, share_hw), mask_hw))
        return terms

    def _second(self, seen: Mapping[str, Tensor], picture_13hw: Tensor) -> list[Term]:
        there = self.features(self.painting_13hw, SECOND_LAYERS)
        source_hw = self._source(there[MATCHED_LAYER], picture_13hw)
        crossing = Crossing.of(Border.of(self.tight_hw), self.soft_hw, self.ground_13hw, self.painting_13hw)
        terms = [Term(PIXELS, self.weights.border, crossing, self.loose_hw)]
        for layer in SECOND_LAYERS:
            style_1chw, mask_hw = there[layer], seen[layer]
            # The same parts of the painting at all layers.
            used_hw = F.interpolate(source_hw[None, None], style_1chw.shape[-2:], mode="nearest")[0, 0]
            share_hw = mask_hw.square()
            wanted_cc = moments(style_1chw, used_hw).square_cc
            terms.append(Term(layer, self.weights.gram, losses.gram(wanted_cc, share_hw), mask_hw))
            if layer in RANK_LAYERS and self.weights.ranks > 0:
                places_n = _places(mask_hw)
                values_cm = style_1chw[0].flatten(1)[:, used_hw.flatten() > 0]
                wanted_cn = losses.quantiles(values_cm, len(places_n))
                terms.append(Term(layer, self.weights.ranks, losses.ranks(wanted_cn, places_n), mask_hw))
        return terms

    def _source(self, there_1chw: Tensor, picture_13hw: Tensor) -> Tensor:
        """Which cells (H,W) of the painting the object is to look like, 1 or 0, at MATCHED_LAYER."""
        here = F.normalize(self.features(picture_13hw, (MATCHED_LAYER,))[MATCHED_LAYER][0], dim=0)
        there = F.normalize(there_1chw[0], dim=0)
        rows, columns = there.shape[-2:]
        loose_hw, tight_hw = (
            carried(mask_hw, (MATCHED_LAYER,))[MATCHED_LAYER] for mask_hw in (self.loose_hw, self.tight_hw)
        )
        places_n = _places(loose_hw)
        nearest_n = torch.full((loose_hw.numel(),), NOWHERE, device=places_n.device)
        nearest_n[places_n] = best_patches(here, there, places_n)
        guide_chw = there
        if not self.by_features:
            guide_chw = F.interpolate(
                self.painting_13hw, (rows, columns), mode="bilinear", antialias=True, align_corners=False
            )[0]
        chosen_n = voted(nearest_n.view(loose_hw.shape), _places(tight_hw), guide_chw.permute(1, 2, 0))
        return used(chosen_n, rows, columns)


def _places(mask_hw: Tensor) -> Tensor:
    """The cells (n,) that count; the one that sees most where none sees much."""
    return (mask_hw.flatten() > min(COUNTS, 0.999 * float(mask_hw.max()))).nonzero()[:, 0]
