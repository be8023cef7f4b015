"""Colour maps that change slowly from place to place, and carry a photo p to a picture x:

    x_i = p_i + A_i p_i + b_i

First comes the one map that does best for the whole picture, and for the rest the guided filter (He, Sun, Tang, "Guided image
filtering", 2010, eq. 14 to 16 for colour): the best maps of every window, drawn towards no change where the photo is flat, and
averaged over the windows that a pixel lies in. Whatever x is, what they make of the photo has the photo's edges and texture
and no others. Here they are in torch, with a gradient; colourmaps.py finds the same in NumPy and applies them at full size.

Axes: c channels of the picture, d channels of the photo, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.methods.photo.colourmaps import EPSILON, TINY

REACH = (
    1 / 24
)  # radius of a window, as a share of the photo's long side: less, and a cheek falls into patches


@dataclass(frozen=True, eq=False)
class Maps:
    """A and b of every pixel."""

    change_dchw: Tensor
    offset_chw: Tensor

    def beyond(self, photo_13hw: Tensor) -> Tensor:
        """A p + b (c,h,w) of a photo of their size."""
        return (self.change_dchw * photo_13hw[0][:, None]).sum(0) + self.offset_chw


class Guide:
    """A photo (1,3,h,w) that pictures are explained by; linear in them, and it has a gradient."""

    def __init__(self, photo_13hw: Tensor, reach: float = REACH) -> None:
        """reach: radius of a window, as a share of the long side."""
        self._photo_13hw = photo_13hw
        self._radius = max(1, round(reach * max(photo_13hw.shape[-2:])))
        photo_dhw = photo_13hw[0]
        self._centred_dhw = photo_dhw - photo_dhw.mean((1, 2), keepdim=True)
        pixels = photo_dhw[0].numel()
        flat_dn = self._centred_dhw.flatten(1)
        ridge_dd = TINY * torch.eye(3, device=photo_13hw.device)
        self._regression_dn = torch.linalg.inv(flat_dn @ flat_dn.T / pixels + ridge_dd) @ flat_dn / pixels
        self._mean_dhw = self._means(photo_dhw)
        products = self._means(photo_dhw[:, None] * photo_dhw[None])
        spread_hwdd = (products - self._mean_dhw[:, None] * self._mean_dhw[None]).permute(2, 3, 0, 1)
        inverse = torch.linalg.inv(spread_hwdd + EPSILON * torch.eye(3, device=photo_13hw.device))
        self._inverse_ddhw = inverse.permute(2, 3, 0, 1).contiguous()

    def explained(self, picture_13hw: Tensor) -> Tensor:
        """What the maps to a picture of the photo's size make of the photo: of it that which is a colour map. Not clipped."""
        maps = self._fitted((picture_13hw - self._photo_13hw)[0])
        return self._photo_13hw + maps.beyond(self._photo_13hw)[None]

    def filtered(self, values_chw: Tensor) -> Tensor:
        """Values of any kind, such as masks, smoothed so that they end where the photo has an edge."""
        return self._fitted(values_chw).beyond(self._photo_13hw)

    def _fitted(self, values_chw: Tensor) -> Maps:
        whole_dc = self._regression_dn @ values_chw.flatten(1).T
        values_chw = values_chw - torch.einsum("dc,dhw->chw", whole_dc, self._centred_dhw)
        mean_chw = self._means(values_chw)
        products_dchw = self._means(self._photo_13hw[0][:, None] * values_chw[None])
        shared_dchw = products_dchw - self._mean_dhw[:, None] * mean_chw[None]
        change_dchw = torch.stack([(inverse[:, None] * shared_dchw).sum(0) for inverse in self._inverse_ddhw])
        offset_chw = mean_chw - (change_dchw * self._mean_dhw[:, None]).sum(0)
        mean_d11 = (self._photo_13hw[0] - self._centred_dhw)[:, :1, :1]
        moved_c11 = (whole_dc[:, :, None, None] * mean_d11[:, None]).sum(0)
        return Maps(
            self._means(change_dchw) + whole_dc[:, :, None, None], self._means(offset_chw) - moved_c11
        )

    def _means(self, values: Tensor) -> Tensor:
        """Means over windows of 2 radius + 1 pixels, at the border over what is there of them; as fast for any radius."""
        return _running(_running(values, self._radius).mT, self._radius).mT


def _running(values: Tensor, radius: int) -> Tensor:
    """Means along the last axis, from differences of running sums."""
    length = values.shape[-1]
    sums = F.pad(values.cumsum(-1), (1, 0))
    at = torch.arange(length, device=values.device)
    start, end = (at - radius).clamp_min(0), (at + radius + 1).clamp_max(length)
    return (sums[..., end] - sums[..., start]) / (end - start)
