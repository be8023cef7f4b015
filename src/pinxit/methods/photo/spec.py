"""The card of the room for photographs that stay photographs: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Spec
from pinxit.core.options import option
from pinxit.methods.optimised import SLOTS, Optimised

# Steps at 128 x 85 pixels; fewer where a step costs more (torchkit.optimise.plan_scales).
PRESETS = {"fast": 25, "balanced": 60, "best": 240}
STYLE_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
METHODS = ("deep", "wct")
DEFAULT_METHOD = "deep"
WCT = "photo.wct_v1"


@dataclass(frozen=True)
class PhotoOptions(Optimised):
    """Options of `photo`. Those that speak of steps, of a start and of what is left to chance are of method "deep" alone."""

    method: str = option(
        DEFAULT_METHOD,
        "how: optimised, which takes minutes, or in closed form by a light network, which takes seconds",
        choices=METHODS,
    )
    photorealism: float = option(
        1.0,
        "with method deep: weight of staying a photograph while it is optimised; less lets the style paint more",
        low=0.0,
        high=100.0,
    )
    auto_masks: bool = option(
        False, "find regions that look alike in photo and style, and recolour each by its own"
    )


SPEC = Spec(
    name="photo",
    title="A photograph in the light and colours of another",
    slots=SLOTS,
    options=PhotoOptions,
    engine="torch",
    extra="photo",
    entry="pinxit.methods.photo.run:prepare",
)
