"""How a big picture is cut into overlapping windows, so that tiled work equals whole work.

Axes: y rows from the top, x columns from the left, in pixels; every range is half open.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """One window (y0:y1, x0:x1, context included) and the inner box of it that is kept, in picture pixels."""

    y0: int
    y1: int
    x0: int
    x1: int
    inner_y0: int
    inner_y1: int
    inner_x0: int
    inner_x1: int

    @property
    def window(self) -> tuple[slice, slice]:
        """Where to read: `rgb_hw3[tile.window]`."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)

    @property
    def inner(self) -> tuple[slice, slice]:
        """Where to write: `out[tile.inner] = result[tile.kept]`."""
        return slice(self.inner_y0, self.inner_y1), slice(self.inner_x0, self.inner_x1)

    @property
    def kept(self) -> tuple[slice, slice]:
        """The inner box within the window's own result."""
        return (
            slice(self.inner_y0 - self.y0, self.inner_y1 - self.y0),
            slice(self.inner_x0 - self.x0, self.inner_x1 - self.x0),
        )


def plan_tiles(height: int, width: int, *, tile: int, context: int, multiple: int = 4) -> list[Tile]:
    """Cover height x width pixels with tiles, in rows from the top, each row from the left.

    tile: the largest side of an inner box; the boxes are made equal and cover every pixel once.
    context: pixels kept around an inner box wherever the picture goes on (rounded up to `multiple`).
    multiple: every window begins at a multiple of it, so that a network with strides sees the grid it would
    see in the whole picture. Windows at the edges are moved inwards rather than cut, so all have one size but
    for less than `multiple` pixels: a runtime prepares for few shapes. A side of at most tile + 2 * context
    is not cut at all.
    Raises ValueError for sizes below 1 or a negative context.
    """
    if min(height, width, tile, multiple) < 1 or context < 0:
        raise ValueError(
            f"cannot tile {width} x {height} pixels with tile {tile}, context {context} and multiple "
            f"{multiple}: all must be 1 or more (context 0 or more)"
        )
    rows = _spans(height, tile, context, multiple)
    columns = _spans(width, tile, context, multiple)
    return [
        Tile(y0, y1, x0, x1, inner_y0, inner_y1, inner_x0, inner_x1)
        for y0, y1, inner_y0, inner_y1 in rows
        for x0, x1, inner_x0, inner_x1 in columns
    ]


def _spans(side: int, tile: int, context: int, multiple: int) -> list[tuple[int, int, int, int]]:
    """Cut one side: (start, end, inner start, inner end) of each tile."""
    context = _up(context, multiple)
    tile = max(multiple, tile - tile % multiple)
    if side <= tile + 2 * context:
        return [(0, side, 0, side)]
    step = _up(-(-side // -(-side // tile)), multiple)
    window = step + 2 * context
    last = _up(max(0, side - window), multiple)
    spans = []
    for inner in range(0, side, step):
        start = min(max(0, inner - context), last)
        spans.append((start, min(side, start + window), inner, min(side, inner + step)))
    return spans


def _up(value: int, multiple: int) -> int:
    return -(-value // multiple) * multiple
