"""A recipe: everything that makes a published model again, as one TOML file. Data is named by folder, never contained."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from pinxit.core.errors import InputNotFound, OptionError
from pinxit.zoo.manifest import MODEL_ID
from pinxit.zoo.strict import decode_given


@dataclass(frozen=True)
class Schedule:
    """How long and how fast. ``minutes`` is the budget of wall clock; the learning rate falls with the time used."""

    minutes: float = 60.0
    rate: float = 2e-3
    last_rate: float = 2e-5
    warm_up_steps: int = 50
    checkpoint_minutes: float = 5.0
    preview_steps: int = 100
    average: float = 0.998  # decay of the running average of the weights, which is what gets exported


@dataclass(frozen=True)
class _Head:
    """What every recipe has, beside the table of its room."""

    name: str
    room: str
    model: str
    title: str
    seed: int
    start: str = ""
    schedule: Schedule = field(default_factory=Schedule)


@dataclass(frozen=True)
class Recipe:
    """One training. ``room`` names the method; ``settings`` are the room's own and checked by the room."""

    name: str
    room: str
    model: str
    title: str
    seed: int
    start: (
        Path | None
    )  # a checkpoint whose weights a new training begins with, as far as the names are the same
    schedule: Schedule
    photos: Path
    paintings: Path
    settings: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


def read(path: Path, *, photos: Path | None = None, paintings: Path | None = None) -> Recipe:
    """Read a recipe. Folders come from the arguments, else $PINXIT_DATA/photos and $PINXIT_DATA/paintings.

    Raises InputNotFound (recipe or folder absent), OptionError (a field missing, unknown or of the wrong kind).
    """
    table, text = _table(path)
    settings = table.pop(str(table.get("room")), {})
    head: _Head = decode_given(_Head, table, str(path))
    if not isinstance(settings, dict):
        raise OptionError(f"{path}: [{head.room}] must be a table")
    if not MODEL_ID.fullmatch(head.model) or head.model.partition(".")[0] != head.room:
        raise OptionError(f"{path}: model is {head.model!r}, expected one such as {head.room}.core_v1")
    values = {each.name: getattr(head, each.name) for each in fields(head)}
    return Recipe(
        **{**values, "start": path.parent / head.start if head.start else None},
        photos=_folder(photos, "photos"),
        paintings=_folder(paintings, "paintings"),
        settings=settings,
        text=text,
    )


def _table(path: Path, above: tuple[Path, ...] = ()) -> tuple[dict[str, Any], str]:
    """The recipe's table and its text; a ``base`` (a recipe beside it) gives every field that the recipe does not."""
    if path.resolve() in above:
        raise OptionError(f"{path} stands on itself: its base must be another recipe")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputNotFound(f"the recipe {path} could not be read: {error}") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OptionError(f"{path} is not valid TOML: {error}") from error
    base = table.pop("base", None)
    if base is None:
        return table, text
    below, below_text = _table(path.parent / str(base), (*above, path.resolve()))
    return _laid_over(below, table), f"{text}\n# base: {base}\n{below_text}"


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        both_tables = isinstance(value, dict) and isinstance(below.get(key), dict)
        merged[key] = _laid_over(below[key], value) if both_tables else value
    return merged


def _folder(given: Path | None, name: str) -> Path:
    root = os.environ.get("PINXIT_DATA")
    folder = given or (Path(root) / name if root else None)
    if folder is None:
        raise InputNotFound(
            f"no folder of {name} was named: give --{name} DIR, or set PINXIT_DATA to a folder that has {name}/"
        )
    if not folder.is_dir():
        raise InputNotFound(f"the folder of {name} {folder} does not exist")
    return folder
