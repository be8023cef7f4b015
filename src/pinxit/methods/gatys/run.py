"""Painting one picture: `prepare` loads the features once, `stylise` optimises, carries up and finishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pinxit.core.errors import ModelError
from pinxit.core.method import Runner
from pinxit.core.options import numbers_of
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.imageops.resize import resize
from pinxit.methods.gatys.spec import PRESETS, STYLE_LAYERS, GatysOptions
from pinxit.methods.gatys.targets import Targets
from pinxit.torchkit.canvas import finished, regions_of, start_from
from pinxit.torchkit.descent import DESCENTS
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.memory import Need, check_memory, out_of_memory
from pinxit.torchkit.optimise import FIRST, Scale, optimise, plan_scales, working_size
from pinxit.torchkit.pictures import to_tensor

# Of a gradient through VGG-16 up to relu5_1, measured: what it keeps of a picture and works with (and the history of L-BFGS);
# its weights, and torch itself.
NEED = Need(bytes_per_pixel=4300, fixed=380_000_000)
SQUARE_ROOTS = 22_000  # pixels whose features take as long as the five square roots of a Wasserstein distance


def prepare(model: Vgg16 | None = None, options: GatysOptions | None = None) -> Runner:
    """Load the features once.

    model: the feature network; None: VGG-16 from the user's cache. Raises MissingWeights, which names the command that
    brings them, DeviceError, OptionError, and ModelError for a network without a layer that the options ask for.
    """
    options = options or GatysOptions()
    layers = _layer_weights(options)
    device = device_of(options.device)
    features = vgg16(device, padding="replicate") if model is None else model.to(device)
    for layer in layers:
        if layer not in features.names:
            raise ModelError(
                f"these features end at {features.names[-1]}, before {layer}: fetch them (pinxit weights get vgg16), "
                "or give the layer the weight 0 (layer_weights)."
            )

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        photo, styles = inputs["content"][0], inputs["style"]
        weights = numbers_of(
            "style_weights", options.style_weights or ",".join("1" * len(styles)), len(styles)
        )
        regions = regions_of(inputs.get("masks", ()), [photo, *styles])
        height, width = working_size(photo.height, photo.width, options.size)
        needed = check_memory(NEED, height, width, device)
        small_hw3 = resize(photo.rgb_hw3, height, width, clip=True)
        largest = max(1, round(options.style_scale * max(height, width)))
        styles_hw3 = [style.fitted(largest).rgb_hw3 for style in styles]
        targets = Targets(features, device, small_hw3, styles_hw3, weights, layers, regions, options)
        scales = _scales(options, height, width)
        start_hw3 = start_from(options.init, small_hw3, inputs.get("init", ()), scales[0], options.seed)
        with out_of_memory(height, width):
            outcome = optimise(
                to_tensor(start_hw3, device),
                scales,
                targets.at,
                descend=DESCENTS[options.optimiser],
                overhead=SQUARE_ROOTS if options.loss == "wasserstein" else 0,
                needed=needed,
                on_step=on_step,
            )
        return finished(outcome, photo, small_hw3, regions, keep_photo_colours=options.keep_colours)

    return stylise


def _layer_weights(options: GatysOptions) -> dict[str, float]:
    """The style layers that count, with weights that sum to 1."""
    weights = numbers_of("layer_weights", options.layer_weights, len(STYLE_LAYERS))
    total = sum(weights)
    return {layer: weight / total for layer, weight in zip(STYLE_LAYERS, weights, strict=True) if weight > 0}


def _scales(options: GatysOptions, height: int, width: int) -> tuple[Scale, ...]:
    """What the painter made has its large forms already: the scales below half the size, and two steps of three, are left
    out.
    """
    steps = PRESETS[options.preset]
    if options.init == "painter":
        return plan_scales(height, width, steps / 3, first=max(FIRST, max(height, width) // 2))
    return plan_scales(height, width, steps)
