"""An object set into a picture: cut out, scaled, laid down with soft edges and without a fringe of where it came from.

Axes: h rows, w columns, 3 RGB; x columns from the left, y rows from the top, in pixels; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.masks import feather
from pinxit.imageops.resize import resize
from pinxit.imageops.spread import spread

Float = NDArray[np.float32]

SEEN = 1 / 32  # cover below which nothing of an object is there
WHOLE = 0.9  # cover from which a pixel shows the object alone, and nothing of what was behind it
_SOFT = 2.0  # pixels: radius of the softening that takes the stairs off a hard mask; it reaches one pixel


def bounds(cover_hw: Float) -> tuple[int, int, int, int] | None:
    """First and end row, first and end column of what is covered; None where nothing is."""
    seen_hw = cover_hw > SEEN
    if not seen_hw.any():
        return None
    rows, columns = np.flatnonzero(seen_hw.any(1)), np.flatnonzero(seen_hw.any(0))
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def paste(
    into_hw3: Float, object_hw3: Float, cover_hw: Float, *, middle: tuple[float, float], scale: float
) -> tuple[Float, Float]:
    """The picture with the object in it, and where the object is (0..1), both of the size of `into_hw3`, as new arrays.

    cover_hw: what of object_hw3 is the object. middle: x, y in `into_hw3` of the middle of what is covered. scale: pixels
    there for a pixel of the object. What would lie beyond the border is cut off. Raises ValueError where nothing is covered.
    """
    box = bounds(cover_hw)
    if box is None:
        raise ValueError("nothing of the object is covered")
    y0, y1, x0, x1 = box
    # One pixel around it, so that its edge has room to be soft.
    cover_hw = np.pad(cover_hw[y0:y1, x0:x1], 1)
    colours_hw3 = np.pad(object_hw3[y0:y1, x0:x1], ((1, 1), (1, 1), (0, 0)))
    height, width = (max(1, round(side * scale)) for side in cover_hw.shape)
    whole_hw = (cover_hw >= WHOLE).astype(np.float32)
    colours_hw3 = spread(colours_hw3, whole_hw if whole_hw.any() else cover_hw)
    colours_hw3 = resize(colours_hw3, height, width, clip=True)
    cover_hw = feather(resize(cover_hw, height, width, kind="linear", clip=True), _SOFT)
    top, left = round(middle[1] - height / 2), round(middle[0] - width / 2)
    mask_hw = np.zeros(into_hw3.shape[:2], np.float32)
    composite_hw3 = into_hw3.copy()
    rows = slice(max(0, top), min(into_hw3.shape[0], top + height))
    columns = slice(max(0, left), min(into_hw3.shape[1], left + width))
    if rows.start < rows.stop and columns.start < columns.stop:
        here = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
        mask_hw[rows, columns] = cover_hw[here]
        composite_hw3[rows, columns] += cover_hw[here][..., None] * (
            colours_hw3[here] - composite_hw3[rows, columns]
        )
    return composite_hw3, mask_hw
