"""What the cards of all methods that optimise a picture have in common: options and slots. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot
from pinxit.core.options import option

SLOTS = (
    Slot("content"),
    Slot("style", low=1, high=None),
    Slot("masks", low=0, high=None),
    Slot("init", low=0, high=1),
)


@dataclass(frozen=True)
class Optimised:
    """Options that mean the same in each of these rooms."""

    size: int = option(
        512,
        "long side at which it is optimised; the result has the size of the photo all the same",
        low=64,
        high=8192,
        unit="pixels",
    )
    strength: float = option(
        1.0,
        "weight of the style beside the photo: 0 gives the photo, above 1 less and less of it",
        low=0.0,
        high=100.0,
    )
    preset: str = option("balanced", "how many steps it takes", choices=("fast", "balanced", "best"))
    init: str = option(
        "content",
        "what to start from: the photo, noise, or what the painter made of it (a third of the steps)",
        choices=("content", "noise", "painter"),
    )
    keep_colours: bool = option(False, "keep the colours of the photo and paint its lightness only")
    style_scale: float = option(
        1.0,
        "size of the style picture relative to the photo: below 1 finer strokes, above 1 broader",
        low=0.1,
        high=4.0,
    )
    style_weights: str | None = option(
        None, "share of each style picture, such as 2,1; all the same if not given"
    )
    seed: int = option(0, "what is left to chance; with one seed a CPU gives the same picture again", low=0)
    device: str = option("auto", "where to compute", choices=("auto", "cpu", "cuda"))
