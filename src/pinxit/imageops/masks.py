"""Soft masks: from a picture, with a soft seam, and as weights that sum to 1.

Axes: n masks, h rows, w columns. A mask is float32 0..1: 1 is inside.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.core.pixels import bands
from pinxit.core.resample import resize
from pinxit.imageops.colour import LUMA

Float = NDArray[np.float32]


def mask_of(picture: Picture, height: int | None = None, width: int | None = None) -> Float:
    """Read a picture as a mask (H x W): white is inside, black outside, transparent outside, grey in between.

    The luma of the encoded values, so that the mask is the grey that the painter of it saw.
    height, width: the size to bring it to, in pixels; by default its own.
    """
    mask_hw = np.empty((picture.height, picture.width), np.float32)
    for y0, y1 in bands(picture.height, picture.width):
        np.matmul(picture.rgb_hw3[y0:y1], LUMA, out=mask_hw[y0:y1])
        if picture.alpha_hw is not None:
            mask_hw[y0:y1] *= picture.alpha_hw[y0:y1]
    np.clip(mask_hw, 0.0, 1.0, out=mask_hw)
    size = (height or picture.height, width or picture.width)
    return mask_hw if mask_hw.shape == size else resize(mask_hw, *size, kind="linear", clip=True)


def check_shape(mask: Picture, height: int, width: int) -> None:
    """InputError unless a mask has the shape of its picture of height x width pixels; its size may differ."""
    # A pixel of rounding on either side is no other shape.
    if abs(mask.width * height - mask.height * width) > mask.width + mask.height + width + height:
        raise InputError(
            f"the mask is {mask.width} x {mask.height} pixels, the picture {width} x {height}: "
            "give a mask of the same shape (its size may differ)"
        )


def feather(mask_hw: Float, radius: float) -> Float:
    """Soften a mask: a hard edge becomes a smooth ramp that reaches about `radius` pixels to each side.

    A Gaussian of standard deviation radius / 2, as three box means (P. Kovesi, "Fast almost-Gaussian
    filtering", 2010), so the time does not depend on the radius. Beyond the picture the mask goes on as at
    its border. radius 0 returns a copy, and so does one too small for a box. Raises ValueError if negative or
    not finite.
    """
    if not math.isfinite(radius) or radius < 0:
        raise ValueError(f"feather radius is {radius!r}: give 0 pixels or more")
    out = mask_hw.astype(np.float32)
    for half in _box_halves(radius / 2):
        # Rows then columns, in bands, in place: the running sums are the only other memory.
        for y0, y1 in bands(*out.shape):
            out[y0:y1] = _box_rows(out[y0:y1], half)
        turned = out.T
        for x0, x1 in bands(*turned.shape):
            turned[x0:x1] = _box_rows(turned[x0:x1], half)
    return out


def _box_halves(sigma: float) -> list[int]:
    """Find three boxes of 2 * half + 1 pixels that in sequence have the standard deviation `sigma`."""
    ideal = math.sqrt(12 * sigma * sigma / 3 + 1)
    small = int(ideal)
    small -= small % 2 == 0
    narrow = round((12 * sigma * sigma - 3 * small * small - 12 * small - 9) / (-4 * small - 4))
    return [half for index in range(3) if (half := (small - 1) // 2 + (index >= narrow)) > 0]


def _box_rows(rows: Float, half: int) -> Float:
    width = rows.shape[1]
    padded = np.pad(rows, ((0, 0), (half + 1, half)), mode="edge")
    sums = np.cumsum(padded, axis=1, dtype=np.float64)
    mean = (sums[:, 2 * half + 1 :] - sums[:, :width]) / (2 * half + 1)
    return np.clip(mean, 0.0, 1.0).astype(np.float32)


def partition(masks: Sequence[Float]) -> Float:
    """Turn n masks (each H x W) into n + 1 weights (n + 1 x H x W) that sum to 1 at every pixel.

    weights[i] belongs to masks[i]; the last one is the rest, where no mask is. Where masks overlap beyond 1
    they share in proportion. Pointwise, so it may be called on bands of rows. Raises ValueError without masks
    or if their sizes differ.
    """
    if not masks or any(mask.shape != masks[0].shape for mask in masks):
        raise ValueError(
            f"partition takes one or more masks of one size, not {[mask.shape for mask in masks]}"
        )
    weights_nhw = np.empty((len(masks) + 1, *masks[0].shape), np.float32)
    for index, mask in enumerate(masks):
        np.clip(mask, 0.0, 1.0, out=weights_nhw[index])
    total = weights_nhw[:-1].sum(axis=0)
    weights_nhw[:-1] /= np.maximum(total, 1.0)
    np.subtract(1.0, np.minimum(total, 1.0), out=weights_nhw[-1])
    return weights_nhw
