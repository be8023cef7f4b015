"""The One Euro filter (Casiez, Roussel, Vogel 2012): what trembles is held, what moves is let go.

A low-pass whose cutoff rises with the speed: at rest there is nothing to be late for, and in motion nobody sees a tremble.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float32]

LEAST = 1.0  # Hz: cutoff of what does not move
GAIN = 20.0  # Hz for each unit per second
SPEED = 1.0  # Hz: cutoff of the speed itself


class OneEuro:
    """A filter of arrays of one shape, one after the other at `fps` frames a second; remembers the last one."""

    def __init__(self, fps: float) -> None:
        self._fps = fps
        self._last: Float | None = None
        self._speed: Float = np.zeros(1, np.float32)

    def smoothed(self, values: Float, unit: float) -> Float:
        """The next values, held back; unit: what counts as one, in theirs (for a face the distance of its eyes)."""
        if self._last is None:
            self._last = values
            return values
        speed = (values - self._last) * np.float32(self._fps / unit)
        self._speed = self._speed + self._share(SPEED) * (speed - self._speed)
        share = self._share(np.float32(LEAST) + np.float32(GAIN) * np.abs(self._speed))
        self._last = (self._last + share * (values - self._last)).astype(np.float32)
        return self._last

    def _share(self, cutoff: float | Float) -> Float:
        """How much of the new counts (their equation 4): 1 / (1 + tau / T), tau = 1 / (2 pi cutoff)."""
        return np.asarray(1 / (1 + self._fps / (2 * np.pi * cutoff)), np.float32)
