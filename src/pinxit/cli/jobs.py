"""What a run reads and writes, decided before any work: files, folders, patterns, stdin and stdout."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pinxit.core.errors import InputError, InputNotFound, OutputError, OutputExists, PinxitError
from pinxit.core.files import (
    FORMATS,
    encode_picture,
    expand_inputs,
    losses,
    plan_outputs,
    read_picture,
    write_picture,
)
from pinxit.core.places import is_file, is_folder
from pinxit.core.whole import refusal

if TYPE_CHECKING:
    from PIL import Image

    from pinxit.core.picture import Picture

__all__ = ["STREAM", "Job", "names_a_file", "plan", "read", "refuse", "write"]

STREAM = "-"


@dataclass(frozen=True)
class Job:
    """One picture in, one out; None stands for stdin and stdout."""

    source: Path | None
    target: Path | None

    @property
    def name(self) -> str:
        """What messages call the input."""
        return "stdin" if self.source is None else str(self.source)


def plan(
    photos: Sequence[str], *, out: str | None, suffix: str, format: str | None
) -> tuple[list[Job], list[tuple[str, PinxitError]]]:
    """The jobs, and the arguments that name nothing (reported, and the rest is done).

    InputError and OutputError for what makes the whole run senseless: '-' among others, stdout for several,
    an output that is an input, two inputs with one output.
    """
    if STREAM in photos:
        if len(photos) > 1:
            raise InputError("'-' (stdin) is one picture: give it alone.")
        if out in (None, STREAM):
            return [Job(None, None)], []
        [(_, target)] = plan_outputs([Path("stdin")], out=out, suffix=suffix, format=format)
        return [Job(None, target)], []
    good, missing = [], list[tuple[str, PinxitError]]()
    for photo in photos:
        try:
            expand_inputs([photo])
            good.append(photo)
        except InputNotFound as error:
            missing.append((photo, error))
    if not good:
        return [], missing
    sources = expand_inputs(good)
    if out == STREAM:
        if len(sources) > 1:
            raise OutputError(f"stdout takes one picture, not {len(sources)}: give a folder (--out FOLDER/).")
        return [Job(sources[0], None)], missing
    if out is not None and any(is_folder(photo) for photo in good) and not Path(out).suffix:
        out = f"{out}/"  # from a folder into a folder, even where the first holds one picture only
    planned = plan_outputs(sources, out=out, suffix=suffix, format=format)
    return [Job(source, target) for source, target in planned], missing


def names_a_file(out: str | None) -> bool:
    """Whether `--out` is the name of one file, whose suffix then says the format."""
    return out is not None and out != STREAM and not out.endswith(("/", os.sep)) and not is_folder(out)


def refuse(job: Job, *, overwrite: bool) -> None:
    """OutputExists and OutputError before the work instead of after it, where that can be foreseen."""
    if job.target is None:
        return
    if not overwrite and is_file(job.target):
        raise OutputExists(f"{job.target} exists already: choose another --out, or add --overwrite.")
    problem = refusal(job.target)
    if problem:
        raise OutputError(f"{job.target} cannot be written: {problem}")


def read(job: Job, *, max_pixels: int) -> tuple[Picture, str | None]:
    """The picture, and for stdin the format it came in where that can also be written."""
    if job.source is not None:
        return read_picture(job.source, max_pixels=max_pixels), None
    if sys.stdin.isatty():
        raise InputError("'-' reads stdin, and no picture is piped in: pinxit paint - < photo.jpg")
    data = sys.stdin.buffer.read()
    return read_picture(_Stdin(data), max_pixels=max_pixels), _format_of(data)


def write(
    picture: Picture | Image.Image, job: Job, *, format: str | None, quality: int, overwrite: bool
) -> tuple[str, ...]:
    """Write the file, or the bytes to stdout (None: as PNG); returns what the format could not hold."""
    if job.target is not None:
        write_picture(picture, job.target, format=format, quality=quality, overwrite=overwrite)
        return losses(picture, format or job.target.suffix)
    if sys.stdout.isatty():
        raise OutputError("stdout is a terminal, which cannot show a picture: add --out FILE, or pipe it on.")
    sys.stdout.buffer.write(encode_picture(picture, format or "png", quality))
    sys.stdout.buffer.flush()
    return losses(picture, format or "png")


class _Stdin(io.BytesIO):
    name = "stdin"  # what messages call it


def _format_of(data: bytes) -> str | None:
    from pinxit.core.decode import kind_of

    kind = kind_of(data)
    # Some cameras add a second picture to a JPEG, and Pillow calls that MPO.
    return FORMATS.get("jpeg" if kind == "MPO" else kind.lower())
