"""What regions have to do with each other, pixel by pixel: where they lie on each other in two frames, and where they touch.

Axes: h rows, w columns; n regions of a frame; 2 y and x. A region's name may be NONE: it is not asked.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from pinxit.methods.lineart.growth import NONE, Labels

Float = NDArray[np.float32]
Double = NDArray[np.float64]
Index = NDArray[np.int64]


def laid_on(old_hw: Labels, late_hw: Labels, shift_n2: Double) -> tuple[Labels, Labels]:
    """Pixel by pixel, a region of one frame and that of the next in which it comes to lie, moved by its shift (n x 2)."""
    y, x = np.indices(old_hw.shape, np.int32)
    step_n2 = np.rint(shift_n2).astype(np.int32)
    y, x = y + step_n2[old_hw, 0], x + step_n2[old_hw, 1]
    inside_hw = (y >= 0) & (x >= 0) & (y < old_hw.shape[0]) & (x < old_hw.shape[1])
    return old_hw[inside_hw], late_hw[y[inside_hw], x[inside_hw]]


def borders(names_hw: Index, count: int) -> Double:
    """The share that each other region has of a region's border (n x n); NONE is not asked."""
    one, other = sides(names_hw)
    asked = (one != NONE) & (other != NONE)
    sides_nn = np.bincount(one[asked] * count + other[asked], minlength=count * count).reshape(count, count)
    return np.asarray(sides_nn / np.maximum(1, sides_nn.sum(1, keepdims=True)), np.float64)


def sides(names_hw: NDArray[Any]) -> tuple[Index, Index]:
    """What lies on the one and on the other side of each bit of a border, told from both sides."""
    pairs = []
    for one, other in ((names_hw[:, 1:], names_hw[:, :-1]), (names_hw[1:], names_hw[:-1])):
        border = one != other
        pairs.append(np.stack([one[border], other[border]]).astype(np.int64))
    both = np.concatenate([*pairs, *(each[::-1] for each in pairs)], axis=1)
    return both[0], both[1]


def camera(old_hw: Labels, late_hw: Labels) -> Double:
    """How far (y, x) the borders of all regions together moved: where the phase correlation is highest."""
    spectra = [fft.rfft2(_edges(each)) for each in (old_hw, late_hw)]
    cross = spectra[1] * np.conj(spectra[0])
    peak_hw = fft.irfft2(cross / np.maximum(np.abs(cross), 1e-6), s=old_hw.shape)
    place = np.unravel_index(int(np.argmax(peak_hw)), peak_hw.shape)
    return np.array(
        [at - size if at > size // 2 else at for at, size in zip(place, peak_hw.shape, strict=True)],
        np.float64,
    )


def _edges(labels_hw: Labels) -> Float:
    edges_hw = np.zeros(labels_hw.shape, np.float32)
    edges_hw[1:] += labels_hw[1:] != labels_hw[:-1]
    edges_hw[:, 1:] += labels_hw[:, 1:] != labels_hw[:, :-1]
    return edges_hw
