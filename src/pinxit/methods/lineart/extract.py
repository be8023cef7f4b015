"""Line art from a photo or a painting: by a network (traced.py), or by extended differences of Gaussians.

Winnemöller, Kyprianidis, Olsen, "XDoG: An eXtended difference-of-Gaussians compendium including advanced image
stylization", 2012:

    S = (1 + p) G_sigma * L - p G_1.6sigma * L,     T = 1 where S >= e, else 1 + tanh(phi (S - e))

L is the photo's lightness (OKLab), smoothed over texture but not over edges before (guided filter), so that grass is no thicket.
Axes: h rows, w columns; 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pinxit.core.picture import Picture
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.imageops.guided import smoothed
from pinxit.methods.lineart.spec import ExtractOptions
from pinxit.methods.lineart.traced import load

Float = NDArray[np.float32]

_RATIO = 1.6  # of the two Gaussians: the difference is then nearest to a Laplacian
_SHARP = 20.0  # p
_PHI = 12.0
_TEXTURE = (0.004, 6e-3)  # radius of the window, of the longer side; variance of lightness that is texture
_FAINT = (0.95, 0.60)  # e, of the local lightness, at detail 1 and 0
_BLACK = 0.02  # of lightness: fainter edges in the dark are the camera's
_MARK = 0.8  # lightness below which there is a mark
_STIPPLE = 24.0  # squares of a line's width: smaller marks are texture


def line_art(photo: Picture, options: ExtractOptions | None = None) -> Picture:
    """The lines of a photo, black on white, of its size. Transparent places are laid on white. Raises ModelError."""
    options = options or ExtractOptions()
    if options.by == "network":
        paper_hw = 1 - load().ink(photo, options)
    else:
        paper_hw = _differences(photo, options)
    return Picture(np.repeat(paper_hw[..., None], 3, axis=2))


def _differences(photo: Picture, options: ExtractOptions) -> Float:
    """Paper (h x w, 1 without a line), by XDoG."""
    long = max(photo.size)
    light_hw = np.clip(rgb_to_oklab(photo.on_white())[..., 0], 0, 1)
    radius, variance = _TEXTURE
    calm_hw = smoothed(light_hw[..., None], light_hw, max(1.0, radius * long), variance)[..., 0]
    sigma = max(0.4, options.line_width * long / 1000 / 2)
    return _lines(calm_hw, sigma, options.detail)


def _lines(light_hw: Float, sigma: float, detail: float) -> Float:
    near_hw = ndimage.gaussian_filter(light_hw, sigma, truncate=3)
    far_hw = ndimage.gaussian_filter(light_hw, _RATIO * sigma, truncate=3)
    sharp_hw = near_hw + _SHARP * (near_hw - far_hw)
    # A share of what is around, not a level: a shadow is no line.
    most, least = _FAINT
    edge_hw = (least + (most - least) * detail) * far_hw - _BLACK
    drawn_hw = 1 + np.tanh(np.minimum(0, _PHI * (sharp_hw - edge_hw)))
    marks_hw, count = ndimage.label(drawn_hw < _MARK, np.ones((3, 3)))
    short = np.bincount(marks_hw.ravel(), minlength=count + 1) < _STIPPLE * max(1.0, (2 * sigma) ** 2)
    short[0] = True
    lines_hw = ndimage.maximum_filter(~short[marks_hw], 3)
    return np.where(lines_hw, np.clip(drawn_hw, 0, 1), 1).astype(np.float32)
