"""Finding the room that a recipe or a checkpoint names: training knows no method by name."""

from __future__ import annotations

import importlib
from typing import Any

from pinxit.core.errors import OptionError


def part_of(room: str, part: str) -> Any:
    """The module ``part`` ("train" or "export") of a room. Raises OptionError when no room of that name has one.

    A package that the module itself needs and that is not installed stays a ModuleNotFoundError.
    """
    try:
        return importlib.import_module(f"pinxit.methods.{room}.{part}")
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("pinxit."):
            raise
        raise OptionError(f"there is no method {room!r} that can {part}: name one such as 'paint'") from error
