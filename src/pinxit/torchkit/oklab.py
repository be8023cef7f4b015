"""OKLab for losses (Ottosson, "A perceptual color space for image processing", 2020), as `imageops.colour` has it in numpy."""

from __future__ import annotations

import torch
from torch import Tensor

from pinxit.imageops.colour import LMS_TO_LAB, RGB_TO_LMS


def rgb_to_oklab(rgb_bchw: Tensor) -> Tensor:
    """sRGB (b,3,h,w) above 0 -> lightness, a, b (b,3,h,w). Cube roots have no slope at 0: keep away from it."""
    linear = torch.where(rgb_bchw <= 0.04045, rgb_bchw / 12.92, ((rgb_bchw + 0.055) / 1.055) ** 2.4)
    lms = _mixed(RGB_TO_LMS, linear) ** (1 / 3)
    return _mixed(LMS_TO_LAB, lms)


def _mixed(matrix: object, x_bchw: Tensor) -> Tensor:
    weights = torch.as_tensor(matrix, dtype=x_bchw.dtype, device=x_bchw.device)
    mixed: Tensor = torch.einsum("ij,bjhw->bihw", weights, x_bchw)
    return mixed
