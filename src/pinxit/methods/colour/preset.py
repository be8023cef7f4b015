"""The learned preset, running: one session that gives a table of colours for a photo and a picture of the look.

Axes: h rows, w columns, 3 colours, tables as `pinxit.imageops.lut` has them. Values are sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import ModelError
from pinxit.core.picture import Picture
from pinxit.imageops.lut import Lut
from pinxit.methods.colour.pixels import thinned
from pinxit.runtime.loaded import graph_of
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import Model
from pinxit.zoo.catalogue import model as find_model

Float = NDArray[np.float32]
GRAPH = "preset.onnx"
SEEN = 512  # pixels: a longer side is thinned out to less than twice this before the graph shrinks it


@dataclass(frozen=True)
class Reading:
    """A loaded preset network. Holds no mutable state: use it from as many threads as you like."""

    session: Session

    def lut(self, photo: Picture, look: Picture, strength: float = 1.0) -> Lut:
        """The table that gives `photo` the look of `look`. ModelError when it is not finite."""
        feeds = {name: _planes(picture) for name, picture in (("photo", photo), ("look", look))}
        feeds["strength"] = np.array([strength], np.float32)
        table_bgr3 = self.session.run(feeds, ("lut",))["lut"]
        if not np.isfinite(table_bgr3).all():
            raise ModelError("the table of colours is not finite: this look does not work on this photo")
        return Lut(table_bgr3)


def load(model: Model | str) -> Reading:
    """The preset of a model of the zoo, loaded at most once in this process. ModelError.

    It always runs on the CPU and on one thread: it takes a few hundredths of a second there.
    """
    card = find_model(model) if isinstance(model, str) else model
    absent = ModelError(f"{card.id} is no model of photo looks: it has no {GRAPH}")
    return Reading(graph_of(card, GRAPH, absent))


def repainted(reading: Reading, photo: Picture, look: Picture) -> Float:
    """The golden photo in the golden look (h,w,3), exactly as checkers compare it."""
    return reading.lut(photo, look)(photo.rgb_hw3)


def _planes(picture: Picture) -> Float:
    return np.ascontiguousarray(thinned(picture, SEEN).transpose(2, 0, 1)[None], np.float32)
