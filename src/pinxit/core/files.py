"""Reading and writing pictures: the door between files and `Picture`."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import IO, Any

from PIL import Image

from pinxit.core.decode import DEFAULT_MAX_PIXELS, from_stream
from pinxit.core.encode import FORMATS, canonical, encode_into, encode_picture, format_of, losses
from pinxit.core.errors import (
    InputNotFound,
    OptionError,
    OutputError,
    PictureError,
    PinxitError,
)
from pinxit.core.paths import PICTURE_SUFFIXES, expand_inputs, plan_outputs
from pinxit.core.picture import Picture
from pinxit.core.whole import in_our_words, output_file

__all__ = [
    "DEFAULT_MAX_PIXELS",
    "FORMATS",
    "PICTURE_SUFFIXES",
    "encode_picture",
    "expand_inputs",
    "losses",
    "plan_outputs",
    "read_picture",
    "write_picture",
]


def read_picture(
    source: str | os.PathLike[str] | bytes | IO[bytes], *, max_pixels: int = DEFAULT_MAX_PIXELS
) -> Picture:
    """Read a picture from a path, the bytes of a file, or a binary stream (read to its end).

    The kind is told by content, not by name. EXIF orientation is applied; alpha, an RGB profile's bytes and
    16 bits per channel are kept; CMYK, grey, palette and 1-bit pictures become RGB; of animations and
    multi-page files the first is read. `Picture.notes` says what was changed or left out.
    max_pixels: the most pixels (width times height) by the header, checked before decoding.
    Raises InputNotFound, PictureError, PictureTooLarge, OptionError (max_pixels).
    """
    if isinstance(max_pixels, bool) or not isinstance(max_pixels, int) or max_pixels < 1:
        raise OptionError(f"max_pixels is {max_pixels!r}: give a whole number of pixels, 1 or more.")
    if isinstance(source, (str, os.PathLike)):
        return _read_path(os.fspath(source), max_pixels)
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _read_bytes(bytes(source), "the bytes given", max_pixels)
    name = getattr(source, "name", None)
    name = name if isinstance(name, str) else "the stream given"
    try:
        data: Any = source.read()
    except (OSError, ValueError) as error:
        raise PictureError(f"{name} cannot be read ({error}).") from error
    if not isinstance(data, bytes):
        raise PictureError(f"{name} gives text, not bytes: open it in binary mode.")
    return _read_bytes(data, name, max_pixels)


def _read_bytes(data: bytes, name: str, max_pixels: int) -> Picture:
    if not data:
        raise PictureError(f"{name} is empty (0 bytes): there is no picture in it.")
    return from_stream(io.BytesIO(data), len(data), name, max_pixels)


def _read_path(path: str, max_pixels: int) -> Picture:
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            raise PictureError(f"{path} is a folder: name a picture in it.")
        if not stat.S_ISREG(mode) and not stat.S_ISFIFO(mode):
            raise PictureError(f"{path} is a device, not a file: give a picture file.")
        with Path(path).open("rb") as stream:
            if stat.S_ISFIFO(mode):  # a pipe, as `<(command)` in a shell, cannot seek
                return _read_bytes(stream.read(), path, max_pixels)
            length = os.fstat(stream.fileno()).st_size
            if length == 0:
                raise PictureError(f"{path} is empty (0 bytes): there is no picture in it.")
            return from_stream(stream, length, path, max_pixels)
    except PinxitError:
        raise
    except FileNotFoundError as error:
        raise InputNotFound(f"{path} does not exist: check the name.") from error
    except OSError as error:
        raise PictureError(f"{path} cannot be opened ({error.strerror}): check its permissions.") from error
    except ValueError as error:  # a NUL in the name
        raise InputNotFound(f"{path!r} is not a file name ({error}).") from error


def write_picture(
    picture: Picture | Image.Image,
    target: str | os.PathLike[str],
    *,
    format: str | None = None,
    quality: int = 92,
    overwrite: bool = False,
) -> Path:
    """Write a picture (or an RGB Pillow image, see `encode_into`) to a file and return its path. Missing
    folders are made.

    The file appears whole or not at all: it is written beside its place under a hidden name and moved there;
    on any failure, Ctrl-C included, the hidden file is removed and what was there before stays.
    format: by default told by the suffix; `losses` tells what one cannot hold. quality: 1..100 (JPEG, WebP).
    Raises OutputExists (unless `overwrite`), OutputError, OptionError.
    """
    path = Path(target)
    kind = format_of(path) if format is None else canonical(format)
    with in_our_words(path, path):
        # A link stays a link: what it points to is replaced.
        place = Path(os.path.realpath(path))
    with in_our_words(path, place):
        if place.is_dir():
            raise OutputError(f"{path} is a folder: name a file in it.")
        if place.exists() and not place.is_file():  # a device or pipe; a file must not be moved over it
            place.write_bytes(encode_picture(picture, kind, quality))
            return path
    with output_file(path, place, overwrite=overwrite) as stream:
        encode_into(picture, stream, kind, quality)
    return path
