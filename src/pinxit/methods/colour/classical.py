"""Maps of colours in closed form: matched means and deviations, means and covariances, or distributions by channel.

Axes: m colours of the photo, n of the look, 3 channels; sRGB 0..1. Every function takes samples of both pictures and gives a
map of colours (`imageops.lut.ColourMap`), whose results may lie outside 0..1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.colour import oklab_to_rgb, rgb_to_oklab
from pinxit.imageops.lut import ColourMap, Float

MOST_STRETCH = 4.0  # of a deviation: more shows the grain of a flat picture, not its colours
LEAST_VARIANCE = (
    2 / 255
) ** 2  # added to every variance, so that flat pictures have a covariance to divide by
KNOTS = 256  # quantiles that a distribution along one axis is known by
JITTER = (
    1 / 255
)  # deviation of the noise by which equal colours come apart: the steepest rise of a curve is its reciprocal


def reinhard(photo_m3: Float, look_n3: Float) -> ColourMap:
    """Means and deviations, channel by channel (Reinhard et al., "Color Transfer between Images", 2001, eq. 10-11).

    In OKLab, whose channels are as decorrelated for photos as those of the paper's l-alpha-beta, and whose zero is no
    logarithm of black.
    """
    photo, look = (_lab(colours) for colours in (photo_m3, look_n3))
    spread = [np.sqrt(lab.var(axis=0) + LEAST_VARIANCE) for lab in (photo, look)]
    scale = np.clip(spread[1] / spread[0], 1 / MOST_STRETCH, MOST_STRETCH).astype(np.float32)
    before, after = photo.mean(axis=0), look.mean(axis=0)

    def mapped(rgb_m3: Float) -> Float:
        return _rgb((_lab(rgb_m3) - before) * scale + after)

    return mapped


def mkl(photo_m3: Float, look_n3: Float) -> ColourMap:
    """Means and covariances: of all linear maps that match both, the one that moves colours least, the Monge-Kantorovich map
    (Pitié and Kokaram, "The Linear Monge-Kantorovitch Linear Colour Mapping", 2007, eq. 9):

        T = U^-1/2 (U^1/2 V U^1/2)^1/2 U^-1/2,   U, V the covariances of photo and look
    """
    u, v = (
        np.cov(colours.T, bias=True, dtype=np.float64) + LEAST_VARIANCE * np.eye(3)
        for colours in (photo_m3, look_n3)
    )
    root = _power(u, 0.5)
    back = _power(u, -0.5)
    matrix = (back @ _power(root @ v @ root, 0.5) @ back).astype(np.float32)
    before, after = (np.float32(colours.mean(axis=0, dtype=np.float64)) for colours in (photo_m3, look_n3))

    def mapped(rgb_m3: Float) -> Float:
        # Not `@`, as in imageops.colour: threads for rows of three cost more than the work.
        moved: Float = np.einsum("dc,mc->md", matrix, rgb_m3 - before) + after
        return moved

    return mapped


def histogram(photo_m3: Float, look_n3: Float, *, lightness: bool = False) -> ColourMap:
    """The distribution of each channel, exactly; with `lightness`, that of the lightness in OKLab alone."""
    if lightness:
        light = displacement(_lab(photo_m3)[:, 0], _lab(look_n3)[:, 0])

        def lit(rgb_m3: Float) -> Float:
            lab = _lab(rgb_m3)
            lab[:, 0] = moved(lab[:, 0], light)
            return _rgb(lab)

        return lit
    curves = [displacement(photo_m3[:, c], look_n3[:, c]) for c in range(3)]

    def mapped(rgb_m3: Float) -> Float:
        return np.stack([moved(rgb_m3[:, c], curve) for c, curve in enumerate(curves)], 1)

    return mapped


Displacement = tuple[NDArray[np.float64], NDArray[np.float64]]


def displacement(photo_m: Float, look_n: Float) -> Displacement:
    """How far numbers must move to be distributed as `look_n`: places, rising, and the way to go from each."""
    share = (np.arange(KNOTS) + 0.5) / KNOTS
    ends = np.concatenate([[0.0], share, [1.0]])
    places, wanted = (np.quantile(_apart(values), ends) for values in (photo_m, look_n))
    places, first = np.unique(places, return_index=True)
    return places, wanted[first] - places


def moved(values_m: Float, by: Displacement) -> Float:
    """Numbers moved; those beyond the places known go as far as the last one there."""
    return np.asarray(values_m + np.interp(values_m, *by), np.float32)


def _apart(values_m: Float) -> NDArray[np.float64]:
    """Equal numbers come apart by a normal noise that is the same each time."""
    noise = np.random.default_rng(0).standard_normal(values_m.size)
    return np.asarray(values_m + JITTER * noise, np.float64)


def _power(matrix_33: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix_33)
    return np.asarray((vectors * np.maximum(values, 1e-12) ** exponent) @ vectors.T)


def _lab(rgb_m3: Float) -> Float:
    lab: Float = rgb_to_oklab(np.clip(rgb_m3, 0.0, 1.0)[None])[0]
    return lab


def _rgb(lab_m3: Float) -> Float:
    rgb: Float = oklab_to_rgb(np.asarray(lab_m3, np.float32)[None])[0]
    return rgb
