"""Hints: what a person said about colours, as points and strokes in numbers (hints.json) or as scribbles (hints.png).

A hints.json is a list; coordinates and widths are pixels of the drawing, y downwards:

    [{"x": 120, "y": 80, "colour": "#e8b04a"},
     {"points": [[30, 40], [60, 45], [90, 80]], "colour": "#2b5d8a", "width": 6}]

In an animation a hint may say to which frame it belongs ("frame": 3); without, it is the first, 1.
Axes: h rows, w columns, n hints, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from pinxit.core.errors import InputError, InputNotFound, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.lineart.colours import colour_of
from pinxit.methods.lineart.growth import NONE, Labels

Float = NDArray[np.float32]

WIDTH = 5.0  # pixels of a stroke that does not say
_MOST = 20_000  # hints; points of a stroke
_MOST_FRAMES = 1_000_000
_MOST_BYTES = 16 << 20
_WIDEST = 1000.0  # pixels
_OPAQUE = 0.5  # coverage from which a scribble counts
_MOST_COLOURS = 64  # of scribbles; a soft brush has shades, and they are brought to as many


@dataclass(frozen=True, eq=False)
class Hint:
    """xy: one place, or the corners of a stroke, in pixels. colour_3: sRGB 0..1. width: of a stroke, in pixels. frame: from 1."""

    xy: tuple[tuple[float, float], ...]
    colour_3: Float
    width: float = WIDTH
    frame: int = 1


@dataclass(frozen=True, eq=False)
class Marks:
    """Hints where they lie in the drawing: which of them a pixel has (NONE without), and their colours."""

    hint_hw: Labels
    colours_n3: Float


def read_hints(source: Any) -> tuple[Hint, ...]:
    """Hints from the path of a hints.json, or from what it would hold. Raises InputNotFound, InputError."""
    if isinstance(source, (str, os.PathLike)):
        source = _parsed(Path(source))
    if not isinstance(source, Sequence) or isinstance(source, (str, bytes)):
        raise InputError(
            'hints are a list of {"x", "y", "colour"} and {"points", "colour", "width"}: see docs/lineart.md.'
        )
    if len(source) > _MOST:
        raise InputError(f"there are {len(source)} hints: give {_MOST} at most.")
    return tuple(
        each if isinstance(each, Hint) else _hint(each, f"hint {number}")
        for number, each in enumerate(source, 1)
    )


def refuse_beyond(hints: Sequence[Hint], frames: int) -> None:
    """InputError for a hint that is for a frame beyond the last, of as many as there are."""
    for number, hint in enumerate(hints, 1):
        if hint.frame > frames:
            there = "one drawing" if frames == 1 else f"{frames} frames"
            raise InputError(f"hint {number} is for frame {hint.frame}, and there is no more than {there}.")


def mark(hints: Sequence[Hint], scribbles: Picture | None, height: int, width: int, frame: int = 1) -> Marks:
    """Lay hints on a drawing of height x width pixels: scribbles first, then the others in their order; a later one covers.

    Those of other frames are left out. Raises InputError for a hint beside the drawing, and for scribbles of another shape.
    """
    drawn_hw, colours = np.full((height, width), NONE, np.int32), np.zeros((0, 3), np.float32)
    if scribbles is not None:
        drawn_hw, colours = _scribbled(scribbles, height, width)
    layer = Image.fromarray(drawn_hw)
    pen = ImageDraw.Draw(layer)
    given = [(number, hint) for number, hint in enumerate(hints, 1) if hint.frame == frame]
    for index, (number, hint) in enumerate(given, len(colours)):
        if not any(0 <= x < width and 0 <= y < height for x, y in hint.xy):
            x, y = hint.xy[0]
            raise InputError(
                f"hint {number} at {x:g},{y:g} lies beside the drawing of {width} x {height} pixels: "
                "coordinates are its pixels."
            )
        _draw(pen, hint, index)
    own = [hint.colour_3[None] for _, hint in given]
    return Marks(np.array(layer, np.int32), np.concatenate([colours, *own]))


def _draw(pen: ImageDraw.ImageDraw, hint: Hint, index: int) -> None:
    if len(hint.xy) == 1:
        x, y = hint.xy[0]
        pen.point((int(x), int(y)), fill=index)
        return
    pen.line(list(hint.xy), fill=index, width=max(1, round(hint.width)), joint="curve")


def _scribbled(scribbles: Picture, height: int, width: int) -> tuple[Labels, Float]:
    """Each blot of one colour is a hint of its own: what one grazes, another may mean."""
    if scribbles.size != (width, height):
        raise InputError(
            f"the scribbles are {scribbles.width} x {scribbles.height} pixels, the drawing {width} x {height}: "
            "paint them on a transparent layer over the drawing."
        )
    if scribbles.alpha_hw is None:
        raise InputError("the scribbles have no transparency: paint them on a transparent layer, as PNG.")
    there_hw = scribbles.alpha_hw >= _OPAQUE
    if not there_hw.any():
        return np.full(there_hw.shape, NONE, np.int32), np.zeros((0, 3), np.float32)
    blots_hw, _ = ndimage.label(there_hw, np.ones((3, 3)))
    bytes_n3 = np.rint(scribbles.rgb_hw3[there_hw] * 255).astype(np.uint8)
    colours_c3, which_n = _few(bytes_n3)
    pairs_n = blots_hw[there_hw].astype(np.int64) * len(colours_c3) + which_n
    names, index_n = np.unique(pairs_n, return_inverse=True)
    hint_hw = np.full(there_hw.shape, NONE, np.int32)
    hint_hw[there_hw] = index_n
    return hint_hw, colours_c3[names % len(colours_c3)]


def _few(bytes_n3: NDArray[np.uint8]) -> tuple[Float, NDArray[np.int64]]:
    """The colours (c, 3) of some pixels, brought to a few where there are many, and which of them each pixel has."""
    colours, which_n = np.unique(bytes_n3, axis=0, return_inverse=True)
    if len(colours) > _MOST_COLOURS:
        image = Image.fromarray(bytes_n3[None]).quantize(_MOST_COLOURS, dither=Image.Dither.NONE)
        palette = np.array(image.getpalette(), np.uint8).reshape(-1, 3)
        colours, which_n = palette, np.asarray(image)[0].astype(np.int64)
    return colours.astype(np.float32) / np.float32(255), which_n.reshape(-1)


def _parsed(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(f"{path} has {path.stat().st_size} bytes: hints are {_MOST_BYTES} at most.")
        return json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise InputNotFound(f"{path} does not exist: check the name.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): give a file of hints.") from error
    except (
        ValueError,
        RecursionError,
    ) as error:  # no JSON, no UTF-8, a NUL in the name, brackets without end
        raise InputError(
            f"{path} is no JSON ({error}): give a list of hints, or a PNG of scribbles."
        ) from error


def _hint(entry: Any, what: str) -> Hint:
    if not isinstance(entry, dict):
        raise InputError(f'{what} is a {type(entry).__name__}: give {{"x": 1, "y": 2, "colour": "#e8b04a"}}.')
    known = {"x", "y", "points", "colour", "color", "width", "frame"}
    strange = sorted(str(key) for key in entry if key not in known)
    if strange:
        raise InputError(
            f"{what} has {strange[0][:40]!r}: it takes x and y, or points and width; colour; frame."
        )
    try:
        colour_3 = colour_of(entry.get("colour", entry.get("color")), f"{what}'s colour")
    except OptionError as error:
        raise InputError(str(error)) from error
    if ("points" in entry) == ("x" in entry or "y" in entry):
        raise InputError(f"{what} takes x and y, or points: give one of the two.")
    corners = entry["points"] if "points" in entry else [[entry.get("x"), entry.get("y")]]
    if not isinstance(corners, list) or not 1 <= len(corners) <= _MOST:
        raise InputError(f"{what}'s points are no list of 1 to {_MOST} places: give [[x, y], [x, y], ...].")
    width = _number(entry.get("width", WIDTH), f"{what}'s width")
    if not 0 < width <= _WIDEST:
        raise InputError(f"{what}'s width is {width:g}: give pixels above 0, {_WIDEST:g} at most.")
    frame = entry.get("frame", 1)
    if not isinstance(frame, int) or isinstance(frame, bool) or not 1 <= frame <= _MOST_FRAMES:
        raise InputError(
            f"{what}'s frame is {str(frame)[:40]}: give a whole number, 1 for the first, {_MOST_FRAMES} at most."
        )
    return Hint(tuple(_place(corner, what) for corner in corners), colour_3, width, frame)


def _place(corner: Any, what: str) -> tuple[float, float]:
    if not isinstance(corner, list) or len(corner) != 2:
        raise InputError(f"{what} has a place that is not [x, y]: give two numbers.")
    return _number(corner[0], f"{what}'s x"), _number(corner[1], f"{what}'s y")


def _number(value: Any, what: str) -> float:
    good = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 1e6
    if not good or not math.isfinite(value):
        raise InputError(f"{what} is {str(value)[:40]}: give a number of pixels.")
    return float(value)
