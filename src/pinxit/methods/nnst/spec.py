"""The card of neural neighbour style transfer: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Spec
from pinxit.core.options import option
from pinxit.methods.optimised import SLOTS, Optimised

# Steps at 128 x 85 pixels; fewer where a step costs more (torchkit.optimise.plan_scales).
PRESETS = {"fast": 30, "balanced": 120, "best": 400}


@dataclass(frozen=True)
class NnstOptions(Optimised):
    """Options of `nnst`."""

    strength: float = option(
        1.0,
        "how freely forms may change: 0 looks for neighbours of the photo itself, above 1 more and more of the painting",
        low=0.0,
        high=100.0,
    )
    colour_step: bool = option(True, "give the result the colours of the style, laid out as in the photo")
    rotations: bool = option(
        False, "also look among the style turned by 90, 180 and 270 degrees (slower to prepare)"
    )
    split_blocks: int = option(
        4,
        "blocks of VGG-16 that the last pass compares, layer by layer; 0 leaves that pass out",
        low=0,
        high=4,
    )


SPEC = Spec(
    name="nnst",
    title="Neighbours of each place in a painting",
    slots=SLOTS,
    options=NnstOptions,
    engine="torch",
    extra="train",
    entry="pinxit.methods.nnst.run:prepare",
)
