"""A photo at any size, of which only windows are ever made. Axes: h rows, w columns, 3 sRGB 0..1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]


class View:
    """A photo at height x width pixels."""

    def __init__(self, photo: Picture, height: int, width: int) -> None:
        self.height, self.width = height, width
        rgb_hw3 = photo.on_white()
        # A larger photo is brought down once; a smaller one is enlarged window by window.
        rows, columns = min(height, rgb_hw3.shape[0]), min(width, rgb_hw3.shape[1])
        self.small_hw3 = resize(rgb_hw3, rows, columns, clip=True)

    def window_hw3(self, y0: int, x0: int, height: int, width: int) -> Float:
        """(height,width,3); beyond the photo's borders these are repeated."""
        top, left = (min(max(start, 0), side - 1) for start, side in ((y0, self.height), (x0, self.width)))
        bottom, right = (
            max(first + 1, min(end, side))
            for first, end, side in ((top, y0 + height, self.height), (left, x0 + width, self.width))
        )
        tile = Tile(top, bottom, left, right, top, bottom, left, right)
        cut_hw3 = enlarged(self.small_hw3, self.height, self.width, tile)
        rows = np.clip(np.arange(y0, y0 + height), top, bottom - 1) - top
        columns = np.clip(np.arange(x0, x0 + width), left, right - 1) - left
        return cut_hw3[rows[:, None], columns[None]]
