"""From a checkpoint to a folder of the zoo: the room writes the files, this finds the room."""

from __future__ import annotations

import importlib
from pathlib import Path

from pinxit.core.errors import ModelError
from pinxit.training import checkpoint


def export(path: Path, out: Path) -> Path:
    """Export a checkpoint as ``out/<model id>/``; returns that folder. Raises InputNotFound, ModelError."""
    content = checkpoint.load(path)
    try:
        room = importlib.import_module(f"pinxit.methods.{content['room']}.export")
    except (KeyError, ImportError) as error:
        raise ModelError(f"{path} names no room that can export ({error})") from error
    folder = out / str(content["model"])
    room.export(content, folder)
    return folder
