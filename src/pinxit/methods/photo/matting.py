"""Photorealism: how far a picture x is from being the photo p with its colours changed, window by window.

In a window k of 3x3 pixels the colours of x are explained by those of p, x = a p + b, as well as may be:

    x^T L x = sum_k min over a, b of ( sum_{i in k} |x_i - a p_i - b|^2 + EPSILON |a|^2 )

That is the matting Laplacian L of Levin, Lischinski, Weiss ("A closed-form solution to natural image matting", 2006), whose
zeros are the pictures that are such a map of the photo in every window; as a loss: Luan et al. 2017, eq. 2. The maps are solved
for in every window at once and L is never written down, so there is no sparse matrix to make, to keep, or to move to a GPU:

    (L x)_i = sum over the windows k around i of ( x_i - a_k p_i - b_k ),   a_k = (S_k + EPSILON/9)^-1 cov_k(p, x)

Axes: c channels of the picture, d channels of the photo, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

EPSILON = 1e-7  # keeps maps of flat windows finite; as in the paper


class Matting:
    """The Laplacian of one photo (1,3,h,w), of at least 3x3 pixels.

    In double precision: EPSILON is below the rounding of a square in single precision.
    """

    def __init__(self, photo_13hw: Tensor) -> None:
        self._photo_dhw = photo_13hw[0].detach().double()
        self._mean_dhw = _means(self._photo_dhw)
        products = _means(self._photo_dhw[:, None] * self._photo_dhw[None])
        spread_ddhw = products - self._mean_dhw[:, None] * self._mean_dhw[None]
        ridge_dd = torch.eye(3, dtype=torch.float64, device=photo_13hw.device) * (EPSILON / 9)
        inverse = torch.linalg.inv(spread_ddhw.permute(2, 3, 0, 1) + ridge_dd)
        self._inverse_ddhw = inverse.permute(2, 3, 0, 1).contiguous()

    def times(self, picture_chw: Tensor) -> Tensor:
        """L x for a picture of the photo's height and width, in double precision."""
        x = picture_chw.double()
        mean_chw = _means(x)
        shared_dchw = _means(self._photo_dhw[:, None] * x[None]) - self._mean_dhw[:, None] * mean_chw[None]
        slope_dchw = torch.stack([(self._inverse_ddhw[d][:, None] * shared_dchw).sum(0) for d in range(3)])
        offset_chw = mean_chw - (slope_dchw * self._mean_dhw[:, None]).sum(0)
        windows_hw = _spread(torch.ones_like(mean_chw[:1]))
        explained_chw = (_spread(slope_dchw) * self._photo_dhw[:, None]).sum(0) + _spread(offset_chw)
        return windows_hw * x - explained_chw

    def energy(self, picture_13hw: Tensor) -> Tensor:
        """x^T L x, summed over channels, per pixel: a scalar with a gradient."""
        found: Tensor = _Energy.apply(picture_13hw, self)  # type: ignore[no-untyped-call]
        return found


class _Energy(torch.autograd.Function):
    """L is symmetric, so the gradient 2 L x costs nothing beside the value."""

    @staticmethod
    def forward(ctx: Any, picture_13hw: Tensor, matting: Matting) -> Tensor:
        x = picture_13hw[0]
        pixels = x.shape[-2] * x.shape[-1]
        product = matting.times(x)
        ctx.save_for_backward((2 / pixels * product[None]).to(picture_13hw.dtype))
        return ((x * product).sum() / pixels).to(picture_13hw.dtype)

    @staticmethod
    def backward(ctx: Any, *outer: Tensor) -> tuple[Tensor, None]:
        (slope,) = ctx.saved_tensors
        return outer[0] * slope, None


def _means(values: Tensor) -> Tensor:
    """Means (...,h-2,w-2) over the windows that lie wholly inside."""
    return _sums(values) / 9


def _spread(of_windows: Tensor) -> Tensor:
    """Sums (...,h,w) over the windows that each pixel lies in."""
    return _sums(F.pad(of_windows, (2, 2, 2, 2)))


def _sums(values: Tensor) -> Tensor:
    """Over windows of 3x3, along one axis and then the other: faster than pooling on a CPU."""
    rows = values[..., :-2, :] + values[..., 1:-1, :] + values[..., 2:, :]
    return rows[..., :-2] + rows[..., 1:-1] + rows[..., 2:]
