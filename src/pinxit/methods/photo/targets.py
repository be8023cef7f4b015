"""From pictures to what is wished of one: the photo's features and the styles' Gram matrices by region, at every scale.

Axes: h rows, w columns, c channels; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.methods.photo.losses import CONTENT_LAYER, Area, Wish
from pinxit.methods.photo.matting import Matting
from pinxit.methods.photo.spec import STYLE_LAYERS, PhotoOptions
from pinxit.methods.photo.toning import toned
from pinxit.torchkit.canvas import Given, shared
from pinxit.torchkit.features import NAMES, Vgg16
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import at_size, to_tensor
from pinxit.torchkit.statistics import blended, moments

Size = tuple[int, int]

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
        size = (scale.height, scale.width)
        photo_13hw = at_size(self.pictures.photo_hw3, size, self.device)
        sizes = self.pictures.style_sizes(scale)
        styles = [
            self.features(at_size(style_hw3, style_size, self.device), STYLE_LAYERS)
            for style_hw3, style_size in zip(self.pictures.styles_hw3, sizes, strict=True)
        ]
        return Wish(
            self.features,
            self.features(photo_13hw, (CONTENT_LAYER,))[CONTENT_LAYER],
            [self._area(region, size, styles, sizes) for region in self._regions],
            Matting(photo_13hw),
            self.options.strength,
            self.options.photorealism,
        )

    @torch.no_grad()
    def toned_photo(self) -> Tensor:
        """The photo (1,3,h,w), as large as it is worked at, moved to the colours of the styles as far as strength says."""
        photo_13hw = to_tensor(self.pictures.photo_hw3, self.device)
        styles = [to_tensor(style_hw3, self.device) for style_hw3 in self.pictures.styles_hw3]
        inside, wanted = [], []
        for region in self._regions:
            parts = [
                (style, self._mask(number, region, style.shape[-2:]), weight)
                for number, (style, weight) in enumerate(
                    zip(styles, self.pictures.style_weights, strict=True), 1
                )
            ]
            seen = [part for part in parts if part[2] > 0 and float(part[1].max()) > 0]
            here_hw = self._mask(0, region, photo_13hw.shape[-2:])
            if seen and float(here_hw.max()) > 0:
                inside.append(here_hw)
                wanted.append(seen)
        return photo_13hw.lerp(toned(photo_13hw, inside, wanted), min(1.0, self.options.strength))

    @property
    def _regions(self) -> Sequence[int | None]:
        """The regions that photo and styles share; None stands for the whole picture, where there are no masks."""
        return [None] if self.pictures.regions is None else shared(self.pictures.regions)

    def _area(
        self, region: int | None, size: Size, styles: Sequence[Mapping[str, Tensor]], sizes: Sequence[Size]
    ) -> Area:
        """What a region is to look like. A layer that cannot see it in photo and style says nothing about it."""
        inside = self._weights(0, region, size)
        in_styles = [self._weights(number, region, each) for number, each in enumerate(sizes, 1)]
        grams: dict[str, Tensor] = {}
        for layer in inside:
            seen = [
                (moments(style[layer], there[layer]), weight)
                for style, there, weight in zip(styles, in_styles, self.pictures.style_weights, strict=True)
                if layer in there and weight > 0
            ]
            if seen:
                grams[layer] = blended(seen).square_cc
        regions = self.pictures.regions
        share = 1.0 if regions is None or region is None else regions.share(0, region)
        return Area(share, grams, {layer: inside[layer] for layer in grams})

    def _weights(self, picture: int, region: int | None, size: Size) -> dict[str, Tensor]:
        """How much the cells of each style layer count for a region of a picture; layers that cannot see it are left out.

        The square of what a cell sees of it, as Luan et al. multiply the features themselves by their masks.
        """
        seen = carried(self._mask(picture, region, size))
        return {layer: seen_hw.square() for layer, seen_hw in seen.items() if float(seen_hw.max()) >= SEEN}

    def _mask(self, picture: int, region: int | None, size: Sequence[int]) -> Tensor:
        """How much each pixel of a picture (0: the photo) belongs to a region, 0..1."""
        height, width = size
        regions = self.pictures.regions
        if regions is None or region is None:
            return torch.ones(height, width, device=self.device)
        return torch.from_numpy(regions.soft(picture, region, height, width)).to(self.device)


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
