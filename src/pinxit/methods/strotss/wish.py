"""What is wished of a picture x at one size, as one number:

    L(x) = alpha l_content + strength ( l_remd + l_moments + l_palette / max(alpha, 1) + POINTS l_points )

With regions, the terms of the style are those of each region, weighted by its share of the picture. l_points is the mean
cosine distance of places that the user tied together.

Axes: n places of x, m places of the style, d channels of a hypercolumn; pictures are (1,3,h,w), sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from pinxit.methods.strotss.hypercolumns import draw, maps_of, sampled
from pinxit.methods.strotss.losses import (
    COLOUR,
    COSINE,
    Spread,
    content_loss,
    directions,
    moment_loss,
    relaxed_emd,
    self_similarity,
    spreads,
)
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.statistics import sum_of

POINTS = 1.0
EVERY = 5  # steps at the same places: what the photo is there is worked out once for them


@dataclass(frozen=True, eq=False)
class Style:
    """A sample of one or more paintings: colours (m,3), directions of hypercolumns (m,d), and the spread of each layer."""

    colours_m3: Tensor
    unit_md: Tensor
    spreads: Sequence[Spread]

    @staticmethod
    def of(columns_md: Tensor, widths: Sequence[int]) -> Style:
        """Of hypercolumns; widths: the channels of each layer, the colour first."""
        return Style(columns_md[:, :3], directions(columns_md), spreads(columns_md, widths))


@dataclass(frozen=True, eq=False)
class Area:
    """A part of the picture that is to look like a style.

    share: of the picture, 0..1. cells_hw: how much each cell of a grid over the photo belongs to it. count: how many places
    are drawn in it.
    """

    share: float
    cells_hw: Tensor
    count: int
    style: Style


@dataclass(frozen=True, eq=False)
class Ties:
    """Places of the photo (k,2), and the directions of the hypercolumns (k,d) that are wished there; k may be 0."""

    places_k2: Tensor
    unit_kd: Tensor


@dataclass(eq=False)
class Wish:
    """L at one size: call it with a picture for the loss as a scalar. It draws places, so it is no pure function.

    photo: the maps of the photo (hypercolumns.maps_of).
    """

    features: Vgg16
    photo: Sequence[Tensor]
    areas: Sequence[Area]
    ties: Ties
    alpha: float
    strength: float
    generator: torch.Generator
    _calls: int = field(default=0, init=False)
    _places_n2: Tensor = field(init=False)
    _similarity_nn: Tensor = field(init=False)

    def __call__(self, picture_13hw: Tensor) -> Tensor:
        """The loss."""
        if self._calls % EVERY == 0:
            self._draw()
        self._calls += 1
        maps = maps_of(self.features, picture_13hw)
        columns_nd = sampled(maps, self._places_n2)
        unit_nd = directions(columns_nd)
        content = content_loss(unit_nd, self._similarity_nn)
        counts = [area.count for area in self.areas]
        samples = zip(self.areas, torch.split(columns_nd, counts), torch.split(unit_nd, counts), strict=True)
        style = [area.share * self._style(area.style, *sample) for area, *sample in samples]
        if len(self.ties.places_k2):
            tied_kd = directions(sampled(maps, self.ties.places_k2))
            style.append(POINTS * COSINE.pairs(tied_kd, self.ties.unit_kd).mean())
        return self.alpha * content + self.strength * sum_of(style)

    def _style(self, style: Style, columns_nd: Tensor, unit_nd: Tensor) -> Tensor:
        """l_remd + l_moments + l_palette / max(alpha, 1) of one area."""
        widths = [len(spread.mean_c) for spread in style.spreads]
        return (
            relaxed_emd(unit_nd, style.unit_md, COSINE)
            + moment_loss(spreads(columns_nd, widths), style.spreads)
            + relaxed_emd(columns_nd[:, :3], style.colours_m3, COLOUR) / max(self.alpha, 1.0)
        )

    @torch.no_grad()
    def _draw(self) -> None:
        places = [draw(area.cells_hw, area.count, self.generator) for area in self.areas]
        self._places_n2 = torch.cat(places).to(self.photo[0].device)
        self._similarity_nn = self_similarity(directions(sampled(self.photo, self._places_n2)))
