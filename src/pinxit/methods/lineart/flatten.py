"""A draft made flat: areas of one colour each, with the edges between them kept.

Xu, Lu, Xu, Jia, "Image smoothing via L0 gradient minimization", 2011: of all pictures near the given one, that with the fewest
pixels where anything changes,  min_S |S - I|^2 + lambda #{p : |S_x| + |S_y| != 0}  (eq. 4 and 5). It is found in turns (their
algorithm 1): which changes are kept, each whole or not at all (eq. 12), and the picture that has these (eq. 8), held to them the
more the longer. Ours: by cosine transforms instead of Fourier's, so what lies at one side of a picture does not change the other.
Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import fft

Float = NDArray[np.float32]

_STEP = 2.0  # by which changes are held more from turn to turn: kappa
_HELD = 1e5  # how much they are held at last: beta_max


def flattened(draft_hw3: Float, least: float = 0.02) -> Float:
    """The draft with few changes left (h x w x 3, 0..1). least: lambda, the square of a change that is kept, about."""
    across_hw1 = _stiffness(*draft_hw3.shape[:2])[..., None]
    flat_hw3 = draft_hw3.astype(np.float32)
    held = 2 * least
    while held < _HELD:
        down_hw3, right_hw3 = _changes(flat_hw3)
        kept_hw1 = (down_hw3**2 + right_hw3**2).sum(2, keepdims=True) >= least / held
        wanted_hw3 = draft_hw3 + held * _gathered(down_hw3 * kept_hw1, right_hw3 * kept_hw1)
        waves_hw3 = fft.dctn(wanted_hw3, axes=(0, 1)) / (1 + held * across_hw1)
        flat_hw3 = fft.idctn(waves_hw3, axes=(0, 1))
        held *= _STEP
    return np.asarray(np.clip(flat_hw3, 0, 1), np.float32)


def _changes(rgb_hw3: Float) -> tuple[Float, Float]:
    """To the next row and the next column; none beyond the last."""
    return np.diff(rgb_hw3, axis=0, append=rgb_hw3[-1:]), np.diff(rgb_hw3, axis=1, append=rgb_hw3[:, -1:])


def _gathered(down_hw3: Float, right_hw3: Float) -> Float:
    """The transpose of `_changes`."""
    out_hw3 = -down_hw3 - right_hw3
    out_hw3[1:] += down_hw3[:-1]
    out_hw3[:, 1:] += right_hw3[:, :-1]
    return out_hw3


def _stiffness(height: int, width: int) -> Float:
    """What `_changes` and its transpose make of each cosine wave (h x w)."""
    y, x = (2 - 2 * np.cos(np.pi * np.arange(size) / size) for size in (height, width))
    return np.asarray(y[:, None] + x, np.float32)
