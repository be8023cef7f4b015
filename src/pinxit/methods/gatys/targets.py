"""From pictures to what is wished of one: the photo's features and the styles' statistics, at every scale.

Axes: h rows, w columns, c channels; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.imageops.partners import shared
from pinxit.imageops.regions import Regions
from pinxit.methods.gatys.losses import CONTENT_LAYER, DISTANCES, Area, Distance, Wish
from pinxit.methods.gatys.spec import GatysOptions
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import at_size
from pinxit.torchkit.statistics import Moments, blended, moments

Float = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Targets:
    """The pictures and what of them counts; `at` makes the loss for one scale.

    layer_weights: by layer, none of them 0.
    """

    features: Vgg16
    device: torch.device
    pictures: Given
    layer_weights: Mapping[str, float]
    options: GatysOptions

    @torch.no_grad()
    def at(self, scale: Scale) -> Wish:
        """What is wished of a picture at this scale."""
        pictures, regions = self.pictures, self.pictures.regions
        found = self._features(pictures.photo_hw3, (scale.height, scale.width))
        styles = [
            self._features(style_hw3, size)
            for style_hw3, size in zip(pictures.styles_hw3, pictures.style_sizes(scale), strict=True)
        ]
        if regions is None:
            areas = [self._everywhere(styles)]
        else:
            areas = [self._area(regions, region, styles, found) for region in shared(regions)]
        return Wish(self.features, found[CONTENT_LAYER], areas, self.layer_weights, self.options.strength)

    def _features(self, rgb_hw3: Float, size: tuple[int, int]) -> dict[str, Tensor]:
        layers = (CONTENT_LAYER, *self.layer_weights)
        found: dict[str, Tensor] = self.features(at_size(rgb_hw3, size, self.device), layers)
        return found

    def _distance(self, parts: Sequence[tuple[Moments, float]]) -> Distance:
        """From the weighted mean of some styles."""
        return DISTANCES[self.options.loss](blended(parts))

    def _everywhere(self, styles: Sequence[Mapping[str, Tensor]]) -> Area:
        distances = {
            layer: self._distance(
                [
                    (moments(style[layer]), weight)
                    for style, weight in zip(styles, self.pictures.style_weights, strict=True)
                ]
            )
            for layer in self.layer_weights
        }
        return Area(1.0, distances, {})

    def _area(
        self,
        regions: Regions,
        region: int,
        styles: Sequence[Mapping[str, Tensor]],
        photo: Mapping[str, Tensor],
    ) -> Area:
        """One region; a layer whose cells are too large to see it in photo and style says nothing about it."""
        distances, cells = {}, {}
        for layer in self.layer_weights:
            inside = self._on_device(regions.pure(0, region, *_size(photo[layer])))
            seen = list(self._seen(regions, region, styles, layer))
            if inside is not None and seen:
                distances[layer], cells[layer] = self._distance(seen), inside
        return Area(regions.share(0, region), distances, cells)

    def _seen(
        self, regions: Regions, region: int, styles: Sequence[Mapping[str, Tensor]], layer: str
    ) -> Iterator[tuple[Moments, float]]:
        """The moments of a region in every style that has it, with the weight of that style."""
        for number, (style, weight) in enumerate(zip(styles, self.pictures.style_weights, strict=True), 1):
            inside = self._on_device(regions.inner(number, region, *_size(style[layer])))
            if inside is not None and weight > 0:
                yield moments(style[layer], inside), weight

    def _on_device(self, weights_hw: Float) -> Tensor | None:
        """How much each cell counts, as a tensor; None where none does."""
        return torch.from_numpy(weights_hw).to(self.device) if weights_hw.any() else None


def _size(feat_1chw: Tensor) -> tuple[int, int]:
    return feat_1chw.shape[-2], feat_1chw.shape[-1]
