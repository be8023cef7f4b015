"""How large a mosaic is to be."""

from __future__ import annotations

import re

from pinxit.core.errors import OptionError, PictureTooLarge
from pinxit.core.picture import Picture

MOST_PIXELS = 400_000_000
_STRETCH = 1.02  # of one side: more is seen


def size_of(text: str, photo: Picture | None) -> tuple[int, int]:
    """(height, width) in pixels that an option "1024" (long side) or "1024x512" (width x height) means for a photo, or for none.

    Raises OptionError for another text and for a shape that is not the photo's, PictureTooLarge.
    """
    found = re.fullmatch(r"\s*(\d{1,6})(?:\s*[x×]\s*(\d{1,6}))?\s*", text)
    numbers = [int(each) for each in found.groups() if each] if found else []
    if not numbers or min(numbers) < 1:
        raise OptionError(
            f"size is {text!r}: give the long side in pixels (1024), or width and height (1024x512)."
        )
    if len(numbers) == 2:
        width, height = numbers
        if photo is not None:
            _check_shape(width, height, photo)
    elif photo is None:
        height = width = numbers[0]
    else:
        scale = numbers[0] / max(photo.size)
        width, height = (max(1, round(side * scale)) for side in photo.size)
    check_pixels(height, width, "give a smaller size")
    return height, width


def check_pixels(height: int, width: int, advice: str) -> None:
    """Raise PictureTooLarge for more pixels than a mosaic may have."""
    if height * width > MOST_PIXELS:
        raise PictureTooLarge(
            f"{width} x {height} pixels are more than a mosaic may have ({MOST_PIXELS:,}): {advice}."
        )


def _check_shape(width: int, height: int, photo: Picture) -> None:
    stretch = width / height / (photo.width / photo.height)
    if not 1 / _STRETCH <= stretch <= _STRETCH:
        raise OptionError(
            f"size {width}x{height} would stretch the photo of {photo.width} x {photo.height} pixels: give the long side "
            f"alone ({max(width, height)}), or crop the photo first."
        )
