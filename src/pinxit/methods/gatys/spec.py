"""The card of Gatys's method: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option

# Steps at a long side of 128 pixels; fewer where a step costs more (torchkit.optimise.plan_scales).
PRESETS = {"fast": 50, "balanced": 140, "best": 600}
STYLE_LAYERS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")


@dataclass(frozen=True)
class GatysOptions:
    """Options of `gatys`."""

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
    preset: str = option("balanced", "how many steps it takes", choices=tuple(PRESETS))
    loss: str = option(
        "gram",
        "what of the style is compared: Gram matrices, or the Wasserstein distance of Gaussians",
        choices=("gram", "wasserstein"),
    )
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
    layer_weights: str = option(
        "1,1,1,1,1",
        "weights of the style at " + ", ".join(STYLE_LAYERS) + ": from fine texture to large forms",
    )
    optimiser: str = option("lbfgs", "how the pixels are moved", choices=("lbfgs", "adam"))
    seed: int = option(0, "which noise; nothing else is left to chance", low=0)
    device: str = option("auto", "where to compute", choices=("auto", "cpu", "cuda"))


SPEC = Spec(
    name="gatys",
    title="Statistics of a painting, pixel by pixel",
    slots=(
        Slot("content"),
        Slot("style", low=1, high=None),
        Slot("masks", low=0, high=None),
        Slot("init", low=0, high=1),
    ),
    options=GatysOptions,
    engine="torch",
    extra="train",
    entry="pinxit.methods.gatys.run:prepare",
)
