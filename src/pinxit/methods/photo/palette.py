"""How far the colours of a region are from those of a style, however they lie in the picture.

The sliced Wasserstein distance (Rabin, Peyre, Delon, Bernot 2011): along each of some directions in RGB, the colours of both in
order, and the mean squared difference of those of one rank. Gram matrices hold means and products only, and let a sunset
become brown.

Axes: n drawn pixels, k directions, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

DRAWN = 4096  # pixels
# Each channel, lightness, and the differences that make hue and saturation.
DIRECTIONS = (
    (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1), (1, -1, 0), (0, 1, -1), (1, 0, -1), (1, 1, -2), (1, -2, 1), (-2, 1, 1),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Palette:
    """drawn_n: pixels of the picture that stand for the region. wanted_nk: the style's colours in order, by direction."""

    drawn_n: Tensor
    wanted_nk: Tensor

    def distance(self, picture_13hw: Tensor) -> Tensor:
        """Mean squared difference of rank and rank: a scalar with a gradient."""
        return (_ordered(picture_13hw[0].flatten(1)[:, self.drawn_n]) - self.wanted_nk).square().mean()


def palette(
    inside_hw: Tensor, styles: Sequence[tuple[Tensor, Tensor, float]], chance: np.random.Generator
) -> Palette:
    """Of a region (how much each pixel belongs to it), to look like pictures (1,3,h,w), each with the same and its weight."""
    colours_3m = torch.cat([style[0].flatten(1) for style, _, _ in styles], 1)
    shares_m = torch.cat([there_hw.flatten() * (weight / there_hw.sum()) for _, there_hw, weight in styles])
    wanted_n = _drawn(shares_m, chance)
    return Palette(_drawn(inside_hw.flatten(), chance), _ordered(colours_3m[:, wanted_n]))


def _drawn(shares_m: Tensor, chance: np.random.Generator) -> Tensor:
    """Which pixels stand for all, as often as their shares say: evenly spaced in their sum, so no two draws differ much."""
    ends = np.cumsum(shares_m.double().cpu().numpy())
    at_n = (np.arange(DRAWN) + chance.random(DRAWN)) / DRAWN * ends[-1]
    return torch.from_numpy(np.minimum(np.searchsorted(ends, at_n), len(ends) - 1)).to(shares_m.device)


def _ordered(colours_3n: Tensor) -> Tensor:
    directions_k3 = torch.nn.functional.normalize(colours_3n.new_tensor(DIRECTIONS), dim=1)
    ordered_kn: Tensor = (directions_k3 @ colours_3n).sort(1).values
    return ordered_kn.T
