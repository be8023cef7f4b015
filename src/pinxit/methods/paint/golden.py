"""The golden pair, painted again on this machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.methods.paint.brush import load_brush
from pinxit.zoo.catalogue import Model
from pinxit.zoo.stylefile import from_bytes


def paint(model: Model, device: str) -> tuple[NDArray[np.float32], str]:
    """The golden photo in the golden style (h,w,3), and what painted it. Raises ModelError, DeviceError, PictureError."""
    golden = model.manifest.golden
    brush = load_brush(model, device)
    vector = from_bytes(model.read(golden.style), golden.style).vector
    return brush.paint(Picture.of(model.read(golden.photo)).rgb_hw3, vector), brush.session.device
