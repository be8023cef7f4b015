"""The card of the mosaics: slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option


@dataclass(frozen=True)
class TileOptions:
    """Options of a mosaic of small pictures (method tiles)."""

    tile_size: int = option(48, "side of each small picture in the mosaic", low=1, high=2048, unit="pixels")
    columns: int = option(
        48, "small pictures side by side; the photo's shape says how many rows", low=1, high=4096
    )
    repeats: int | None = option(
        None,
        "how often one picture may be used at most (default: about twice as often as it must be)",
        low=1,
    )
    apart: int = option(
        2, "cells around a picture in which it is not used again, where that can be", low=0, high=16
    )
    structure: float = option(
        1.0,
        "weight of light, dark and colour within a cell, beside its mean colour",
        low=0.0,
        high=10.0,
    )
    dither: float = option(
        0.7, "share of what a picture's colour misses that its neighbours make good", low=0.0, high=1.0
    )
    tint: float = option(
        0.25, "how far each picture's mean colour is moved to that of its cell", low=0.0, high=1.0
    )
    assign: str = option(
        "auto",
        "who goes where: the best for all together (needs scipy, slow for thousands), or one cell after the other",
        choices=("auto", "optimal", "greedy"),
    )


@dataclass(frozen=True)
class MosaicOptions(TileOptions):
    """Options of `mosaic`."""

    seed: int = option(
        0,
        "what is left to chance; with one seed a CPU gives the same picture again",
        low=0,
        high=(1 << 31) - 1,
    )


SPEC = Spec(
    name="mosaic",
    title="A photo out of small pictures, or out of textures",
    slots=(Slot("content", low=0),),
    options=MosaicOptions,
    engine="torch",
    extra="mosaic",
    entry="pinxit.methods.mosaic.run:prepare",
)
