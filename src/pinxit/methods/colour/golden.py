"""The golden pair, made again on this machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.methods.colour.preset import load, repainted
from pinxit.zoo.catalogue import Model


def paint(model: Model, device: str) -> tuple[NDArray[np.float32], str]:
    """The golden photo in the golden look (h,w,3), and what made it: always the CPU. Raises ModelError, PictureError."""
    golden = model.manifest.golden
    photo, look = (Picture.of(model.read(name)) for name in (golden.photo, golden.style))
    reading = load(model)
    return repainted(reading, photo, look), reading.session.device
