"""From pictures to what is wished of one: the photo's features and the styles' Gram matrices by region, at every scale.

Axes: h rows, w columns, c channels; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from pinxit.methods.photo.losses import CONTENT_LAYER, Area, Wish
from pinxit.methods.photo.matting import Matting
from pinxit.methods.photo.spec import STYLE_LAYERS, PhotoOptions
from pinxit.torchkit.canvas import Given, shared
from pinxit.torchkit.features import NAMES, Vgg16
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import at_size
from pinxit.torchkit.statistics import Moments, blended, moments

Float = NDArray[np.float32]
Size = tuple[int, int]

SEEN = 0.5  # of what a cell looks at: where no cell has so much of a region, its layer is too coarse for it


@dataclass(frozen=True, eq=False)
class Targets:
    """The pictures and what of them counts; `at` makes the loss for one scale."""

    features: Vgg16
    device: torch.device
    pictures: Given
    options: PhotoOptions

    @torch.no_grad()
    def at(self, scale: Scale) -> Wish:
        """What is wished of a picture at this scale."""
        size = (scale.height, scale.width)
        photo_13hw = at_size(self.pictures.photo_hw3, size, self.device)
        sizes = self.pictures.style_sizes(scale)
        styles = [
            self.features(at_size(style_hw3, style_size, self.device), STYLE_LAYERS)
            for style_hw3, style_size in zip(self.pictures.styles_hw3, sizes, strict=True)
        ]
        regions = self.pictures.regions
        everywhere: Sequence[int | None] = [None] if regions is None else shared(regions)
        return Wish(
            self.features,
            self.features(photo_13hw, (CONTENT_LAYER,))[CONTENT_LAYER],
            [self._area(region, size, styles, sizes) for region in everywhere],
            Matting(photo_13hw),
            self.options.strength,
            self.options.photorealism,
        )

    def _area(
        self, region: int | None, size: Size, styles: Sequence[Mapping[str, Tensor]], sizes: Sequence[Size]
    ) -> Area:
        """One region, or all of the picture (None). A layer that cannot see it in photo and style says nothing about it."""
        inside = self._weights(0, region, size)
        grams, weights = {}, {}
        in_styles = [self._weights(number, region, each) for number, each in enumerate(sizes, 1)]
        for layer in STYLE_LAYERS:
            seen: list[tuple[Moments, float]] = [
                (moments(style[layer], there[layer]), weight)
                for style, there, weight in zip(styles, in_styles, self.pictures.style_weights, strict=True)
                if layer in there and weight > 0
            ]
            if layer in inside and seen:
                grams[layer], weights[layer] = blended(seen).square_cc, inside[layer]
        share = 1.0 if self.pictures.regions is None or region is None else self.pictures.regions.share(0, region)
        return Area(share, grams, weights)

    def _weights(self, picture: int, region: int | None, size: Size) -> dict[str, Tensor]:
        """How much the cells of each style layer count for a region of a picture; layers that cannot see it are left out.

        The square of what a cell sees of it, as Luan et al. multiply the features themselves by their masks.
        """
        regions = self.pictures.regions
        if regions is None or region is None:
            mask_hw = torch.ones(size, device=self.device)
        else:
            mask_hw = torch.from_numpy(regions.soft(picture, region, *size)).to(self.device)
        return {
            layer: seen_hw.square() for layer, seen_hw in carried(mask_hw).items() if float(seen_hw.max()) >= SEEN
        }


def carried(mask_hw: Tensor) -> dict[str, Tensor]:
    """A soft mask (h,w) as every style layer of VGG-16 sees it: how much of what a cell looks at is inside, 0..1.

    It goes the way of the features: halved where they are pooled, and averaged over the reach of each convolution.
    """
    seen: dict[str, Tensor] = {}
    mask = mask_hw[None, None]
    for name in NAMES[: NAMES.index(STYLE_LAYERS[-1]) + 1]:
        if name.endswith("_1") and name != NAMES[0]:
            mask = F.avg_pool2d(mask, 2)
        mask = F.avg_pool2d(mask, 3, stride=1, padding=1, count_include_pad=False)
        if name in STYLE_LAYERS:
            seen[name] = mask[0, 0]
    return seen
