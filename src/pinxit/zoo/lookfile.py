"""Looks as data: what photos have in common in their colours, kept as one small picture that every method can read.

A `.look` file is a safetensors file: tensor "picture" (uint8, side x side x 3, sRGB), in which each photo of the look has a
cell of its own, and text metadata with format="pinxit.look" and version="1". At most 64 KB. The user's own looks lie in
<cache>/looks.
"""

from __future__ import annotations

import difflib
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputNotFound, ModelError, OptionError, StyleNotFound
from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.core.places import from_home, is_file
from pinxit.core.resample import resize
from pinxit.zoo import stylefile, tensorfile
from pinxit.zoo.store import cache_dir, write_whole
from pinxit.zoo.stylefile import MAX_BYTES, text_problem

FORMAT = "pinxit.look"
VERSION = "1"
SUFFIX = ".look"
SIDE = 128  # pixels
MOST_CELLS = 8  # along each side: of more photos than 64, as many are taken from the whole list, evenly
_TEXTS = ("name", "title", "rights")


@dataclass(frozen=True, eq=False)
class Look:
    """One look. picture_hw3: its photos, small, uint8. Raises ModelError for what a file could not hold."""

    name: str
    picture_hw3: NDArray[np.uint8] = field(repr=False)
    title: str = ""
    rights: str = ""

    def __post_init__(self) -> None:
        shape, kind = self.picture_hw3.shape, self.picture_hw3.dtype
        problem = text_problem(self, _TEXTS)
        if not problem and (
            kind != np.uint8 or len(shape) != 3 or shape[2] != 3 or not 1 <= min(shape) <= max(shape) <= SIDE
        ):
            problem = f"the picture is {kind} {shape}, expected uint8, at most {SIDE} x {SIDE} x 3"
        if problem:
            raise ModelError(f"look {self.name[:64]!r}: {problem}")

    def picture(self) -> Picture:
        """As a picture, which is what methods take."""
        return Picture.of(self.picture_hw3)

    def save(self, path: str | Path, *, overwrite: bool = True) -> Path:
        """Write a .look file; the same look always gives the same bytes. OutputError, OutputExists."""
        texts = {"format": FORMAT, "version": VERSION, **{key: getattr(self, key) for key in _TEXTS}}
        part: tensorfile.Part = ("U8", self.picture_hw3.tobytes(), list(self.picture_hw3.shape))
        return write_whole(Path(path), tensorfile.pack(texts, {"picture": part}), overwrite=overwrite)


def learn(photos: Sequence[Picture], name: str, *, title: str = "", rights: str = "") -> Look:
    """The look of one or more photos: each squeezed into a cell of a square. OptionError for a name or text that cannot be."""
    if not photos:
        raise OptionError("a look is learned from one photo or more: give some")
    cells = min(MOST_CELLS, math.ceil(math.sqrt(len(photos))))
    most = cells * cells
    chosen = [photos[i * len(photos) // most] for i in range(most)] if len(photos) > most else list(photos)
    # Cells that are left over repeat the first ones: every pixel is a photo's.
    chosen += [chosen[i % len(photos)] for i in range(most - len(chosen))]
    side = SIDE // cells
    rows = [
        np.concatenate([resize(p.rgb_hw3, side, side, clip=True) for p in chosen[at : at + cells]], 1)
        for at in range(0, most, cells)
    ]
    try:
        return Look(name, quantise(np.concatenate(rows, 0)), title, rights)
    except ModelError as error:  # nothing is wrong with a file: it is what the caller gave
        raise OptionError(str(error)) from error


def check_name(name: str) -> None:
    """Raise OptionError unless a look may have this name."""
    stylefile.check_name(name, kind="look")


def load(path: str | os.PathLike[str]) -> Look:
    """Read a .look file. InputNotFound when there is none, ModelError when it is not one (names the checksum)."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputNotFound(f"{path}: no such look file; `pinxit colour learn` makes one") from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read as a look file ({error})") from error
    return tensorfile.parsed(
        data, _parse, what=str(path), kind="look", most=MAX_BYTES, advice="learn the look again"
    )


def own_looks_dir() -> Path:
    """Where the user's looks lie; made by whoever writes there."""
    return cache_dir() / "looks"


def own_looks() -> list[str]:
    """The names of the user's looks."""
    return sorted(path.name.removesuffix(SUFFIX) for path in own_looks_dir().glob(f"*{SUFFIX}"))


def as_picture(given: str | os.PathLike[str]) -> Picture:
    """The picture of a look: the name of a learned one, or a .look file. StyleNotFound names the nearest; ModelError."""
    text = os.fspath(given)
    if text.endswith(SUFFIX):
        return load(from_home(text)).picture()
    own = own_looks_dir()
    if text and text == Path(text).name and is_file(own / f"{text}{SUFFIX}"):
        return load(own / f"{text}{SUFFIX}").picture()
    known = own_looks()
    near = difflib.get_close_matches(text, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(known) or 'none yet'};"
    raise StyleNotFound(f"no look {text[:80]!r}: {hint} make one: pinxit colour learn PHOTO ... --name NAME")


def _parse(data: bytes) -> Look:
    texts, tensors = tensorfile.unpack(data, kind="look", format=FORMAT, version=VERSION, texts=_TEXTS)
    picture = tensors.pop("picture", None)
    if picture is None or tensors:
        raise ModelError(f"it has no picture, or more than one: {', '.join(sorted(tensors))[:60]}")
    if picture["dtype"] != "U8" or len(picture["shape"]) != 3:
        raise ModelError(f"the picture is {picture['dtype']} {picture['shape']}, expected U8 of three axes")
    pixels = np.frombuffer(picture["data"], np.uint8).reshape(picture["shape"])
    return Look(picture_hw3=pixels, **{key: texts[key] for key in _TEXTS})
