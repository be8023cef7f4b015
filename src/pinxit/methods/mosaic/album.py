"""The small pictures of a mosaic: read one by one, cut square, kept as bytes and as a few numbers each.

Axes: n pictures, s pixels of a side, 3 RGB, g cells of the grid that a picture is compared on, d numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError, PictureTooLarge, PinxitError
from pinxit.core.files import DEFAULT_MAX_PIXELS, expand_inputs, read_picture
from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.core.progress import OnStep, report
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.imageops.resize import resize

Float = NDArray[np.float32]
Bytes = NDArray[np.uint8]

GRID = 4  # a picture is compared by the colours of 4 x 4 parts
MOST_BYTES = 2 << 30  # of all small pictures together


@dataclass(frozen=True, eq=False)
class Album:
    """Small pictures: `tiles_nss3` sRGB, `looks_nd` (see :func:`looks`), and the files that could not be read, with reasons."""

    tiles_nss3: Bytes
    looks_nd: Float
    skipped: tuple[tuple[Path, PinxitError], ...] = ()

    def __len__(self) -> int:
        return len(self.tiles_nss3)


def read_album(
    given: Sequence[str], side: int, *, max_pixels: int = DEFAULT_MAX_PIXELS, on_step: OnStep | None = None
) -> Album:
    """Read files, folders and patterns as small pictures of `side` pixels: the middle square of each.

    A file that cannot be read is left out. Raises InputNotFound, InputError when none can be read or it was stopped,
    PictureTooLarge when they would not fit into memory.
    """
    files = expand_inputs(given)
    if len(files) * side * side * 3 > MOST_BYTES:
        fits = int((MOST_BYTES / 3 / len(files)) ** 0.5)
        raise PictureTooLarge(
            f"{len(files)} pictures of {side} x {side} pixels need more than {MOST_BYTES >> 30} GB: give fewer of them, "
            f"or a tile size of {fits} (--tile-size {fits})."
        )
    tiles, grids, skipped = list[Bytes](), list[Float](), list[tuple[Path, PinxitError]]()
    for number, file in enumerate(files, 1):
        try:
            square_ss3 = _reduced(middle_square(read_picture(file, max_pixels=max_pixels)), side)
        except PinxitError as error:
            skipped.append((file, error))
        else:
            tiles.append(quantise(resize(square_ss3, side, side, clip=True)))
            grids.append(resize(square_ss3, GRID, GRID, kind="area", clip=True))
        if not report(on_step, number, len(files), "reading small pictures"):
            raise InputError("stopped while the small pictures were read: there is nothing to keep yet.")
    if not tiles:
        raise InputError(f"none of the {len(files)} small pictures can be read: {skipped[0][1]}")
    return Album(np.stack(tiles), looks(np.stack(grids)), tuple(skipped))


def _reduced(square_ss3: Float, side: int) -> Float:
    """A square that is much larger than needed, made smaller by means of blocks: a good filter over 12 megapixels takes longer
    than reading them.
    """
    enough = 4 * max(side, 4 * GRID)
    return square_ss3 if len(square_ss3) <= 2 * enough else resize(square_ss3, enough, enough, kind="area")


def middle_square(picture: Picture) -> Float:
    """The largest square in the middle (s,s,3), transparency laid on white."""
    side = min(picture.size)
    y, x = (picture.height - side) // 2, (picture.width - side) // 2
    return picture.on_white()[y : y + side, x : x + side]


def looks(rgb_ngg3: Float) -> Float:
    """What pictures are compared by, from their 4 x 4 parts: the mean in OKLab, then each part's way from it; (n, 3 + 48).

    A way counts 1/16, so that the squared distance of two is the mean one of their parts.
    """
    count = len(rgb_ngg3)
    lab_nk3 = rgb_to_oklab(rgb_ngg3.reshape(count, -1, 3)).reshape(count, GRID * GRID, 3)
    mean_n13 = lab_nk3.mean(1, keepdims=True)
    return np.concatenate([mean_n13[:, 0], ((lab_nk3 - mean_n13) / GRID).reshape(count, -1)], 1)
