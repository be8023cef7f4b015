"""The golden pair, made again on this machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.methods.photo.wct import load, repainted
from pinxit.zoo.catalogue import Model


def paint(model: Model, device: str) -> tuple[NDArray[np.float32], str]:
    """The golden photo in the golden style (h,w,3), and what made it. Raises ModelError, PictureError, DeviceError."""
    golden = model.manifest.golden
    photo, style = (Picture.of(model.read(name)) for name in (golden.photo, golden.style))
    transfer = load(model, device)
    return repainted(transfer, photo, style), transfer.session.device
