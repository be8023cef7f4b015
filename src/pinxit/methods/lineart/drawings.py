"""Drawings to learn from, as `tools/drawings.py` makes them, and what happens to them before a network sees them.

Axes: h rows, w columns, r regions, n numbers of a palette, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from pinxit.core.errors import InputNotFound, PictureError
from pinxit.imageops.colour import oklab_to_rgb, rgb_to_oklab
from pinxit.methods.lineart.draft import on_grid, places_of
from pinxit.methods.lineart.grid import NUMBERS, palette_of

Float = NDArray[np.float32]

_NONE = 65535  # a region's number where there is none
_INK = 0.1  # less is paper
_MOST_HINTS = 30
MOST_REGIONS = 192  # of a lesson: the largest


@dataclass(frozen=True, eq=False)
class Drawing:
    """rgba_hw4: colours, and ink instead of coverage; labels_hw: the region of each pixel. Bytes, and 16 bits."""

    rgba_hw4: NDArray[np.uint8]
    labels_hw: NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Lesson:
    """What the network is shown, and what it should have said. weight_hw: how much each pixel counts.

    labels_hw: at half of the size, the region of each place, MOST_REGIONS for none; places_r3, hinted_rn: of these regions.
    """

    ink_hw: Float
    hints_hw4: Float
    palette_n: Float
    used_n: Float
    labels_hw: NDArray[np.int64]
    places_r3: Float
    hinted_rn: Float
    wanted_hw3: Float
    weight_hw: Float


class Drawings:
    """The drawings of a folder, in a random order, decoded once."""

    def __init__(self, folder: Path, rng: np.random.Generator) -> None:
        """Raises InputNotFound for a folder that is not there, or has no drawings."""
        if not folder.is_dir():
            raise InputNotFound(
                f"the folder of drawings {folder} does not exist: make it with tools/drawings.py"
            )
        self._files = sorted(file for file in folder.glob("*.png") if not file.name.endswith(".regions.png"))
        if not self._files:
            raise InputNotFound(
                f"{folder} has no drawings: make them with tools/drawings.py (recipes/lineart says how)"
            )
        self._rng = rng
        self._decoded: dict[Path, Drawing] = {}
        self._queue: list[int] = []

    def __len__(self) -> int:
        return len(self._files)

    def next(self) -> Drawing:
        """The next one; every one before any again."""
        if not self._queue:
            self._queue = self._rng.permutation(len(self._files)).tolist()
        return self.at(self._queue.pop())

    def at(self, number: int) -> Drawing:
        """One by its number, in the order of names. Raises PictureError."""
        file = self._files[number]
        if file not in self._decoded:
            self._decoded[file] = _read(file)
        return self._decoded[file]

    def palette(self, number: int) -> Float:
        """What colours one has, and how much of each (n)."""
        drawing = self.at(number)
        paper_hw = drawing.rgba_hw4[..., 3] < 255 * _INK
        return palette_of(drawing.rgba_hw4[..., :3][paper_hw][::16].astype(np.float32) / np.float32(255))


def lesson(drawing: Drawing, side: int, rng: np.random.Generator) -> Lesson:
    """A drawing as somebody might have it and say of it: `side` pixels a side, at a random scale and place."""
    rgb_hw3, ink_hw, labels_hw, inside_hw = framed(drawing, side, rng)
    paper_hw = inside_hw & (ink_hw < _INK)
    hints = _hints_wanted(rng)
    has_palette = rng.random() < 0.5 and bool(paper_hw.any())
    if (hints or has_palette) and rng.random() < 0.25:
        rgb_hw3 = _turned(rgb_hw3, rng.uniform(0.3, 2 * math.pi - 0.3))
    sizes_r = np.bincount(labels_hw.ravel())
    places = hint_places(labels_hw, paper_hw, hints, rng)
    weight_hw = np.where(inside_hw, 0.5 + 0.5 * _evened(labels_hw, sizes_r), 0).astype(np.float32)
    palette_n = np.zeros(NUMBERS, np.float32)
    if has_palette:
        palette_n = palette_of(rgb_hw3[paper_hw][:: max(1, int(paper_hw.sum()) // 1024)])
    used_n = palette_of(np.array([rgb_hw3[place] for place in places], np.float32).reshape(-1, 3))
    hints_hw4 = _hinted(rgb_hw3, labels_hw, places)
    named_hw, at_r = _named(np.where(inside_hw, labels_hw, _NONE))
    told_r4 = np.zeros((MOST_REGIONS, 4), np.float32)
    told_r4[: len(at_r)] = hints_hw4[::2, ::2].reshape(-1, 4)[at_r]
    return Lesson(
        _drawn(ink_hw, rng),
        hints_hw4,
        palette_n,
        used_n,
        named_hw,
        places_of(named_hw, MOST_REGIONS),
        on_grid(told_r4),
        rgb_hw3,
        weight_hw,
    )


def _named(labels_hw: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """At half of the size: regions by their number, the largest first, and where each is seen first."""
    half_hw = labels_hw[::2, ::2]
    names, first, inverse, sizes = np.unique(
        half_hw, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.argsort(np.where(names == _NONE, 1, -sizes), kind="stable")
    order = order[names[order] != _NONE][:MOST_REGIONS]
    number = np.full(len(names), MOST_REGIONS, np.int64)
    number[order] = np.arange(len(order))
    return number[inverse].reshape(half_hw.shape), first[order]


def _hints_wanted(rng: np.random.Generator) -> int:
    """How many hints somebody gives: often none, seldom more than ten."""
    return 0 if rng.random() < 0.25 else round(math.exp(rng.uniform(0, math.log(_MOST_HINTS))))


def hint_places(
    labels_hw: NDArray[np.uint16], paper_hw: NDArray[np.bool_], count: int, rng: np.random.Generator
) -> list[tuple[int, int]]:
    """Rows and columns of hints as people place them: one a region, large ones first, by and large."""
    sizes_r = np.bincount(labels_hw[paper_hw])
    regions = np.flatnonzero(sizes_r)
    if not regions.size:
        return []
    likely = np.sqrt(sizes_r[regions])
    places = []
    for region in rng.choice(regions, min(count, regions.size), replace=False, p=likely / likely.sum()):
        rows, columns = np.nonzero((labels_hw == region) & paper_hw)
        place = rng.integers(len(rows))
        places.append((int(rows[place]), int(columns[place])))
    return places


def _hinted(rgb_hw3: Float, labels_hw: NDArray[np.uint16], places: list[tuple[int, int]]) -> Float:
    """The colour at each place for the whole of its region, and 1 (h x w x 4)."""
    told_r4 = np.zeros((int(labels_hw.max()) + 1, 4), np.float32)
    for place in places:
        told_r4[labels_hw[place]] = (*rgb_hw3[place], 1)
    return told_r4[labels_hw]


def framed(
    drawing: Drawing, side: int, rng: np.random.Generator, zoom: tuple[float, float] = (0.75, 1.35)
) -> tuple[Float, Float, NDArray[np.uint16], NDArray[np.bool_]]:
    """The drawing in a square: colours, ink, regions, and where the drawing is; white paper beside it.

    zoom: how large its longer side may be, in sides of the square.
    """
    height, width = drawing.labels_hw.shape
    scale = side / max(height, width) * rng.uniform(*zoom)
    rows, columns = (max(8, round(each * scale)) for each in (height, width))
    top, left = (int(rng.integers(min(0, side - each), max(0, side - each) + 1)) for each in (rows, columns))
    at_y, at_x = (
        np.clip(((np.arange(side) - start + 0.5) / scale).astype(int), -1, many)
        for start, many in ((top, height), (left, width))
    )
    at_y[np.arange(side) < top] = at_x[np.arange(side) < left] = -1
    if rng.random() < 0.5:
        at_x = at_x[::-1]
    inside_hw = ((at_y >= 0) & (at_y < height))[:, None] & ((at_x >= 0) & (at_x < width))[None]
    at = np.ix_(np.clip(at_y, 0, height - 1), np.clip(at_x, 0, width - 1))
    rgba_hw4 = drawing.rgba_hw4
    if scale < 1:  # a thin line is not to be stepped over
        ink = rgba_hw4[..., 3].copy()
        np.maximum(ink[1:], ink[:-1], out=ink[1:])
        np.maximum(ink[:, 1:], ink[:, :-1], out=ink[:, 1:])
        rgba_hw4 = np.dstack([rgba_hw4[..., :3], ink])
    shown_hw4 = rgba_hw4[at].astype(np.float32) / np.float32(255)
    rgb_hw3 = np.where(inside_hw[..., None], shown_hw4[..., :3], 1).astype(np.float32)
    ink_hw = np.where(inside_hw, shown_hw4[..., 3], 0).astype(np.float32)
    labels_hw = np.where(inside_hw, drawing.labels_hw[at], np.uint16(_NONE))
    return rgb_hw3, ink_hw, labels_hw, inside_hw


def _evened(labels_hw: NDArray[np.uint16], sizes_r: NDArray[np.int64]) -> Float:
    """Weights, 1 on average, with which a region counts as the root of its size."""
    weight_hw = 1 / np.sqrt(np.maximum(sizes_r, 16))[labels_hw]
    evened_hw: Float = (weight_hw / weight_hw.mean()).astype(np.float32)
    return evened_hw


def _turned(rgb_hw3: Float, angle: float) -> Float:
    """Other hues: the network is to believe hints and palettes more than what things look like."""
    lab_hw3 = rgb_to_oklab(rgb_hw3)
    sine, cosine = math.sin(angle), math.cos(angle)
    a_hw, b_hw = lab_hw3[..., 1].copy(), lab_hw3[..., 2].copy()
    lab_hw3[..., 1], lab_hw3[..., 2] = cosine * a_hw - sine * b_hw, sine * a_hw + cosine * b_hw
    return np.clip(oklab_to_rgb(lab_hw3), 0, 1)


def _drawn(ink_hw: Float, rng: np.random.Generator) -> Float:
    """Lines as other hands and pens draw them: thicker, softer, fainter, with gaps."""
    if rng.random() < 0.3:
        ink_hw = ndimage.maximum_filter(ink_hw, int(rng.integers(2, 4)))
    rows, columns = np.nonzero(ink_hw > 0.5)
    if len(rows) and rng.random() < 0.5:
        ink_hw = ink_hw.copy()
        for place in rng.integers(len(rows), size=int(rng.integers(1, 20))):
            reach = int(rng.integers(1, 4))
            ink_hw[
                max(0, rows[place] - reach) : rows[place] + reach,
                max(0, columns[place] - reach) : columns[place] + reach,
            ] = 0
    if rng.random() < 0.4:
        ink_hw = ndimage.gaussian_filter(ink_hw, rng.uniform(0.3, 0.8))
    if rng.random() < 0.3:
        ink_hw = ink_hw * rng.uniform(0.6, 1)
    return ink_hw.astype(np.float32)


def _read(file: Path) -> Drawing:
    try:
        with Image.open(file) as colours, Image.open(file.with_suffix(".regions.png")) as regions:
            drawing = Drawing(np.array(colours.convert("RGBA")), np.array(regions).astype(np.uint16))
    except (OSError, SyntaxError) as error:
        raise PictureError(
            f"{file} is no drawing to learn from: {error}. Make it again with tools/drawings.py"
        ) from error
    if drawing.rgba_hw4.shape[:2] != drawing.labels_hw.shape:
        raise PictureError(f"{file} and its regions have other sizes: make both again with tools/drawings.py")
    return drawing
