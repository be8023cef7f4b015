"""Palettes to propose from, one for each seed: a few hues that go together, pale, middling and dark.

Hues stand on OKLab's circle as painters' harmonies do (Itten, "The Art of Color", 1961): neighbours, complements, triads.
Axes: c colours, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.colour import oklab_to_rgb
from pinxit.methods.lineart.proposal import Palette

Float = NDArray[np.float32]

# Degrees from the first hue to the second and the third.
_HARMONIES = ((30, 180), (120, 240), (40, -40), (150, 210), (60, 180), (-60, 150))
# Lightness, chroma, which of the three hues, share of the picture.
_TONES = (
    (0.78, 0.13, 0, 0.20),
    (0.62, 0.14, 1, 0.16),
    (0.45, 0.10, 2, 0.12),
    (0.88, 0.06, 1, 0.20),
    (0.93, 0.03, 0, 0.20),
    (0.32, 0.05, 2, 0.12),
)


def harmony(seed: int) -> Palette:
    """The palette of a seed: six colours."""
    turn, which = np.random.default_rng(seed).random(2)
    hues_3 = np.radians(360 * turn + np.array([0, *_HARMONIES[int(which * len(_HARMONIES))]]))
    lab_c3 = [
        (light, chroma * np.cos(hues_3[hue]), chroma * np.sin(hues_3[hue]))
        for light, chroma, hue, _ in _TONES
    ]
    colours_c3 = np.clip(oklab_to_rgb(np.array([lab_c3], np.float32))[0], 0, 1)
    return Palette(colours_c3, np.array([share for *_, share in _TONES], np.float32))
