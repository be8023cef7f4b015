"""Hypercolumns: what all layers of VGG-16 say about one place, as one vector.

    phi(x) = concat over layers l of F_l(x) / C_l, each brought to a quarter of the picture's size

C_l is the number of channels of layer l; the layers are all convolutions of blocks 1 to 4, together 2,688 channels (Kolkin
et al. 2022, "Neural Neighbor Style Transfer"). They are handled as pieces, one for each layer, and joined only where they
are searched.

Axes: c channels, h rows, w columns, n places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.torchkit.features import NAMES

LAYERS = tuple(name for name in NAMES if name < "relu5")
_FINER = 4  # pixels a side for one place


def grid_of(height: int, width: int) -> tuple[int, int]:
    """Rows and columns of places in a picture of height x width pixels."""
    return height // _FINER, width // _FINER


def layer_size(layer: str, height: int, width: int) -> tuple[int, int]:
    """Rows and columns of a layer's map for a picture of height x width pixels: each block halves them."""
    halved = 1 << (block_of(layer) - 1)
    return height // halved, width // halved


def block_of(layer: str) -> int:
    """The block of VGG-16, 1 to 5, that a layer ("relu3_2") is in."""
    return int(layer.removeprefix("relu")[0])


def pieces(found: Mapping[str, Tensor], grid: tuple[int, int]) -> list[Tensor]:
    """The part of each layer (1,c,h,w), all at the size of the grid (bilinear, corners on corners)."""
    return [
        F.interpolate(found[layer] / found[layer].shape[1], grid, mode="bilinear", align_corners=True)
        for layer in LAYERS
    ]


def joined(parts: Sequence[Tensor]) -> Tensor:
    """Pieces as hypercolumns (n,c), one for each place, row by row."""
    return torch.cat([rows_of(part) for part in parts], dim=1)


def rows_of(feat_1chw: Tensor) -> Tensor:
    """A map as vectors (n,c), one for each place, row by row."""
    return feat_1chw[0].flatten(1).T


def split(columns_nc: Tensor, parts: Sequence[Tensor]) -> list[Tensor]:
    """Hypercolumns as pieces of the same shapes as `parts`: the inverse of :func:`joined`."""
    channels = [part.shape[1] for part in parts]
    return [
        each.T.reshape(part.shape)
        for each, part in zip(torch.split(columns_nc, channels, dim=1), parts, strict=True)
    ]
