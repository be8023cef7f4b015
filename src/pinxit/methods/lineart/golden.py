"""The golden pair, made again on this machine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.methods.lineart import draft, traced
from pinxit.zoo.catalogue import Model


def paint(model: Model, device: str) -> tuple[NDArray[np.float32], str]:
    """The draft of the golden lines, or where lines are likely in the golden photo (h,w,3), and what made it: always the CPU.

    Raises ModelError, PictureError.
    """
    golden = model.manifest.golden
    first, reference = (Picture.of(model.read(name)) for name in (golden.photo, golden.style))
    if traced.GRAPH in model.manifest.files:
        tracing = traced.load(model)
        return traced.likelihood(tracing, first), tracing.session.device
    drafting = draft.load(model)
    return draft.drafted(drafting, first, reference), drafting.session.device
