"""How far a painting is from a photograph: read from the painting by a small network, which knows three kinds of paintings.

The network gives the share of each kind, and the level is their mean: half impressionism and half expressionism is 7.5.

Axes: h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import ModelError
from pinxit.core.picture import Picture
from pinxit.runtime.loaded import graph_of
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import Model
from pinxit.zoo.catalogue import model as find_model

Float = NDArray[np.float32]

MODEL = "harmonise.level_v1"
GRAPH = "level.onnx"
KINDS = {1: "realism", 5: "impressionism", 10: "expressionism"}  # by level, as the network has them in order
SEEN = 1024  # pixels of the long side: what is larger is shrunk first, and the network then sees less than that anyway


@dataclass(frozen=True)
class Level:
    """Shares of the kinds of KINDS, which add up to 1."""

    shares: tuple[float, ...]

    @property
    def value(self) -> float:
        """1 to 10."""
        return float(np.dot(self.shares, tuple(KINDS)) / sum(self.shares))

    @property
    def nearest(self) -> int:
        """The level of KINDS that is nearest."""
        return min(KINDS, key=lambda level: abs(level - self.value))

    @property
    def words(self) -> str:
        """For a person."""
        return f"level {self.value:.1f}, nearest to {KINDS[self.nearest]}, read from the painting"


@dataclass(frozen=True)
class LevelReader:
    """The loaded network. Holds no mutable state: use it from as many threads as you like."""

    session: Session

    def __call__(self, painting: Picture) -> Level:
        """The level of a painting. ModelError when it is not finite."""
        rgb_hw3 = painting.fitted(SEEN).rgb_hw3
        feeds = {"painting": np.ascontiguousarray(rgb_hw3.transpose(2, 0, 1)[None])}
        shares = self.session.run(feeds, ("shares",))["shares"][0]
        if not np.isfinite(shares).all():
            raise ModelError("the level of this painting is not finite")
        return Level(tuple(float(each) for each in shares))


def load(model: Model | str = MODEL) -> LevelReader:
    """The network of a model of the zoo, loaded at most once in this process; it runs on one thread of the CPU. ModelError."""
    card = find_model(model) if isinstance(model, str) else model
    absent = ModelError(f"{card.id} does not tell levels of paintings: it has no {GRAPH}")
    return LevelReader(graph_of(card, GRAPH, absent))


def level_of(painting: Picture) -> Level:
    """The level of a painting, by the network of the zoo. ModelError, also where the zoo has none."""
    try:
        return load()(painting)
    except ModelError as error:
        raise ModelError(f"{error}; or say the level yourself (--level)") from error


def pixel_of(level: Level) -> Float:
    """The shares as a picture of one pixel (1,1,3), which is how the golden pair is kept."""
    return np.array(level.shares, np.float32).reshape(1, 1, 3)
