"""A picture worked on in tiles, in bounded memory.

Axes: h rows, w columns, 3 colours. A tile is a window with context; only its inner box is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pinxit.core.progress import OnStep, report
from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]
TileWork = Callable[[Float, Tile], Float]


def run_tiled(
    work: TileWork,
    rgb_hw3: Float,
    tiles: Sequence[Tile],
    out: Float,
    on_step: OnStep | None = None,
    *,
    rest: TileWork | None = None,
    note: str = "",
) -> bool:
    """Fill `out` (H x W x 3) with `work(window, tile)` of every tile, written by their inner boxes.

    work: gets the tile's window of `rgb_hw3` (h x w x 3, read-only by agreement) and returns an array of that size.
    out: may be `rgb_hw3` itself: no tile sees what another one wrote. tiles: in rows, as `plan_tiles` gives them.
    rest: does the tiles that are left once `on_step` has returned False (None: they keep the input). Returns False if stopped.
    """
    rows = [list(group) for _, group in groupby(tiles, key=lambda tile: (tile.y0, tile.y1))]
    in_place = np.shares_memory(out, rgb_hw3)
    going, done = True, 0
    above: Float | None = None  # rows of the input that the row of tiles before has overwritten in `out`
    for index, row in enumerate(rows):
        y0, y1 = row[0].y0, row[0].y1
        band_hw3, top = rgb_hw3, 0
        if in_place:
            band_hw3, top = rgb_hw3[y0:y1].copy(), y0
            if above is not None:
                band_hw3[: len(above)] = above
            if index + 1 < len(rows):
                below = rows[index + 1][0].y0
                # The last row of tiles may reach far up (it is shifted to keep its size): the copy must cover that.
                above = band_hw3[below - y0 : row[0].inner_y1 - y0].copy()
        for tile in row:
            window = band_hw3[tile.y0 - top : tile.y1 - top, tile.x0 : tile.x1]
            do = work if going else rest
            made = window if do is None else do(window, tile)
            inner = out[tile.inner_y0 : tile.inner_y1, tile.inner_x0 : tile.inner_x1]
            inner[...] = made[
                tile.inner_y0 - tile.y0 : tile.inner_y1 - tile.y0, tile.inner_x0 - tile.x0 : tile.inner_x1 - tile.x0
            ]
            done += 1
            going = going and report(on_step, done, len(tiles), note)
    return going
