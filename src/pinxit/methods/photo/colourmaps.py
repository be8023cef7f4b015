"""The colour maps that carry a small photo to what was made of it, applied to the photo at its full size; in NumPy alone.

They are those of affine.py, which is the same in torch for what needs a gradient: the one affine map that does best for the
whole picture, and for the rest the guided filter with the photo as its guide (He, Sun, Tang, "Guided image filtering", 2010).
What comes out has the edges and the texture of the photo and no others; nothing is lost at the border, where windows are what is
there of them; and the time does not depend on their size.

Axes: d channels of the photo, c of the picture, k coefficients, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.pixels import bands
from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.tiles import Tile

Float = NDArray[np.float32]

EPSILON = 1e-3  # variance of a photo below which a window counts as flat: a deviation of eight levels of 255
TINY = 1e-6  # the same for the whole photo: none but a grey one is flat
BAND = 1 << 18  # pixels of a photo that are worked on at a time: they have twelve coefficients each


@dataclass(frozen=True, eq=False)
class ColourMaps:
    """x = p + A p + b at every pixel of a photo p. change_hwk: A, at 3 d + c, then b: twelve numbers."""

    change_hwk: Float

    def applied(self, photo_hw3: Float, strength: float = 1.0) -> Float:
        """What they make of a photo (H,W,3) of any size, within 0..1: in bands, beside the result some tens of megabytes.

        strength: how much of the way: 0 is the photo, 1 all of it, above 1 beyond.
        """
        height, width = photo_hw3.shape[:2]
        out_hw3 = np.empty(photo_hw3.shape, np.float32)
        for y0, y1 in bands(height, width, BAND):
            tile = Tile(y0, y1, 0, width, y0, y1, 0, width)
            change_hwk = enlarged(self.change_hwk, height, width, tile, kind="linear", clip=False)
            way_hw3 = change_hwk[..., 9:].copy()
            for d in range(3):
                way_hw3 += change_hwk[..., 3 * d : 3 * d + 3] * photo_hw3[y0:y1, :, d, None]
            np.clip(photo_hw3[y0:y1] + np.float32(strength) * way_hw3, 0.0, 1.0, out=out_hw3[y0:y1])
        return out_hw3


def colour_maps(photo_hw3: Float, picture_hw3: Float, reach: float, flat: float = TINY) -> ColourMaps:
    """The maps that carry a photo (h,w,3) to a picture of its size.

    reach: radius of a window, as a share of the long side. flat: variance below which the whole photo counts as flat, and the map
    that it has as a whole is drawn towards no change.
    """
    radius = max(1, round(reach * max(photo_hw3.shape[:2])))
    photo_dhw, change_chw = (
        np.ascontiguousarray(each.transpose(2, 0, 1), np.float32)
        for each in (photo_hw3, picture_hw3 - photo_hw3)
    )
    whole_dc, mean_d = _whole(photo_dhw, change_chw, flat)
    left_chw = change_chw - np.einsum("dc,dhw->chw", whole_dc, photo_dhw - mean_d[:, None, None])
    slope_dchw, offset_chw = _windows(photo_dhw, left_chw, radius)
    slope_dchw += whole_dc[:, :, None, None]
    offset_chw -= (mean_d @ whole_dc)[:, None, None]
    stacked_khw = np.concatenate([slope_dchw.reshape(9, *offset_chw.shape[1:]), offset_chw])
    return ColourMaps(np.ascontiguousarray(stacked_khw.transpose(1, 2, 0), np.float32))


def _whole(photo_dhw: Float, change_chw: Float, flat: float) -> tuple[Float, Float]:
    """The slopes (d,c) of the best affine map for all pixels, and the mean colour (d,) of the photo."""
    flat_dn = photo_dhw.reshape(3, -1)
    mean_d = flat_dn.mean(1)
    centred_dn = flat_dn - mean_d[:, None]
    spread_dd = centred_dn @ centred_dn.T / flat_dn.shape[1] + flat * np.eye(3, dtype=np.float32)
    shared_dc = centred_dn @ change_chw.reshape(3, -1).T / flat_dn.shape[1]
    return np.linalg.solve(spread_dd, shared_dc), mean_d


def _windows(photo_dhw: Float, change_chw: Float, radius: int) -> tuple[Float, Float]:
    """Slopes (d,c,h,w) and offsets (c,h,w) of the best map of every window, averaged over the windows of each pixel."""
    mean_dhw, mean_chw = _means(photo_dhw, radius), _means(change_chw, radius)
    spread_dehw = np.stack([_means(each * photo_dhw, radius) for each in photo_dhw])
    spread_dehw -= mean_dhw[:, None] * mean_dhw
    for d in range(3):
        spread_dehw[d, d] += np.float32(EPSILON)
    shared_dchw = np.stack([_means(each * change_chw, radius) for each in photo_dhw])
    shared_dchw -= mean_dhw[:, None] * mean_chw
    slope_dchw = np.einsum("dehw,echw->dchw", _inverse(spread_dehw), shared_dchw)
    offset_chw = mean_chw - np.einsum("dhw,dchw->chw", mean_dhw, slope_dchw)
    return np.stack([_means(each, radius) for each in slope_dchw]), _means(offset_chw, radius)


def _inverse(a_dehw: Float) -> Float:
    """Of symmetric 3 x 3 matrices, by their cofactors: for a million of them ten times as fast as NumPy's."""
    (a, b, c), (_, d, e), (_, _, f) = a_dehw
    first = np.stack([d * f - e * e, c * e - b * f, b * e - c * d])
    second = np.stack([first[1], a * f - c * c, b * c - a * e])
    third = np.stack([first[2], second[2], a * d - b * b])
    inverse_dehw: Float = np.stack([first, second, third]) / (a * first[0] + b * first[1] + c * first[2])
    return inverse_dehw


def _means(values_chw: Float, radius: int) -> Float:
    """Means over windows of 2 radius + 1 pixels, at the border over what is there of them."""
    rows_chw = _running(values_chw, radius)
    return _running(rows_chw.transpose(0, 2, 1), radius).transpose(0, 2, 1)


def _running(values: Float, radius: int) -> Float:
    """Means along the last axis, from differences of running sums, which are in double precision."""
    length, first = values.shape[-1], radius + 1
    # Beyond both ends the sums go on as they are, so that a window that reaches beyond has what is there.
    sums = np.zeros((*values.shape[:-1], length + 2 * radius + 1))
    np.cumsum(values, axis=-1, dtype=np.float64, out=sums[..., first : first + length])
    sums[..., first + length :] = sums[..., first + length - 1, None]
    at = np.arange(length)
    count = np.minimum(at + radius + 1, length) - np.maximum(at - radius, 0)
    means: Float = ((sums[..., 2 * radius + 1 :] - sums[..., :length]) / count).astype(np.float32)
    return means
