"""The golden pair, made again on this machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.methods.lineart.draft import drafted, load
from pinxit.zoo.catalogue import Model


def paint(model: Model, device: str) -> tuple[NDArray[np.float32], str]:
    """The draft of the golden lines (h,w,3), and what made it: always the CPU. Raises ModelError, PictureError."""
    golden = model.manifest.golden
    lines, reference = (Picture.of(model.read(name)) for name in (golden.photo, golden.style))
    drafting = load(model)
    return drafted(drafting, lines, reference), drafting.session.device
