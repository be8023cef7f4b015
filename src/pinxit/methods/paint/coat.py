"""What is laid on the picture: one style everywhere, or several, each where its mask says.

Axes: n styles, h rows, w columns; weights sum to 1 at every pixel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.masks import check_shape, feather, mask_of, partition
from pinxit.imageops.tiles import Tile
from pinxit.methods.paint.brush import Brush

Float = NDArray[np.float32]
MASK_SIDE = 2048  # pixels; the seam is softer than that, and one mask of 48 megapixels would be 192 MB
_SEAM = 0.012  # radius of the soft seam, of the longer side
_NOTHING = 1 / 1024  # a weight that no 8-bit picture shows


@dataclass(frozen=True, eq=False)
class Coat:
    """Style vectors, and where each of them goes: weights_hwn at most MASK_SIDE pixels, None for one style
    everywhere.
    """

    brush: Brush
    vectors: tuple[Float, ...]
    weights_hwn: Float | None

    def paint(
        self,
        window_hw3: Float,
        height: int,
        width: int,
        tile: Tile,
        statistics: Sequence[Float] | None = None,
    ) -> Float:
        """Paint one window (`tile` of a picture of height x width); statistics as from `measure`, None: the
        window's own.
        """
        known = statistics or (None,) * len(self.vectors)
        if self.weights_hwn is None:
            return self.brush.paint(window_hw3, self.vectors[0], known[0])
        weights_hwn = enlarged(self.weights_hwn, height, width, tile, kind="linear")
        painted_hw3 = np.zeros(window_hw3.shape, np.float32)
        total_hw1 = np.zeros((*window_hw3.shape[:2], 1), np.float32)
        for index, vector in enumerate(self.vectors):
            weight_hw1 = weights_hwn[:, :, index : index + 1]
            if float(weight_hw1.max()) > _NOTHING:
                painted_hw3 += weight_hw1 * self.brush.paint(window_hw3, vector, known[index])
                total_hw1 += weight_hw1
        painted_hw3 /= total_hw1
        return painted_hw3

    def measure(self, thumbnail_hw3: Float) -> tuple[Float, ...]:
        """The statistics of a picture, one array (S,) per style, from its thumbnail."""
        return tuple(self.brush.measure(thumbnail_hw3, vector) for vector in self.vectors)


def make_coat(
    brush: Brush, vectors: Sequence[Float], masks: Sequence[Picture], size: tuple[int, int]
) -> Coat:
    """A coat for a picture of `size` (height, width): vectors[0] is the rest, vectors[i + 1] goes where
    masks[i] is white.

    InputError when the counts do not fit or a mask has another shape than the picture.
    """
    if len(vectors) != len(masks) + 1:
        raise InputError(
            f"{len(masks)} masks and {len(vectors)} styles: give one style more than masks "
            "(the first one paints where no mask is)"
        )
    if not masks:
        return Coat(brush, tuple(vectors), None)
    height, width = size
    scale = min(1.0, MASK_SIDE / max(size))
    small = (max(1, round(height * scale)), max(1, round(width * scale)))
    soft = []
    for mask in masks:
        check_shape(mask, height, width)
        soft.append(feather(mask_of(mask, *small), _SEAM * max(small)))
    weights_nhw = partition(soft)
    rest_first = np.concatenate([weights_nhw[-1:], weights_nhw[:-1]])
    return Coat(brush, tuple(vectors), np.ascontiguousarray(rest_first.transpose(1, 2, 0)))
