"""From pictures to what is wished of one at one scale: neighbours for every place, or the style of every layer.

Axes: c channels, n places, m vectors of the styles; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from pinxit.methods.nnst.columns import LAYERS, block_of, grid_of, joined, layer_size, pieces, rows_of
from pinxit.methods.nnst.losses import Kin, Matching, Splitting
from pinxit.methods.nnst.samples import View, areas_of, drawn, photo_cells, views_of
from pinxit.methods.nnst.spec import NnstOptions
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.descent import Loss
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.neighbours import nearest_projected, unit
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import at_size
from pinxit.torchkit.pyramid import fold, laplacian

KEPT = 0.75  # alpha: how much of what neighbours are looked for is the photo, at strength 1
STYLE_VECTORS = 8192  # hypercolumns of the styles that are searched
SPLIT_VECTORS = 4096  # vectors of the styles for each layer of the splitting loss
DIMENSIONS, CANDIDATES = 256, 16  # of the search: what is projected to, and how many are compared exactly


@dataclass(frozen=True)
class Pass(Scale):
    """A scale, and which of the two losses it is for.

    first: whether nothing has been painted yet. splitting: whether each layer is compared for itself.
    """

    first: bool = False
    splitting: bool = False


@dataclass(frozen=True, eq=False)
class Targets:
    """The pictures and how they are looked at; `at` makes the loss of one pass."""

    features: Vgg16
    device: torch.device
    pictures: Given
    options: NnstOptions

    @torch.no_grad()
    def at(self, scale: Pass, picture_13hw: Tensor) -> Loss:
        """What is wished at this pass of the picture that it starts from."""
        views = views_of(self.pictures, scale, self.device, rotations=self.options.rotations)
        if scale.splitting:
            return self._splitting(scale, views)
        return self._matching(scale, views, picture_13hw)

    def _matching(self, scale: Pass, views: Sequence[View], picture_13hw: Tensor) -> Matching:
        grid = grid_of(scale.height, scale.width)
        parts = pieces(self.features(self._looked_for(scale, picture_13hw), LAYERS), grid)
        column_nc = joined(parts)
        # A place without a partner keeps what it is.
        target_nc = column_nc.clone()
        for area, style_mc in self._style_columns(views):
            cells = photo_cells(self.pictures.regions, area, grid)
            places = torch.from_numpy(cells.ravel()).nonzero()[:, 0].to(self.device)
            if len(style_mc) and len(places):
                wanted_nc = column_nc[places]
                chosen = nearest_projected(
                    unit(wanted_nc, wanted_nc.mean(0)),
                    unit(style_mc, style_mc.mean(0)),
                    dimensions=DIMENSIONS,
                    candidates=CANDIDATES,
                    seed=self.options.seed,
                )
                target_nc[places] = style_mc[chosen]
        return Matching(self.features, target_nc, parts)

    def _looked_for(self, scale: Pass, picture_13hw: Tensor) -> Tensor:
        """The picture whose neighbours are looked for: the photo, with some of what is painted already below its finest
        band.
        """
        photo = at_size(self.pictures.photo_hw3, (scale.height, scale.width), self.device)
        if scale.first:
            return photo
        finest, _ = laplacian(photo, 1)
        _, painted = laplacian(picture_13hw, 1)
        return photo.lerp(fold([finest, painted]), 1 - KEPT**self.options.strength)

    def _style_columns(self, views: Sequence[View]) -> list[tuple[int | None, Tensor]]:
        """For every area the hypercolumns (m,c) of the styles that its places may choose among."""
        regions, areas = self.pictures.regions, areas_of(self.pictures.regions)
        chosen = [drawn(views, regions, area, grid_of, STYLE_VECTORS, self.options.seed) for area in areas]
        found: list[list[Tensor]] = [[] for _ in areas]
        for number, view in enumerate(views):
            parts = pieces(self.features(view.picture_13hw, LAYERS), grid_of(*view.size))
            for columns, places in zip(found, chosen, strict=True):
                here = places[number].to(self.device)
                columns.append(torch.cat([rows_of(part)[here] for part in parts], dim=1))
        return [(area, torch.cat(columns)) for area, columns in zip(areas, found, strict=True)]

    def _splitting(self, scale: Pass, views: Sequence[View]) -> Splitting:
        regions, areas = self.pictures.regions, areas_of(self.pictures.regions)
        layers = [layer for layer in LAYERS if block_of(layer) <= self.options.split_blocks]
        chosen = {
            (layer, area): drawn(
                views, regions, area, partial(layer_size, layer), SPLIT_VECTORS, self.options.seed
            )
            for layer in layers
            for area in areas
        }
        vectors: dict[tuple[str, int | None], list[Tensor]] = {key: [] for key in chosen}
        for number, view in enumerate(views):
            found = self.features(view.picture_13hw, layers)
            for key, places in chosen.items():
                vectors[key].append(rows_of(found[key[0]])[places[number].to(self.device)])
        kin: dict[str, list[Kin]] = {layer: [] for layer in layers}
        for (layer, area), rows in vectors.items():
            style_mc = torch.cat(rows)
            if len(style_mc):  # cells of a deep layer may be too large to see a small region of the styles
                inside = photo_cells(regions, area, layer_size(layer, scale.height, scale.width))
                kin[layer].append(
                    Kin(
                        unit(style_mc, style_mc.mean(0)),
                        None if regions is None else torch.from_numpy(inside),
                    )
                )
        return Splitting(self.features, kin, torch.Generator().manual_seed(self.options.seed))
