"""Generated looks: what a photographer's presets do to colours, at random. No preset file of anybody is needed.

Axes: b looks, n colours, 3 channels of sRGB 0..1, m monotone shapes. Each look is, in this order: white balance, a curve
for all channels and one for each, a mixing of channels that keeps greys, saturation, hue, and tints of shadows and lights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

_LUMA = torch.tensor([0.2126, 0.7152, 0.0722])
_GREY = torch.full((3,), 1 / math.sqrt(3))
_SHAPES = 7  # of `_monotone`


@dataclass(frozen=True)
class Looks:
    """Looks, all numbers of them on the first axis; `looks(colours)` applies each to its own colours."""

    balance_b3: Tensor
    curves_b3m: Tensor  # weights of the monotone shapes, non-negative, of sum 1
    blacks_b3: Tensor
    whites_b3: Tensor
    mixing_b33: Tensor
    shadows_b3: Tensor
    lights_b3: Tensor

    def __call__(self, rgb_bn3: Tensor) -> Tensor:
        """The colours (b,n,3) in each look, within 0..1."""
        x = (rgb_bn3 * self.balance_b3[:, None]).clamp(0, 1)
        x = torch.einsum("bncm,bcm->bnc", _monotone(x), self.curves_b3m)
        x = self.blacks_b3[:, None] + (self.whites_b3 - self.blacks_b3)[:, None] * x
        x = x @ self.mixing_b33.transpose(1, 2)
        light = (x @ _LUMA.to(x)).clamp(0, 1)[..., None]
        x = x + self.shadows_b3[:, None] * (1 - light).square() + self.lights_b3[:, None] * light.square()
        return x.clamp(0, 1)


def random_looks(count: int, device: torch.device | str = "cpu") -> Looks:
    """`count` looks; many are mild, as looks of photos are, and some strong. Drawn from torch's own generator."""

    def normal(*shape: int) -> Tensor:
        return torch.randn(count, *shape, device=device)

    def uniform(*shape: int) -> Tensor:
        return torch.rand(count, *shape, device=device)

    amount = uniform(1) ** 0.7
    warm, green = 0.18 * amount * normal(1), 0.06 * amount * normal(1)
    balance = torch.exp(torch.cat([warm, green, -warm], 1))
    common, own = uniform(1, _SHAPES) ** 4, uniform(3, _SHAPES) ** 4
    bent = common / common.sum(-1, keepdim=True) + 0.4 * own / own.sum(-1, keepdim=True)
    bent = amount[..., None] * bent / bent.sum(-1, keepdim=True)
    straight = torch.zeros_like(bent)
    straight[..., 0] = 1 - amount
    blacks = amount * (0.12 * uniform(1) * (uniform(1) < 0.4) + 0.04 * uniform(3))
    whites = 1 - amount * (0.15 * uniform(1) * (uniform(1) < 0.3) + 0.04 * uniform(3))
    mixing = _saturation(torch.exp(0.45 * amount * normal(1))) @ _hue(0.12 * amount * normal(1))
    mixing = mixing @ _mixing(0.06 * amount[..., None] * normal(3, 3))
    return Looks(
        balance,
        bent + straight,
        blacks,
        whites,
        mixing,
        _tint(0.09 * amount * normal(3)),
        _tint(0.07 * amount * normal(3)),
    )


def _monotone(x: Tensor) -> Tensor:
    """Seven shapes that all rise from 0 to 1, (...,m): a mean of them rises from 0 to 1 too. The first is straight."""
    dark, square = 1 - x, x * x
    steep = square * (3 - 2 * x)
    return torch.stack([x, square, x * square, 1 - dark.square(), 1 - dark**3, steep, 2 * x - steep], -1)


def _saturation(amount_b1: Tensor) -> Tensor:
    eye = torch.eye(3, device=amount_b1.device)
    grey = _LUMA.to(eye).expand(3, 3)
    return grey + amount_b1.clamp(0, 1.9)[..., None] * (eye - grey)


def _hue(angle_b1: Tensor) -> Tensor:
    """Rotation about the axis of greys (Rodrigues)."""
    angle = angle_b1[..., None]
    a = _GREY.to(angle.device)
    eye, zero = torch.eye(3, device=a.device), torch.zeros((), device=a.device)
    cross = torch.stack(
        [torch.stack([zero, -a[2], a[1]]), torch.stack([a[2], zero, -a[0]]), torch.stack([-a[1], a[0], zero])]
    )
    return torch.cos(angle) * eye + torch.sin(angle) * cross + (1 - torch.cos(angle)) * torch.outer(a, a)


def _mixing(noise_b33: Tensor) -> Tensor:
    """Rows of sum 1: what is grey stays grey."""
    return torch.eye(3, device=noise_b33.device) + noise_b33 - noise_b33.mean(-1, keepdim=True)


def _tint(colour_b3: Tensor) -> Tensor:
    """A colour without lightness of its own."""
    return colour_b3 - (colour_b3 @ _LUMA.to(colour_b3))[..., None]
