"""From a Picture to the bytes of a file."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import IO

from PIL import Image, PngImagePlugin, TiffImagePlugin

from pinxit.core import deep, pixels, provenance
from pinxit.core.errors import OptionError, OutputError, PinxitError
from pinxit.core.picture import Picture

FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "png": "png", "webp": "webp", "tiff": "tiff", "tif": "tiff"}
"""Names and suffixes of the formats that are written, each with its one name."""

_LONGEST = {"jpeg": 65500, "webp": 16383}  # pixels
_CLEAR_CHROMA = 90  # quality from which JPEG keeps full colour resolution: strokes have sharp colour edges


def canonical(format: str) -> str:
    """Give the one name ("jpeg", "png", "webp", "tiff") of a format or suffix, or raise OptionError."""
    found = FORMATS.get(format.lower().removeprefix("."))
    if found is None:
        raise OptionError(f"format {format!r} cannot be written: choose jpg, png, webp or tiff.")
    return found


def format_of(path: Path) -> str:
    """Give the format that a file name asks for. Raises OutputError if its suffix is none of ours."""
    found = FORMATS.get(path.suffix.lower().removeprefix("."))
    if found is None:
        what = f"{path.suffix!r} cannot be written" if path.suffix else "the name has no suffix"
        raise OutputError(
            f"{path}: {what}; end the name with .jpg, .png, .webp or .tiff, or name the format."
        )
    return found


def losses(picture: Picture | Image.Image, format: str) -> tuple[str, ...]:
    """What a format cannot hold of this picture, in words; empty when it holds everything."""
    kind = canonical(format)
    if isinstance(picture, Image.Image):  # opaque, 8 bits: see `encode_into`
        return ()
    lost = []
    if kind == "jpeg" and picture.alpha_hw is not None:
        lost.append("transparency laid on white: JPEG has none")
    if kind in ("jpeg", "webp") and picture.depth == 16:
        lost.append(f"16 bits per channel reduced to 8: {'JPEG' if kind == 'jpeg' else 'WebP'} has no more")
    return tuple(lost)


def encode_picture(picture: Picture | Image.Image, format: str, quality: int = 92) -> bytes:
    """Encode a picture; see `encode_into`. Returns the bytes of the file."""
    stream = io.BytesIO()
    encode_into(picture, stream, format, quality)
    return stream.getvalue()


def encode_into(picture: Picture | Image.Image, stream: IO[bytes], format: str, quality: int = 92) -> None:
    """Write a picture into a seekable binary stream.

    picture: or an RGB Pillow image, for what would be too large as floats (100 megapixels are 1.2 GB then).
    format: "jpg", "png", "webp" or "tiff". quality: 1..100, for JPEG and WebP (WebP at 100 is lossless).
    Size, ICC profile, the digital source type and, except in JPEG, alpha are kept; 16 bits are kept in PNG and TIFF.
    EXIF is not written: the orientation is in the pixels, and the camera's notes and place are not ours to pass on.
    Raises OptionError (format, quality), OutputError (too long for the format), OSError (of the stream).
    """
    kind = canonical(format)
    if isinstance(quality, bool) or not isinstance(quality, int) or not 1 <= quality <= 100:
        raise OptionError(f"quality is {quality!r}: give a whole number between 1 and 100.")
    limit = _LONGEST.get(kind)
    if limit is not None and max(picture.size) > limit:
        raise OutputError(
            f"{picture.width} x {picture.height} pixels: {kind} holds {limit} a side at most; use png."
        )
    try:
        _WRITERS[kind](picture, stream, quality)
    except (PinxitError, OSError):
        raise
    except MemoryError as error:
        raise OutputError(
            f"too little memory to write {picture.width} x {picture.height} as {kind}."
        ) from error
    except Exception as error:  # Pillow's writers raise ValueError, struct.error, ... for odd pictures
        raise OutputError(f"cannot write this picture as {kind} ({error}): try another format.") from error


def _jpeg(picture: Picture | Image.Image, stream: IO[bytes], quality: int) -> None:
    image, icc = _image(picture, flatten=True)
    subsampling = 0 if quality >= _CLEAR_CHROMA else 2
    image.save(
        stream, "JPEG", quality=quality, subsampling=subsampling, icc_profile=icc, xmp=_told(picture) or b""
    )


def _png(picture: Picture | Image.Image, stream: IO[bytes], quality: int) -> None:
    if isinstance(picture, Picture) and picture.depth == 16:
        deep.write_png(picture, stream)
    else:
        image, icc = _image(picture)
        # Level 4 gives the size of Pillow's default 6 in a third of its time.
        told = PngImagePlugin.PngInfo()
        if packet := _told(picture):
            told.add_itxt(provenance.PNG_KEYWORD, packet.decode())
        image.save(stream, "PNG", compress_level=4, icc_profile=icc, pnginfo=told)


def _webp(picture: Picture | Image.Image, stream: IO[bytes], quality: int) -> None:
    image, icc = _image(picture)
    lossless = quality == 100
    image.save(
        stream,
        "WEBP",
        quality=quality,
        lossless=lossless,
        exact=lossless,
        icc_profile=icc or b"",
        xmp=_told(picture) or b"",
    )


def _tiff(picture: Picture | Image.Image, stream: IO[bytes], quality: int) -> None:
    if isinstance(picture, Picture) and picture.depth == 16:
        deep.write_tiff(picture, stream)
    else:
        image, icc = _image(picture)
        told = TiffImagePlugin.ImageFileDirectory_v2()
        if packet := _told(picture):
            told[provenance.TIFF_TAG] = packet
        image.save(stream, "TIFF", compression="tiff_adobe_deflate", icc_profile=icc, tiffinfo=told)


def _told(picture: Picture | Image.Image) -> bytes | None:
    """The XMP packet that goes with a picture."""
    origin = provenance.of(picture) if isinstance(picture, Image.Image) else picture.origin
    return None if origin is None else provenance.packet(origin)


def _image(picture: Picture | Image.Image, *, flatten: bool = False) -> tuple[Image.Image, bytes | None]:
    """The 8-bit image that is written, and the ICC profile beside it."""
    if isinstance(picture, Image.Image):
        return picture, None
    return pixels.to_image(picture.rgb_hw3, picture.alpha_hw, flatten=flatten), picture.icc


_WRITERS: dict[str, Callable[[Picture | Image.Image, IO[bytes], int], None]] = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "tiff": _tiff,
}
