"""A mosaic of small pictures: cut the photo into cells, place the pictures, paint the canvas.

The canvas is bytes, painted a row of cells at a time: 100 megapixels are 300 MB.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.mosaic.album import Album
from pinxit.methods.mosaic.assign import Indices, assign, goes_optimal, how_often
from pinxit.methods.mosaic.cells import Cells, cut
from pinxit.methods.mosaic.size import check_pixels
from pinxit.methods.mosaic.spec import MosaicOptions

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Mosaic:
    """What came out: `canvas_hw3` sRGB bytes, the picture of every cell (rows, columns), and how they were placed, in words."""

    canvas_hw3: Bytes
    chosen_hw: Indices
    placing: str


def tile_mosaic(
    photo: Picture, album: Album, options: MosaicOptions, on_step: OnStep | None = None
) -> Mosaic:
    """The photo out of the album's pictures, `tile_size * columns` pixels wide.

    Raises OptionError (repeats), PictureTooLarge, MissingExtra (assign "optimal" without scipy). When `on_step` returns False
    the cells that are left are filled at once, so that there is a whole mosaic.
    """
    cells = cut(photo, options.columns)
    side = album.tiles_nss3.shape[1]
    check_pixels(cells.rows * side, cells.columns * side, "give a smaller tile size or fewer columns")
    repeats = how_often(len(cells), len(album), options.repeats)
    optimal = goes_optimal(len(cells), len(album), repeats, options.assign)
    chosen_n = assign(cells, album.looks_nd, repeats, options, options.seed, on_step)
    used = len(np.unique(chosen_n))
    words = (
        f"{len(cells)} cells, {used} of {len(album)} pictures, each at most {repeats} times, "
        f"{'placed all together' if optimal else 'placed one after the other'}"
    )
    canvas_hw3 = _painted(cells, album, chosen_n, options.tint)
    return Mosaic(canvas_hw3, chosen_n.reshape(cells.rows, cells.columns), words)


def _painted(cells: Cells, album: Album, chosen_n: Indices, tint: float) -> Bytes:
    side = album.tiles_nss3.shape[1]
    canvas_hw3 = np.empty((cells.rows * side, cells.columns * side, 3), np.uint8)
    for row in range(cells.rows):
        here = slice(row * cells.columns, (row + 1) * cells.columns)
        tiles_css3 = album.tiles_nss3[chosen_n[here]]
        if tint > 0:
            tiles_css3 = _tinted(tiles_css3, cells.colours_n3[here], tint)
        strip = canvas_hw3[row * side : (row + 1) * side].reshape(side, cells.columns, side, 3)
        strip[...] = tiles_css3.swapaxes(0, 1)
    return canvas_hw3


def _tinted(tiles_css3: Bytes, colours_c3: NDArray[np.float32], tint: float) -> Bytes:
    """Small pictures with their mean colours moved towards `colours_c3` by a share.

    Added in sRGB, where a sum of bytes is quick; what would be below black or above white is cut off.
    """
    mean_c3 = tiles_css3.mean((1, 2), dtype=np.float32)
    way_c3 = np.rint(np.float32(tint) * (255 * colours_c3 - mean_c3)).astype(np.int16)
    tinted: Bytes = np.clip(tiles_css3 + way_c3[:, None, None], 0, 255).astype(np.uint8)
    return tinted
