"""A descent that moves the levels of a picture's Laplacian pyramid.

A step on a coarse level moves a whole patch: large forms and colours travel in a few steps, where single pixels would need many.

Axes: 3 RGB, h rows, w columns; sRGB 0..1, which is also the box that the picture stays in.
"""

from __future__ import annotations

import torch
from torch import Tensor

from pinxit.torchkit.descent import Average, Descent, Loss
from pinxit.torchkit.pyramid import boxed, fold, laplacian

BANDS = 5  # besides what is left of the picture, 1/32 of its size
RATE = 0.005  # of a band: little more than one level of 255 a step
DECAY = 0.99  # of the mean of squared gradients
_TINY = 1e-12  # beside its root; see torchkit.descent


class Levels:
    """RMSprop (Tieleman, Hinton 2012) on the levels of a picture's pyramid, as STROTSS has it, with the squares corrected for
    having begun with zeros, as in Adam: the first step is as large as the others.

    What a step carries out of the box is taken back from the finest level. The result is the running average of the
    pictures: a loss of random samples moves them to and fro.
    """

    def __init__(self, start_13hw: Tensor, steps: int, before: Descent | None = None) -> None:
        """before: nothing here; the levels of another size are other levels."""
        self.levels = laplacian(start_13hw.detach().clamp(0, 1), BANDS)
        self._squares, self._count = [torch.zeros_like(level) for level in self.levels], 0
        self._average = Average(self.levels[0], steps)

    def step(self, loss: Loss) -> float:
        """See :class:`Descent`."""
        for level in self.levels:
            level.requires_grad_(True)
        value = loss(fold(self.levels))
        slopes = torch.autograd.grad(value, self.levels)
        self._count += 1
        known = 1 - DECAY**self._count
        with torch.no_grad():
            for level, square, slope in zip(self.levels, self._squares, slopes, strict=True):
                level.requires_grad_(False)
                square.lerp_(slope.square(), 1 - DECAY)
                level -= RATE * slope / ((square / known).sqrt() + _TINY)
            self._average.add(boxed(self.levels))
        return float(value.detach())

    def result(self) -> Tensor:
        """See :class:`Descent`."""
        return fold(self.levels) if self._average.empty else self._average.mean()
