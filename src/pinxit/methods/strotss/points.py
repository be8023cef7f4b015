"""Pairs of places that a user says belong together, one in the photo and one in the first style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture

_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_PAIR = re.compile(rf"{_NUMBER},{_NUMBER}={_NUMBER},{_NUMBER}")

Place = tuple[float, float]  # (x, y) from the left and from the top, 0..1 of the width and of the height


class Pair(NamedTuple):
    """One place in two pictures."""

    photo: Place
    style: Place


def read_points(text: str | None, photo: Picture, style: Picture) -> Sequence[Pair]:
    """Read pairs "x1,y1=x2,y2" with blanks between, in whole or broken pixels of the two pictures.

    Raises OptionError for anything else, InputError for a place outside its picture.
    """
    return [_pair(word, photo, style) for word in (text or "").split()]


def _pair(word: str, photo: Picture, style: Picture) -> Pair:
    found = _PAIR.fullmatch(word)
    if found is None:
        raise OptionError(
            f"points has {word!r}: give pairs such as 120,80=300,210, x and y in the photo, then in the first style."
        )
    x1, y1, x2, y2 = (float(number) for number in found.groups())
    return Pair(_place(x1, y1, photo, "photo", word), _place(x2, y2, style, "first style", word))


def _place(x: float, y: float, picture: Picture, name: str, word: str) -> Place:
    if x >= picture.width or y >= picture.height:
        raise InputError(
            f"point {word}: {x:g},{y:g} is outside the {name}, which is {picture.width} x {picture.height} pixels: "
            f"give x below {picture.width} and y below {picture.height}."
        )
    return (x + 0.5) / picture.width, (y + 0.5) / picture.height
