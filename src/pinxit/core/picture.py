"""The picture: the one value that goes into every method and comes out of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.core import pixels
from pinxit.core.errors import OptionError, PictureError
from pinxit.core.resample import resize

Float = NDArray[np.float32]
_OVERSHOOT = 1e-2  # a float array may go this far beyond 0..1 (and is clipped); further, it is in other units


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture in memory; treat its arrays as read-only.

    rgb_hw3: H x W x 3 float32, C-contiguous, encoded as the file was (sRGB unless `icc` says otherwise),
    0..1. alpha_hw: H x W float32 coverage 0..1, not multiplied into the colour; None for an opaque picture.
    icc: ICC profile bytes of an RGB colour space, kept as they were; None means sRGB. depth: 8 or 16, the
    bits per channel of the file it came from and of the file that PNG or TIFF will write. notes: what reading
    changed or left out, in words ("animated: first frame of 12"). origin: the digital source type that its file
    tells and will tell (`pinxit.core.provenance`); None: nothing is told.
    """

    rgb_hw3: Float
    alpha_hw: Float | None = None
    icc: bytes | None = None
    depth: int = 8
    notes: tuple[str, ...] = ()
    origin: str | None = None

    def __post_init__(self) -> None:
        rgb, alpha = self.rgb_hw3, self.alpha_hw
        if not isinstance(rgb, np.ndarray) or rgb.ndim != 3 or rgb.shape[2] != 3 or 0 in rgb.shape:
            raise PictureError(
                f"Picture takes an H x W x 3 array, not {_describe(rgb)}: use Picture.of for others."
            )
        if rgb.dtype != np.float32 or not rgb.flags.c_contiguous:
            object.__setattr__(self, "rgb_hw3", np.ascontiguousarray(rgb, np.float32))
        if alpha is not None and alpha.shape != rgb.shape[:2]:
            raise PictureError(
                f"alpha is {_describe(alpha)} and the picture {rgb.shape[:2]}: give the same size."
            )
        if alpha is not None and (alpha.dtype != np.float32 or not alpha.flags.c_contiguous):
            object.__setattr__(self, "alpha_hw", np.ascontiguousarray(alpha, np.float32))
        if self.depth not in (8, 16):
            raise OptionError(f"depth is {self.depth!r}: give 8 or 16 bits per channel.")

    @property
    def height(self) -> int:
        """Rows, in pixels."""
        return int(self.rgb_hw3.shape[0])

    @property
    def width(self) -> int:
        """Columns, in pixels."""
        return int(self.rgb_hw3.shape[1])

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) in pixels, in Pillow's order."""
        return self.width, self.height

    @classmethod
    def of(cls, source: Any, *, max_pixels: int | None = None) -> Picture:
        """Make a picture of a Picture (given back), a Pillow image, an array, a path, bytes or a binary file.

        Arrays: H x W (grey), H x W x 3 or H x W x 4 (straight alpha); uint8 0..255, uint16 0..65535, bool, or
        floats 0..1; they are copied. max_pixels: the most pixels (width times height) that a file may have;
        None: 200 million. Raises PictureError, PictureTooLarge or InputNotFound.
        """
        from pinxit.core import decode, files  # they build Pictures, so they import this module

        limit = decode.DEFAULT_MAX_PIXELS if max_pixels is None else max_pixels
        if isinstance(source, Picture):
            return source
        if isinstance(source, Image.Image):
            return decode.from_pil(source)
        if isinstance(source, np.ndarray):
            return _from_array(source)
        if isinstance(source, (str, os.PathLike)):
            return files.read_picture(Path(source), max_pixels=limit)
        if isinstance(source, (bytes, bytearray, memoryview)):
            return files.read_picture(bytes(source), max_pixels=limit)
        if hasattr(source, "read"):
            return files.read_picture(source, max_pixels=limit)
        raise PictureError(
            f"a {type(source).__name__} is not a picture: give a path, bytes, a Pillow image, "
            "or an H x W x 3 array of uint8 or of floats 0..1."
        )

    def with_rgb(self, rgb_hw3: Float) -> Picture:
        """This picture with other colours (h x w x 3, 0..1); alpha, profile, depth and notes stay.

        When the size differs, the alpha is resized to it. The array is not copied if it is float32 and
        contiguous.
        """
        made = replace(self, rgb_hw3=rgb_hw3, alpha_hw=None)
        if self.alpha_hw is None:
            return made
        alpha = self.alpha_hw
        if alpha.shape != made.rgb_hw3.shape[:2]:
            alpha = resize(alpha, made.height, made.width, kind="linear", clip=True)
        return replace(made, alpha_hw=alpha)

    def made_of(self, source: Picture | None) -> Picture:
        """This picture, telling the origin of what it was made of; what it tells itself stays."""
        if source is None or source.origin is None or self.origin is not None:
            return self
        return replace(self, origin=source.origin)

    def on_white(self) -> Float:
        """Its colours (H x W x 3) as they look on white; those of an opaque picture are not copied."""
        if self.alpha_hw is None:
            return self.rgb_hw3
        cover_hw1 = self.alpha_hw[..., None]
        return self.rgb_hw3 * cover_hw1 + (np.float32(1) - cover_hw1)

    def with_note(self, note: str) -> Picture:
        """This picture with one more note."""
        return replace(self, notes=(*self.notes, note))

    def resized(self, width: int, height: int) -> Picture:
        """This picture at width x height pixels (Lanczos, clipped to 0..1). Raises OptionError for sizes
        below 1.
        """
        if width < 1 or height < 1:
            raise OptionError(f"cannot resize to {width} x {height} pixels: give 1 or more for both.")
        if (width, height) == self.size:
            return self
        return self.with_rgb(resize(self.rgb_hw3, height, width, clip=True))

    def fitted(self, max_side: int) -> Picture:
        """This picture shrunk so that its longer side is at most `max_side` pixels; never enlarged."""
        if max_side < 1:
            raise OptionError(f"max_side is {max_side}: give 1 pixel or more.")
        longest = max(self.size)
        if longest <= max_side:
            return self
        width, height = (max(1, round(side * max_side / longest)) for side in self.size)
        return self.resized(width, height)

    def to_pil(self) -> Image.Image:
        """An 8-bit RGB or RGBA Pillow image with the profile in `info["icc_profile"]` (Pillow has no 16-bit
        RGB).
        """
        image = pixels.to_image(self.rgb_hw3, self.alpha_hw)
        if self.icc is not None:
            image.info["icc_profile"] = self.icc
        return image

    def save(
        self, path: Any, *, format: str | None = None, quality: int = 92, overwrite: bool = True
    ) -> Path:
        """Write the picture and return its path; see `pinxit.core.files.write_picture` (which does not
        overwrite).
        """
        from pinxit.core.files import write_picture

        return write_picture(self, path, format=format, quality=quality, overwrite=overwrite)


def _describe(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and type {value.dtype}"
    return f"a {type(value).__name__}"


def _from_array(array: NDArray[Any]) -> Picture:
    shaped = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (1, 3, 4))
    if not shaped or 0 in array.shape:
        raise PictureError(f"{_describe(array)} is not a picture: give H x W, H x W x 3 or H x W x 4.")
    if array.dtype.kind == "f":
        low, high = float(array.min()), float(array.max())
        if not (low >= -_OVERSHOOT and high <= 1 + _OVERSHOOT):  # false for NaN too
            raise PictureError(
                f"{_describe(array)} holds values from {low:g} to {high:g}: floats must be 0..1 "
                "(divide by 255, or give uint8)."
            )
    elif array.dtype.kind not in "ub" or array.dtype.itemsize > 2:
        raise PictureError(f"{_describe(array)} is not a picture: give uint8, uint16, bool, or floats 0..1.")
    rgb_hw3, alpha_hw = pixels.from_array(array)
    return Picture(
        rgb_hw3, alpha_hw, depth=16 if array.dtype.kind == "u" and array.dtype.itemsize == 2 else 8
    )
