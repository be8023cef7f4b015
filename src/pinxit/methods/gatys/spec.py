"""The card of Gatys's method: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Spec
from pinxit.core.options import option
from pinxit.methods.optimised import SLOTS, Optimised

# Steps at 128 x 85 pixels; fewer where a step costs more (torchkit.optimise.plan_scales).
PRESETS = {"fast": 50, "balanced": 130, "best": 600}
STYLE_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")


@dataclass(frozen=True)
class GatysOptions(Optimised):
    """Options of `gatys`."""

    loss: str = option(
        "gram",
        "what of the style is compared: Gram matrices, or the Wasserstein distance of Gaussians",
        choices=("gram", "wasserstein"),
    )
    layer_weights: str = option(
        "1,1,1,1,1",
        "weights of the style at " + ", ".join(STYLE_LAYERS) + ": from fine texture to large forms",
    )
    optimiser: str = option("lbfgs", "how the pixels are moved", choices=("lbfgs", "adam"))


SPEC = Spec(
    name="gatys",
    title="Statistics of a painting, pixel by pixel",
    slots=SLOTS,
    options=GatysOptions,
    engine="torch",
    extra="train",
    entry="pinxit.methods.gatys.run:prepare",
)
