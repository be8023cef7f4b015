"""How a big picture is cut into overlapping windows, so that tiled work equals whole work.

Axes: y rows from the top, x columns from the left, in pixels; every range is half open.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


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


def plan_tiles(height: int, width: int, *, window: int, context: int, multiple: int) -> list[Tile]:
    """Cover a picture with windows of at most `window` pixels a side, in rows from the top, each from the
    left; their inner boxes cover every pixel once.

    context: pixels kept around an inner box, at least, wherever the picture goes on. multiple: every window
    begins at a multiple of it, so that a network with strides, or one with a noise lattice, sees the grid
    that it would see in the whole picture. The context is not rounded up to it: a lattice of 256 pixels would
    double the work. A window too small for both is enlarged to multiple + 2 * context. Windows at the edges
    are moved inwards rather than cut, so all have one size but for less than `multiple` pixels: a runtime
    prepares for few shapes.
    Raises ValueError for sizes below 1 or a negative context.
    """
    if min(height, width, window, multiple) < 1 or context < 0:
        raise ValueError(
            f"cannot tile {width} x {height} pixels with window {window}, context {context} and multiple "
            f"{multiple}: all must be 1 or more (context 0 or more)"
        )
    rows = _spans(height, window, context, multiple)
    columns = _spans(width, window, context, multiple)
    return [Tile(*(y[:2]), *(x[:2]), *(y[2:]), *(x[2:])) for y in rows for x in columns]


def _spans(side: int, window: int, context: int, multiple: int) -> list[tuple[int, int, int, int]]:
    """Cut one side: (start, end, inner start, inner end) of each window."""
    window = max(window, multiple + 2 * context)
    if side <= window:
        return [(0, side, 0, side)]
    stride = (window - 2 * context) // multiple * multiple
    last = -(-(side - window) // multiple) * multiple  # moved inwards, so that it is as large as the others
    starts = [*range(0, last, stride), last]
    # Neighbours meet in the middle of what they share, which is 2 * context pixels or more.
    seams = [(after + before + window) // 2 for before, after in pairwise(starts)]
    return [
        (start, min(side, start + window), low, high)
        for start, low, high in zip(starts, [0, *seams], [*seams, side], strict=True)
    ]
