"""Turning "No module named torch" into what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pinxit.core.errors import MissingExtra

__all__ = ["needs"]

_TORCH = frozenset({"torch", "onnx"})
_PACKAGES = {
    "train": _TORCH,
    "photo": _TORCH,
    "tiles": frozenset({"scipy"}),
    "lineart": frozenset({"scipy"}),
    "mosaic": _TORCH | {"scipy"},
}


@contextmanager
def needs(extra: str) -> Iterator[None]:
    """Import inside this block what belongs to `extra`; MissingExtra names the pip command that brings it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _PACKAGES[extra]:
            raise  # something else is broken, and a wrong remedy would hide it
        raise MissingExtra(
            f'this needs {error.name}, which is not installed: pip install "pinxit[{extra}]"'
        ) from error
