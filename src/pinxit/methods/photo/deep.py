"""Method "deep": `prepare` loads the features once, `stylise` optimises and applies what it found at full size. In torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.imageops.resize import resize
from pinxit.methods.photo.affine import Guide
from pinxit.methods.photo.colourmaps import colour_maps
from pinxit.methods.photo.losses import CONTENT_LAYER
from pinxit.methods.photo.matched import matched_masks
from pinxit.methods.photo.spec import PRESETS, STYLE_LAYERS, PhotoOptions
from pinxit.methods.photo.targets import Targets
from pinxit.torchkit.canvas import finished, given, start_from
from pinxit.torchkit.descent import Adam, Descent, Loss
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.memory import Need, check_memory, out_of_memory
from pinxit.torchkit.optimise import optimise, scales_from
from pinxit.torchkit.pictures import at_size, to_tensor

Float = NDArray[np.float32]

GROWTH = 2.0  # from one scale to the next
FINE = 1 / 64  # reach of the maps of the result, which are to lose nothing of it
# Of a gradient through VGG-16 up to relu5_1 and the guided filter; its weights, and torch itself.
NEED = Need(bytes_per_pixel=5500, fixed=380_000_000)


class Recolouring(Adam):
    """Adam over pictures of which only that counts which is a smooth colour map of the photo (see affine.py)."""

    def __init__(self, photo_13hw: Tensor, start_13hw: Tensor, steps: int, before: Descent | None) -> None:
        super().__init__(start_13hw, steps, before)
        self._guide = Guide(photo_13hw)

    def step(self, loss: Loss) -> float:
        """See :class:`Descent`."""
        return super().step(lambda picture_13hw: loss(self._guide.explained(picture_13hw)))

    def result(self) -> Tensor:
        """See :class:`Descent`."""
        return self._guide.explained(super().result()).clamp(0, 1)


def prepare(model: Vgg16 | None = None, options: PhotoOptions | None = None) -> Runner:
    """Load the features once.

    model: the feature network; None: VGG-16 from the user's cache. Raises MissingWeights, which names the command that
    brings them, DeviceError, and ModelError for a network without the layers of the style.
    """
    options = options or PhotoOptions()
    device = device_of(options.device)
    features = vgg16(device, padding="replicate", half=True) if model is None else model.to(device)
    features.check((CONTENT_LAYER, *STYLE_LAYERS))

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        photo = inputs["content"][0]
        if options.auto_masks:
            inputs = {**inputs, "masks": masks_for(inputs, options, features)}
        pictures = given(
            inputs, size=options.size, style_scale=options.style_scale, style_weights=options.style_weights
        )
        height, width = pictures.photo_hw3.shape[:2]
        needed = check_memory(NEED, height, width, device)
        scales = scales_from(options.init, height, width, PRESETS[options.preset], growth=GROWTH)
        start_hw3 = start_from(
            options.init, pictures.photo_hw3, inputs.get("init", ()), scales[0], options.seed
        )
        if options.strength == 0:  # Adam makes whole steps even of what rounding leaves of no gradient
            return photo
        targets = Targets(features, device, pictures, options)

        def descend(start_13hw: Tensor, steps: int, before: Descent | None) -> Recolouring:
            size = (start_13hw.shape[-2], start_13hw.shape[-1])
            return Recolouring(at_size(pictures.photo_hw3, size, device), start_13hw, steps, before)

        with out_of_memory(height, width):
            outcome = optimise(
                targets.toned_photo() if options.init == "content" else to_tensor(start_hw3, device),
                scales,
                lambda scale, _: targets.at(scale),
                descend=descend,
                needed=needed,
                on_step=on_step,
            )
        return finished(outcome, photo, pictures, keep_photo_colours=options.keep_colours, carry=at_full_size)

    return stylise


def masks_for(
    inputs: Mapping[str, Sequence[Picture]], options: PhotoOptions, features: Vgg16 | None = None
) -> list[Picture]:
    """The masks that `auto_masks` stands for: one for the photo, then one for each style.

    features: None: VGG-16 from the user's cache. Raises InputError when there are masks already, MissingWeights, DeviceError.
    """
    features = (
        vgg16(device_of(options.device), padding="replicate", half=True) if features is None else features
    )
    pictures = [*inputs["content"], *inputs["style"]]
    return matched_masks(pictures, inputs.get("masks", ()), features, options.seed)


def at_full_size(made_hw3: Float, photo_hw3: Float) -> Float:
    """The photo (H,W,3) with the colour maps that make a picture (h,w,3) of it at that picture's size."""
    small_hw3 = resize(photo_hw3, *made_hw3.shape[:2], clip=True)
    return colour_maps(small_hw3, made_hw3, FINE).applied(photo_hw3)
