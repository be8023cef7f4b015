"""Styles as data: a vector that modulates a painter, with what a person wants to know of it, in a file of a
few kilobytes.

A `.style` file is a safetensors file (so that a browser reads it with thirty lines): tensor "vector" (float32
or float16, V numbers), optional tensor "thumbnail" (uint8, the bytes of a WebP or JPEG picture), and text
metadata with format="pinxit.style" and version="1". At most 64 KB. Metadata keys that this version does not
know are ignored, as every safetensors reader does.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputNotFound, ModelError, OptionError
from pinxit.zoo import tensorfile
from pinxit.zoo.store import write_whole

FORMAT = "pinxit.style"
VERSION = "1"
MAX_BYTES = 64 * 1024
SOURCES = ("learned", "read", "blended", "identity")
TEXTS = ("painter", "name", "title", "artist", "year", "rights", "source")
_DTYPES: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}
_MAX_TEXT = 400
# Scales and shifts of normalised features are a few units; a file beyond this is not a style and would paint
# infinities.
_MAX_VALUE = 1e4
# What a name cannot hold: separators of paths and of blends ("a:0.6,b:0.4"), and anything that could start an
# option.
_NAME = re.compile(r"[^\W_][\w.+-]{0,63}")
_NAME_RULE = "a name is 1 to 64 letters, digits, '-', '_', '.' or '+', and starts with a letter or digit"


@dataclass(frozen=True, eq=False)
class Style:
    """One style of one painter.

    vector: float32, shape (V,), read-only. thumbnail: bytes of a WebP or JPEG picture (our rendering, never
    the painting itself). source: "learned" on one painting, "read" from any picture by a reader, "blended"
    from others, or "identity" (paints the photo). Raises ModelError when a text has control characters or is
    too long, the name could not be typed, or the vector is not a finite vector.
    """

    painter: str
    name: str
    vector: NDArray[np.float32] = field(repr=False)
    title: str = ""
    artist: str = ""
    year: str = ""
    rights: str = ""
    source: str = "learned"
    thumbnail: bytes | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        vector = np.array(self.vector, np.float32)
        vector.flags.writeable = False
        object.__setattr__(self, "vector", vector)
        problem = _problem(self)
        if problem:
            raise ModelError(f"style {self.name[:64]!r}: {problem}")

    def same_as(self, other: Style) -> bool:
        """True when both are the same style of the same painter, whatever they are called."""
        return self.painter == other.painter and np.array_equal(self.vector, other.vector)

    def save(self, path: str | Path, *, overwrite: bool = True) -> Path:
        """Write a .style file; the same style always gives the same bytes. OutputError, OutputExists,
        ModelError if over 64 KB.
        """
        return write_whole(Path(path), to_bytes(self), overwrite=overwrite)

    @staticmethod
    def load(path: str | Path) -> Style:
        """Read a .style file. InputNotFound when there is none, ModelError when it is not one (names the
        checksum).
        """
        path = Path(path)
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except FileNotFoundError as error:
            raise InputNotFound(
                f"{path}: no such style file; check the path, or see `pinxit styles` for names"
            ) from error
        except OSError as error:
            raise ModelError(f"{path}: cannot be read as a style file ({error.strerror})") from error
        return from_bytes(data, str(path))


def to_bytes(style: Style) -> bytes:
    """Return the content of a .style file; the same style always gives the same bytes."""
    parts: dict[str, tensorfile.Part] = {
        "vector": ("F32", np.ascontiguousarray(style.vector, _DTYPES["F32"]).tobytes(), [style.vector.size])
    }
    if style.thumbnail:
        parts["thumbnail"] = ("U8", style.thumbnail, [len(style.thumbnail)])
    texts = {"format": FORMAT, "version": VERSION, **{key: getattr(style, key) for key in TEXTS}}
    whole = tensorfile.pack(texts, parts)
    if len(whole) > MAX_BYTES:
        raise ModelError(
            f"style {style.name!r}: {len(whole)} bytes, a style file is at most {MAX_BYTES}; "
            "use a smaller thumbnail"
        )
    return whole


def from_bytes(data: bytes, what: str = "style") -> Style:
    """Parse the content of a .style file; ModelError names `what` and the checksum of what was read."""
    return tensorfile.parsed(
        data, _parse, what=what, kind="style", most=MAX_BYTES, advice="get the file again"
    )


def blend(parts: Sequence[tuple[Style, float]], name: str = "") -> Style:
    """Mix styles of one painter: the weighted mean of their vectors, weights normalised to sum 1.

    OptionError for no styles, negative or non-finite weights or all of them zero; ModelError for styles of
    different painters.
    """
    if not parts:
        raise OptionError("a blend needs at least one style")
    weights = [weight for _, weight in parts]
    if any(isinstance(weight, bool) or not isinstance(weight, int | float | np.number) for weight in weights):
        raise OptionError(f"blend weights {weights} must be numbers")
    if not all(math.isfinite(weight) and weight >= 0 for weight in weights) or not sum(weights) > 0:
        raise OptionError(f"blend weights {weights}: give numbers of 0 or more, at least one above 0")
    first = parts[0][0]
    for style, _ in parts:
        same_painter(style, first.painter, first.vector.size)
    if len(parts) == 1:
        return first
    # Scaled by the largest first: the sum of two weights near the largest float would be infinite.
    shares = np.asarray(weights, np.float64) / max(weights)
    shares /= shares.sum()
    vector = np.zeros(first.vector.size, np.float64)
    for (style, _), share in zip(parts, shares, strict=True):
        vector += share * style.vector
    said = " + ".join(
        f"{share:.0%} {style.title or style.name}" for (style, _), share in zip(parts, shares, strict=True)
    )
    return Style(
        painter=first.painter,
        name=name or "+".join(style.name for style, _ in parts)[:64].rstrip("+"),
        vector=vector.astype(np.float32),
        title=said[:_MAX_TEXT],
        rights="; ".join(sorted({style.rights for style, _ in parts if style.rights}))[:_MAX_TEXT],
        source="blended",
    )


def check_name(name: str, kind: str = "style") -> None:
    """Raise OptionError unless a new style may have this name. kind: what messages call it."""
    if not _NAME.fullmatch(name):
        raise OptionError(f"{kind} name {name[:80]!r}: {_NAME_RULE}")
    if name == "identity":
        raise OptionError("style name 'identity' is taken by the style that paints the photo itself")


def same_painter(style: Style, painter: str, size: int) -> None:
    """Raise ModelError unless `style` is of `painter` and its vector has `size` numbers."""
    digest = hashlib.sha256(style.vector.tobytes()).hexdigest()[:16]
    if style.painter != painter:
        raise ModelError(
            f"style {style.name!r} (vector sha256 {digest}...) is of painter {style.painter!r}, "
            f"this painter is {painter!r}; "
            f"learn or read the style again with {painter!r}, or use its own painter"
        )
    if style.vector.size != size:
        raise ModelError(
            f"style {style.name!r} (vector sha256 {digest}...) has {style.vector.size} numbers, "
            f"{painter!r} takes {size}; "
            "the file was made with another revision of the painter: learn or read it again"
        )


def _parse(data: bytes) -> Style:
    texts, tensors = tensorfile.unpack(data, kind="style", format=FORMAT, version=VERSION, texts=TEXTS)
    vector = tensors.pop("vector", None)
    if vector is None:
        raise ModelError("it has no vector")
    if vector["dtype"] not in _DTYPES or len(vector["shape"]) != 1:
        raise ModelError(f"the vector is {vector['dtype']} {vector['shape']}, expected one row of F32 or F16")
    thumbnail = tensors.pop("thumbnail", None)
    if thumbnail is not None and (thumbnail["dtype"] != "U8" or len(thumbnail["shape"]) != 1):
        raise ModelError(
            f"the thumbnail is {thumbnail['dtype']} {thumbnail['shape']}, expected one row of U8"
        )
    if tensors:
        raise ModelError(f"unknown tensor {min(tensors)[:40]!r}")
    return Style(
        vector=np.frombuffer(vector["data"], _DTYPES[vector["dtype"]]).astype(np.float32),
        thumbnail=bytes(thumbnail["data"]) if thumbnail else None,
        **{key: texts[key] for key in TEXTS},
    )


def text_problem(holder: Any, keys: Sequence[str]) -> str:
    """What is wrong with the texts of a style or a look, in words; "" when nothing is."""
    for key in keys:
        text = getattr(holder, key)
        if not isinstance(text, str) or len(text) > _MAX_TEXT or not text.isprintable():
            return f"{key} must be printable text of at most {_MAX_TEXT} characters"
    return "" if _NAME.fullmatch(holder.name) else _NAME_RULE


def _problem(style: Style) -> str:
    problem = text_problem(style, TEXTS)
    if problem:
        return problem
    if not style.painter:
        return "it does not say which painter it is for"
    if style.source not in SOURCES:
        return f"source is {style.source!r}, expected one of {', '.join(SOURCES)}"
    vector = style.vector
    if vector.ndim != 1 or vector.size == 0:
        return f"the vector has shape {vector.shape}, expected (V,) with V of at least 1"
    if not np.isfinite(vector).all() or float(np.abs(vector).max()) > _MAX_VALUE:
        return "the vector holds numbers that are not finite or absurdly large"
    picture = style.thumbnail
    if picture is not None and not (
        picture[:3] == b"\xff\xd8\xff" or (picture[:4] == b"RIFF" and picture[8:12] == b"WEBP")
    ):
        return "the thumbnail is neither a WebP nor a JPEG picture"
    return ""
