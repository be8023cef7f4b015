"""In a second: the object alone, painted by the painter in the style that the reader sees in the painting.

The painter normalises its features over what it is shown. It is shown the object alone, its colours carried on to where the
painting is, so these are the object's own statistics, and no bright sky of the painting weighs in (masked normalisation). The
painter's strokes have a size in pixels; the object is enlarged first so that they come out as large as the painting's.

Axes: h rows, w columns, 3 RGB, m pixels; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, report
from pinxit.imageops.colour import oklab_to_rgb, rgb_to_oklab
from pinxit.imageops.masks import feather
from pinxit.imageops.paste import WHOLE, bounds
from pinxit.imageops.spread import spread
from pinxit.methods.harmonise.scene import INSIDE, Scene

Float = NDArray[np.float32]
Window = tuple[slice, slice]
Paint = Callable[..., Picture]
"""Called with a picture, a picture as the style, and `strength` and `stroke` by name, as `pinxit.paint` is."""

AROUND = 0.25  # of the object's longer side: how much of its surroundings is painted with it
SEEN = 1024  # pixels of a painting's long side at which the reader sees strokes in their size
REFERENCE = 1024  # pixels that the painter takes for a stroke of 1
MOST_ENLARGED = 3.0  # times; beyond it the second is gone
KEPT = 1.2  # of the object's own colours at level 0, no more than all; at level 10 none
TOWARDS = 0.5  # the painting's colours: how far the object's go at level 10; at level 0 they stay
MOST = 2.0  # times that a contrast may grow or shrink


def painted(paint: Paint, scene: Scene, level: float, on_step: OnStep | None = None) -> Picture:
    """The painting with the object painted into it.

    paint: see above. level: 1 to 10, 5 is the style as it is read.
    """
    window = window_of(scene.mask_hw)
    composite_hw3, mask_hw = scene.composite_hw3[window], scene.mask_hw[window]
    whole_hw = (mask_hw >= WHOLE).astype(np.float32)
    object_hw3 = spread(composite_hw3, whole_hw if whole_hw.any() else mask_hw)
    long = max(object_hw3.shape[:2])
    times = min(MOST_ENLARGED, max(1.0, SEEN / max(scene.painting.size)))
    made = paint(
        Picture(object_hw3),
        Picture(scene.painting.rgb_hw3),
        strength=strength_of(level),
        stroke=min(4.0, max(0.25, REFERENCE / (times * long))),
    )
    made_hw3 = scene.composite_hw3.copy()
    made_hw3[window] = coloured(made.rgb_hw3, scene, window, level)
    # Outside the object its colours only go on: the seam stays within the mask.
    result = scene.blended(made_hw3, np.minimum(scene.mask_hw, feather(scene.mask_hw, scene.seam)))
    report(on_step, 1, 1, "painted", result.rgb_hw3)
    return result


def strength_of(level: float) -> float:
    """Of the painter: 1 at level 5, less of the style below it and a little more above."""
    return min(1.5, 0.5 + 0.1 * level)


def window_of(mask_hw: Float) -> Window:
    """Rows and columns of the object and some of what is around it."""
    y0, y1, x0, x1 = bounds(mask_hw) or (0, *mask_hw.shape, 0)
    around = max(8, round(AROUND * max(y1 - y0, x1 - x0)))
    height, width = mask_hw.shape
    return slice(max(0, y0 - around), min(height, y1 + around)), slice(
        max(0, x0 - around), min(width, x1 + around)
    )


def coloured(made_hw3: Float, scene: Scene, window: Window, level: float) -> Float:
    """What was painted, with some of the object's own colours, and brought towards the painting's. All in OKLab.

    The painter turns hues towards the painting's, and a red cup on a blue sky would come out as sky: a share of a and b stays
    the object's. Then mean and deviation of L, a and b inside the mask go a part of the way to those of the painting.
    """
    lab_hw3 = rgb_to_oklab(made_hw3)
    kept = np.float32(min(1.0, KEPT * (1 - level / 10)))
    lab_hw3[..., 1:] += kept * (rgb_to_oklab(scene.composite_hw3[window])[..., 1:] - lab_hw3[..., 1:])
    own_m3 = lab_hw3[scene.mask_hw[window] > INSIDE]
    step = max(1, max(scene.painting.size) // 256)
    wanted_m3 = rgb_to_oklab(np.ascontiguousarray(scene.painting.rgb_hw3[::step, ::step])).reshape(-1, 3)
    stretch_3 = np.clip(wanted_m3.std(0) / np.maximum(own_m3.std(0), 1e-3), 1 / MOST, MOST)
    target_hw3 = (lab_hw3 - own_m3.mean(0)) * stretch_3 + wanted_m3.mean(0)
    lab_hw3 += np.float32(min(1.0, TOWARDS * level / 10)) * (target_hw3 - lab_hw3)
    return oklab_to_rgb(lab_hw3)
