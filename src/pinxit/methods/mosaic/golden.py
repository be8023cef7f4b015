"""The golden pair, made again on this machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.methods.mosaic import worlds
from pinxit.zoo.catalogue import Model


def paint(model: Model, device: str) -> tuple[NDArray[np.float32], str]:
    """The golden photo in this world (h,w,3), and what made it. Raises ModelError, PictureError, DeviceError."""
    world = worlds.load(model, device)
    photo = Picture.of(model.read(model.manifest.golden.photo))
    return world.paint(photo.rgb_hw3, 0, 0, 0), world.session.device
