"""Files that appear whole or not at all, and what to say when they cannot."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pinxit.core.errors import OutputError, OutputExists, PinxitError

# Of the hidden file's name, how much is its place's: 40 letters are 160 bytes at most, and 255 is the limit.
_LETTERS = 40


@contextmanager
def whole_file(place: Path) -> Iterator[IO[bytes]]:
    """Give a binary stream to write; leaving the block moves what was written to `place`.

    It is written beside its place under a hidden name. On every other way out of the block, Ctrl-C included,
    the hidden file is removed and what was at `place` before stays. Missing folders are made. Raises the
    system's own OSError (`advice` puts it into words), and ValueError for a name that is none.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name[:_LETTERS]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as stream:
            yield stream
        part.replace(place)
    except BaseException:  # KeyboardInterrupt too
        with contextlib.suppress(OSError):  # the first error is the one to hear of
            part.unlink(missing_ok=True)
        raise


@contextmanager
def output_file(path: Path, place: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """:func:`whole_file` at `place`, with errors in our words about `path`, which is what the user called it.

    Raises OutputExists (unless `overwrite`), OutputError.
    """
    with in_our_words(path, place):
        if place.exists() and not overwrite:
            raise OutputExists(
                f"{path} exists already: choose another name, or ask to overwrite (--overwrite)."
            )
        with whole_file(place) as stream:
            yield stream


@contextmanager
def output_folder(folder: Path, *, overwrite: bool, known_by: str) -> Iterator[Path]:
    """Give an empty folder to fill; leaving the block moves it to `folder`, as :func:`whole_file` does with a file.

    overwrite: replace a folder that is there, if it holds a file of the name `known_by` or nothing: no other folder is thrown
    away. Raises OutputExists, OutputError.
    """
    with in_our_words(folder, folder):
        refuse_folder(folder, overwrite=overwrite, known_by=known_by)
        folder.parent.mkdir(parents=True, exist_ok=True)
        part, old = (
            folder.with_name(f".{folder.name[:_LETTERS]}.{secrets.token_hex(4)}.{end}")
            for end in ("part", "old")
        )
        try:
            part.mkdir()
            yield part
            if folder.exists():
                folder.rename(old)
            part.rename(folder)
        finally:
            if old.exists() and not folder.exists():  # the second move failed: what was there comes back
                old.rename(folder)
            for left in (part, old):
                shutil.rmtree(left, ignore_errors=True)


def refuse_folder(folder: Path, *, overwrite: bool, known_by: str) -> None:
    """OutputExists and OutputError before the work instead of after it; see :func:`output_folder`."""
    if folder.exists():
        if not folder.is_dir():
            raise OutputError(f"{folder} is a file: name a folder.")
        if any(folder.iterdir()):
            if not overwrite:
                raise OutputExists(f"{folder} exists already: choose another folder, or add --overwrite.")
            if not (folder / known_by).is_file():
                raise OutputExists(
                    f"{folder} holds something else ({known_by} is not there): choose another folder."
                )
    problem = refusal(folder)
    if problem:
        raise OutputError(f"{folder} cannot be written: {problem}")


@contextmanager
def in_our_words(path: Path, place: Path) -> Iterator[None]:
    """What the system says against writing `path` at `place` becomes an OutputError; our own errors pass."""
    try:
        yield
    except PinxitError:
        raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {advice(error, place)}") from error
    except ValueError as error:
        raise OutputError(f"{str(path)!r} is not a file name ({error}).") from error


def advice(error: OSError, place: Path) -> str:
    """Why `place` cannot be written, and what to do about it, in words."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"writing in {place.parent} is not permitted; choose another folder (--out)."
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return f"a part of {place.parent} is a file, not a folder; choose another folder (--out)."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full; free some space or choose another disk (--out)."
    if error.errno == errno.ENAMETOOLONG:
        return "its name is too long; choose a shorter one (--out)."
    return f"{error.strerror or error}; choose another place (--out)."


def refusal(place: Path) -> str:
    """Why a file cannot be made at `place`, in words; "" as far as nothing speaks against it.

    A forecast, to refuse before long work; only writing itself knows (Windows permits more than it keeps).
    """
    folder = Path(os.path.realpath(place)).parent
    try:
        if place.exists() and not place.is_file():
            return ""  # a device or a pipe, whose folder does not matter
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            number = errno.ENOTDIR
        elif not os.access(folder, os.W_OK):
            number = errno.EACCES
        else:
            return ""
    except OSError as error:  # a folder that may not even be looked into
        return advice(error, place)
    return advice(OSError(number, os.strerror(number)), place)
