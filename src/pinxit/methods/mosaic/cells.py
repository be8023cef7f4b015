"""A photo cut into the cells of a mosaic. Axes: h rows and w columns of cells, d numbers of a cell, 3 RGB."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.methods.mosaic.album import GRID, looks

Float = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Cells:
    """Rows and columns, what each cell is compared by, and its mean colour in sRGB."""

    rows: int
    columns: int
    looks_nd: Float
    colours_n3: Float

    def __len__(self) -> int:
        return self.rows * self.columns


def cut(photo: Picture, columns: int) -> Cells:
    """The photo as `columns` cells side by side and as many rows of square cells as come nearest to its shape."""
    rows = max(1, round(columns * photo.height / photo.width))
    parts_hw3 = resize(photo.on_white(), rows * GRID, columns * GRID, kind="area", clip=True)
    parts_ngg3 = (
        parts_hw3.reshape(rows, GRID, columns, GRID, 3).swapaxes(1, 2).reshape(rows * columns, GRID, GRID, 3)
    )
    return Cells(rows, columns, looks(parts_ngg3), parts_ngg3.mean((1, 2)))
