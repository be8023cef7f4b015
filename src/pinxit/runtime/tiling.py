"""A picture worked on in tiles, in bounded memory.

Axes: h rows, w columns, 3 colours. A tile is a window with context; only its inner box is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pinxit.core.progress import OnStep, report
from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]
TileWork = Callable[[Float, Tile], Float]
Finish = Callable[[Float, Float], Float]


def run_tiled(
    work: TileWork,
    rgb_hw3: Float,
    tiles: Sequence[Tile],
    out: Float,
    on_step: OnStep | None = None,
    *,
    rest: TileWork | None = None,
    finish: Finish | None = None,
    note: str = "",
) -> bool:
    """Fill `out` (H x W x 3) with `work(window, tile)` of every tile, written by their inner boxes.

    work: gets the tile's window of `rgb_hw3` (h x w x 3, read-only by agreement), returns an array of that
    size. tiles: in rows, as `imageops.tiles.plan_tiles` gives them. out: may be `rgb_hw3` itself: no tile sees what another
    one wrote. rest: does the tiles that are left once `on_step` has returned False (None: they keep the
    input). finish: gets what is kept of a result and of its window, both as large as the inner box; returns
    what is written. Returns False if it was stopped before the last tile.
    """
    rows = [list(group) for _, group in groupby(tiles, key=lambda tile: (tile.y0, tile.y1))]
    going, done = True, 0
    for row, band_hw3 in zip(rows, _bands(rgb_hw3, rows, copied=np.shares_memory(out, rgb_hw3)), strict=True):
        for tile in row:
            window = band_hw3[:, tile.x0 : tile.x1]
            do = work if going else rest
            made = window if do is None else do(window, tile)
            kept_hw3 = made[tile.kept]
            out[tile.inner] = kept_hw3 if finish is None else finish(kept_hw3, window[tile.kept])
            done += 1
            going = going and (report(on_step, done, len(tiles), note) or done == len(tiles))
    return going


def _bands(rgb_hw3: Float, rows: Sequence[Sequence[Tile]], *, copied: bool) -> Iterator[Float]:
    """The input rows y0:y1 of every row of tiles; copied: as they were before the rows of tiles above were
    written over them.
    """
    if not copied:
        for row in rows:
            yield rgb_hw3[row[0].y0 : row[0].y1]
        return
    # `before` holds the original rows top:written. Windows at the edge are moved inwards, so the last may
    # reach far up.
    tops = [min(row[0].y0 for row in rows[index:]) for index in range(len(rows))] + [rgb_hw3.shape[0]]
    written = 0
    before = rgb_hw3[:0]
    for index, row in enumerate(rows):
        top, first = tops[index], row[0]
        original = np.concatenate([before, rgb_hw3[written : first.y1]])
        yield original[first.y0 - top :]
        written = first.inner_y1
        before = original[tops[index + 1] - top : written - top].copy()
