"""From a checkpoint to a folder of the zoo: the room writes the files, this finds the room."""

from __future__ import annotations

from pathlib import Path

from pinxit.core.errors import ModelError, OptionError
from pinxit.training import checkpoint, rooms
from pinxit.zoo.manifest import MODEL_ID


def export(path: Path, out: Path) -> Path:
    """Export a checkpoint as ``out/<model id>/``; returns that folder. Raises InputNotFound, ModelError, OutputError."""
    content = checkpoint.load(path)
    model = str(content.get("model"))
    if not MODEL_ID.fullmatch(model):  # it becomes the name of a folder
        raise ModelError(f"{path} is of a model {model[:60]!r}; its id must look like paint.core_v1")
    try:
        rooms.part_of(str(content.get("room")), "export").export(content, out / model)
    except (
        OptionError,
        KeyError,
        TypeError,
        RuntimeError,
    ) as error:  # RuntimeError: weights of another shape
        raise ModelError(f"{path} cannot be exported: {error}") from error
    return out / model
