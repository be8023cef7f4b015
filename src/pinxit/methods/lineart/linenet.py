"""The lines network: how sure it is, at each pixel of a picture, that somebody who draws what is there puts the pen there.

Axes: b batch, c channels, h rows, w columns; sRGB 0..1.

A U-net (Ronneberger, Fischer, Brox 2015) of the blocks of network.py, without normalisation: a picture's size changes nothing.
Nothing is computed at the full size; the last layer says four numbers for each two by two pixels, which are then laid out (Shi et
al., "Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural network", 2016).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, cast

import torch.nn.functional as F
from torch import Tensor, nn

from pinxit.methods.lineart.network import Block, descended

CONTRAST = 4.0  # colours that the network is given differ by so much more: edges are small differences


@dataclass(frozen=True)
class LinesShape:
    """Channels at 1/2, 1/4, ... of the picture's size."""

    widths: tuple[int, ...] = (20, 24, 32, 32)

    @property
    def multiple(self) -> int:
        """What a picture's sides are to be multiples of, in pixels."""
        return 1 << len(self.widths)

    def to_dict(self) -> dict[str, Any]:
        """As plain numbers, for checkpoints."""
        return asdict(self)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> LinesShape:
        """The shape that :meth:`to_dict` wrote."""
        return cls(tuple(table["widths"]))


class Lines(nn.Module):
    """Pictures (b,3,h,w), h and w multiples of the shape's -> logits of a line (b,1,h,w)."""

    def __init__(self, shape: LinesShape | None = None) -> None:
        super().__init__()
        self.shape = shape or LinesShape()
        widths = self.shape.widths
        self.stem = nn.Conv2d(3, widths[0], 4, stride=2, padding=1)
        self.downs = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairwise(widths))
        self.ins = nn.ModuleList(Block(width) for width in widths)
        self.ups = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairwise(widths))
        self.outs = nn.ModuleList(Block(width) for width in widths[:-1])
        self.said = nn.Conv2d(widths[0], 4, 3, padding=1)
        nn.init.constant_(cast(Tensor, self.said.bias), -2.0)  # most of a picture is paper

    def forward(self, rgb_b3hw: Tensor) -> Tensor:
        """Say where lines are."""
        kept = descended(self.stem(CONTRAST * (rgb_b3hw - 0.5)), self.downs, self.ins)
        x = kept[-1]
        for level in reversed(range(len(self.outs))):
            x = kept[level] + F.interpolate(self.ups[level](x), scale_factor=2.0, mode="nearest")
            x = self.outs[level](x)
        logits: Tensor = F.pixel_shuffle(self.said(F.relu(x)), 2)
        return logits
