"""The light encoder and its decoder: a photo into features of a few depths, and back without loss of its detail.

The encoder has one convolution for each of VGG-16's stages, at half of its channels and less, and learns to see what VGG-16 sees
at relu1_1, relu2_1 ... (see train.py). Where it halves the picture (by means, not maxima), what a mean loses goes to the decoder
aside:

    skip = F - up(mean(F))                  (Chiu, Gurari, "PhotoWCT2", 2022)

so that the decoder has only the means to make again: one convolution for each stage gives those of the stage above.

Axes: b batch, c channels, h rows, w columns; pictures sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, cast

import torch.nn.functional as F
from torch import Tensor, nn

Change = Callable[[int, Tensor], Tensor]
"""Gets the number of a stage (0 is the finest) and its features (b,c,h,w), and gives them back changed."""


@dataclass(frozen=True)
class WctShape:
    """Channels of each stage, finest first."""

    widths: tuple[int, ...] = (32, 64, 128, 192)

    def to_dict(self) -> dict[str, Any]:
        """As plain numbers, for checkpoints."""
        return asdict(self)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> WctShape:
        """The shape that :meth:`to_dict` wrote."""
        return cls(tuple(table["widths"]))


@dataclass(frozen=True, eq=False)
class Seen:
    """What the encoder sees: the features of every stage, finest first, and the skips between them."""

    stages_bchw: tuple[Tensor, ...]
    skips_bchw: tuple[Tensor, ...]


class WctNetwork(nn.Module):
    """Encoder and decoder. Stage k has 1/2^k of the picture's rows and columns, rounded down."""

    def __init__(self, shape: WctShape | None = None) -> None:
        super().__init__()
        self.shape = shape or WctShape()
        widths = self.shape.widths
        pairs = list(pairwise(widths))
        self.firsts = nn.ModuleList(nn.Conv2d(a, b, 3) for a, b in [(3, widths[0]), *pairs])
        self.backs = nn.ModuleList(nn.Conv2d(coarse, fine, 3) for fine, coarse in pairs)
        self.last = nn.Conv2d(widths[0], 3, 3)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):  # at torch's own spread, features would fade from stage to stage
                nn.init.kaiming_normal_(layer.weight, nonlinearity="linear" if layer is self.last else "relu")
                nn.init.zeros_(cast(Tensor, layer.bias))

    def encode(self, rgb_b3hw: Tensor) -> Seen:
        """The features of a picture whose sides are at least 2^(stages - 1) pixels."""
        stages, skips = [], []
        x = 2 * rgb_b3hw - 1
        for k, first in enumerate(self.firsts):
            x = F.relu(first(edged(x)))
            stages.append(x)
            if k < len(self.backs):
                x = F.avg_pool2d(x, 2)
                skips.append(stages[k] - enlarged_like(x, stages[k]))
        return Seen(tuple(stages), tuple(skips))

    def decode(self, seen: Seen, change: Change) -> Tensor:
        """The picture (b,3,h,w) of features, not clipped; from the coarsest stage on, each goes through `change`."""
        x = change(len(self.backs), seen.stages_bchw[-1])
        for k in reversed(range(len(self.backs))):
            skip = seen.skips_bchw[k]
            x = change(k, enlarged_like(F.relu(self.backs[k](edged(x))), skip) + skip)
        rgb_b3hw: Tensor = (self.last(edged(x)) + 1) / 2
        return rgb_b3hw


def edged(x_bchw: Tensor) -> Tensor:
    """One more pixel on each side, as at the border: zeros would be seen as a frame."""
    return F.pad(x_bchw, (1, 1, 1, 1), mode="replicate")


def enlarged_like(x_bchw: Tensor, like_bchw: Tensor) -> Tensor:
    """At the height and width of another, linearly."""
    return F.interpolate(x_bchw, like_bchw.shape[-2:], mode="bilinear", align_corners=False)
