"""In minutes: the pixels of the object are optimised until they look like the parts of the painting that suit them.

Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, Step
from pinxit.imageops.colour import LUMA, oklab_to_rgb, rgb_to_oklab
from pinxit.imageops.guided import carry_up, smoothed
from pinxit.methods.harmonise.losses import noise_of, weights_of
from pinxit.methods.harmonise.scene import Scene
from pinxit.methods.harmonise.spec import PRESETS, HarmoniseOptions
from pinxit.methods.harmonise.targets import LAYERS, Pass, Targets
from pinxit.methods.harmonise.work import Work
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.memory import Need, check_memory, out_of_memory
from pinxit.torchkit.optimise import Outcome, optimise
from pinxit.torchkit.pictures import to_array, to_tensor
from pinxit.torchkit.pyramid_adam import PyramidAdam

Float = NDArray[np.float32]

RATE = 1e-2  # of Adam, in pixel values a step, for every level of the pyramid
RADIUS, EPSILON = (
    2.0,
    1e-2,
)  # of the filter of colours: pixels; variance below which the composite counts as flat
# Of a gradient through VGG-16 up to relu5_1 with sorted features, for a pixel of the part; of the features of the painting, for
# one of its pixels; the weights, and torch itself.
PART_BYTES, PAINTING_BYTES, FIXED_BYTES = 4500, 1300, 450_000_000


@dataclass(frozen=True, eq=False)
class Deep:
    """Features and options; holds no state of a run."""

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

    def painted(self, scene: Scene, level: float, on_step: OnStep | None = None) -> Picture:
        """The painting with the object painted into it; level: 1 to 10."""
        work = Work.of(scene, self.options.size)
        outcome = self._optimised(work, level, on_step)
        made_hw3 = calm(work.put(to_array(outcome.picture)), work.composite_hw3)
        if made_hw3.shape != scene.composite_hw3.shape:
            made_hw3 = carry_up(made_hw3, work.composite_hw3, scene.composite_hw3)
        result = scene.blended(made_hw3)
        return result if outcome.finished else result.with_note("stopped early: the best so far")

    def _optimised(self, work: Work, level: float, on_step: OnStep | None) -> Outcome:
        """The part of the composite, worked on."""
        start_13hw = to_tensor(work.cut(work.composite_hw3), self.device)
        height, width = start_13hw.shape[-2:]
        painted_pixels = work.painting_hw3.shape[0] * work.painting_hw3.shape[1]
        need = Need(PART_BYTES, FIXED_BYTES + PAINTING_BYTES * painted_pixels)
        needed = check_memory(need, height, width, self.device)
        first, second = PRESETS[self.options.preset]
        with out_of_memory(height, width):
            return optimise(
                start_13hw,
                (Pass(height, width, first, number=1), Pass(height, width, second, number=2)),
                self._targets(work, level, start_13hw).at,
                # The second pass starts anew: of the first one only what it matches counts.
                descend=lambda _, steps, __: PyramidAdam(start_13hw, steps, rate=RATE),
                needed=needed,
                on_step=None if on_step is None else _shown(on_step, work),
            )

    def _targets(self, work: Work, level: float, start_13hw: Tensor) -> Targets:
        tight_hw, soft_hw, loose_hw = (
            torch.from_numpy(work.cut(mask_hw)).to(self.device)
            for mask_hw in (work.tight_hw, work.soft_hw, work.loose_hw)
        )
        return Targets(
            self.features,
            start_13hw,
            to_tensor(work.cut(work.painting_hw3), self.device),
            to_tensor(work.painting_hw3, self.device),
            tight_hw,
            soft_hw,
            loose_hw,
            weights_of(level, noise_of(work.painting_hw3)),
            self.options.guide == "features",
        )


def calm(made_hw3: Float, composite_hw3: Float) -> Float:
    """What was made (h,w,3) without speckles of colour: a and b of OKLab smoothed, but not over edges of the naive composite
    (Luan et al. 2018, sec. 6, first step).
    """
    lab_hw3 = rgb_to_oklab(made_hw3)
    guide_hw = np.clip(composite_hw3 @ LUMA, 0.0, 1.0)
    # The filter works on 0..1; a and b lie within half of 0.
    half = np.float32(0.5)
    lab_hw3[..., 1:] = smoothed(lab_hw3[..., 1:] + half, guide_hw, RADIUS, EPSILON) - half
    return oklab_to_rgb(lab_hw3)


def _shown(on_step: OnStep, work: Work) -> OnStep:
    """`on_step` with the whole painting as its preview."""

    def show(step: Step) -> bool | None:
        if step.preview is None:
            return on_step(step)
        return on_step(Step(step.done, step.total, step.note, work.preview(step.preview)))

    return show
