"""The golden pair, told again on this machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.methods.harmonise.level import load, pixel_of
from pinxit.zoo.catalogue import Model


def paint(model: Model, device: str) -> tuple[NDArray[np.float32], str]:
    """The shares of the golden painting as one pixel (1,1,3), and what told them: always the CPU. ModelError, PictureError."""
    reader = load(model)
    return pixel_of(reader(Picture.of(model.read(model.manifest.golden.style)))), reader.session.device
