"""Which files go in and which come out, decided before any work is done."""

from __future__ import annotations

import difflib
import glob
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pinxit.core.encode import FORMATS, canonical
from pinxit.core.errors import InputNotFound, OptionError, OutputError
from pinxit.core.places import is_file, is_folder

PICTURE_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".webp", ".tif", ".tiff", ".gif", ".bmp"),
    *(".avif", ".jp2", ".j2k", ".ppm", ".pgm", ".pnm"),
)
_DIGITS = re.compile(r"(\d+)")
_MAGIC = re.compile(r"[*?[]")
_SHORT = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "tiff": ".tiff"}


def expand_inputs(args: Sequence[str]) -> list[Path]:
    """Turn files, folders and patterns into a list of files, in the order given and each once.

    A file is taken whatever its name. A folder gives the pictures right in it (by suffix, sorted, hidden ones
    left out); a pattern (`*`, `?`, `[]`, and `**` for folders within folders) the pictures that match,
    sorted.
    Raises InputNotFound if an argument gives nothing.
    """
    found: dict[str, Path] = {}
    for arg in args:
        for path in _expand(os.fspath(arg)):
            found.setdefault(os.path.realpath(path), path)
    if not found:
        raise InputNotFound(
            "no picture was given: name a file, a folder or a pattern such as 'photos/*.jpg'."
        )
    return list(found.values())


def in_numbers(name: str) -> list[Any]:
    """A key that sorts names by the numbers in them: frame-2 before frame-10."""
    return [int(part) if number % 2 else part for number, part in enumerate(_DIGITS.split(name))]


def _expand(arg: str) -> list[Path]:
    if not arg:
        raise InputNotFound("an input name is empty: name a file, a folder or a pattern.")
    path = Path(arg)
    try:
        if path.is_dir():
            return _in_folder(path)
        if path.exists():
            return [path]
        # Path.glob takes no absolute patterns.
        matches = sorted(glob.glob(arg, recursive=True)) if _MAGIC.search(arg) else None  # noqa: PTH207
    except (OSError, ValueError) as error:  # no permission; a name with a NUL; a name too long
        raise InputNotFound(
            f"{arg!r} cannot be looked up ({error}): check the name and its permissions."
        ) from error
    if matches is None:
        raise InputNotFound(f"{arg!r} does not exist{_nearest(path)}: check the name.")
    pictures = [each for each in map(Path, matches) if _is_picture(each)]
    if not pictures:
        raise InputNotFound(f"{arg!r} matches no picture: check the pattern.")
    return pictures


def _in_folder(folder: Path) -> list[Path]:
    pictures = sorted(
        each for each in folder.iterdir() if not each.name.startswith(".") and _is_picture(each)
    )
    if not pictures:
        raise InputNotFound(f"folder {str(folder)!r} holds no pictures ({', '.join(PICTURE_SUFFIXES)}).")
    return pictures


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURE_SUFFIXES and path.is_file()


def _nearest(path: Path) -> str:
    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return ""
    near = difflib.get_close_matches(path.name, names, n=1)
    return f" (did you mean {str(path.parent / near[0])!r}?)" if near else ""


def plan_outputs(
    inputs: Sequence[Path], *, out: str | None = None, suffix: str, format: str | None = None
) -> list[tuple[Path, Path]]:
    """Decide the output file of every input: [(input, output), ...].

    out: None writes `name-<suffix>.ext` beside each input. A folder (one that exists, or a name that ends
    with "/", or any name when there are several inputs) gets the same names. Anything else is the file for
    the one input. format: decides `ext`; by default the input's own where it can be written, else png.
    Nothing is created, and existing files are not looked at (`write_picture` does that).
    Raises OutputError if an output is one of the inputs or two inputs have one output; OptionError for a bad
    format.
    """
    kind = None if format is None else canonical(format)
    if out is None:
        folder = None
    elif out == "":
        raise OutputError("the output name is empty: give a file or a folder.")
    elif len(inputs) == 1 and not out.endswith(("/", os.sep)) and not is_folder(out):
        return _checked([(inputs[0], _one_file(Path(out), kind))])
    else:
        folder = Path(out)
        if is_file(folder):
            raise OutputError(f"{out} is a file, and {len(inputs)} pictures are to go there: give a folder.")
        if len(inputs) > 1 and folder.suffix.lower().removeprefix(".") in FORMATS and not is_folder(folder):
            raise OutputError(
                f"{out} looks like one file for {len(inputs)} pictures: give a folder (end it with '/')."
            )
    plan = []
    for source in inputs:
        name = source.stem + (f"-{_safe(suffix)}" if suffix else "") + _extension(source, kind)
        plan.append((source, (source.parent if folder is None else folder) / name))
    return _checked(plan)


def _one_file(path: Path, kind: str | None) -> Path:
    named = FORMATS.get(path.suffix.lower().removeprefix("."))
    if kind is not None and named is not None and named != kind:
        raise OptionError(f"{path} asks for {named} and the format for {kind}: make them agree.")
    if kind is None and named is None:
        raise OutputError(
            f"{path} names no format: end it with .jpg, .png, .webp or .tiff, or with '/' if it is a folder."
        )
    return path


def _extension(source: Path, kind: str | None) -> str:
    own = FORMATS.get(source.suffix.lower().removeprefix("."))
    if own is not None and kind in (None, own):
        return source.suffix
    return _SHORT[kind or "png"]


def _safe(suffix: str) -> str:
    return re.sub(r"[^\w.+-]+", "-", suffix).strip("-.") or "out"


def _checked(plan: list[tuple[Path, Path]]) -> list[tuple[Path, Path]]:
    taken: dict[str, Path] = {}
    sources = {_key(source): source for source, _ in plan}
    for source, output in plan:
        key = _key(output)
        if key in sources:
            raise OutputError(
                f"{output} is an input ({sources[key]}), and would be overwritten: "
                "choose another name or a folder of its own (--out)."
            )
        if key in taken:
            raise OutputError(
                f"{taken[key]} and {source} would both be written to {output}: "
                "paint them in two runs, or into two folders."
            )
        taken[key] = source
    return plan


def _key(path: Path) -> str:
    """The same text for two names of one file: links resolved, case folded where the system does."""
    try:
        told = path.stat()
        return f"{told.st_dev}:{told.st_ino}"
    except (OSError, ValueError):
        name = os.path.normcase(os.path.realpath(path))
        # macOS takes A.jpg and a.jpg for one file, and Python's normcase does not know.
        return name.casefold() if sys.platform == "darwin" else name
