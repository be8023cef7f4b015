"""What a picture is at a place: its colour and all that VGG-16 sees there, as one long vector.

Axes: c channels, h rows, w columns, n places, d all channels together (1,667 for VGG-16); places are (x, y) from the left
and from the top, 0..1 of the width and of the height. Pictures are (1,3,h,w), sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.torchkit.features import Vgg16

# The paper's, but for relu5_3: its vectors are a fiftieth as long as those of relu3, so it has no say in any angle.
LAYERS = ("relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1", "relu3_2", "relu3_3", "relu4_3")


def maps_of(features: Vgg16, picture_13hw: Tensor) -> list[Tensor]:
    """The picture itself, then its features at LAYERS, from fine to coarse; each (1,c,h,w) of its own size."""
    found = features(picture_13hw, LAYERS)
    return [picture_13hw, *(found[layer] for layer in LAYERS)]


def sampled(maps: Sequence[Tensor], places_n2: Tensor) -> Tensor:
    """Hypercolumns (n,d): every map at the same places, bilinearly between the centres of its cells, one beside the other."""
    grid_11n2 = (2 * places_n2 - 1)[None, None]
    parts = [
        F.grid_sample(each, grid_11n2, mode="bilinear", padding_mode="border", align_corners=False)[0, :, 0].T
        for each in maps
    ]
    return torch.cat(parts, 1)


def draw(weights_hw: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """Random places (count,2), spread evenly over the cells of a grid, more where a cell weighs more.

    A cell of weight 0 gets none. Systematic sampling: one draw for all decides which cells, then each place is anywhere in
    its cell. All on the CPU, so that a seed means the same on every device.
    """
    height, width = weights_hw.shape
    edges = weights_hw.flatten().double().cumsum(0)
    ticks = (torch.arange(count) + torch.rand(1, generator=generator)) / count * edges[-1]
    cells = torch.searchsorted(edges, ticks.double(), right=True).clamp_max(len(edges) - 1)
    inside_n2 = torch.rand(count, 2, generator=generator)
    corners_n2 = torch.stack((cells % width, cells // width), 1)
    return (corners_n2 + inside_n2) / torch.tensor([width, height])
