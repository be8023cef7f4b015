"""The border of the object: no more contrast shall cross it than crosses a line drawn anywhere in the painting.

A thing that was laid on a painting shows by its outline first. Painters lose outlines in some places and keep them in others, and
how many they keep the painting itself says: gradients across the border, sorted, are brought down to as many quantiles of the
painting's own gradients. What is below them already stays.

Axes: h rows, w columns, n places; pictures are (1,3,h,w), sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from pinxit.imageops.colour import LUMA
from pinxit.imageops.masks import feather
from pinxit.methods.harmonise.losses import TINY, quantiles

WIDTH = 4.0  # pixels to either side of the mask's border that the blur reaches whose slope says where it is and how it runs
STEEP = 0.25  # of the steepest slope, from which a pixel is on the border


@dataclass(frozen=True, eq=False)
class Border:
    """Where the border runs: places on_hw (bool), and the direction across it there, normal_2n (rows, columns)."""

    on_hw: Tensor
    normal_2n: Tensor

    @classmethod
    def of(cls, tight_hw: Tensor) -> Border:
        """The border of a mask, 0..1."""
        soft_hw = torch.from_numpy(feather(tight_hw.cpu().numpy(), WIDTH)).to(tight_hw.device)
        slope_2hw = torch.stack(torch.gradient(soft_hw))
        length_hw = torch.linalg.vector_norm(slope_2hw, dim=0)
        on_hw = length_hw > STEEP * length_hw.max()
        return cls(on_hw, slope_2hw[:, on_hw] / length_hw[on_hw])

    def across(self, picture_13hw: Tensor) -> Tensor:
        """How much luma changes across the border at its places (n,), a pixel."""
        down_hw, along_hw = _slopes(picture_13hw)
        return (down_hw[self.on_hw] * self.normal_2n[0] + along_hw[self.on_hw] * self.normal_2n[1]).abs()


@dataclass(frozen=True, eq=False)
class Crossing:
    """An error of the layer `losses.PIXELS`, (1,3,h,w) of 0..255: how far contrasts across the border are above the painting's.

    What is looked at is the blend: these pixels where soft_hw is 1, ground_13hw where it is 0.
    """

    border: Border
    soft_hw: Tensor
    ground_13hw: Tensor
    wanted_n: Tensor

    @classmethod
    def of(cls, border: Border, soft_hw: Tensor, ground_13hw: Tensor, painting_13hw: Tensor) -> Crossing:
        """ground_13hw: the part of the painting that the object is in; painting_13hw: all of it."""
        slopes_1m = torch.cat([slope_hw.abs().flatten() for slope_hw in _slopes(painting_13hw)])[None]
        return cls(border, soft_hw, ground_13hw, quantiles(slopes_1m, int(border.on_hw.sum()))[0])

    def __call__(self, pixels_13hw: Tensor) -> Tensor:
        """The error, in units of the painting's contrasts: a scalar."""
        blend_13hw = torch.lerp(self.ground_13hw, pixels_13hw / 255, self.soft_hw)
        above_n = (self.border.across(blend_13hw).sort().values - self.wanted_n).clamp_min(0)
        return above_n.square().sum() / self.wanted_n.square().sum().clamp_min(TINY)


def _slopes(picture_13hw: Tensor) -> tuple[Tensor, Tensor]:
    """Of luma, down and along (h,w)."""
    luma_3 = torch.from_numpy(LUMA).to(picture_13hw)
    down_hw, along_hw = torch.gradient(torch.einsum("chw,c->hw", picture_13hw[0], luma_3))
    return down_hw, along_hw
