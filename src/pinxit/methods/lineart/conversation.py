"""Regions of a drawing that look at each other: which are alike, and what their hints say of each other.

Axes: b batch, r regions that ask, k those that are looked at, c features, n colours of the grid, d channels of a region.

Two layers of attention (Vaswani et al., "Attention is all you need", 2017), each beginning as nothing; then every region weighs
the hints of the others, and what it hears shifts how likely colours are, as palettes do.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pinxit.methods.lineart.draft import PLACE
from pinxit.methods.lineart.grid import NUMBERS

HEADS = 4
LAYERS = 2
LOUDEST = 8.0  # logarithm: the most that a hint counts


class Look(nn.Module):
    """x + attention to all regions, then x + what two dense layers make of it."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        for last in (self.out, self.narrow):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    def forward(self, x_brd: Tensor, there_br: Tensor) -> Tensor:
        """One look. there: which regions there are, the others pad."""
        asked = self.before(x_brd)
        q, k, v = (
            each(asked).unflatten(-1, (HEADS, -1)).transpose(1, 2)
            for each in (self.query, self.key, self.value)
        )
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=there_br[:, None, None])
        x_brd = x_brd + self.out(seen.transpose(1, 2).flatten(2))
        moved: Tensor = self.narrow(F.relu(self.wide(self.between(x_brd))))
        return x_brd + moved


class Conversation(nn.Module):
    """features (b,r,c), places (b,r,PLACE), hinted (b,r,n) -> what is added to the logits (b,r,n)."""

    def __init__(self, features: int, width: int) -> None:
        super().__init__()
        self.enter = nn.Linear(features + PLACE + NUMBERS, width)
        self.looks = nn.ModuleList(Look(width) for _ in range(LAYERS))
        self.last = nn.LayerNorm(width)
        self.likely = nn.Linear(width, NUMBERS)
        self.ask, self.answer = nn.Linear(width, width), nn.Linear(width, width)
        self.loud = nn.Parameter(torch.zeros(1))
        nn.init.zeros_(self.likely.weight)
        nn.init.zeros_(self.likely.bias)

    def forward(self, features_brc: Tensor, places_brp: Tensor, hinted_brn: Tensor) -> Tensor:
        """What regions tell each other. A region without a share of the picture (places) is not looked at."""
        there_br = places_brp[..., -1] > 0
        x_brd = self.enter(torch.cat([features_brc, places_brp, hinted_brn], -1))
        for look in self.looks:
            x_brd = look(x_brd, there_br)
        x_brd = self.last(x_brd)
        alike_brk = self.ask(x_brd) @ self.answer(x_brd).transpose(1, 2) * x_brd.shape[-1] ** -0.5
        heard_brn = (alike_brk + self.loud).clamp(max=LOUDEST).exp() @ hinted_brn
        likely_brn: Tensor = self.likely(x_brd)
        return likely_brn + torch.log1p(heard_brn)
