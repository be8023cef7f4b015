"""The draft network: proposes colours for a drawing, given its lines, the regions that hints colour, and a palette.

Axes: b batch, c channels, h rows, w columns, n numbers. Colours are sRGB 0..1.

A U-net (Ronneberger, Fischer, Brox 2015) without normalisation, so that a picture's size changes nothing; every residual block
begins as nothing (Zhang, Dauphin, Ma, "Fixup initialization", 2019). What holds for the whole picture, the palette and the mean
of the deepest features, scales and shifts every level on the way up (Perez et al., "FiLM", 2018), so that far corners agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pinxit.methods.lineart.draft import NUMBERS


@dataclass(frozen=True)
class DraftShape:
    """Channels at 1/2, 1/4, ... of the picture's size, and of what is known of the whole picture."""

    widths: tuple[int, ...] = (24, 40, 64, 96, 128)
    whole: int = 96

    @property
    def multiple(self) -> int:
        """What a picture's sides are to be multiples of, in pixels."""
        return 1 << len(self.widths)

    def to_dict(self) -> dict[str, Any]:
        """As plain numbers, for checkpoints."""
        return asdict(self)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> DraftShape:
        """The shape that :meth:`to_dict` wrote."""
        return cls(tuple(table["widths"]), table["whole"])


class Block(nn.Module):
    """x + conv(relu(conv(relu(x))))."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.second.weight)

    def forward(self, x_bchw: Tensor) -> Tensor:
        """One step of refinement."""
        moved: Tensor = self.second(F.relu(self.first(F.relu(x_bchw))))
        return x_bchw + moved


class Draft(nn.Module):
    """ink (b,1,h,w), hints (b,4,h,w), palette (b,n) -> draft (b,3,h,w), not clipped; h and w multiples of `shape.multiple`.

    hints: the colour of each pixel whose region has a hint, and 1; zeros elsewhere. palette: draft.palette_of; zeros for none.
    """

    def __init__(self, shape: DraftShape | None = None) -> None:
        super().__init__()
        self.shape = shape or DraftShape()
        widths = self.shape.widths
        self.stem = nn.Conv2d(5, widths[0], 4, stride=2, padding=1)
        self.downs = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairwise(widths))
        self.ins = nn.ModuleList(Block(width) for width in widths)
        self.palette = nn.Linear(NUMBERS, self.shape.whole)
        self.deepest = nn.Linear(widths[-1], self.shape.whole)
        self.mixed = nn.Linear(self.shape.whole, self.shape.whole)
        self.films = nn.ModuleList(nn.Linear(self.shape.whole, 2 * width) for width in widths)
        self.ups = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairwise(widths))
        self.outs = nn.ModuleList(Block(width) for width in widths[:-1])
        self.last = nn.Conv2d(widths[0], 12, 3, padding=1)
        with torch.no_grad():  # the whole picture says nothing at first, and paper is white
            for name, value in self.films.named_parameters():
                value.mul_(0.1 if name.endswith("weight") else 0.0)
            self.last.weight.mul_(0.1)
            nn.init.ones_(self.last.bias)  # type: ignore[arg-type]

    def forward(self, ink_b1hw: Tensor, hints_b4hw: Tensor, palette_bn: Tensor) -> Tensor:
        """Propose."""
        there_b1hw = hints_b4hw[:, 3:]
        x = self.stem(torch.cat([ink_b1hw, hints_b4hw], 1))
        kept = []
        for level, block in enumerate(self.ins):
            if level:
                x = self.downs[level - 1](F.relu(x))
            x = block(x)
            kept.append(x)
        whole = F.relu(self.palette(palette_bn) + self.deepest(x.mean((2, 3))))
        whole = F.relu(self.mixed(whole))
        for level in reversed(range(len(kept))):
            if level < len(kept) - 1:
                x = kept[level] + F.interpolate(self.ups[level](x), scale_factor=2.0, mode="nearest")
            scale, shift = self.films[level](whole)[..., None, None].chunk(2, 1)
            x = x * (1 + scale) + shift
            if level < len(self.outs):
                x = self.outs[level](x)
        proposed = F.pixel_shuffle(self.last(F.relu(x)), 2)
        # Whoever gave a hint has the last word.
        return proposed + there_b1hw * (hints_b4hw[:, :3] - proposed)
