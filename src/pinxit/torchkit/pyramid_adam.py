"""Adam on the levels of a picture's Laplacian pyramid.

A step on a coarse level moves a whole patch: large forms and colours travel in a few steps, where single pixels would need
many.

Axes: 3 RGB, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from pinxit.torchkit.descent import BETAS, Average, Descent, Loss, resampled
from pinxit.torchkit.pyramid import boxed, fold, laplacian

LEVELS = 8  # bands at most
_TINY = 1e-12  # beside the root of v: gradients of a mean over a large picture are small


class PyramidAdam:
    """Adam (Kingma, Ba 2015) whose unknowns are the levels of a pyramid.

    The moments of a level go along to the level of its size at the next scale; the finest one starts anew. What a step
    carries out of the box 0..1 is taken back from the finest level. The result is the running average of the pictures.
    """

    def __init__(
        self, start_13hw: Tensor, steps: int, before: Descent | None = None, *, rate: float = 2e-3
    ) -> None:
        """before: the descent at the scale below. rate: in pixel values a step, for every level."""
        self.levels = [level.requires_grad_() for level in laplacian(start_13hw.detach(), LEVELS)]
        self.adam = torch.optim.Adam(self.levels, lr=rate, betas=BETAS, eps=_TINY)
        if isinstance(before, PyramidAdam):
            self._take_over(before)
        self._start, self._average = start_13hw.detach(), Average(start_13hw, steps)

    def step(self, loss: Loss) -> float:
        """See :class:`pinxit.torchkit.descent.Descent`."""
        self.adam.zero_grad()
        value = loss(fold(self.levels))
        value.backward()  # type: ignore[no-untyped-call]
        self.adam.step()
        with torch.no_grad():
            self._average.add(boxed(self.levels))
        return float(value.detach())

    def result(self) -> Tensor:
        """See :class:`pinxit.torchkit.descent.Descent`."""
        return self._start if self._average.empty else self._average.mean()

    def _take_over(self, before: PyramidAdam) -> None:
        """The moments of each level from the level of `before` that is nearest in size."""
        doublings = math.log2(max(self.levels[0].shape) / max(before.levels[0].shape))
        for index, level in enumerate(self.levels):
            source = index - round(doublings)
            if not 0 <= source < len(before.levels) or before.levels[source] not in before.adam.state:
                continue
            state = before.adam.state[before.levels[source]]
            mean, square = resampled(state["exp_avg"], state["exp_avg_sq"], level.shape[-2:])
            self.adam.state[level] = {
                "step": state["step"].clone(),
                "exp_avg": mean,
                "exp_avg_sq": square,
            }
