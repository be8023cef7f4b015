"""The 468 points of a face: which of them are lips, lids and outline, which lie opposite each other, and what they span.

"Right" is the person's right, on the left in the picture. Only the right half is named; `MIRROR` gives the other. Axes: n points
or triangles; canonical coordinates are x to the right of the picture, y down, z away from the viewer, in distances between the
outer corners of the eyes, from the middle between them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.runtime.loaded import NETWORKS

Float = NDArray[np.float32]
Ints = NDArray[np.intp]

_SHAPE = np.load(NETWORKS / "mesh_shape.npz")  # tools/mesh_shape.py
TRIANGLES: Ints = _SHAPE["triangles"].astype(np.intp)
MIRROR: Ints = _SHAPE["mirror"].astype(np.intp)
QUIET: Float = _SHAPE["quiet"]  # a face without an expression, canonical: the mean of eleven

# Rows of the lips from the corner to the middle, the outermost first.
UPPER_LIP = (
    (61, 185, 40, 39, 37, 0),
    (76, 184, 74, 73, 72, 11),
    (62, 183, 42, 41, 38, 12),
    (78, 191, 80, 81, 82, 13),
)
LOWER_LIP = (
    (61, 146, 91, 181, 84, 17),
    (76, 77, 90, 180, 85, 16),
    (62, 96, 89, 179, 86, 15),
    (78, 95, 88, 178, 87, 14),
)
# Rings around the eye from its outer corner to the inner one, the innermost first: the lid's edge, its fold, the socket.
UPPER_LID = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133),
    (130, 247, 30, 29, 27, 28, 56, 190, 243),
    (226, 113, 225, 224, 223, 222, 221, 189, 244),
)
LOWER_LID = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133),
    (130, 25, 110, 24, 23, 22, 26, 112, 243),
    (226, 31, 228, 229, 230, 231, 232, 233, 244),
)
BROW = (70, 63, 105, 66, 107, 46, 53, 52, 65, 55)
# Around the face, from the forehead over the person's left cheek to the chin and back.
OUTLINE = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)  # fmt: skip
JAW = (152, 148, 176, 149, 150, 136, 172)
SHUT = 0.03  # distances of the eyes: lips that are nearer than this hide what is behind them
NOSE = (1, 4, 5, 195, 197, 6, 168, 19, 94, 2)


def opposite(points: tuple[int, ...]) -> tuple[int, ...]:
    """The same points on the other side of the face."""
    return tuple(int(each) for each in MIRROR[list(points)])


# Both eyes' lids, along their edges: (upper, lower).
LIDS = ((UPPER_LID[0], LOWER_LID[0]), (opposite(UPPER_LID[0]), opposite(LOWER_LID[0])))
LIPS = tuple(sorted({each for row in (*UPPER_LIP, *LOWER_LIP) for each in (*row, *opposite(row))}))


def across(half: tuple[int, ...]) -> tuple[int, ...]:
    """A row of the lips from corner to corner, from its right half."""
    return (*half, *opposite(half)[-2::-1])


def mouth_is_shut(shape_n3: Float) -> bool:
    """Whether nothing is seen between the lips of a face, given in its own frame."""
    above, below = UPPER_LIP[-1][-1], LOWER_LIP[-1][-1]
    return float(np.linalg.norm(shape_n3[below] - shape_n3[above])) < SHUT
