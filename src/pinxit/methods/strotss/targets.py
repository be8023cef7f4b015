"""From pictures to what is wished of one, at every scale: samples of the styles, maps of the photo, points.

Axes: h rows, w columns, n places (x, y), 0..1 of width and height; pictures are sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.methods.strotss.grounds import CELL, Size, grounds_of
from pinxit.methods.strotss.hypercolumns import draw, maps_of, sampled
from pinxit.methods.strotss.losses import directions
from pinxit.methods.strotss.points import Pair, Place
from pinxit.methods.strotss.wish import Area, Style, Ties, Wish
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import at_size
from pinxit.torchkit.pyramid import laplacian

Float = NDArray[np.float32]

PLACES = 1024  # of the picture, at most; of a small one, one in CELL pixels
STYLE_PLACES = 2048  # of all styles together
FIRST = 64  # pixels of the long side at the first scale
ALPHA = 16.0  # weight of the content there; it halves as the side doubles
_REACH = 0.02  # of the long side: the surroundings of a point that go with it


@dataclass(frozen=True, eq=False)
class Targets:
    """The pictures and what of them counts; `at` makes the loss for one scale.

    pairs: places of the photo and of the first style that belong together.
    """

    features: Vgg16
    device: torch.device
    pictures: Given
    pairs: Sequence[Pair]
    strength: float
    seed: int

    @torch.no_grad()
    def at(self, scale: Scale) -> Wish:
        """What is wished of a picture at this scale.

        Raises InputError when the regions leave no style of any weight.
        """
        generator = torch.Generator().manual_seed(self.seed)
        size, long = (scale.height, scale.width), max(scale.height, scale.width)
        styles_hw3 = self.pictures.styles_hw3
        sizes = self.pictures.style_sizes(scale)
        grounds = grounds_of(self.pictures.regions, size, sizes, self.pictures.style_weights)
        samples: list[list[Tensor]] = [[] for _ in grounds]
        tied_kd = torch.empty(0, 0)
        for number, style_hw3 in enumerate(styles_hw3):
            maps = self._maps(style_hw3, sizes[number])
            for ground, sample in zip(grounds, samples, strict=True):
                found = ground.styles[number]
                if found is not None:
                    count = ground.count_in(number, STYLE_PLACES)
                    sample.append(sampled(maps, draw(found[0], count, generator).to(self.device)))
            if number == 0:
                places_k2 = self._around([pair.style for pair in self.pairs], sizes[0], long)
                tied_kd = directions(sampled(maps, places_k2))
        photo = self._maps(self.pictures.photo_hw3, size)
        widths = [each.shape[1] for each in photo]
        places = min(PLACES, scale.pixels // CELL)
        areas = [
            Area(ground.share, ground.cells_hw, ground.count(places), Style.of(torch.cat(sample), widths))
            for ground, sample in zip(grounds, samples, strict=True)
        ]
        ties = Ties(self._around([pair.photo for pair in self.pairs], size, long), tied_kd)
        alpha = ALPHA * FIRST / long
        return Wish(self.features, photo, areas, ties, alpha, self.strength, generator)

    def detail(self, size: Size) -> Tensor:
        """What the photo of this size has beyond one of half the size: the finest band of its pyramid (1,3,h,w)."""
        return laplacian(at_size(self.pictures.photo_hw3, size, self.device), 1)[0]

    def _maps(self, rgb_hw3: Float, size: Size) -> list[Tensor]:
        return maps_of(self.features, at_size(rgb_hw3, size, self.device))

    def _around(self, places: Sequence[Place], size: Size, long: int) -> Tensor:
        """Nine places in and around each, as far apart in every picture of one scale."""
        height, width = size
        reach = _REACH * long
        around = [
            (x + across * reach / width, y + down * reach / height)
            for x, y in places
            for down in (-1, 0, 1)
            for across in (-1, 0, 1)
        ]
        return torch.tensor(around, device=self.device).reshape(-1, 2).clamp(0, 1)
