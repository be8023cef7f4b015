"""A checkpoint: weights, their running average, the optimiser and the recipe's own text, in one file under 16 MB."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import torch

from pinxit.core.errors import InputNotFound, ModelError
from pinxit.zoo.store import write_whole

VERSION = 1


def save(path: Path, content: dict[str, Any]) -> None:
    """Write atomically: a run that is killed while writing leaves the previous checkpoint whole."""
    buffer = io.BytesIO()
    torch.save({"version": VERSION, **content}, buffer)
    write_whole(path, buffer.getvalue())


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint without running any code in it. Raises InputNotFound, ModelError."""
    if not path.is_file():
        raise InputNotFound(f"there is no checkpoint {path}")
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises whatever its unpickler met
        raise ModelError(f"{path} is not a readable checkpoint: {error}") from error
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise ModelError(
            f"{path} is not a checkpoint of version {VERSION}; train again, or use the pinxit that wrote it"
        )
    return content


def lighten(source: Path, target: Path) -> None:
    """Write what is worth keeping of a finished training: the averaged weights, from which it can go on, and no optimiser."""
    content = load(source)
    content.pop("optimiser", None)
    # Stored once: both names hold the same tensors.
    save(target, {**content, "network": content["average"]})
