"""Where the faces are in a picture, and 468 points on each: MediaPipe's face detection and face mesh (Apache-2.0;
tools/mediapipe_networks.py), as its own programs run them.

Bazarevsky et al. 2019 (BlazeFace, arXiv:1907.05047), Kartynnik et al. 2019 (arXiv:1907.06724). Axes: n faces or points, h rows,
w columns; x columns from the left, y rows from the top, z away from the viewer, all in pixels of the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.imageops.sample import bilinear
from pinxit.runtime.loaded import packaged

Float = NDArray[np.float32]

DETECTED_AT, MESHED_AT = 128, 192  # pixels: what the networks see
SURE = 0.5  # that something looked at from afar is a face
CERTAIN = 0.9  # that it is one, once it has points: a folded suit may reach 0.75, faces are at 0.99
APART = 0.3  # overlap (intersection over union) from which two boxes are of one face
AROUND = 1.5  # side of what the mesh sees, in sides of the box
PARTS = 0.6  # side of the parts in which small faces are looked for, of the picture's short side
# Points of the mesh: the outer corners of the two eyes, the one on the left in the picture (the person's right) first.
EYES = 33, 263


@dataclass(frozen=True)
class Face:
    """One face: its points, and how sure the network is that there is one (0..1)."""

    points_n3: Float
    presence: float

    @property
    def eyes(self) -> float:
        """Distance between the outer corners of the eyes, in pixels, as the viewer sees them."""
        left, right = self.points_n3[list(EYES), :2]
        return float(np.hypot(*(right - left)))


@dataclass(frozen=True)
class _Square:
    """A turned square of the picture: its middle, its side, and by how much it is turned (radians, x towards y)."""

    x: float
    y: float
    side: float
    turn: float

    def to_picture(self, across: Float, down: Float) -> tuple[Float, Float]:
        """Places of the picture from shares of the square, 0..1 from its corner."""
        cos, sin = np.float32(np.cos(self.turn)), np.float32(np.sin(self.turn))
        dx, dy = (across - np.float32(0.5)) * self.side, (down - np.float32(0.5)) * self.side
        return (self.x + cos * dx - sin * dy).astype(np.float32), (self.y + sin * dx + cos * dy).astype(
            np.float32
        )

    @classmethod
    def around(cls, low: Float, high: Float, eyes_22: Float) -> _Square:
        """The square that the mesh wants to see, of a box and of two eyes."""
        (x0, y0), (x1, y1) = eyes_22
        middle = (low + high) / 2
        return cls(
            float(middle[0]),
            float(middle[1]),
            AROUND * float((high - low).max()),
            float(np.arctan2(y1 - y0, x1 - x0)),
        )

    @classmethod
    def of(cls, points_n3: Float) -> _Square:
        """The same, of points that are known."""
        flat_n2 = points_n3[:, :2]
        return cls.around(flat_n2.min(0), flat_n2.max(0), flat_n2[list(EYES)])


def faces(picture: Picture) -> list[Face]:
    """The faces of a picture, the largest first; none where nobody looks this way."""
    found = [_meshed(picture.rgb_hw3, square) for square in _detected(picture.rgb_hw3)]
    return sorted((face for face in found if face.presence > CERTAIN), key=lambda face: -face.eyes)


def followed(picture: Picture, was: Face) -> Face | None:
    """A face where it was in the frame before, without looking for it elsewhere; None where it is no longer there."""
    face = Face(*_points(picture.rgb_hw3, _Square.of(was.points_n3)))
    return face if face.presence > CERTAIN else None


def _meshed(rgb_hw3: Float, square: _Square) -> Face:
    """The points; found twice, as where they were found first says better than a box where to look."""
    points_n3, _ = _points(rgb_hw3, square)
    return Face(*_points(rgb_hw3, _Square.of(points_n3)))


def _points(rgb_hw3: Float, square: _Square) -> tuple[Float, float]:
    at = (np.arange(MESHED_AT, dtype=np.float32) + np.float32(0.5)) / MESHED_AT
    across, down = (each.astype(np.float32) for each in np.meshgrid(at, at))
    x, y = square.to_picture(across, down)
    # Shrunk first where the square is large, so that every pixel of it counts.
    scale = min(1.0, 1.5 * MESHED_AT / square.side)
    if scale < 1:
        height, width = (max(1, round(side * scale)) for side in rgb_hw3.shape[:2])
        x, y = x * width / rgb_hw3.shape[1], y * height / rgb_hw3.shape[0]
        rgb_hw3 = resize(rgb_hw3, height, width, kind="area")
    seen_hw3 = bilinear(rgb_hw3, x, y)
    made = packaged("mesh").run({"photo": np.ascontiguousarray(seen_hw3.transpose(2, 0, 1)[None])})
    points_n3 = made["points"].reshape(-1, 3) / np.float32(MESHED_AT)
    x, y = square.to_picture(points_n3[:, 0], points_n3[:, 1])
    presence = 1 / (1 + np.exp(-float(made["presence"].item())))
    return np.stack([x, y, points_n3[:, 2] * square.side], 1).astype(np.float32), presence


def _detected(rgb_hw3: Float) -> list[_Square]:
    """Where to look for points. In the whole picture, and in overlapping parts of it for faces that are small."""
    height, width = rgb_hw3.shape[:2]
    short, long = min(height, width), max(height, width)
    found = [_boxes(rgb_hw3, 0, 0, long)]
    side = max(1, round(PARTS * short))
    if side >= DETECTED_AT:
        rows = np.linspace(0, height - side, -(-2 * height // side) - 1).round().astype(int)
        columns = np.linspace(0, width - side, -(-2 * width // side) - 1).round().astype(int)
        found += [_boxes(rgb_hw3, top, left, side) for top in rows for left in columns]
    return [
        _Square.around(box[:2], box[2:4], box[4:8].reshape(2, 2)) for box in _apart(np.concatenate(found))
    ]


def _boxes(rgb_hw3: Float, top: int, left: int, side: int) -> Float:
    """Faces in one square of the picture (n,9): x, y of two corners and of both eyes, and how sure it is. What reaches over
    the border is black, and the picture in the middle of it.
    """
    part_hw3 = rgb_hw3[top : top + side, left : left + side]
    scale = DETECTED_AT / side
    height, width = (max(1, round(length * scale)) for length in part_hw3.shape[:2])
    small_hw3 = resize(part_hw3, height, width, kind="area")
    above, before = (DETECTED_AT - height) // 2, (DETECTED_AT - width) // 2
    seen_hw3 = np.zeros((DETECTED_AT, DETECTED_AT, 3), np.float32)
    seen_hw3[above : above + height, before : before + width] = small_hw3
    made = packaged("face").run({"photo": np.ascontiguousarray(seen_hw3.transpose(2, 0, 1)[None])})
    scores = 1 / (1 + np.exp(-made["scores"][0, :, 0].clip(-80, 80)))
    sure = scores > SURE
    raw, anchors = made["boxes"][0, sure], _anchors()[sure]
    middle, half = raw[:, :2] + anchors, raw[:, 2:4] / 2
    places = np.concatenate(
        [middle - half, middle + half, raw[:, 4:6] + anchors, raw[:, 6:8] + anchors], axis=1
    )
    places = (places - np.tile([before, above], 4)) / scale + np.tile([left, top], 4)
    return np.concatenate([places, scores[sure, None]], axis=1).astype(np.float32)


def _apart(boxes_n9: Float) -> list[Float]:
    """The surest box of each face."""
    kept: list[Float] = []
    for box in boxes_n9[np.argsort(-boxes_n9[:, 8], kind="stable")]:
        if all(_overlap(box, other) < APART for other in kept):
            kept.append(box)
    return kept


def _overlap(one: Float, two: Float) -> float:
    sides = np.minimum(one[2:4], two[2:4]) - np.maximum(one[:2], two[:2])
    common = float(np.prod(sides.clip(0)))
    areas = [float(np.prod(each[2:4] - each[:2])) for each in (one, two)]
    return common / max(sum(areas) - common, 1e-9)


@cache
def _anchors() -> Float:
    """Where the network's boxes are counted from, in its pixels (896,2): two at each cell of 8 pixels, six at each of 16."""
    found = []
    for cell, count in ((8, 2), (16, 6)):
        middles = (np.arange(DETECTED_AT // cell) + 0.5) * cell
        y, x = np.meshgrid(middles, middles, indexing="ij")
        found.append(np.repeat(np.stack([x, y], -1).reshape(-1, 2), count, axis=0))
    return np.concatenate(found).astype(np.float32)
