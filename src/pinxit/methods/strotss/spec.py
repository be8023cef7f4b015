"""The card of STROTSS: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Spec
from pinxit.core.options import option
from pinxit.methods.optimised import SLOTS, Optimised

# Steps at 128 x 85 pixels; fewer where a step costs more (torchkit.optimise.plan_scales).
PRESETS = {"fast": 50, "balanced": 140, "best": 500}


@dataclass(frozen=True)
class StrotssOptions(Optimised):
    """Options of `strotss`."""

    points: str | None = option(
        None,
        "what belongs together, x1,y1=x2,y2: a place of the photo and one of the first style, in pixels",
    )


SPEC = Spec(
    name="strotss",
    title="Features carried from a painting, place by place",
    slots=SLOTS,
    options=StrotssOptions,
    engine="torch",
    extra="train",
    entry="pinxit.methods.strotss.run:prepare",
)
