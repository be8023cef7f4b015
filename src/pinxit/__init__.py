"""pinxit ("painted it"): a style-transfer studio.

    import pinxit
    pinxit.paint("photo.jpg", style="great-wave", strength=0.8).save("out.jpg")

`import pinxit` costs nothing: every name below is loaded when it is first used, ONNX Runtime when the first
picture is painted.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from pinxit.core.version import VERSION

if TYPE_CHECKING:
    from pinxit.api import expression, expression_film, lineart_extract, lineart_frames, paint, styles
    from pinxit.core.errors import (
        DeviceError,
        InputError,
        InputNotFound,
        MissingExtra,
        MissingWeights,
        ModelError,
        OptionError,
        OutputError,
        OutputExists,
        PictureError,
        PictureTooLarge,
        PinxitError,
        StyleNotFound,
    )
    from pinxit.core.picture import Picture
    from pinxit.core.progress import Step
    from pinxit.methods import stylise
    from pinxit.methods.paint.painter import Painter
    from pinxit.methods.paint.reading import read
    from pinxit.runtime.session import available_devices
    from pinxit.zoo.stylefile import Style

__version__ = VERSION

_ERRORS = (
    "PinxitError",
    "InputError",
    "PictureError",
    "PictureTooLarge",
    "OptionError",
    "StyleNotFound",
    "InputNotFound",
    "OutputError",
    "OutputExists",
    "ModelError",
    "DeviceError",
    "MissingExtra",
    "MissingWeights",
)
_HOMES = {
    "paint": "pinxit.api",
    "styles": "pinxit.api",
    "expression": "pinxit.api",
    "expression_film": "pinxit.api",
    "lineart_extract": "pinxit.api",
    "lineart_frames": "pinxit.api",
    "stylise": "pinxit.methods",
    "read": "pinxit.methods.paint.reading",
    "Painter": "pinxit.methods.paint.painter",
    "Picture": "pinxit.core.picture",
    "Style": "pinxit.zoo.stylefile",
    "Step": "pinxit.core.progress",
    "available_devices": "pinxit.runtime.session",
    **dict.fromkeys(_ERRORS, "pinxit.core.errors"),
}

__all__ = [
    "paint",
    "expression",
    "expression_film",
    "lineart_extract",
    "lineart_frames",
    "read",
    "styles",
    "stylise",
    "Painter",
    "Picture",
    "Style",
    "Step",
    "available_devices",
    "PinxitError",
    "InputError",
    "PictureError",
    "PictureTooLarge",
    "OptionError",
    "StyleNotFound",
    "InputNotFound",
    "OutputError",
    "OutputExists",
    "ModelError",
    "DeviceError",
    "MissingExtra",
    "MissingWeights",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pinxit' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
