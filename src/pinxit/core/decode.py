"""From an opened file to a Picture: what Pillow gives, made safe and made one kind.

Every exception of every Pillow plugin ends here, in an error of our tree. Formats are found by content, never
by name; only common picture formats are tried (EPS would start Ghostscript, TGA accepts random bytes). Sizes
come from the header and are checked before anything is decoded.
"""

from __future__ import annotations

import io
from typing import IO, Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from pinxit.core import deep, pixels, profile, provenance
from pinxit.core.errors import PictureError, PictureTooLarge, PinxitError
from pinxit.core.picture import Picture

READABLE = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF", "JPEG2000", "PPM")
DEFAULT_MAX_PIXELS = 200_000_000

# The most pixels that one byte of each format can stand for (deflate: 1032 bytes of 1-bit pixels; JPEG: one
# bit for a block of 64, and generous; GIF: 12 bits for a string of 4096). A header that claims more is a lie,
# found before memory is spent on it. WebP, AVIF, JPEG 2000 and fax TIFF can store a blank page in no space at
# all, so they are not here.
_PIXELS_PER_BYTE = {"PNG": 8300, "GIF": 4096, "JPEG": 1024, "MPO": 1024, "BMP": 1024, "PPM": 8}
_ALWAYS_PLAUSIBLE = 1 << 22  # pixels

_ORIENTATION = 0x0112
_MOST_PAGES = 1000  # that are counted
_SHEETS = {"TIFF": "pages", "MPO": "pictures"}


def from_stream(stream: IO[bytes], length: int, name: str, max_pixels: int) -> Picture:
    """Decode the picture in a seekable stream of `length` bytes; `name` is what messages call it.

    Raises PictureError or PictureTooLarge, and nothing else but KeyboardInterrupt and its like.
    """
    try:
        image = _open(stream, name)
        _check_size(image, length, name, max_pixels)
        raw = deep.raw_mode(image, name)
        image.load()
        low = deep.low_bytes(_open(stream, name), raw) if raw else None
        picture = _to_picture(image, low)
        if raw and low is None:
            picture = picture.with_note("16 bits per channel read as 8")
        frames = _frames(stream, name)
    except PinxitError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(f"{name}: {error} Make it smaller first.") from error
    except MemoryError as error:
        raise PictureTooLarge(f"{name}: too little memory for it here. Make it smaller first.") from error
    except Exception as error:  # plugins raise anything: struct.error, SyntaxError, zlib.error, KeyError, ...
        reason = str(error) or type(error).__name__
        raise PictureError(
            f"{name}: looks like a picture but cannot be decoded ({reason}); it is damaged or cut short. "
            "Get it again, or save it anew with another program."
        ) from error
    if frames > 1:
        kind = _SHEETS.get(str(image.format))
        count = f"more than {_MOST_PAGES}" if kind and frames > _MOST_PAGES else frames
        picture = picture.with_note(
            f"first of {count} {kind}" if kind else f"animated: first frame of {count}"
        )
    return picture


def from_pil(image: Image.Image) -> Picture:
    """Make a Picture of any Pillow image (EXIF orientation is applied; the image is not changed)."""
    try:
        image.load()
        return _to_picture(image, None)
    except PinxitError:
        raise
    except MemoryError as error:
        raise PictureTooLarge(f"{image!r}: this machine has too little memory for it.") from error
    except Exception as error:  # a lazy image decodes only now
        raise PictureError(f"{image!r} cannot be decoded ({error}).") from error


def kind_of(data: bytes) -> str:
    """Name the format of a picture's bytes, by its header, as Pillow does ("JPEG", "MPO", "PNG", ...).

    Raises PictureError if it is none of those that are read.
    """
    try:
        return str(_open(io.BytesIO(data), "the bytes given").format)
    except PinxitError:
        raise
    except Exception as error:  # see from_stream
        raise PictureError(f"the bytes given: a damaged picture ({error}).") from error


def _open(stream: IO[bytes], name: str) -> Image.Image:
    """Parse the header with the plugin that knows it.

    Not `Image.open`: its pixel limit is a global of Pillow, lower than ours, and warns or raises for the
    whole process.
    """
    Image.preinit()
    if any(kind not in Image.OPEN for kind in READABLE):
        Image.init()
    stream.seek(0)
    prefix = stream.read(16)
    reasons = []
    for kind in READABLE:
        factory, accept = Image.OPEN.get(kind, (None, None))
        accepted = accept is None or accept(prefix)
        if factory is None or not accepted or isinstance(accepted, str):  # text says why this build cannot
            continue
        stream.seek(0)
        try:
            return factory(stream, "")
        except SyntaxError as error:  # Pillow's way to say "not mine, or broken"
            reasons.append(f"{kind}: {error}")
    if reasons:
        raise UnidentifiedImageError("; ".join(reasons))
    raise PictureError(f"{name} is {_guess(prefix)}: give a JPEG, PNG, WebP, TIFF, GIF, BMP or AVIF picture.")


def _guess(prefix: bytes) -> str:
    if prefix[4:8] == b"ftyp":
        heic = prefix[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
        return "a HEIC photo (export it as JPEG)" if heic else "a video or another kind of MP4"
    kinds = {b"%PDF": "a PDF", b"<svg": "an SVG drawing", b"<?xml": "XML", b"PK\3\4": "an archive"}
    for magic, kind in kinds.items():
        if prefix.lstrip().startswith(magic):
            return kind
    return "not a picture"


def _check_size(image: Image.Image, length: int, name: str, max_pixels: int) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise PictureError(f"{name}: its header says {width} x {height} pixels; it is damaged.")
    if width * height > max_pixels:
        raise PictureTooLarge(
            f"{name} has {width} x {height} pixels, over the limit of {max_pixels / 1e6:g} megapixels: "
            "make it smaller, or raise the limit (--max-pixels, Picture.of(..., max_pixels=))."
        )
    # A small frame on an endless canvas is how an animation lies.
    own = _PIXELS_PER_BYTE["GIF"] if getattr(image, "is_animated", False) else 0
    most = _PIXELS_PER_BYTE.get(str(image.format), own) * length
    # Uncompressed TIFF lists its strips; Pillow would leave black what they do not reach.
    bare = image.format == "TIFF" and _covered(image) < width * height
    if bare or (most and width * height > max(most, _ALWAYS_PLAUSIBLE)):
        raise PictureError(
            f"{name}: its header says {width} x {height} pixels, and {length} bytes cannot hold that many; "
            "it is damaged or cut short. Get it again."
        )


def _covered(image: Image.Image) -> int:
    """Count the pixels that a TIFF's strips or tiles say they hold."""
    tiles: Any = getattr(image, "tile", ())
    return sum((x1 - x0) * (y1 - y0) for _, (x0, y0, x1, y1), *_ in tiles)


def _frames(stream: IO[bytes], name: str) -> int:
    """Count frames or pages on a fresh header; a damaged later frame does not spoil the first."""
    try:
        image = _open(stream, name)
        return _pages(image) if image.format == "TIFF" else int(getattr(image, "n_frames", 1))
    except MemoryError:
        raise
    except Exception:  # see from_stream
        return 1


def _pages(image: Image.Image) -> int:
    """Count the pages of a TIFF, but no further than one beyond _MOST_PAGES."""
    # Pillow compares each page with all before it: a hundred thousand empty ones, 11 MB, would take minutes.
    for page in range(1, _MOST_PAGES + 1):
        try:
            image.seek(page)
        except MemoryError:
            raise
        except Exception:  # EOFError at the end, anything at a damaged page
            return page
    return _MOST_PAGES + 1


def _to_picture(image: Image.Image, low: Image.Image | None) -> Picture:
    notes: list[str] = []
    orientation = _orientation(image)
    icc, origin = profile.of(image), provenance.of(image)
    key = image.info.get("transparency")
    if low is None and not image.mode.startswith("I;16"):
        image, icc = _to_rgb(image, icc, notes)
    elif profile.space(icc) not in ("RGB", None):
        icc = None
        notes.append("grey or other profile dropped: colours are taken as sRGB")
    rgb_hw3, alpha_hw = pixels.from_image(image, low, orientation)
    depth = 16 if low is not None or image.mode.startswith("I;16") else 8
    if depth == 16 and alpha_hw is None and isinstance(key, (int, tuple)):
        # PNG's key colour: one 16-bit colour is fully transparent.
        level = np.asarray(key, np.float32) / np.float32(65535)
        alpha_hw = np.any(rgb_hw3 != level, axis=2).astype(np.float32)
    if image.mode == "F":
        depth = 16
    return Picture(rgb_hw3, alpha_hw, icc, depth, tuple(notes), origin)


def _orientation(image: Image.Image) -> int:
    try:
        value: Any = image.getexif().get(_ORIENTATION, 1)
        return value if isinstance(value, int) and 1 <= value <= 8 else 1
    except Exception:  # broken EXIF is common and no reason to refuse the photo
        return 1


def _to_rgb(image: Image.Image, icc: bytes | None, notes: list[str]) -> tuple[Image.Image, bytes | None]:
    """Turn any mode but I;16 into L, LA, RGB, RGBA or scaled F, and the profile into one that fits it."""
    mode = image.mode
    if mode in ("I", "F"):
        return _scaled(image, notes), None
    if mode in ("1", "L", "RGB") and "transparency" in image.info:
        image = image.convert("RGBA")
    elif mode in ("P", "PA"):
        image = image.convert("RGBA" if mode == "PA" or _is_clear(image) else "RGB")
    elif mode == "1":
        image = image.convert("L")
    elif mode in ("La", "RGBa"):
        image = image.convert({"La": "LA", "RGBa": "RGBA"}[mode])
    return profile.to_rgb(image, icc, notes)


def _is_clear(image: Image.Image) -> bool:
    return "transparency" in image.info or (
        image.palette is not None and image.palette.mode in ("RGBA", "LA")
    )


def _scaled(image: Image.Image, notes: list[str]) -> Image.Image:
    """Scale a 32-bit integer or float image to 0..1, mode F; where its range has to be guessed, note it."""
    values = np.nan_to_num(np.asarray(image, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    natural = 65535.0 if image.mode == "I" else 1.0
    if low >= 0 and high <= natural:
        values /= np.float32(natural)
    else:
        notes.append(f"values from {low:g} to {high:g} scaled to 0..1")
        values = (values - np.float32(low)) / np.float32(max(high - low, 1e-12))
    scaled = Image.fromarray(values)
    scaled.info = {}
    return scaled
