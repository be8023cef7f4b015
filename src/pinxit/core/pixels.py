"""Between Pillow's integer images and float32 arrays, a band of rows at a time.

A 48-megapixel photo is 576 MB as float32 RGB. Every function here fills or reads that one array in bands of
about a million pixels, so that a conversion never holds a second copy of it.

Axes: h rows, w columns, c channels. Values are sRGB-encoded, 0..1 as float, 0..255 or 0..65535 as integers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Float = NDArray[np.float32]

_BAND_PIXELS = 1 << 20


def bands(height: int, width: int, pixels: int = _BAND_PIXELS) -> Iterator[tuple[int, int]]:
    """Yield (first, end) rows that cover `height` rows in bands of about `pixels` pixels, at least one row
    each.
    """
    rows = max(1, pixels // max(1, width))
    for first in range(0, height, rows):
        yield first, min(height, first + rows)


def from_image(
    image: Image.Image, low: Image.Image | None = None, orientation: int = 1
) -> tuple[Float, Float | None]:
    """Make (rgb_hw3, alpha_hw or None) in 0..1 of a loaded L, LA, RGB, RGBA, I;16 or (0..1 already) F image.

    low: an image of the same mode and size with the low bytes of 16-bit values (`image` has the high ones).
    orientation: EXIF's 1..8, how the image is to be turned upright (5 to 8 exchange width and height).
    """
    width, height = image.size
    channels = len(image.getbands())
    shape = (width, height) if orientation > 4 else (height, width)
    rgb_hw3 = np.empty((*shape, 3), np.float32)
    alpha_hw = np.empty(shape, np.float32) if channels in (2, 4) else None
    rgb_lying = _lying(rgb_hw3, orientation)
    alpha_lying = None if alpha_hw is None else _lying(alpha_hw, orientation)
    for y0, y1 in bands(height, width):
        band = np.asarray(image.crop((0, y0, width, y1)))
        if low is not None:
            band = (band.astype(np.uint16) << 8) | np.asarray(low.crop((0, y0, width, y1)))
        _fill(rgb_lying[y0:y1], None if alpha_lying is None else alpha_lying[y0:y1], band)
    return rgb_hw3, alpha_hw


def _lying(upright: Float, orientation: int) -> Float:
    """View an upright array as the file lies, so that filling the view turns the picture without a copy."""
    if orientation > 4:
        upright = upright.swapaxes(0, 1)
    if orientation in (3, 4, 6, 7):
        upright = upright[::-1]
    if orientation in (2, 3, 7, 8):
        upright = upright[:, ::-1]
    return upright


def from_array(array: NDArray[Any]) -> tuple[Float, Float | None]:
    """Make (rgb_hw3, alpha_hw or None) from H x W or H x W x 1, 3 or 4; uint8, uint16, bool or floats 0..1.

    Always a copy. The caller has checked shape and kind; floats are clipped to 0..1.
    """
    height, width = array.shape[:2]
    channels = 1 if array.ndim == 2 else array.shape[2]
    rgb_hw3 = np.empty((height, width, 3), np.float32)
    alpha_hw = np.empty((height, width), np.float32) if channels == 4 else None
    for y0, y1 in bands(height, width):
        band = array[y0:y1, :, 0] if array.ndim == 3 and channels == 1 else array[y0:y1]
        _fill(rgb_hw3[y0:y1], None if alpha_hw is None else alpha_hw[y0:y1], band)
    return rgb_hw3, alpha_hw


def _fill(rgb: Float, alpha: Float | None, band: NDArray[Any]) -> None:
    colour = band if band.ndim == 2 else band[..., : 1 if band.shape[2] == 2 else 3]
    _unit(colour[..., None] if colour.ndim == 2 else colour, rgb)
    if alpha is not None:
        _unit(band[..., -1], alpha)


def _unit(values: NDArray[Any], out: Float) -> None:
    if values.dtype.kind == "f":
        np.clip(values, 0.0, 1.0, out=out, casting="same_kind")
    elif values.dtype.kind == "b":
        out[...] = values
    else:
        top = np.float32(255 if values.dtype.itemsize == 1 else 65535)
        # Division, not multiplication by the reciprocal: 255 must become exactly 1.0.
        np.divide(values, top, out=out, dtype=np.float32, casting="unsafe")


def quantise(values: Float, depth: int = 8) -> NDArray[Any]:
    """Round 0..1 to uint8 (depth 8) or uint16 (depth 16); values outside are clipped. One full copy: give it
    bands.
    """
    top, kind = (65535.0, np.uint16) if depth == 16 else (255.0, np.uint8)
    scaled = values * np.float32(top)
    np.clip(scaled, 0.0, top, out=scaled)
    np.rint(scaled, out=scaled)
    return scaled.astype(kind)


def quantised_bands(
    rgb_hw3: Float, alpha_hw: Float | None, depth: int = 8, *, flatten: bool = False
) -> Iterator[tuple[int, NDArray[Any]]]:
    """Yield (first row, integers h x W x 3 or 4) from top to bottom.

    flatten: lay the picture over white by its alpha and give 3 channels.
    """
    height, width = rgb_hw3.shape[:2]
    for y0, y1 in bands(height, width):
        rgb = rgb_hw3[y0:y1]
        if alpha_hw is None:
            yield y0, quantise(rgb, depth)
        elif flatten:
            alpha = alpha_hw[y0:y1, :, None]
            yield y0, quantise(rgb * alpha + (np.float32(1) - alpha), depth)
        else:
            yield y0, np.dstack([quantise(rgb, depth), quantise(alpha_hw[y0:y1], depth)])


def to_image(rgb_hw3: Float, alpha_hw: Float | None, *, flatten: bool = False) -> Image.Image:
    """Make an 8-bit RGB image, or RGBA where there is an alpha and `flatten` is not asked for."""
    height, width = rgb_hw3.shape[:2]
    image = Image.new("RGB" if alpha_hw is None or flatten else "RGBA", (width, height))
    for y0, band in quantised_bands(rgb_hw3, alpha_hw, flatten=flatten):
        image.paste(Image.fromarray(band), (0, y0))
    return image
