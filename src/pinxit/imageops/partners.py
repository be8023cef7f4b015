"""Regions of a photo and of its styles: which of them have a partner, and what happens to the others.

Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.core.pixels import bands
from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.masks import check_shape
from pinxit.imageops.regions import Regions, read_regions
from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]


def regions_of(masks: Sequence[Picture], pictures: Sequence[Picture]) -> Regions | None:
    """The regions of a photo and its styles, which are `pictures` in this order; None without masks.

    Raises InputError unless there is one mask for each, of its shape, and the photo's shares a colour with a style's.
    """
    if not masks:
        return None
    if len(masks) != len(pictures):
        raise InputError(
            f"{len(masks)} masks for {len(pictures)} pictures: give one for the photo, then one for each style."
        )
    for mask, picture in zip(masks, pictures, strict=True):
        check_shape(mask, picture.height, picture.width)
    regions = read_regions(masks)
    if not shared(regions):
        raise InputError(
            "the masks have no colour in common: paint what belongs together in the same colour in photo and style."
        )
    return regions


def shared(regions: Regions) -> list[int]:
    """The regions that are in the photo (the first picture) and in at least one style."""
    return [region for region in range(len(regions.colours)) if all(_where(regions, region))]


def _where(regions: Regions, region: int) -> tuple[bool, bool]:
    """Whether a region is in the photo, and whether in a style."""
    in_photo, *in_styles = (regions.share(picture, region) > 0 for picture in range(len(regions.labels)))
    return in_photo, any(in_styles)


def without_partner(regions: Regions, painted_hw3: Float, photo_hw3: Float) -> list[str]:
    """Put the photo back (in place) in regions that no style has; says which, and which the photo has not."""
    notes = []
    for region, colour in enumerate(regions.colours):
        in_photo, in_style = _where(regions, region)
        if in_photo and not in_style:
            _put_back(painted_hw3, photo_hw3, regions, region)
            notes.append(f"region {colour} is in no style's mask: left as in the photo")
        elif in_style and not in_photo:
            notes.append(f"region {colour} is not in the photo's mask: not used")
    return notes


def _put_back(painted_hw3: Float, photo_hw3: Float, regions: Regions, region: int) -> None:
    """Let the photo through where it has a region; in place, in bands."""
    height, width = photo_hw3.shape[:2]
    inside_hw1 = (regions.labels[0] == region).astype(np.float32)[..., None]
    # A mask larger than the photo is brought down first; what is smaller is enlarged a band at a time.
    rows, columns = (min(pair) for pair in zip(inside_hw1.shape[:2], (height, width), strict=True))
    inside_hw1 = resize(inside_hw1, rows, columns, kind="area", clip=True)
    for y0, y1 in bands(height, width):
        band = Tile(y0, y1, 0, width, y0, y1, 0, width)
        weight_hw1 = enlarged(inside_hw1, height, width, band, kind="linear")
        painted_hw3[y0:y1] += weight_hw1 * (photo_hw3[y0:y1] - painted_hw3[y0:y1])
