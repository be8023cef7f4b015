"""The draft network: how likely each of a grid of colours is for each region of a drawing, given its lines, what hints say, and a
palette; and the colours that are made of that.

Axes: b batch, c channels, h rows, w columns, r regions, n colours of the grid (draft.GRID). Colours are sRGB 0..1.

A U-net (Ronneberger, Fischer, Brox 2015) without normalisation, so that a picture's size changes nothing; every residual block
begins as nothing (Zhang, Dauphin, Ma, "Fixup initialization", 2019). What holds for the whole picture, the palettes and the mean
of the deepest features, scales and shifts every level on the way up (Perez et al., "FiLM", 2018). Then each region is the mean of
the features in it, and regions look at each other (conversation.py): a second wheel is coloured as the first one was told to be.

Likelihoods, because a drawing says little about its colours, and the mean of all that they might be is brown (Zhang, Isola,
Efros, "Colorful image colorization", 2016). Ours: palette and hints also shift the likelihoods directly. What becomes of them is
said by choosing.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pinxit.methods.lineart.choosing import AROUND
from pinxit.methods.lineart.conversation import Conversation
from pinxit.methods.lineart.draft import LEAST
from pinxit.methods.lineart.grid import GRID, NUMBERS


@dataclass(frozen=True)
class DraftShape:
    """Channels at 1/2, 1/4, ... of the picture's size, of what is known of the whole picture, and of a region."""

    widths: tuple[int, ...] = (24, 40, 64, 96, 128)
    whole: int = 96
    region: int = 64

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
        return cls(tuple(table["widths"]), table["whole"], table["region"])


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


@dataclass(frozen=True, eq=False)
class Told:
    """What the network is given; h and w are multiples of `DraftShape.multiple`.

    ink: (b,1,h,w). hints: (b,4,h,w), the colour of each pixel whose region has a hint, and 1; zeros elsewhere.
    palette: (b,n), what the colours are to be, zeros for none; used: (b,n), those of the hints; as draft.palette_of gives them.
    labels: (b,h/2,w/2), integers, the region of each place, r for none. places: (b,r,3), as draft.places_of gives them.
    hinted: (b,r,n), the colour of a region's hint on the grid, zeros without one.
    """

    ink_b1hw: Tensor
    hints_b4hw: Tensor
    palette_bn: Tensor
    used_bn: Tensor
    labels_bhw: Tensor
    places_br3: Tensor
    hinted_brn: Tensor


class Draft(nn.Module):
    """`Told` -> logits (b,r,n)."""

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
        self.likely = nn.Linear(widths[0], NUMBERS)
        self.conversation = Conversation(widths[0], self.shape.region)
        # How much the palette, and the hints' colours, shift the likelihoods of all places alike.
        self.trust = nn.Parameter(torch.tensor([0.7, 0.2]))
        with torch.no_grad():  # the whole picture says nothing at first, and paper is white
            for name, value in self.films.named_parameters():
                value.mul_(0.1 if name.endswith("weight") else 0.0)
            self.likely.bias[-1] = 2.0

    def forward(self, told: Told) -> Tensor:
        """Say what is likely."""
        x_bchw = self.features(told.ink_b1hw, told.hints_b4hw, told.palette_bn, told.used_bn)
        means_brc = pooled(F.relu(x_bchw), told.labels_bhw, told.places_br3.shape[1])
        prior_bn = self.trust[0] * heard(told.palette_bn) + self.trust[1] * heard(told.used_bn)
        said_brn: Tensor = self.conversation(means_brc, told.places_br3, told.hinted_brn)
        logits_brn: Tensor = self.likely(means_brc) + said_brn + prior_bn[:, None]
        return logits_brn

    def features(self, ink_b1hw: Tensor, hints_b4hw: Tensor, palette_bn: Tensor, used_bn: Tensor) -> Tensor:
        """What the network makes of each place (b,c,h/2,w/2)."""
        kept = descended(self.stem(torch.cat([ink_b1hw, hints_b4hw], 1)), self.downs, self.ins)
        x = kept[-1]
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


def descended(x_bchw: Tensor, downs: nn.ModuleList, blocks: nn.ModuleList) -> list[Tensor]:
    """The way down of a U-net: what is kept at each level, the finest first."""
    kept = [blocks[0](x_bchw)]
    for down, block in zip(downs, blocks[1:], strict=True):
        kept.append(block(down(F.relu(kept[-1]))))
    return kept


def pooled(x_bchw: Tensor, labels_bhw: Tensor, regions: int, *, mean: bool = True) -> Tensor:
    """The mean of each region's features, or their sum (b,r,c); zeros for a region without a place."""

    def sums(values_bcp: Tensor) -> Tensor:
        index_bcp = labels_bhw.flatten(1)[:, None].expand_as(values_bcp)
        # One more for what belongs to no region.
        nothing = values_bcp.new_zeros(*values_bcp.shape[:2], regions + 1)
        return nothing.scatter_add(2, index_bcp, values_bcp)[..., :-1].transpose(1, 2)

    flat_bcp = x_bchw.flatten(2).float()
    return sums(flat_bcp) / sums(torch.ones_like(flat_bcp[:, :1])).clamp(min=1) if mean else sums(flat_bcp)


def heard(palette_bn: Tensor) -> Tensor:
    """What a palette says of each colour: the logarithm of its share, from 0 on where it has none; nothing for no palette."""
    return torch.log1p(palette_bn / LEAST)


def coloured(logits_brn: Tensor) -> Tensor:
    """The colours (b,r,3) that likelihoods make, each region by itself: for previews."""
    likely = logits_brn.softmax(-1)
    near = likely * torch.from_numpy(AROUND).to(likely)[likely.argmax(-1)]
    return near @ torch.from_numpy(GRID).to(likely) / near.sum(-1, keepdim=True)
