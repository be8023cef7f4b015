"""The noise of a generator: one cell of numbers for every 2^depth pixels of the picture.

Three kinds (Bergmann, Jetchev, Vollgraf, "Learning Texture Manifolds with the Periodic Spatial GAN", 2017): the same everywhere,
new in every cell, and waves whose lengths are learned. A map belongs to a whole picture, and a window of it is cut out of it, so
that tiles of a picture agree.
Axes: c channels, h w cells, g global numbers, p waves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class NoiseShape:
    """How many channels of each kind."""

    everywhere: int = 0
    local: int = 10
    waves: int = 0

    @property
    def channels(self) -> int:
        """All of them."""
        return self.everywhere + self.local + self.waves


@dataclass(frozen=True, eq=False)
class NoiseMap:
    """The noise of one picture of height x width cells; beyond its borders it begins again."""

    everywhere_g: Tensor
    local_chw: Tensor
    phases_p: Tensor

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in cells."""
        return self.local_chw.shape[-2], self.local_chw.shape[-1]


class Noise(nn.Module):
    """Draws maps of noise and cuts windows out of them; the lengths of its waves are learned."""

    def __init__(self, shape: NoiseShape) -> None:
        super().__init__()
        self.shape = shape
        # Waves of 3 to 12 cells in all directions to begin with; numbers everywhere bend them, as in the paper.
        lengths = torch.linspace(3, 12, max(1, shape.waves))[: shape.waves]
        angles = torch.arange(shape.waves) * 2.4
        numbers_p2 = 2 * math.pi / lengths[:, None] * torch.stack([angles.sin(), angles.cos()], 1)
        self.numbers_p2 = nn.Parameter(numbers_p2)
        self.bend = nn.Linear(shape.everywhere, 2 * shape.waves) if shape.waves and shape.everywhere else None
        if self.bend is not None:
            nn.init.normal_(self.bend.weight, 0.0, 0.02)
            nn.init.zeros_(self.bend.bias)

    def draw(self, height: int, width: int, rng: torch.Generator) -> NoiseMap:
        """A map of height x width cells, uniform in -1..1. Drawn on the CPU, so that a seed means the same on every device."""

        def uniform(*size: int) -> Tensor:
            return torch.rand(size, generator=rng).mul_(2).sub_(1).to(self.numbers_p2.device)

        return NoiseMap(
            uniform(self.shape.everywhere),
            uniform(self.shape.local, height, width),
            uniform(self.shape.waves).mul(math.pi),
        )

    def window(
        self, noise: NoiseMap, y0: int, x0: int, height: int, width: int, *, wrapped: bool = False
    ) -> Tensor:
        """(c, height, width) cells from (y0, x0) on, which may lie beyond the border.

        wrapped: the waves are bent a little, so that they too begin again at the border.
        """
        device = noise.local_chw.device
        y_h, x_w = (
            torch.arange(start, start + count, device=device) for start, count in ((y0, height), (x0, width))
        )
        rows, columns = noise.size
        local = noise.local_chw[:, (y_h % rows)[:, None], (x_w % columns)[None]]
        everywhere = noise.everywhere_g[:, None, None].expand(-1, height, width)
        return torch.cat([everywhere, local, self._waves(noise, y_h, x_w, wrapped)])

    def _waves(self, noise: NoiseMap, y_h: Tensor, x_w: Tensor, wrapped: bool) -> Tensor:
        numbers_p2: Tensor = self.numbers_p2
        if self.bend is not None:
            numbers_p2 = numbers_p2 + self.bend(noise.everywhere_g).view(-1, 2)
        if wrapped:
            whole_2 = 2 * math.pi / torch.tensor(noise.size, device=numbers_p2.device)
            numbers_p2 = (numbers_p2 / whole_2).round() * whole_2
        along_ph, across_pw = numbers_p2[:, :1] * y_h, numbers_p2[:, 1:] * x_w
        return (along_ph[:, :, None] + across_pw[:, None] + noise.phases_p[:, None, None]).sin()
