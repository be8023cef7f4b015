"""The draft network: how likely each of a grid of colours is at each place of a drawing, given its lines, what hints say, and a
palette; and the colours that are made of that.

Axes: b batch, c channels, h rows, w columns, n colours of the grid (draft.GRID). Colours are sRGB 0..1.

A U-net (Ronneberger, Fischer, Brox 2015) without normalisation, so that a picture's size changes nothing; every residual block
begins as nothing (Zhang, Dauphin, Ma, "Fixup initialization", 2019). What holds for the whole picture, the palettes and the mean
of the deepest features, scales and shifts every level on the way up (Perez et al., "FiLM", 2018), so that far corners agree.

Likelihoods, because a drawing says little about its colours, and the mean of all that they might be is brown (Zhang, Isola,
Efros, "Colorful image colorization", 2016). Ours: palette and hints also shift the likelihoods directly; and a place takes the
mean of what is likely *around* the likeliest colour, one step of a mean shift, so that a grid of 64 is fine enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pinxit.methods.lineart.draft import AROUND, GRID, LEAST, NUMBERS


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
    """ink (b,1,h,w), hints (b,4,h,w), palette and used (b,n) -> logits (b,n,h/2,w/2); h and w multiples of `shape.multiple`.

    hints: the colour of each pixel whose region has a hint, and 1; zeros elsewhere. palette: what the colours are to be, zeros
    for none; used: those of the hints, zeros without; both as draft.palette_of gives them.
    """

    def __init__(self, shape: DraftShape | None = None) -> None:
        super().__init__()
        self.shape = shape or DraftShape()
        widths, whole = self.shape.widths, self.shape.whole
        self.stem = nn.Conv2d(5, widths[0], 4, stride=2, padding=1)
        self.downs = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairwise(widths))
        self.ins = nn.ModuleList(Block(width) for width in widths)
        self.palettes = nn.Linear(2 * NUMBERS, whole)
        self.deepest = nn.Linear(widths[-1], whole)
        self.mixed = nn.Linear(whole, whole)
        self.films = nn.ModuleList(nn.Linear(whole, 2 * width) for width in widths)
        self.ups = nn.ModuleList(nn.Conv2d(b, a, 1) for a, b in pairwise(widths))
        self.outs = nn.ModuleList(Block(width) for width in widths[:-1])
        self.likely = nn.Conv2d(widths[0], NUMBERS, 1)
        # How much the palette, and the hints' colours, shift the likelihoods of all places alike.
        self.trust = nn.Parameter(torch.tensor([0.7, 0.2]))
        with torch.no_grad():  # the whole picture says nothing at first, and paper is white
            for name, value in self.films.named_parameters():
                value.mul_(0.1 if name.endswith("weight") else 0.0)
            self.likely.bias[-1] = 2.0  # type: ignore[index]

    def forward(self, ink_b1hw: Tensor, hints_b4hw: Tensor, palette_bn: Tensor, used_bn: Tensor) -> Tensor:
        """Say what is likely."""
        x_bchw = self.features(ink_b1hw, hints_b4hw, palette_bn, used_bn)
        return self.judged(x_bchw, palette_bn, used_bn)

    def features(self, ink_b1hw: Tensor, hints_b4hw: Tensor, palette_bn: Tensor, used_bn: Tensor) -> Tensor:
        """What the network makes of each place (b,c,h/2,w/2)."""
        x: Tensor = self.stem(torch.cat([ink_b1hw, hints_b4hw], 1))
        kept = []
        for level, block in enumerate(self.ins):
            if level:
                x = self.downs[level - 1](F.relu(x))
            x = block(x)
            kept.append(x)
        whole = F.relu(self.palettes(torch.cat([palette_bn, used_bn], 1)) + self.deepest(x.mean((2, 3))))
        whole = F.relu(self.mixed(whole))
        for level in reversed(range(len(kept))):
            if level < len(kept) - 1:
                x = kept[level] + F.interpolate(self.ups[level](x), scale_factor=2.0, mode="nearest")
            scale, shift = self.films[level](whole)[..., None, None].chunk(2, 1)
            x = x * (1 + scale) + shift
            if level < len(self.outs):
                x = self.outs[level](x)
        return x

    def judged(self, x_bchw: Tensor, palette_bn: Tensor, used_bn: Tensor) -> Tensor:
        """How likely each colour is at places with these features."""
        prior_bn = self.trust[0] * heard(palette_bn) + self.trust[1] * heard(used_bn)
        logits: Tensor = self.likely(F.relu(x_bchw)) + prior_bn[..., None, None]
        return logits


def heard(palette_bn: Tensor) -> Tensor:
    """What a palette says of each colour: the logarithm of its share, from 0 on where it has none; nothing for no palette."""
    return torch.log1p(palette_bn / LEAST)


def coloured(logits_bnhw: Tensor, hints_b4hw: Tensor) -> Tensor:
    """The colours (b,3,2h,2w) that likelihoods (b,n,h,w) make; where there are hints, theirs: they have the last word."""
    likely = logits_bnhw.softmax(1)
    around = torch.from_numpy(AROUND).to(likely)[likely.argmax(1)].permute(0, 3, 1, 2)
    near = likely * around
    colours = torch.einsum("bnhw,nc->bchw", near, torch.from_numpy(GRID).to(likely)) / near.sum(
        1, keepdim=True
    )
    proposed = F.interpolate(colours, scale_factor=2.0, mode="nearest")
    there_b1hw = hints_b4hw[:, 3:]
    return proposed + there_b1hw * (hints_b4hw[:, :3] - proposed)
