"""Colour: sRGB, linear light, and OKLab, in which lightness and colour come apart as the eye sees them.

Source: Björn Ottosson, "A perceptual color space for image processing" (2020), matrices as published
there (code in the public domain). sRGB curve: IEC 61966-2-1.
Axes: h rows, w columns, c channels. RGB is 0..1; L is 0..1, a and b about -0.4..0.4. All float32.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.core.pixels import bands

Float = NDArray[np.float32]

_RGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    np.float32,
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ],
    np.float32,
)
# Inverted here, not copied: the published inverses round differently, and greys would come back tinted.
_LAB_TO_LMS = np.linalg.inv(_LMS_TO_LAB.astype(np.float64)).astype(np.float32)
_LMS_TO_RGB = np.linalg.inv(_RGB_TO_LMS.astype(np.float64)).astype(np.float32)
LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)  # Rec. 709, for encoded values
_GAMUT_STEPS = 10  # of bisection on chroma: to 1/1024 of it
_BAND_PIXELS = (
    1 << 18
)  # several temporaries a pixel: smaller bands than elsewhere, and they stay in the cache


def srgb_to_linear(srgb: Float) -> Float:
    """Undo the sRGB curve: encoded 0..1 to linear light 0..1, any shape. Negative values stay linear."""
    linear = np.maximum(srgb, np.float32(0.04045))
    linear += np.float32(0.055)
    linear /= np.float32(1.055)
    np.power(linear, np.float32(2.4), out=linear)
    np.divide(srgb, np.float32(12.92), out=linear, where=srgb <= 0.04045)
    return linear


def linear_to_srgb(linear: Float) -> Float:
    """Apply the sRGB curve: linear light 0..1 to encoded 0..1, any shape. Negative values stay linear."""
    srgb = np.maximum(linear, np.float32(0.0031308))
    np.power(srgb, np.float32(1 / 2.4), out=srgb)
    srgb *= np.float32(1.055)
    srgb -= np.float32(0.055)
    np.multiply(linear, np.float32(12.92), out=srgb, where=linear <= 0.0031308)
    return srgb


def rgb_to_oklab(rgb_hw3: Float) -> Float:
    """Turn sRGB (H x W x 3, encoded 0..1) into OKLab (H x W x 3: L, a, b)."""
    lab_hw3 = np.empty(rgb_hw3.shape, np.float32)
    for y0, y1 in bands(rgb_hw3.shape[0], rgb_hw3.shape[1], _BAND_PIXELS):
        lab_hw3[y0:y1] = _to_lab(rgb_hw3[y0:y1])
    return lab_hw3


def oklab_to_rgb(lab_hw3: Float) -> Float:
    """Turn OKLab (H x W x 3) into sRGB, encoded, always within 0..1.

    Colours that sRGB cannot show keep their lightness and hue and lose chroma until they fit; cutting each
    channel off instead would turn their hue.
    """
    rgb_hw3 = np.empty(lab_hw3.shape, np.float32)
    for y0, y1 in bands(lab_hw3.shape[0], lab_hw3.shape[1], _BAND_PIXELS):
        rgb_hw3[y0:y1] = _to_rgb(lab_hw3[y0:y1])
    return rgb_hw3


def keep_colours(painted_hw3: Float, photo_hw3: Float, *, out: Float | None = None) -> Float:
    """Give a painting the colours of its photo: L of the painting, a and b of the photo, in OKLab.

    Both are H x W x 3 sRGB 0..1 of one size. out: where to write, may be one of the two (a 48-megapixel
    picture is 576 MB); by default a new array. Returns `out`, within 0..1. Raises ValueError if sizes differ.
    """
    if painted_hw3.shape != photo_hw3.shape:
        raise ValueError(f"painting {painted_hw3.shape} and photo {photo_hw3.shape} must have one size")
    if out is None:
        out = np.empty(painted_hw3.shape, np.float32)
    for y0, y1 in bands(painted_hw3.shape[0], painted_hw3.shape[1], _BAND_PIXELS):
        lab = _to_lab(photo_hw3[y0:y1])
        lab[..., 0] = _to_lab(painted_hw3[y0:y1])[..., 0]
        out[y0:y1] = _to_rgb(lab)
    return out


def _to_lab(rgb: Float) -> Float:
    lms = _mix(_RGB_TO_LMS, srgb_to_linear(rgb))
    np.maximum(lms, 0.0, out=lms)
    np.power(lms, np.float32(1 / 3), out=lms)  # cbrt has no vector code in numpy and takes twice as long
    return _mix(_LMS_TO_LAB, lms)


def _to_rgb(lab: Float) -> Float:
    linear = _linear(lab)
    outside = _is_outside(linear)
    if outside.any():
        linear[outside] = _linear(_fit(lab[outside]))
    np.clip(linear, 0.0, 1.0, out=linear)
    return linear_to_srgb(linear)


def _linear(lab: Float) -> Float:
    lms = _mix(_LAB_TO_LMS, lab)
    return _mix(_LMS_TO_RGB, lms * lms * lms)


def _mix(matrix: Float, values: Float) -> Float:
    """Multiply the last axis (3) by a 3 x 3 matrix."""
    # Not `@`: for rows of three, BLAS starts threads that cost ten times the work when the cores are busy.
    mixed: Float = np.einsum("dc,...c->...d", matrix, values)
    return mixed


def _is_outside(linear: Float) -> NDArray[np.bool_]:
    # Half a level of 65535: rounding of colours on the surface of the cube is not out of gamut.
    outside: NDArray[np.bool_] = np.any((linear < -1e-5) | (linear > 1 + 1e-5), axis=-1)
    return outside


def _fit(lab_n3: Float) -> Float:
    """Shrink a and b of out-of-gamut colours to the surface of the sRGB cube, by bisection."""
    fitted = lab_n3.copy()
    fitted[:, 0] = np.clip(fitted[:, 0], 0.0, 1.0)
    low, high = np.zeros(len(fitted), np.float32), np.ones(len(fitted), np.float32)
    for _ in range(_GAMUT_STEPS):
        middle = (low + high) * np.float32(0.5)
        fitted[:, 1:] = lab_n3[:, 1:] * middle[:, None]
        outside = _is_outside(_linear(fitted))
        high = np.where(outside, middle, high)
        low = np.where(outside, low, middle)
    fitted[:, 1:] = lab_n3[:, 1:] * low[:, None]
    return fitted
