"""Small real pictures of every kind that is read, made here, to be used whole or damaged."""

from __future__ import annotations

import functools
import io
import random
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, features

from pinxit.core.encode import encode_picture
from pinxit.core.picture import Picture

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def scene(width: int = 24, height: int = 18) -> NDArray[np.uint8]:
    """A smooth H x W x 3 uint8 picture in which no two corners look alike."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    channels = [255 * x / width, 255 * y / height, 255 * (x + y) / (width + height)]
    return np.stack(channels, axis=2).astype(np.uint8)


def packed(image: Image.Image, format: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format, **options)
    return stream.getvalue()


@functools.cache
def all_seeds() -> dict[str, bytes]:
    rgb = Image.fromarray(scene())
    rgba = rgb.copy()
    rgba.putalpha(Image.fromarray(scene()[..., 0]))
    palette = rgb.quantize(16)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a description"
    frames = [rgb.rotate(90 * turn) for turn in range(1, 3)]
    deep = Picture.of(np.random.default_rng(1).integers(0, 65536, (18, 24, 4)).astype(np.uint16))
    seeds = {
        "png": packed(rgb, "PNG", icc_profile=SRGB),
        "png-alpha": packed(rgba, "PNG", exif=exif),
        "png-palette": packed(palette, "PNG", transparency=3),
        "png-16": encode_picture(deep, "png"),
        "apng": packed(rgb, "PNG", save_all=True, append_images=frames),
        "jpeg": packed(rgb, "JPEG", exif=exif, icc_profile=SRGB),
        "jpeg-progressive": packed(rgb, "JPEG", progressive=True),
        "jpeg-cmyk": packed(rgb.convert("CMYK"), "JPEG"),
        "jpeg-grey": packed(rgb.convert("L"), "JPEG"),
        "webp": packed(rgb, "WEBP", exif=exif, icc_profile=SRGB),
        "webp-lossless": packed(rgba, "WEBP", lossless=True),
        "webp-animated": packed(rgb, "WEBP", save_all=True, append_images=frames),
        "tiff": packed(rgb, "TIFF", icc_profile=SRGB),
        "tiff-lzw": packed(rgba, "TIFF", compression="tiff_lzw"),
        "tiff-pages": packed(rgb, "TIFF", save_all=True, append_images=frames),
        "tiff-16": encode_picture(deep, "tiff"),
        "tiff-fax": packed(rgb.convert("1"), "TIFF", compression="group4"),
        "gif": packed(palette, "GIF", transparency=2),
        "gif-animated": packed(rgb, "GIF", save_all=True, append_images=frames),
        "bmp": packed(rgb, "BMP"),
        "bmp-palette": packed(palette, "BMP"),
        "ppm": packed(rgb, "PPM"),
        "jpeg2000": packed(rgb, "JPEG2000") if features.check("jpg_2000") else b"",
    }
    return {name: data for name, data in seeds.items() if data}


NASTY = (0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFF, 16383, 65535, 20000)


def damage(data: bytes, other: bytes, dice: random.Random) -> bytes:
    """Damage real picture bytes in one to four ways: flips, cuts, insertions, splices, edited headers."""
    made = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        if not made:
            break
        # Half of the damage goes where the headers are.
        place = dice.randrange(min(len(made), 64) if dice.random() < 0.5 else len(made))
        kind = dice.randrange(8)
        if kind == 0:
            made[place] ^= 1 << dice.randrange(8)
        elif kind == 1:
            made[place] = dice.choice(NASTY) & 0xFF
        elif kind == 2:
            del made[place:]
        elif kind == 3:
            made[place:place] = dice.randbytes(dice.randint(1, 32))
        elif kind == 4:
            del made[place : place + dice.randint(1, 32)]
        elif kind == 5:
            start = dice.randrange(len(other))
            made[place : place + 40] = other[start : start + dice.randint(1, 80)]
        elif kind == 6:
            made[place : place + 4] = struct.pack(dice.choice("<>") + "I", dice.choice(NASTY))
        else:
            made[place:place] = made[place : place + dice.randint(1, 64)]
    if data.startswith(b"\x89PNG") and dice.random() < 0.8:
        return mended(bytes(made))
    return bytes(made)


def mended(png: bytes) -> bytes:
    """Right the checksums of a damaged PNG, or the damage would never get past them."""
    made, place = bytearray(png), 8
    while place + 12 <= len(made):
        (length,) = struct.unpack(">I", made[place : place + 4])
        end = place + 8 + length
        if end + 4 > len(made):
            break
        made[end : end + 4] = struct.pack(">I", zlib.crc32(made[place + 4 : end]))
        place = end + 4
    return bytes(made)
