"""Paintings with weak labels: the level of a painting is that of the movement that its painter belongs to.

The folder of paintings has a SOURCES.tsv whose columns `file` and `artist` say who painted what; the recipe says which movements
there are and who belongs to them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pinxit.core.errors import InputError, InputNotFound, OptionError
from pinxit.methods.harmonise.level import KINDS

SOURCES = "SOURCES.tsv"


@dataclass(frozen=True)
class Movement:
    """level: one of KINDS. artists: as SOURCES.tsv writes them."""

    level: int
    artists: tuple[str, ...]


@dataclass(frozen=True)
class Labelled:
    """One painting; kind: the place of its level in KINDS; fold: which part of the painters its painter is in."""

    path: Path
    artist: str
    kind: int
    fold: int


def labelled(folder: Path, movements: Mapping[str, Movement], folds: int) -> tuple[Labelled, ...]:
    """The paintings of a folder whose painters belong to a movement, by name of file.

    Painters are dealt to `folds` parts, each kind for itself, so that a painter is in one part only. Raises InputNotFound (no
    SOURCES.tsv, or a painting that it names is missing), InputError (its columns), OptionError (a level that is none of KINDS, a
    painter of two levels, a kind without a painter in every part).
    """
    kinds = _kinds(movements)
    rows = [(file, artist) for file, artist in _sources(folder / SOURCES) if artist in kinds]
    fold_of: dict[str, int] = {}
    for kind, level in enumerate(KINDS):
        artists = sorted({artist for _, artist in rows if kinds[artist] == kind})
        if len(artists) < folds:
            raise OptionError(
                f"[harmonise] movements: {len(artists)} painters of level {level} have paintings in {folder}, and "
                f"{folds} folds need one each: name more, or ask for fewer folds"
            )
        fold_of |= {artist: index % folds for index, artist in enumerate(artists)}
    found = [Labelled(folder / file, artist, kinds[artist], fold_of[artist]) for file, artist in sorted(rows)]
    for each in found:
        if not each.path.is_file():
            raise InputNotFound(f"{folder / SOURCES} names {each.path.name}, which is not there")
    return tuple(found)


def _kinds(movements: Mapping[str, Movement]) -> dict[str, int]:
    levels = list(KINDS)
    kinds: dict[str, int] = {}
    for name, movement in movements.items():
        if movement.level not in levels:
            known = ", ".join(map(str, levels))
            raise OptionError(f"[harmonise.movements.{name}] level is {movement.level}: give one of {known}")
        for artist in movement.artists:
            if kinds.setdefault(artist, levels.index(movement.level)) != levels.index(movement.level):
                raise OptionError(
                    f"[harmonise.movements.{name}] {artist} has another level already: name each painter once"
                )
    return kinds


def _sources(path: Path) -> Sequence[tuple[str, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputNotFound(
            f"{path} could not be read ({error}): it says who painted what, in columns file and artist"
        ) from error
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    if not {"file", "artist"} <= set(rows.fieldnames or ()):
        raise InputError(
            f"{path} has no columns file and artist, separated by tabs: its first line must name them"
        )
    return [(row["file"], row["artist"] or "") for row in rows]
