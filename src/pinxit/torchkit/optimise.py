"""Painting by optimisation: the pixels themselves go down a loss, coarse to fine.

Large forms are found where the picture is small and a step is cheap; each scale starts from the result of the one below.
Scales, moments that go along and the average of the pictures: K. Crowson's style-transfer-pytorch (restated in our words).

Axes: 3 RGB, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch.nn.functional as F
from torch import Tensor

from pinxit.core.progress import OnStep, duration, report
from pinxit.torchkit.descent import Adam, Descent, Loss, gradient
from pinxit.torchkit.pictures import to_array

FIRST = 128  # pixels of the long side at the first scale, at least
GROWTH = 2**0.5  # from one scale to the next, if nothing else is asked for: twice the pixels
SHORTEST = 32  # pixels: a short side below this leaves the deep layers of a VGG nothing to see
COUNTED_AT = 128 * 85  # pixels: steps are said for a picture of this size
_FEWEST = 8  # steps: fewer do not undo what enlarging blurred


@dataclass(frozen=True)
class Scale:
    """One size of the picture, and how many steps it is worked on."""

    height: int
    width: int
    steps: int

    @property
    def pixels(self) -> int:
        """Of the picture at this scale."""
        return self.height * self.width


S = TypeVar("S", bound=Scale)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came out: the picture (1,3,h,w), at the size of the scale that was reached, and whether that was the end."""

    picture: Tensor
    finished: bool


def working_size(height: int, width: int, size: int) -> tuple[int, int]:
    """(height, width) with a long side of `size` pixels for a photo; never enlarged, but for a short side below 32."""
    scale = max(min(1.0, size / max(height, width)), SHORTEST / min(height, width))
    return round(height * scale), round(width * scale)


def plan_scales(
    height: int, width: int, steps: float, first: int = FIRST, growth: float = GROWTH
) -> tuple[Scale, ...]:
    """Scales up to height x width, each `growth` times the one before; the first has a long side of `first` or a bit more.

    steps: at COUNTED_AT pixels; at others inversely to the root of their number, so that twice the pixels take 1.41 times as
    long.
    """
    long, short = max(height, width), min(height, width)
    scales: list[Scale] = []
    factor = 1.0
    while not scales or (round(long * factor) >= first and round(short * factor) >= SHORTEST):
        count = max(_FEWEST, round(steps * (COUNTED_AT / (height * width)) ** 0.5 / factor))
        scales.insert(0, Scale(round(height * factor), round(width * factor), count))
        factor /= growth
    return tuple(scales)


def scales_from(
    init: str, height: int, width: int, steps: float, first: int = FIRST, growth: float = GROWTH
) -> tuple[Scale, ...]:
    """The scales of :func:`plan_scales` for a start from "content", "noise" or "painter".

    What the painter made has its large forms already: the scales below half the size, and two steps of three, are left out.
    """
    if init == "painter":
        return plan_scales(height, width, steps / 3, max(first, max(height, width) // 2), growth)
    return plan_scales(height, width, steps, first, growth)


def optimise(
    start_13hw: Tensor,
    scales: Sequence[S],
    loss_at: Callable[[S, Tensor], Loss],
    *,
    descend: Callable[[Tensor, int, Descent | None], Descent] = Adam,
    settled: Callable[[Sequence[float]], bool] = lambda _: False,
    overhead: int = 0,
    needed: int = 0,
    on_step: OnStep | None = None,
) -> Outcome:
    """Optimise a picture through `scales`, each with the loss that `loss_at` makes for it.

    start_13hw: of any size. loss_at: also gets the picture that the scale starts from. descend: makes the descent of a
    scale from its start, its number of steps and the descent before it. settled: whether a scale is done before its last
    step, from its losses so far. overhead: the cost of a step that does not depend on its size, in pixels that cost as
    much. needed: the memory of all this in bytes, as far as it is known beforehand. on_step: first gets an estimate of
    time and memory in words (done is 0), then every step with the best picture so far; done and total count pixels worked
    on, so that the fraction goes with time. False or Ctrl-C ends it, and the best so far is the outcome.
    """
    total = sum(scale.steps * (scale.pixels + overhead) for scale in scales)
    best, descent, done = start_13hw.detach(), None, 0
    try:
        for scale in scales:
            best = fitted(best, scale)
            loss = loss_at(scale, best)
            if descent is None:
                seconds = _seconds(loss, best) * total / (scale.pixels + overhead)
                if not report(on_step, 0, total, f"about {duration(seconds)} and {needed / 1e9:.1f} GB"):
                    return Outcome(best, finished=False)
            descent, losses = descend(best, scale.steps, descent), list[float]()
            while len(losses) < scale.steps:
                losses.append(descent.step(loss))
                best = descent.result()
                left = 0 if settled(losses) else scale.steps - len(losses)
                now = done + (scale.steps - left) * (scale.pixels + overhead)
                note = f"{max(scale.height, scale.width)} px, loss {losses[-1]:.3f}"
                if not report(on_step, now, total, note, None if on_step is None else to_array(best)):
                    return Outcome(best, finished=now == total)
                if left == 0:
                    break
            done += scale.steps * (scale.pixels + overhead)
    except KeyboardInterrupt:  # a wish to stop: what there is so far is kept
        return Outcome(best, finished=False)
    return Outcome(best, finished=True)


def levelled_off(losses: Sequence[float], window: int = 10, gain: float = 0.002) -> bool:
    """Whether the mean loss of the last `window` steps is less than `gain` (a share of it) below that of the ones before."""
    if len(losses) < 2 * window:
        return False
    before, last = sum(losses[-2 * window : -window]), sum(losses[-window:])
    return before - last <= gain * before


def fitted(picture_13hw: Tensor, scale: Scale) -> Tensor:
    """A picture at the size of a scale (bicubic), within 0..1."""
    if picture_13hw.shape[-2:] == (scale.height, scale.width):
        return picture_13hw
    size = (scale.height, scale.width)
    return F.interpolate(picture_13hw, size, mode="bicubic", align_corners=False, antialias=True).clamp(0, 1)


def _seconds(loss: Loss, picture_13hw: Tensor) -> float:
    """Of one step: the second of two, as the first one also warms up."""
    gradient(loss, picture_13hw)
    begun = time.perf_counter()
    gradient(loss, picture_13hw)  # its loss comes back as a number, so a GPU has finished too
    return time.perf_counter() - begun
