"""Deep zoom: a large picture as a pyramid of small files, and a page that shows it.

Format: Deep Zoom Image (Microsoft 2008), read by OpenSeadragon and others. Level 0 is one pixel, each level twice the one
before, the last one the picture; level L's tile in column x and row y is `mosaic_files/L/x_y.jpg`.
Axes: h rows, w columns, 3 RGB; bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.core.encode import encode_into
from pinxit.core.pixels import bands
from pinxit.core.whole import output_folder

__all__ = ["SIDE", "levels", "write_deep_zoom"]

Bytes = NDArray[np.uint8]

SIDE = 512  # pixels of a tile: a screen is filled by a dozen
_NAME = "mosaic"
_PAGE = Path(__file__).resolve().parent.parent / "data" / "deepzoom" / "index.html"


def write_deep_zoom(
    canvas_hw3: Bytes, folder: Path, *, title: str, quality: int = 85, overwrite: bool = False
) -> Path:
    """Write the pyramid, its description `mosaic.dzi` and the page `index.html`; returns the page's path.

    The folder appears whole or not at all. Raises OutputExists when there is one (unless `overwrite`, and then it must be a
    deep zoom too), OutputError.
    """
    height, width = canvas_hw3.shape[:2]
    with output_folder(folder, overwrite=overwrite, known_by=f"{_NAME}.dzi") as place:
        for level, level_hw3 in levels(canvas_hw3):
            files = place / f"{_NAME}_files" / str(level)
            files.mkdir(parents=True)
            for y in range(0, level_hw3.shape[0], SIDE):
                for x in range(0, level_hw3.shape[1], SIDE):
                    tile = Image.fromarray(np.ascontiguousarray(level_hw3[y : y + SIDE, x : x + SIDE]))
                    with (files / f"{x // SIDE}_{y // SIDE}.jpg").open("xb") as stream:
                        encode_into(tile, stream, "jpeg", quality)
        (place / f"{_NAME}.dzi").write_text(_described(height, width), encoding="utf-8")
        (place / "index.html").write_text(_page(title, height, width), encoding="utf-8")
    return folder / "index.html"


def levels(canvas_hw3: Bytes) -> Iterator[tuple[int, Bytes]]:
    """Every level and its picture, the whole one first; each has half the sides of the one before, rounded up."""
    level_hw3 = canvas_hw3
    for level in range((max(canvas_hw3.shape[:2]) - 1).bit_length(), 0, -1):
        yield level, level_hw3
        level_hw3 = _halved(level_hw3)
    yield 0, level_hw3


def _halved(level_hw3: Bytes) -> Bytes:
    """Means of 2 x 2 pixels; an odd edge is repeated."""
    height, width = ((side + 1) // 2 for side in level_hw3.shape[:2])
    half_hw3 = np.empty((height, width, 3), np.uint8)
    for y0, y1 in bands(height, width):
        rows = level_hw3[2 * y0 : 2 * y1].astype(np.uint16)
        odd = (2 * (y1 - y0) - rows.shape[0], 2 * width - rows.shape[1])
        rows = np.pad(rows, ((0, odd[0]), (0, odd[1]), (0, 0)), mode="edge")
        total = rows[::2, ::2] + rows[1::2, ::2] + rows[::2, 1::2] + rows[1::2, 1::2]
        half_hw3[y0:y1] = (total + 2) // 4
    return half_hw3


def _described(height: int, width: int) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Image xmlns="http://schemas.microsoft.com/deepzoom/2008" Format="jpg" Overlap="0" TileSize="{SIDE}">\n'
        f'  <Size Width="{width}" Height="{height}"/>\n</Image>\n'
    )


def _page(title: str, height: int, width: int) -> str:
    page = _PAGE.read_text(encoding="utf-8")
    # The title last: what it says is not to be filled in.
    for word, value in (
        ("SIDE", str(SIDE)),
        ("WIDTH", str(width)),
        ("HEIGHT", str(height)),
        ("TITLE", escape(title)),
    ):
        page = page.replace(f"%{word}%", value)
    return page
