"""The preset network: reads a picture's look once and gives two maps of colours, one that removes it and one that adds it.

Axes: b batch, n colours, k features, v vector. A map is a sum of k fixed soft steps in colour space, learned once for all
pictures, weighed by numbers that the reader gives for each picture: y = x + [tanh(x P + c), 1] M. The directions P and
offsets c are the nonlinearity by which the map can bend (a curve is many steps in one direction); it is linear in M, so a
reader learns it easily. (Ke et al., "Neural Preset", 2023, predict a k x k matrix between two fixed ones and have no
nonlinearity: what they predict is a 3 x 3 matrix in the end.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from pinxit.torchkit.reader import Reader, ReaderShape

STEEPEST = 4.0  # of the soft steps at first, over a colour cube of -1..1


@dataclass(frozen=True)
class PresetShape:
    """Sizes: soft steps of each map, and the reader's own."""

    steps: int = 32
    reader: ReaderShape = field(
        default_factory=lambda: ReaderShape(side=96, widths=(24, 40, 64, 96), hidden=128, palette=32)
    )

    def to_dict(self) -> dict[str, Any]:
        """As plain numbers, for checkpoints."""
        return asdict(self)

    @classmethod
    def from_dict(cls, table: Mapping[str, Any]) -> PresetShape:
        """The shape that :meth:`to_dict` wrote."""
        reader = table["reader"]
        return cls(table["steps"], ReaderShape(**{**reader, "widths": tuple(reader["widths"])}))


class ColourMap(nn.Module):
    """Colours (b,n,3) sRGB 0..1 and weights (b,k+1,3) of the soft steps -> colours (b,n,3), not clipped."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        # Half of the steps look along one channel, as curves do; the rest anywhere.
        directions = torch.randn(3, steps)
        for i in range(steps // 2):
            directions[:, i] = torch.eye(3)[i % 3]
        steepness = 1 + (STEEPEST - 1) * torch.rand(steps)
        directions = directions / directions.norm(dim=0) * steepness
        self.directions = nn.Parameter(directions)
        self.offsets = nn.Parameter((2 * torch.rand(steps) - 1) * steepness)

    def forward(self, rgb_bn3: Tensor, weights_bk3: Tensor) -> Tensor:
        """Map."""
        features = torch.tanh((2 * rgb_bn3 - 1) @ self.directions + self.offsets)
        moved: Tensor = rgb_bn3 + features @ weights_bk3[:, :-1] + weights_bk3[:, -1:]
        return moved


class Preset(nn.Module):
    """The reader, the map that removes a look, and the map that adds one."""

    def __init__(self, shape: PresetShape | None = None) -> None:
        super().__init__()
        self.shape = shape or PresetShape()
        self.numbers = (self.shape.steps + 1) * 3
        self.reader = Reader(self.shape.reader, 2 * self.numbers)
        self.remove = ColourMap(self.shape.steps)
        self.add = ColourMap(self.shape.steps)

    def read(self, pictures_bchw: Tensor) -> tuple[Tensor, Tensor]:
        """Weights (b,k+1,3) for :attr:`remove` and for :attr:`add` of pictures (b,3,h,w) sRGB 0..1."""
        removing, adding = self.reader(pictures_bchw).float().view(-1, 2, self.shape.steps + 1, 3).unbind(1)
        return removing, adding
