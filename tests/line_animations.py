"""Animations by code whose regions are known: opaque shapes with parts that move, turn, squash and cover each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from pinxit.core.picture import Picture

KINDS = ("moves", "turns", "squashes", "overlaps", "pans")
_LINE = 3  # pixels
_SEEN = 60  # pixels: what a person would point at


@dataclass(frozen=True, eq=False)
class Frame:
    """picture: black lines on white. identity_hw: whose part each pixel is, from 1; 0 on lines."""

    picture: Picture
    identity_hw: NDArray[np.int32]

    def right(self, rgb_hw3: NDArray[np.float32]) -> float:
        """The share of pixels beside lines that have the colour of their identity."""
        inside = self.identity_hw > 0
        wanted_n3 = colours_of(int(self.identity_hw.max()))[self.identity_hw[inside]]
        return float((np.abs(rgb_hw3[inside] * 255 - wanted_n3).max(1) <= 1).mean())


def colours_of(count: int) -> NDArray[np.int64]:
    """The colours (count + 1 x 3, bytes) of identities, all different; 0 has white."""
    number = np.arange(count + 1)
    return np.stack([255 - number * 37 % 256, 255 - number * 91 % 256, 255 - number * 153 % 256], 1)


def name_of(identity: int) -> str:
    return "#" + "".join(f"{each:02x}" for each in colours_of(identity)[identity])


def hints_for(frames: Sequence[Frame]) -> list[dict[str, object]]:
    """What a person would point at: in the first frame every part that is to be seen, later what was not seen before."""
    hints: list[dict[str, object]] = []
    told: set[int] = set()
    for number, frame in enumerate(frames, 1):
        for identity in sorted(set(np.unique(frame.identity_hw).tolist()) - told - {0}):
            for y, x in _parts(frame.identity_hw == identity):
                told.add(identity)
                hints.append({"x": x, "y": y, "colour": name_of(identity), "frame": number})
    return hints


def _parts(mask_hw: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The place furthest inside of each part that is not small."""
    parts_hw, count = ndimage.label(mask_hw)
    sizes = np.bincount(parts_hw.ravel())
    large = [part for part in range(1, count + 1) if sizes[part] >= _SEEN]
    depth_hw = ndimage.distance_transform_edt(mask_hw)
    return [(int(y), int(x)) for y, x in ndimage.maximum_position(depth_hw, parts_hw, large)]


def animation(kind: str, seed: int, frames: int = 24, side: int = 320) -> Iterator[Frame]:
    """One of KINDS: four to six shapes with two parts each, in front of hills under a sky."""
    rng = np.random.default_rng((KINDS.index(kind), seed))
    shapes = [_Shape.by_chance(kind, rng, side) for _ in range(int(rng.integers(4, 7)))]
    camera_2 = rng.uniform(-7, 7, 2) * (1, 0.5) if kind == "pans" else np.zeros(2)
    for number in range(frames):
        pens = _Pens(side)
        shift_2 = camera_2 * number
        _hills(pens, side, shift_2)
        for index, shape in enumerate(shapes):
            shape.draw(pens, number, shift_2, 4 + 3 * index)
        drawn_hw, whose_hw = np.asarray(pens.drawn), np.asarray(pens.whose)
        yield Frame(Picture.of(drawn_hw), np.where(drawn_hw < 128, 0, whose_hw).astype(np.int32))


class _Pens:
    """A drawing, and whose each of its pixels is; what is drawn later covers what was before."""

    def __init__(self, side: int) -> None:
        self.drawn, self.whose = Image.new("L", (side, side), 255), Image.new("I", (side, side), 1)

    def shape(self, corners: list[tuple[float, float]], identity: int) -> None:
        for image, inside, line in ((self.drawn, 255, 0), (self.whose, identity, identity)):
            pen = ImageDraw.Draw(image)
            pen.polygon(corners, fill=inside)
            pen.line([*corners, corners[0], corners[1]], fill=line, width=_LINE, joint="curve")


def _hills(pens: _Pens, side: int, shift_2: NDArray[np.float64]) -> None:
    x = np.arange(-side, 2 * side + 1, 4.0)
    for identity, height, length in ((2, 0.62, 0.021), (3, 0.8, 0.013)):
        y = side * height + 18 * np.sin(x * length)
        ground = [*zip(x, y, strict=True), (2 * side, 3 * side), (-side, 3 * side)]
        pens.shape([(u + shift_2[0], v + shift_2[1]) for u, v in ground], identity)


@dataclass(frozen=True)
class _Shape:
    """A blob with a belt and a spot: where it is and how it goes on, in pixels, radians and frames."""

    place_2: NDArray[np.float64]
    speed_2: NDArray[np.float64]
    radius: float
    lobes: int
    turn: float
    spin: float
    squash: float
    side: int

    @classmethod
    def by_chance(cls, kind: str, rng: np.random.Generator, side: int) -> _Shape:
        fast = {"moves": 12.0, "overlaps": 5.0, "turns": 1.5, "squashes": 2.0, "pans": 1.0}[kind]
        place_2, way = rng.uniform(0.2, 0.8, 2) * side, rng.uniform(0, 2 * np.pi)
        if kind == "overlaps":  # all to the middle and out again
            way = np.arctan2(*(side / 2 - place_2)[::-1]) + rng.uniform(-0.4, 0.4)
        return cls(
            place_2,
            fast * rng.uniform(0.5, 1) * np.array([np.cos(way), np.sin(way)]),
            side * rng.uniform(0.08, 0.16),
            int(rng.integers(2, 5)),
            rng.uniform(0, 6),
            np.radians(12) * rng.uniform(-1, 1) * (kind in ("turns", "overlaps")),
            0.35 * (kind == "squashes") * rng.uniform(0.6, 1),
            side,
        )

    def draw(self, pens: _Pens, number: int, shift_2: NDArray[np.float64], identity: int) -> None:
        low, high = 0.12 * self.side, 0.88 * self.side
        way_2 = (self.place_2 + self.speed_2 * number - low) % (2 * (high - low))
        middle_2 = low + np.minimum(way_2, 2 * (high - low) - way_2) + shift_2  # bounces at the frame
        turns = np.linspace(0, 2 * np.pi, 90)
        radius = self.radius * (1 + 0.2 * np.sin(self.lobes * turns))
        body_2n = radius * np.array([np.cos(turns), np.sin(turns)])
        belt_2n = np.array([[-0.6, 0.6, 0.6, -0.6], [-0.1, -0.1, 0.2, 0.2]]) * self.radius
        spot_2n = 0.2 * self.radius * np.array([np.cos(turns), np.sin(turns)]) - [
            [0.2 * self.radius],
            [0.4 * self.radius],
        ]
        angle = self.turn + self.spin * number
        turned_22 = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        wide = 1 + self.squash * np.sin(2 * np.pi * number / 12)
        for part, corners_2n in enumerate((body_2n, belt_2n, spot_2n)):
            placed_n2 = (np.diag([wide, 1 / wide]) @ turned_22 @ corners_2n).T + middle_2
            pens.shape([tuple(each) for each in placed_n2], identity + part)
