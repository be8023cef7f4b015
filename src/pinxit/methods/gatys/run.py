"""Painting one picture: `prepare` loads the features once, `stylise` optimises, carries up and finishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pinxit.core.method import Runner
from pinxit.core.options import numbers_of
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.gatys.spec import PRESETS, STYLE_LAYERS, GatysOptions
from pinxit.methods.gatys.targets import Targets
from pinxit.torchkit.canvas import finished, given, start_from
from pinxit.torchkit.descent import DESCENTS
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.memory import Need, check_memory, out_of_memory
from pinxit.torchkit.optimise import optimise, scales_from
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
    half = options.optimiser != "lbfgs"  # which takes the noise of bfloat16 for curvature
    features = vgg16(device, padding="replicate", half=half) if model is None else model.to(device)
    features.check(tuple(layers), ", or give the layer the weight 0 (layer_weights)")

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        pictures = given(
            inputs, size=options.size, style_scale=options.style_scale, style_weights=options.style_weights
        )
        height, width = pictures.photo_hw3.shape[:2]
        needed = check_memory(NEED, height, width, device)
        scales = scales_from(options.init, height, width, PRESETS[options.preset])
        start_hw3 = start_from(
            options.init, pictures.photo_hw3, inputs.get("init", ()), scales[0], options.seed
        )
        targets = Targets(features, device, pictures, layers, options)
        with out_of_memory(height, width):
            outcome = optimise(
                to_tensor(start_hw3, device),
                scales,
                lambda scale, _: targets.at(scale),
                descend=DESCENTS[options.optimiser],
                overhead=SQUARE_ROOTS if options.loss == "wasserstein" else 0,
                needed=needed,
                on_step=on_step,
            )
        return finished(outcome, inputs["content"][0], pictures, keep_photo_colours=options.keep_colours)

    return stylise


def _layer_weights(options: GatysOptions) -> dict[str, float]:
    """The style layers that count, with weights that sum to 1."""
    weights = numbers_of("layer_weights", options.layer_weights, len(STYLE_LAYERS))
    total = sum(weights)
    return {layer: weight / total for layer, weight in zip(STYLE_LAYERS, weights, strict=True) if weight > 0}
