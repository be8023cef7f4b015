"""The card of the colour room: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option

PRESET = "colour.preset_v1"
METHODS = ("preset", "reinhard", "mkl", "idt", "histogram")
DEFAULT_METHOD = "preset"


@dataclass(frozen=True)
class ColourOptions:
    """Options of `colour`."""

    method: str = option(
        DEFAULT_METHOD,
        "how colours are mapped: a learned look, means and deviations, means and covariances, whole "
        "distributions, or channel by channel",
        choices=METHODS,
    )
    strength: float = option(1.0, "how far to go: 0 is the photo, above 1 exaggerates", low=0.0, high=1.5)
    channels: str = option(
        "rgb", "with method histogram: which distributions are matched", choices=("rgb", "lightness")
    )
    grain: bool = option(True, "with method idt: leave grain as it comes, instead of keeping the photo's own")
    seed: int = option(0, "with method idt: which random rotations", low=0, high=(1 << 31) - 1)


SPEC = Spec(
    name="colour",
    title="The look of another photo",
    slots=(Slot("content"), Slot("like", low=0), Slot("mask", low=0)),
    options=ColourOptions,
    engine="onnx",
    extra=None,
    entry="pinxit.methods.colour.run:prepare",
)
