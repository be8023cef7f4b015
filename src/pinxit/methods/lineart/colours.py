"""Colours as people write them, "#rrggbb", and pictures as they see them, on white."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import OptionError

Float = NDArray[np.float32]

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
MOST = 64  # colours of a palette


def colour_of(text: Any, what: str) -> Float:
    """The colour (3, sRGB 0..1) of "#rrggbb" or "#rgb". OptionError calls it `what`."""
    if not isinstance(text, str) or not _HEX.fullmatch(text.strip()):
        raise OptionError(f"{what} is {_shown(text)}: give a colour such as #e8b04a.")
    digits = text.strip()[1:]
    if len(digits) == 3:
        digits = "".join(2 * each for each in digits)
    return np.frombuffer(bytes.fromhex(digits), np.uint8).astype(np.float32) / np.float32(255)


def palette_of(text: str) -> Float:
    """The colours (n, 3) of "#rrggbb,#rrggbb,...". Raises OptionError."""
    parts = [part for part in text.split(",") if part.strip()]
    if not 1 <= len(parts) <= MOST:
        raise OptionError(f"palette has {len(parts)} colours: give 1 to {MOST}, with commas between.")
    return np.stack([colour_of(part, "a colour of palette") for part in parts])


def name_of(rgb_3: Float) -> str:
    """The name of a colour (3, sRGB 0..1): #rrggbb."""
    return "#" + "".join(f"{round(255 * float(value)):02x}" for value in rgb_3)


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else f"{shown[:40]}..."
