"""Painting one picture: `prepare` loads the features once, `stylise` finds neighbours, optimises, colours and carries up."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from functools import partial

from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.imageops.resize import resize
from pinxit.methods.nnst.columns import LAYERS
from pinxit.methods.nnst.recolour import recoloured
from pinxit.methods.nnst.spec import PRESETS, NnstOptions
from pinxit.methods.nnst.targets import Pass, Targets
from pinxit.torchkit.canvas import Given, finished, given, start_from
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.memory import Need, check_memory, out_of_memory
from pinxit.torchkit.optimise import Outcome, levelled_off, optimise, scales_from
from pinxit.torchkit.pictures import to_array, to_tensor
from pinxit.torchkit.pyramid_adam import PyramidAdam

FIRST, GROWTH = 64, 2.0  # pixels of the long side at the first scale; from one scale to the next
RATE = 1e-2  # of Adam, for every level; the paper has 2e-3 and far more steps

# Of a gradient through VGG-16 up to relu4_3 with hypercolumns, for a pixel of the photo; of the features of a style, for one
# of its pixels (4,000 and 1,700 measured at 64 to 192 pixels, rounded up); the vectors of the styles, weights, and torch.
PHOTO_BYTES, STYLE_BYTES, FIXED_BYTES = 5000, 2000, 700_000_000


def prepare(model: Vgg16 | None = None, options: NnstOptions | None = None) -> Runner:
    """Load the features once.

    model: the feature network; None: VGG-16 from the user's cache. Raises MissingWeights, which names the command that
    brings them, DeviceError, OptionError, and ModelError for a network that ends before relu4_3.
    """
    options = options or NnstOptions()
    device = device_of(options.device)
    features = vgg16(device, padding="replicate", half=True) if model is None else model.to(device)
    features.check(LAYERS)

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        pictures = given(
            inputs, size=options.size, style_scale=options.style_scale, style_weights=options.style_weights
        )
        height, width = pictures.photo_hw3.shape[:2]
        needed = check_memory(need_of(pictures), height, width, device)
        passes = passes_of(options, height, width)
        start_hw3 = start_from(
            options.init, pictures.photo_hw3, inputs.get("init", ()), passes[0], options.seed
        )
        with out_of_memory(height, width):
            outcome = optimise(
                to_tensor(start_hw3, device),
                passes,
                Targets(features, device, pictures, options).at,
                descend=partial(PyramidAdam, rate=RATE),
                settled=levelled_off,
                needed=needed,
                on_step=on_step,
            )
        if options.colour_step and not options.keep_colours:
            outcome = _coloured(outcome, pictures)
        return finished(outcome, inputs["content"][0], pictures, keep_photo_colours=options.keep_colours)

    return stylise


def passes_of(options: NnstOptions, height: int, width: int) -> tuple[Pass, ...]:
    """Neighbours at every scale; at the last one once more with each layer for itself."""
    scales = scales_from(options.init, height, width, PRESETS[options.preset], FIRST, GROWTH)
    passes = [
        Pass(scale.height, scale.width, scale.steps, first=number == 0 and options.init != "painter")
        for number, scale in enumerate(scales)
    ]
    if options.split_blocks:
        passes.append(dataclasses.replace(passes[-1], first=False, splitting=True))
    return tuple(passes)


def need_of(pictures: Given) -> Need:
    """Memory for each pixel of the photo, that for the largest style included."""
    photo = pictures.photo_hw3.shape[0] * pictures.photo_hw3.shape[1]
    style = max(style_hw3.shape[0] * style_hw3.shape[1] for style_hw3 in pictures.styles_hw3)
    return Need(PHOTO_BYTES + round(STYLE_BYTES * style / photo), FIXED_BYTES)


def _coloured(outcome: Outcome, pictures: Given) -> Outcome:
    """The outcome after the colour step; one that was stopped at a smaller scale is enlarged first."""
    height, width = pictures.photo_hw3.shape[:2]
    painted_hw3 = resize(to_array(outcome.picture), height, width, clip=True)
    return dataclasses.replace(outcome, picture=to_tensor(recoloured(painted_hw3, pictures)))
