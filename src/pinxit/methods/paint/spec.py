"""The painter's card: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option
from pinxit.runtime.session import DEVICES


@dataclass(frozen=True)
class PaintOptions:
    """Options of `paint`. Styles are not among them: they are given to `prepare` as vectors."""

    strength: float = option(
        1.0,
        "how far to walk from the photo to the style: 0 is the photo, above 1 exaggerates",
        low=0.0,
        high=1.5,
    )
    keep_colours: bool = option(False, "keep the colours of the photo and paint its lightness only")
    stroke: float | None = option(
        None,
        "size of the strokes relative to the picture, whatever its size in pixels: below 1 finer, above 1 "
        "broader; chosen by the size of the picture if not given",
        low=0.25,
        high=4.0,
    )
    max_side: int | None = option(
        None, "longest side of the result; larger photos are shrunk first", low=1, unit="pixels"
    )
    device: str = option("auto", "where to compute", choices=DEVICES)
    threads: int | None = option(None, "CPU threads; all physical cores if not given", low=1, high=1024)


SPEC = Spec(
    name="paint",
    title="One painter, many styles",
    slots=(Slot("content"), Slot("masks", low=0, high=None)),
    options=PaintOptions,
    engine="onnx",
    extra=None,
    entry="pinxit.methods.paint.run:prepare",
)
