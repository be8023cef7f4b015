"""Painting one picture: `prepare` loads the features once, `stylise` optimises, carries up and finishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from torch import Tensor

from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.strotss.hypercolumns import LAYERS
from pinxit.methods.strotss.points import read_points
from pinxit.methods.strotss.spec import PRESETS, StrotssOptions
from pinxit.methods.strotss.targets import FIRST, Targets
from pinxit.torchkit.canvas import finished, given, start_from
from pinxit.torchkit.descent import Descent
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.memory import Need, check_memory, out_of_memory
from pinxit.torchkit.optimise import optimise, scales_from
from pinxit.torchkit.pictures import to_tensor
from pinxit.torchkit.pyramid_rmsprop import Levels

GROWTH = 2.0  # from one scale to the next

# Of a gradient through VGG-16 up to relu4_3, measured: what it keeps of a picture and works with; its weights, the samples,
# and torch itself.
NEED = Need(bytes_per_pixel=5000, fixed=460_000_000)
SAMPLES = 14_000  # pixels whose features take as long as the losses of the samples


def prepare(model: Vgg16 | None = None, options: StrotssOptions | None = None) -> Runner:
    """Load the features once.

    model: the feature network; None: VGG-16 from the user's cache. Raises MissingWeights, which names the command that
    brings them, DeviceError, and ModelError for a network without relu4_3.
    """
    options = options or StrotssOptions()
    device = device_of(options.device)
    features = vgg16(device, padding="replicate", half=True) if model is None else model.to(device)
    features.check(LAYERS)

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        photo = inputs["content"][0]
        pairs = read_points(options.points, photo, inputs["style"][0])
        pictures = given(
            inputs, size=options.size, style_scale=options.style_scale, style_weights=options.style_weights
        )
        height, width = pictures.photo_hw3.shape[:2]
        needed = check_memory(NEED, height, width, device)
        scales = scales_from(options.init, height, width, PRESETS[options.preset], FIRST, GROWTH)
        start_hw3 = start_from(
            options.init, pictures.photo_hw3, inputs.get("init", ()), scales[0], options.seed
        )
        if options.strength == 0:  # self-similarity alone would leave the colours to wander
            return photo
        targets = Targets(features, device, pictures, pairs, options.strength, options.seed)

        def descend(start_13hw: Tensor, steps: int, before: Descent | None) -> Levels:
            """What enlarging left blurred gets the photo's edges to begin with, but for the last scale: its own are painted."""
            size = (start_13hw.shape[-2], start_13hw.shape[-1])
            between = before is not None and size != (height, width)
            return Levels(start_13hw + targets.detail(size) if between else start_13hw, steps)

        with out_of_memory(height, width):
            outcome = optimise(
                to_tensor(start_hw3, device),
                scales,
                lambda scale, _: targets.at(scale),
                descend=descend,
                overhead=SAMPLES,
                needed=needed,
                on_step=on_step,
            )
        return finished(outcome, photo, pictures, keep_photo_colours=options.keep_colours)

    return stylise
