"""The card of the room that paints an object into a painting: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option

METHODS = ("deep", "fast")
MIDDLE = "middle"

# Steps of the two passes of method deep.
PRESETS = {"fast": (15, 30), "balanced": (30, 80), "best": (100, 300)}


@dataclass(frozen=True)
class HarmoniseOptions:
    """Options of `harmonise`."""

    method: str = option(
        "deep",
        "deep: optimised for this picture, in minutes; fast: painted by the painter, in a second",
        choices=METHODS,
    )
    level: float | None = option(
        None,
        "how far the painting is from a photograph: about 1 for realism and baroque, 5 for impressionism, 10 for "
        "expressionism and cubism; read from the painting if not given",
        low=1.0,
        high=10.0,
    )
    at: str | None = option(
        None,
        "the content is an object to be set into the painting, its middle at these pixels of the painting "
        f"('{MIDDLE}': in the middle); without it the content is the composite",
        unit="x,y",
    )
    scale: float | None = option(
        None,
        "with at: pixels of the painting for a pixel of the object; half of the painting if not given",
        low=0.001,
        high=100.0,
    )
    size: int = option(
        512,
        "with deep: long side of the painting at which it is worked; the result has the size of the painting all the same",
        low=64,
        high=8192,
        unit="pixels",
    )
    preset: str = option("balanced", "with deep: how many steps it takes", choices=tuple(PRESETS))
    guide: str = option(
        "features",
        "with deep: what tells whether neighbours look at the same part of the painting",
        choices=("features", "rgb"),
    )
    device: str = option("auto", "with deep: where to compute", choices=("auto", "cpu", "cuda"))


SPEC = Spec(
    name="harmonise",
    title="An object, painted into a painting",
    slots=(Slot("content"), Slot("style"), Slot("mask", low=0)),
    options=HarmoniseOptions,
    engine="onnx",
    extra=None,
    entry="pinxit.methods.harmonise.run:prepare",
)
