"""From pictures to what is wished of one: the photo's features and the styles' Gram matrices by region, at every scale.

Axes: h rows, w columns, c channels; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from pinxit.imageops.partners import shared
from pinxit.methods.photo.losses import CONTENT_LAYER, Area, Wish
from pinxit.methods.photo.matting import Matting
from pinxit.methods.photo.palette import palette
from pinxit.methods.photo.spec import STYLE_LAYERS, PhotoOptions
from pinxit.methods.photo.toning import toned
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.features import Vgg16, carried
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import at_size, to_tensor
from pinxit.torchkit.statistics import blended, moments

SEEN = 0.5  # of what a cell looks at: where no cell has so much of a region, its layer is too coarse for it


@dataclass(frozen=True, eq=False)
class Targets:
    """The pictures and what of them counts: where to start, and the loss for one scale."""

    features: Vgg16
    device: torch.device
    pictures: Given
    options: PhotoOptions

    @torch.no_grad()
    def at(self, scale: Scale) -> Wish:
        """What is wished of a picture at this scale."""
        photo_13hw = at_size(self.pictures.photo_hw3, (scale.height, scale.width), self.device)
        styles = [
            at_size(style_hw3, size, self.device)
            for style_hw3, size in zip(
                self.pictures.styles_hw3, self.pictures.style_sizes(scale), strict=True
            )
        ]
        seen = [self.features(style_13hw, STYLE_LAYERS) for style_13hw in styles]
        return Wish(
            self.features,
            self.features(photo_13hw, (CONTENT_LAYER,))[CONTENT_LAYER],
            [self._area(region, photo_13hw, styles, seen) for region in self._regions],
            Matting(photo_13hw),
            self.options.strength,
            self.options.photorealism,
        )

    @torch.no_grad()
    def toned_photo(self) -> Tensor:
        """The photo (1,3,h,w), as large as it is worked at, moved to the colours of the styles as far as strength says."""
        photo_13hw = to_tensor(self.pictures.photo_hw3, self.device)
        styles = [to_tensor(style_hw3, self.device) for style_hw3 in self.pictures.styles_hw3]
        inside = [self._mask(0, region, photo_13hw) for region in self._regions]
        wanted = [self._parts(region, styles) for region in self._regions]
        return photo_13hw.lerp(toned(photo_13hw, inside, wanted), min(1.0, self.options.strength))

    @property
    def _regions(self) -> Sequence[int | None]:
        """The regions that photo and styles share; None stands for the whole picture, where there are no masks."""
        regions = self.pictures.regions
        if regions is None:
            return [None]
        weights = self.pictures.style_weights
        return [
            region
            for region in shared(regions)
            if any(
                weight > 0 and regions.share(number, region) > 0 for number, weight in enumerate(weights, 1)
            )
        ]

    def _parts(self, region: int | None, styles: Sequence[Tensor]) -> list[tuple[Tensor, Tensor, float]]:
        """The styles that have a region: the picture (1,3,h,w), how much its pixels belong to it, its weight."""
        parts = [
            (style_13hw, self._mask(number, region, style_13hw), weight)
            for number, (style_13hw, weight) in enumerate(
                zip(styles, self.pictures.style_weights, strict=True), 1
            )
        ]
        return [part for part in parts if part[2] > 0 and float(part[1].max()) > 0]

    def _area(
        self,
        region: int | None,
        photo_13hw: Tensor,
        styles: Sequence[Tensor],
        seen: Sequence[Mapping[str, Tensor]],
    ) -> Area:
        """What a region is to look like. A layer that cannot see it in photo and style says nothing about it."""
        here_hw = self._mask(0, region, photo_13hw)
        inside = _weights(here_hw)
        in_styles = [
            _weights(self._mask(number, region, style_13hw)) for number, style_13hw in enumerate(styles, 1)
        ]
        grams: dict[str, Tensor] = {}
        for layer in inside:
            known = [
                (moments(found[layer], there[layer]), weight)
                for found, there, weight in zip(seen, in_styles, self.pictures.style_weights, strict=True)
                if layer in there and weight > 0
            ]
            if known:
                grams[layer] = blended(known).square_cc
        regions = self.pictures.regions
        return Area(
            1.0 if regions is None or region is None else regions.share(0, region),
            palette(here_hw, self._parts(region, styles), np.random.default_rng(self.options.seed)),
            grams,
            {layer: inside[layer] for layer in grams},
        )

    def _mask(self, picture: int, region: int | None, like_13hw: Tensor) -> Tensor:
        """How much each pixel of a picture (0: the photo) belongs to a region, 0..1, at the size of `like_13hw`."""
        height, width = like_13hw.shape[-2:]
        regions = self.pictures.regions
        if regions is None or region is None:
            return torch.ones(height, width, device=self.device)
        return torch.from_numpy(regions.soft(picture, region, height, width)).to(self.device)


def _weights(mask_hw: Tensor) -> dict[str, Tensor]:
    """How much the cells of each style layer count for a region; layers that cannot see it are left out.

    The square of what a cell sees of it, as Luan et al. multiply the features themselves by their masks.
    """
    return {
        layer: seen.square()
        for layer, seen in carried(mask_hw, STYLE_LAYERS).items()
        if float(seen.max()) >= SEEN
    }
