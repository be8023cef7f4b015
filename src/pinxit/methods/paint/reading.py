"""Any picture as a style: the reader looks at it once and gives the painter's style vector.

Axes: h rows, w columns, 3 colours, V style vector. Values are sRGB 0..1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pinxit.core.errors import ModelError, OptionError, StyleNotFound
from pinxit.core.picture import Picture
from pinxit.methods.paint.brush import load_brush
from pinxit.methods.paint.thumbnail import thumbnail
from pinxit.runtime.loaded import graph_of
from pinxit.runtime.session import Session
from pinxit.zoo import catalogue
from pinxit.zoo.catalogue import Model
from pinxit.zoo.stylefile import Style, check_name

GRAPH = "reader.onnx"
SIDE = 1024  # pixels: a picture's longer side is shrunk to this; the rest of the way the graph goes itself
WHOLE = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Reader:
    """A loaded reader. Holds no mutable state: use it from as many threads as you like."""

    model: Model
    session: Session

    def read(self, picture: Any, *, part: Sequence[float] = WHOLE) -> Style:
        """The style of a picture (anything that ``Picture.of`` takes), named after its file; no thumbnail.

        part: left, top, width and height of the part that counts, as shares of the picture. Transparent pictures are
        read as they look on white. Raises the errors of ``Picture.of``; OptionError for a part that is none.
        """
        seen = _cut(Picture.of(picture), part).fitted(SIDE)
        feeds = {"picture": np.ascontiguousarray(seen.on_white().transpose(2, 0, 1)[None], np.float32)}
        vector = self.session.run(feeds, ("style",))["style"][0]
        if not np.isfinite(vector).all():
            raise ModelError("what the reader gave is not finite: this picture cannot be read")
        return Style(painter=self.model.id, name=name_of(picture), vector=vector, source="read")


def load_reader(model: Model | str = catalogue.DEFAULT_PAINTER) -> Reader:
    """The reader of a painter, loaded at most once in this process. StyleNotFound when it has none; ModelError.

    It always runs on the CPU and on one thread: it takes a hundredth of a second there, and threads of its own would
    spin on for a while and slow the painter down.
    """
    card = catalogue.model(model) if isinstance(model, str) else model
    absent = StyleNotFound(f"{card.id} has no reader for pictures; make a style with `pinxit learn`")
    return Reader(card, graph_of(card, GRAPH, absent))


def as_style(given: Any, model: Model | str = catalogue.DEFAULT_PAINTER) -> Style:
    """The style that a caller means, in any form of :func:`pinxit.zoo.catalogue.as_style`, pictures included."""
    card = catalogue.model(model) if isinstance(model, str) else model
    if GRAPH not in card.manifest.files:
        return catalogue.as_style(given, card)
    return catalogue.as_style(given, card, read=lambda picture: load_reader(card).read(picture))


def read(
    painting: Any,
    *,
    name: str = "",
    part: Sequence[float] = WHOLE,
    title: str = "",
    artist: str = "",
    year: str = "",
    rights: str = "",
    painter: str = catalogue.DEFAULT_PAINTER,
) -> Style:
    """Make a style of any picture, in a moment; ``.save("my.style")`` of the result writes it.

    painting: anything that ``Picture.of`` takes. name: what ``--style`` calls it; made of the file's name if not given.
    part: left, top, width, height of the part that counts, as shares of the picture. painter: id of the painter.
    Raises InputNotFound, PictureError (painting), OptionError (name, part, texts), StyleNotFound (a painter without a
    reader), ModelError.
    """
    if name:
        check_name(name)
    found = load_reader(painter).read(painting, part=part)
    brush = load_brush(found.painter, "cpu")
    data = thumbnail(lambda rgb_hw3: brush.paint(rgb_hw3, found.vector))
    try:
        return replace(
            found,
            name=name or found.name,
            thumbnail=data,
            title=title or name or found.name,
            artist=artist,
            year=year,
            rights=rights,
        )
    except ModelError as error:  # nothing is wrong with a file: it is what the caller gave
        raise OptionError(str(error)) from error


def name_of(source: Any) -> str:
    """A style's name made of the name of a picture's file; "picture" for what has no name."""
    text = Path(source).stem if isinstance(source, str | Path) else ""
    return re.sub(r"[^\w.+-]+", "-", text).strip("-_.+")[:64].rstrip("-_.+") or "picture"


def checked_part(part: Sequence[Any]) -> tuple[float, float, float, float]:
    """Left, top, width and height of a part of a picture, as shares. Raises OptionError for what is none."""
    try:
        left, top, width, height = (float(value) for value in part)
    except (TypeError, ValueError) as error:
        raise OptionError(f"part is {part!r}: give left, top, width, height as shares, 0..1") from error
    inside = left >= 0 and top >= 0 and left + width <= 1 + 1e-6 and top + height <= 1 + 1e-6
    if not (inside and width > 0 and height > 0):  # false for what is not a number, too
        raise OptionError(
            f"part is {left:g},{top:g},{width:g},{height:g}: left, top, width and height are shares of the picture, "
            "0..1, and the part must lie within it"
        )
    return left, top, width, height


def _cut(picture: Picture, part: Sequence[float]) -> Picture:
    left, top, width, height = checked_part(part)
    x, y = (min(int(share * n), n - 1) for share, n in zip((left, top), picture.size, strict=True))
    right = max(x + 1, min(picture.width, round((left + width) * picture.width)))
    below = max(y + 1, min(picture.height, round((top + height) * picture.height)))
    alpha = picture.alpha_hw
    return replace(
        picture,
        rgb_hw3=np.ascontiguousarray(picture.rgb_hw3[y:below, x:right]),
        alpha_hw=None if alpha is None else np.ascontiguousarray(alpha[y:below, x:right]),
    )
