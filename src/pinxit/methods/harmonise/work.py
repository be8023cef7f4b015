"""The scene at the size that is worked at, and the part of it that is worked on.

Features look at a place and some of its surroundings: the part is the object and as much around it as matters.

Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.masks import feather
from pinxit.imageops.paste import bounds
from pinxit.imageops.resize import resize
from pinxit.methods.harmonise.scene import Scene, seam_of
from pinxit.torchkit.optimise import working_size

Float = NDArray[np.float32]

LOOSE = (
    35 / 3 / 700
)  # deviation of the blur that makes the loose mask, as a share of the painting's longer side
LOOSER = 0.1  # of the blurred mask, from which a pixel may change
AROUND = 64  # pixels around the loose mask that its features look at, nearly all
CELL = 16  # pixels of a cell of the deepest layer: a part is so many whole cells


@dataclass(frozen=True, eq=False)
class Work:
    """All of one size. tight_hw: where the object is, 0..1. soft_hw: the same as it is blended in at the end. loose_hw: 1 where
    pixels may change, a little beyond it, else 0.

    part: rows and columns of what is worked on.
    """

    painting_hw3: Float
    composite_hw3: Float
    tight_hw: Float
    soft_hw: Float
    loose_hw: Float
    part: tuple[slice, slice]

    @classmethod
    def of(cls, scene: Scene, size: int) -> Work:
        """A scene, its painting's long side brought to `size` pixels or left if it is shorter."""
        height, width = working_size(scene.painting.height, scene.painting.width, size)
        tight_hw = resize(scene.mask_hw, height, width, kind="linear", clip=True)
        soft_hw = feather(tight_hw, seam_of(width, height))
        blurred_hw = feather(tight_hw, 2 * LOOSE * max(height, width))
        loose_hw = (np.maximum(blurred_hw, tight_hw) > LOOSER).astype(np.float32)
        painting_hw3, composite_hw3 = (
            resize(rgb_hw3, height, width, clip=True)
            for rgb_hw3 in (scene.painting.rgb_hw3, scene.composite_hw3)
        )
        return cls(painting_hw3, composite_hw3, tight_hw, soft_hw, loose_hw, part_of(loose_hw))

    def cut(self, values: Float) -> Float:
        """The part of a picture or a mask, a copy; past the painting's lower and right border it goes on to a whole cell.

        Pooling drops what is no whole cell, and an object that stands on the border would have its feet unseen.
        """
        part = values[self.part]
        more = [(0, -side % CELL) for side in part.shape[:2]]
        return np.pad(part, [*more, *[(0, 0)] * (values.ndim - 2)], mode="edge")

    def put(self, made_hw3: Float) -> Float:
        """The composite with what was made of its part, where it may change: a new array."""
        return self._laid(self.composite_hw3, made_hw3, self.loose_hw)

    def preview(self, made_hw3: Float) -> Float:
        """The painting with what was made of the object: a new array."""
        return self._laid(self.painting_hw3, made_hw3, self.tight_hw)

    def _laid(self, ground_hw3: Float, made_hw3: Float, mask_hw: Float) -> Float:
        out_hw3 = ground_hw3.copy()
        here_hw3 = out_hw3[self.part]
        height, width = here_hw3.shape[:2]
        here_hw3 += mask_hw[self.part][..., None] * (made_hw3[:height, :width] - here_hw3)
        return out_hw3


def part_of(loose_hw: Float) -> tuple[slice, slice]:
    """Rows and columns of what may change and of what its features see, from a whole cell on."""
    height, width = loose_hw.shape
    y0, y1, x0, x1 = bounds(loose_hw) or (0, height, 0, width)
    return _range(y0, y1, height), _range(x0, x1, width)


def _range(first: int, end: int, most: int) -> slice:
    return slice(max(0, (first - AROUND) // CELL * CELL), min(most, -(-(end + AROUND) // CELL) * CELL))
