"""Between arrays of pictures and tensors. Axes: h rows, w columns; sRGB 0..1."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.imageops.resize import resize

Float = NDArray[np.float32]


def to_tensor(rgb_hw3: Float, device: torch.device | str = "cpu") -> Tensor:
    """(h,w,3) as (1,3,h,w), a copy."""
    return torch.from_numpy(rgb_hw3.transpose(2, 0, 1)[None].copy()).to(device)


def at_size(rgb_hw3: Float, size: tuple[int, int], device: torch.device) -> Tensor:
    """(h,w,3) resized to size (height, width), within 0..1, as (1,3,height,width)."""
    return to_tensor(resize(rgb_hw3, *size, clip=True), device)


def to_array(rgb_13hw: Tensor) -> Float:
    """(1,3,h,w) as (h,w,3), C-contiguous, a copy."""
    return np.ascontiguousarray(rgb_13hw.detach()[0].permute(1, 2, 0).cpu().numpy())
