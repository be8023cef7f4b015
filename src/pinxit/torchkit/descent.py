"""How the pixels of a picture go down a loss at one scale, and what they take along to the next.

Axes: 3 RGB, h rows, w columns; sRGB 0..1, which is also the box that the pixels stay in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import torch
import torch.nn.functional as F
from torch import Tensor

Loss = Callable[[Tensor], Tensor]  # of a picture (1,3,h,w): a scalar with a gradient

RATE = 0.02  # of Adam: five levels of 255 a step
BETAS = (0.9, 0.99)
AVERAGE = 0.99  # decay of the running average of the pictures
_TINY = 1e-12  # beside the root of v; gradients of a large picture are small, as every pixel is a small part of the loss


class Descent(Protocol):
    """What :func:`pinxit.torchkit.optimise.optimise` asks of an optimiser; one per scale."""

    def step(self, loss: Loss) -> float:
        """Move the picture once; returns the loss before that."""
        ...

    def result(self) -> Tensor:
        """The best picture so far (1,3,h,w), without a gradient."""
        ...


def gradient(loss: Loss, picture_13hw: Tensor) -> tuple[float, Tensor]:
    """The loss of a picture and its gradient (1,3,h,w)."""
    picture = picture_13hw.detach().requires_grad_(True)
    value = loss(picture)
    (slope,) = torch.autograd.grad(value, picture)
    return float(value.detach()), slope


class Average:
    """The running average of the pictures of a descent, which is calmer than any of them.

    Its window is 1 / (1 - AVERAGE) steps, as in K. Crowson's style-transfer-pytorch, and where there are few steps no more
    than a quarter of them.
    """

    def __init__(self, like_13hw: Tensor, steps: int) -> None:
        self._decay = max(0.0, min(AVERAGE, 1 - 4 / steps))
        self._sum, self._weight = torch.zeros_like(like_13hw), 0.0

    @property
    def empty(self) -> bool:
        """Whether nothing has been added."""
        return self._weight == 0

    def add(self, picture_13hw: Tensor) -> None:
        """Count one more picture."""
        self._sum = self._sum.lerp(picture_13hw, 1 - self._decay)
        self._weight += (1 - self._decay) * (1 - self._weight)

    def mean(self) -> Tensor:
        """The average; of at least one picture."""
        return self._sum / self._weight


class Adam:
    """Adam (Kingma, Ba 2015) in a box, with moments that go along from scale to scale. The result is the running average."""

    def __init__(self, start_13hw: Tensor, steps: int, before: Descent | None = None) -> None:
        """before: the descent at the scale below, whose moments are taken over."""
        self.picture = start_13hw.detach().clamp(0, 1)
        self.mean, self.square, self.count = torch.zeros_like(self.picture), torch.zeros_like(self.picture), 0
        if isinstance(before, Adam):
            self.mean, self.square = resampled(before.mean, before.square, self.picture.shape[-2:])
            self.count = before.count
        self._average = Average(self.picture, steps)

    def step(self, loss: Loss) -> float:
        """See :class:`Descent`."""
        value, slope = gradient(loss, self.picture)
        self.count += 1
        self.mean = self.mean.lerp(slope, 1 - BETAS[0])
        self.square = self.square.lerp(slope.square(), 1 - BETAS[1])
        mean = self.mean / (1 - BETAS[0] ** self.count)
        square = self.square / (1 - BETAS[1] ** self.count)
        self.picture = (self.picture - RATE * mean / (square.sqrt() + _TINY)).clamp(0, 1)
        self._average.add(self.picture)
        return value

    def result(self) -> Tensor:
        """See :class:`Descent`."""
        return self.picture if self._average.empty else self._average.mean()


def resampled(mean_13hw: Tensor, square_13hw: Tensor, size: tuple[int, ...]) -> tuple[Tensor, Tensor]:
    """Adam's moments at another size (height, width): m bicubic; v bilinear, as it must not fall below 0.

    Our losses are means over positions, so the gradient of a pixel shrinks as pixels become more; the moments are scaled
    to what the gradients at the new size will be.
    """
    height, width = size
    share = mean_13hw.shape[-2] * mean_13hw.shape[-1] / (height * width)
    mean = F.interpolate(mean_13hw, (height, width), mode="bicubic", align_corners=False)
    square = F.interpolate(square_13hw, (height, width), mode="bilinear", align_corners=False)
    return mean * share, square.clamp_min(0) * share**2


class Lbfgs:
    """L-BFGS (Liu, Nocedal 1989) without a line search, one evaluation a step, as neural-style has it; the pixels are put
    back into the box after each step. The result is the picture of the lowest loss.
    """

    def __init__(self, start_13hw: Tensor, steps: int, before: Descent | None = None) -> None:
        """steps, before: nothing here; the history of another size is of no use."""
        self.picture = start_13hw.detach().clamp(0, 1).clone().requires_grad_(True)
        self._inner = torch.optim.LBFGS(
            [self.picture], lr=1, max_iter=1, history_size=20, tolerance_grad=0, tolerance_change=0
        )
        self._best, self._lowest = self.picture.detach().clone(), float("inf")

    def step(self, loss: Loss) -> float:
        """See :class:`Descent`."""
        with torch.no_grad():
            here = self.picture.clone()

        def closure() -> Tensor:
            self._inner.zero_grad()
            # In units in which a pixel's gradient is about 1: torch's thresholds are made for such.
            value = loss(self.picture) * self.picture.numel()
            value.backward()  # type: ignore[no-untyped-call]
            return value.detach()

        value = float(self._inner.step(closure)) / self.picture.numel()  # type: ignore[no-untyped-call]
        with torch.no_grad():
            self.picture.clamp_(0, 1)
        if value < self._lowest:
            self._best, self._lowest = here, value
        return value

    def result(self) -> Tensor:
        """See :class:`Descent`."""
        return self._best


DESCENTS: dict[str, Callable[[Tensor, int, Descent | None], Descent]] = {"adam": Adam, "lbfgs": Lbfgs}
