"""In minutes: the pixels of the object are optimised until they look like the parts of the painting that suit them.

Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, Step
from pinxit.imageops.guided import carry_up
from pinxit.imageops.masks import feather
from pinxit.imageops.paste import bounds
from pinxit.imageops.resize import resize
from pinxit.methods.harmonise.losses import noise_of, weights_of
from pinxit.methods.harmonise.retouch import retouched
from pinxit.methods.harmonise.scene import Scene, scene_of
from pinxit.methods.harmonise.spec import PRESETS, HarmoniseOptions
from pinxit.methods.harmonise.targets import LAYERS, Pass, Targets
from pinxit.torchkit.descent import Descent
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.memory import Need, check_memory, out_of_memory
from pinxit.torchkit.optimise import optimise, working_size
from pinxit.torchkit.pictures import to_array, to_tensor
from pinxit.torchkit.pyramid_adam import PyramidAdam

Float = NDArray[np.float32]

LOOSE = (
    35 / 3 / 700
)  # deviation of the blur that makes the loose mask, as a share of the painting's longer side
LOOSER = 0.1  # of the blurred mask, from which a pixel may change
AROUND = 64  # pixels around the loose mask that its features look at, nearly all
RATE = 1e-2  # of Adam, in pixel values a step, for every level of the pyramid
CELL = 16  # pixels of a cell of the deepest layer: the part that is worked on starts at one
# Of a gradient through VGG-16 up to relu5_1 with sorted features, for a pixel of the part; of the features of the painting, for
# one of its pixels; the weights, and torch itself.
PART_BYTES, PAINTING_BYTES, FIXED_BYTES = 5500, 2000, 450_000_000


@dataclass(frozen=True, eq=False)
class Deep:
    """Features and options; a `Runner` that holds no state of a run."""

    features: Vgg16
    device: torch.device
    options: HarmoniseOptions

    @classmethod
    def load(cls, model: Vgg16 | None, options: HarmoniseOptions) -> Deep:
        """model: None: VGG-16 from the user's cache. MissingWeights, DeviceError, ModelError for one that ends too early."""
        device = device_of(options.device)
        features = vgg16(device, padding="replicate", half=True) if model is None else model.to(device)
        features.check(LAYERS, ", or paint with the painter (method fast)")
        return cls(features, device, options)

    def __call__(self, inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        """The painting with the object painted into it."""
        scene = scene_of(inputs, self.options)
        work = Work.of(scene, self.options.size)
        part_hw3 = work.composite_hw3[work.part].copy()
        height, width = part_hw3.shape[:2]
        painted_pixels = work.painting_hw3.shape[0] * work.painting_hw3.shape[1]
        need = Need(PART_BYTES, FIXED_BYTES + PAINTING_BYTES * painted_pixels)
        needed = check_memory(need, height, width, self.device)
        start_13hw = to_tensor(part_hw3, self.device)
        first, second = PRESETS[self.options.preset]
        with out_of_memory(height, width):
            outcome = optimise(
                start_13hw,
                (Pass(height, width, first, number=1), Pass(height, width, second, number=2)),
                self._targets(work, start_13hw).at,
                # The second pass starts anew: of the first one only what it matches counts.
                descend=lambda _, steps, __: fresh(start_13hw, steps),
                needed=needed,
                on_step=None if on_step is None else _shown(on_step, work),
            )
            # Levels of a pyramid reach beyond the mask; what they do there nobody has looked at.
            loose_hw1 = work.loose_hw[work.part][..., None]
            part_hw3 += loose_hw1 * (to_array(outcome.picture) - part_hw3)
            part_hw3 = retouched(part_hw3, work.composite_hw3[work.part], work.painting_hw3)
        made_hw3 = work.composite_hw3.copy()
        made_hw3[work.part] = part_hw3
        if made_hw3.shape != scene.composite_hw3.shape:
            made_hw3 = carry_up(made_hw3, work.composite_hw3, scene.composite_hw3)
        result = scene.blended(made_hw3)
        return result if outcome.finished else result.with_note("stopped early: the best so far")

    def _targets(self, work: Work, start_13hw: Tensor) -> Targets:
        tight_hw, loose_hw = (
            torch.from_numpy(np.ascontiguousarray(mask_hw[work.part])).to(self.device)
            for mask_hw in (work.tight_hw, work.loose_hw)
        )
        return Targets(
            self.features,
            start_13hw,
            to_tensor(work.painting_hw3, self.device),
            tight_hw,
            loose_hw,
            weights_of(self.options.level, noise_of(work.painting_hw3)),
            self.options.guide == "features",
        )


@dataclass(frozen=True, eq=False)
class Work:
    """The scene at the size that is worked at, and the part of it that is worked on.

    tight_hw: where the object is. loose_hw: 1 where pixels may change, a little beyond it, else 0.
    """

    painting_hw3: Float
    composite_hw3: Float
    tight_hw: Float
    loose_hw: Float
    part: tuple[slice, slice]

    @classmethod
    def of(cls, scene: Scene, size: int) -> Work:
        """A scene, its painting's long side brought to `size` pixels or left if it is shorter."""
        height, width = working_size(scene.painting.height, scene.painting.width, size)
        tight_hw = resize(scene.mask_hw, height, width, kind="linear", clip=True)
        blurred_hw = feather(tight_hw, 2 * LOOSE * max(height, width))
        loose_hw = (np.maximum(blurred_hw, tight_hw) > LOOSER).astype(np.float32)
        painting_hw3, composite_hw3 = (
            resize(rgb_hw3, height, width, clip=True)
            for rgb_hw3 in (scene.painting.rgb_hw3, scene.composite_hw3)
        )
        return cls(painting_hw3, composite_hw3, tight_hw, loose_hw, part_of(loose_hw))


def part_of(loose_hw: Float) -> tuple[slice, slice]:
    """Rows and columns of what may change and what its features see, from whole cells on."""
    height, width = loose_hw.shape
    y0, y1, x0, x1 = bounds(loose_hw) or (0, height, 0, width)
    return _range(y0, y1, height), _range(x0, x1, width)


def _range(first: int, end: int, most: int) -> slice:
    return slice(max(0, (first - AROUND) // CELL * CELL), min(most, -(-(end + AROUND) // CELL) * CELL))


def fresh(start_13hw: Tensor, steps: int) -> Descent:
    """A descent from the composite itself, whatever was done before."""
    return PyramidAdam(start_13hw, steps, rate=RATE)


def _shown(on_step: OnStep, work: Work) -> OnStep:
    """`on_step` with the whole scene as its preview."""

    def show(step: Step) -> bool | None:
        if step.preview is None:
            return on_step(step)
        preview_hw3 = work.painting_hw3.copy()
        soft_hw1 = work.tight_hw[work.part][..., None]
        preview_hw3[work.part] += soft_hw1 * (step.preview - preview_hw3[work.part])
        return on_step(Step(step.done, step.total, step.note, preview_hw3))

    return show
