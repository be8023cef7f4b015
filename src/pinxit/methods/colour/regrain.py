"""Grain control: a picture with the colours of a graded one and the gradients of the photo.

Source: Pitié, Kokaram, Dahyot, 2007 (see `transport`), section 4. Over the result J of a photo I graded to t(I), minimise

    sum  phi |grad J - grad I|^2 + psi (J - t(I))^2,    psi = min(1, |grad I| / STEADY),  phi = KEEP / (1 + 10 |grad I|)

so that flat places keep the photo's faint gradients, and edges the graded colours. Solved from coarse to fine by Jacobi
iterations, few of them where pixels are many. Axes: h rows, w columns, 3 channels; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.resize import resize

Float = NDArray[np.float32]

KEEP = 30.0
STEADY = 5 / 255  # gradient from which colours are held fully
_SMALLEST = 20  # pixels of a side: the coarsest level
_STEPS = (4, 16, 32, 64)  # iterations, finest level first; the last one's for all below


def regrained(photo_hw3: Float, graded_hw3: Float, level: int = 0) -> Float:
    """The graded photo with the photo's own grain; all three h x w x 3."""
    height, width = photo_hw3.shape[:2]
    start_hw3 = graded_hw3
    half = (-(-height // 2), -(-width // 2))
    if min(half) > _SMALLEST:
        photo, graded = (resize(each, *half, kind="linear") for each in (photo_hw3, graded_hw3))
        coarse = regrained(photo, graded, level + 1) - graded
        start_hw3 = graded_hw3 + resize(coarse, height, width, kind="linear")
    return _solved(photo_hw3, graded_hw3, start_hw3, _STEPS[min(level, len(_STEPS) - 1)])


def _solved(photo_hw3: Float, graded_hw3: Float, start_hw3: Float, steps: int) -> Float:
    """Jacobi iterations on D = J - I, for which the gradients wanted are zero."""
    dy, dx = (np.diff(photo_hw3, axis=axis, append=_last(photo_hw3, axis)) for axis in (0, 1))
    steep_hw = np.sqrt((dy * dy + dx * dx).sum(axis=2))
    psi = np.minimum(1.0, steep_hw / np.float32(STEADY))[..., None] + np.float32(1e-3)
    phi = np.float32(KEEP) / (1 + 10 * steep_hw)[..., None]
    # The weight between two neighbours is the mean of theirs; none across the border.
    down, right = (phi[:-1] + phi[1:]) / 2, (phi[:, :-1] + phi[:, 1:]) / 2
    total = psi.copy()
    total[:-1] += down
    total[1:] += down
    total[:, :-1] += right
    total[:, 1:] += right
    wanted = psi * (graded_hw3 - photo_hw3)
    way = start_hw3 - photo_hw3
    for _ in range(steps):
        pulled = wanted.copy()
        pulled[:-1] += down * way[1:]
        pulled[1:] += down * way[:-1]
        pulled[:, :-1] += right * way[:, 1:]
        pulled[:, 1:] += right * way[:, :-1]
        way = pulled / total
    return np.asarray(np.clip(photo_hw3 + way, 0.0, 1.0), np.float32)


def _last(values_hw3: Float, axis: int) -> Float:
    return np.take(values_hw3, [-1], axis=axis)
