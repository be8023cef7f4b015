"""What the optimisation leaves behind, put right: speckles of colour, and colours that the painting does not have.

After Luan, Paris, Shechtman, Bala 2018, sec. 6. Speckles: a and b (of OKLab) are smoothed, but not over the edges of the naive
composite. Colours: what is coarse of the object is made anew of the painting, each patch from the one most like it, where
they overlap the mean; what is fine stays. What is coarse is seen on a small picture as well, so it is made on one.

Axes: h rows, w columns, 3 RGB, n places; sRGB 0..1.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from pinxit.imageops.colour import LUMA, oklab_to_rgb, rgb_to_oklab
from pinxit.imageops.guided import smoothed
from pinxit.imageops.resize import resize
from pinxit.methods.harmonise.matching import best_patches
from pinxit.torchkit.pictures import to_array, to_tensor

Float = NDArray[np.float32]

RADIUS, EPSILON = 2.0, 1e-2  # pixels of the guided filter; variance below which the composite counts as flat
COARSE, FINER = (
    192,
    3.0,
)  # pixels of the painting's long side where what is coarse is looked at; times that it is smaller at least
REACH = 3  # pixels to each side of a patch's middle


def retouched(made_hw3: Float, composite_hw3: Float, painting_hw3: Float) -> Float:
    """A new array (h,w,3), within 0..1.

    composite_hw3: the naive composite, of the size of what was made. painting_hw3: of the same scale and any size.
    """
    calm_hw3 = calm(made_hw3, composite_hw3)
    scale = min(1 / FINER, COARSE / max(painting_hw3.shape[:2]))
    small_hw3, key_hw3 = (
        resize(rgb_hw3, *(max(1, round(side * scale)) for side in rgb_hw3.shape[:2]), kind="area", clip=True)
        for rgb_hw3 in (calm_hw3, painting_hw3)
    )
    change_hw3 = rebuilt(small_hw3, key_hw3) - small_hw3
    calm_hw3 += resize(change_hw3, *calm_hw3.shape[:2], kind="linear")
    return np.clip(calm_hw3, 0.0, 1.0, out=calm_hw3)


def rebuilt(made_hw3: Float, painting_hw3: Float) -> Float:
    """A picture (h,w,3) made of the patches of a painting that are nearest to its own: where they overlap, their mean."""
    query_chw, key_chw = (to_tensor(rgb_hw3)[0] for rgb_hw3 in (made_hw3, painting_hw3))
    (height, width), (rows, columns) = query_chw.shape[-2:], key_chw.shape[-2:]
    match_n = best_patches(query_chw, key_chw, torch.arange(height * width), reach=REACH, by_angle=False)
    y_hw, x_hw = (match_n // columns).view(height, width), (match_n % columns).view(height, width)
    out_chw, count_hw = torch.zeros_like(query_chw), torch.zeros(height, width)
    for dy in range(-REACH, REACH + 1):
        for dx in range(-REACH, REACH + 1):
            # What the match of the neighbour at (dy, dx) shows of this place.
            here, there = _overlap(height, dy), _overlap(width, dx)
            from_y = y_hw[here[1]][:, there[1]] - dy
            from_x = x_hw[here[1]][:, there[1]] - dx
            seen = (from_y >= 0) & (from_y < rows) & (from_x >= 0) & (from_x < columns)
            colours = key_chw[:, from_y.clamp(0, rows - 1), from_x.clamp(0, columns - 1)]
            out_chw[:, here[0], there[0]] += colours * seen
            count_hw[here[0], there[0]] += seen
    return to_array((out_chw / count_hw)[None])


def _overlap(length: int, offset: int) -> tuple[slice, slice]:
    """Places that have a neighbour at an offset, and these neighbours."""
    return slice(max(0, -offset), length - max(0, offset)), slice(max(0, offset), length - max(0, -offset))


def calm(made_hw3: Float, composite_hw3: Float) -> Float:
    """Without speckles of colour."""
    lab_hw3 = rgb_to_oklab(made_hw3)
    guide_hw = np.clip(composite_hw3 @ LUMA, 0.0, 1.0)
    # The filter works on 0..1; a and b lie within half of 0.
    lab_hw3[..., 1:] = smoothed(lab_hw3[..., 1:] + np.float32(0.5), guide_hw, RADIUS, EPSILON) - np.float32(
        0.5
    )
    return oklab_to_rgb(lab_hw3)
