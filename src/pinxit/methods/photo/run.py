"""Recolouring one photo by the method that the options name; only "deep" needs torch."""

from __future__ import annotations

from typing import Any

from pinxit.core.extras import needs
from pinxit.core.method import Runner
from pinxit.methods.photo import wct
from pinxit.methods.photo.spec import PhotoOptions


def prepare(model: Any = None, options: PhotoOptions | None = None) -> Runner:
    """Load what the method needs.

    model: of "deep" the feature network, of "wct" a model of the zoo or its id; None: VGG-16 from the user's cache, the packaged
    model. Raises MissingExtra and MissingWeights, which name the command that brings what is not here, DeviceError, ModelError.
    """
    options = options or PhotoOptions()
    if options.method == "wct":
        return wct.prepare(model, options)
    with needs("photo"):
        from pinxit.methods.photo import deep
    return deep.prepare(model, options)
