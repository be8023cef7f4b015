"""What is between lips that part: the teeth that the photo shows, hanging from the upper lip, and the dark below them.

Axes: h rows, w columns, n points; x columns from the left, y rows from the top, in pixels.
"""

from __future__ import annotations

import numpy as np

from pinxit.imageops.masks import feather
from pinxit.imageops.sample import bicubic
from pinxit.methods.expression.mesh import LOWER_LIP, UPPER_LIP, Float, across
from pinxit.methods.expression.window import Box, Window, strip_of

SOFT = 2.0  # pixels: radius of the edge of the mouth's inside; it reaches one pixel
TEETH = 0.055, 0.06  # distances of the eyes: what shows of the upper teeth, and how much more in a smile
SEEN = 0.02  # distances of the eyes: between lips that are nearer than this nothing is seen


def open_mouth(
    part_hw3: Float,
    rgb_hw3: Float,
    box: Box,
    points: tuple[Float, Float, Float],
    eyes: float,
    smile: float,
) -> None:
    """Draw what the photo shows there, hanging from the upper lip as teeth do, and the dark below.

    points: where they are in the photo, where an expression moves them to, and where the turn of the head does besides (n,2).
    """
    flat_n2, eased_n2, posed_n2 = points
    above, below = across(UPPER_LIP[-1]), across(LOWER_LIP[-1])
    was_k = np.linalg.norm(flat_n2[list(below)] - flat_n2[list(above)], axis=1)
    now_k = np.linalg.norm(eased_n2[list(below)] - eased_n2[list(above)], axis=1)
    if now_k.max() < SEEN * eyes:
        return
    inside = Window.empty(box, 6)
    numbers_n6 = np.zeros((len(flat_n2), 6), np.float32)
    middle = len(above) // 2
    down = (eased_n2[below[middle]] - eased_n2[above[middle]]) / max(float(now_k[middle]), 1e-6)
    for at, (upper, lower) in enumerate(zip(above, below, strict=True)):
        # Place in the photo, depth below the upper lip, how much of that the photo shows, share across the mouth, and how far
        # lips have gone apart.
        shows = was_k[at] > SEEN * eyes
        hangs = (flat_n2[lower] - flat_n2[upper]) / was_k[at] if shows else down
        told = was_k[at], abs(at / middle - 1), np.clip((now_k[at] / max(was_k[at], 1e-6) - 1) / 0.3, 0, 1)
        numbers_n6[lower] = (*(flat_n2[upper] + hangs * now_k[at]), now_k[at], *told)
        if lower != upper:
            numbers_n6[upper] = (*flat_n2[upper], 0.0, *told)
    strip = strip_of(above, below)
    inside.draw(posed_n2[strip], numbers_n6[strip])
    drawn_hw = inside.drawn_hw
    x, y, depth, shown, out, apart = (inside.values_hwc[drawn_hw][:, each] for each in range(6))
    seen_n3 = bicubic(rgb_hw3, x, y).clip(0, 1)
    # The lower lip's own edge is not hung below the teeth.
    hidden = np.clip((depth - 0.7 * shown) / np.maximum(0.25 * shown, 1.0), 0, 1)
    hidden = apart * np.where(shown > SEEN * eyes, hidden, 1.0)
    dark_n3 = _cavity(rgb_hw3, flat_n2, depth / ((TEETH[0] + smile * TEETH[1]) * eyes), out)
    cover_hw = feather(drawn_hw.astype(np.float32), SOFT)[drawn_hw, None]
    wide = np.clip(now_k.max() / (SEEN * eyes) - 1, 0, 1)
    inner_n3 = seen_n3 + hidden[:, None] * (dark_n3 - seen_n3)
    part_hw3[drawn_hw] += cover_hw * np.float32(wide) * (inner_n3 - part_hw3[drawn_hw])


def _cavity(rgb_hw3: Float, flat_n2: Float, at: Float, out: Float) -> Float:
    """What nobody photographed: the dark of a mouth, and the edge of the upper teeth in it, in the light of the lips (n,3).

    at: depth below the upper lip, in heights of what shows of the teeth. out: 0 in the middle of the mouth, 1 at its corners.
    """
    lips, cheeks = [*UPPER_LIP[1], *LOWER_LIP[1]], [50, 280, 205, 425]
    red, skin = (
        bicubic(rgb_hw3, *flat_n2[places].T).clip(0, 1).mean(0).astype(np.float32)
        for places in (lips, cheeks)
    )
    dark = np.array([0.3, 0.16, 0.15], np.float32) * red
    teeth = np.array([0.86, 0.78, 0.68], np.float32) * (0.3 + 0.7 * float(skin.max()))
    # Shaded by the lip above, and at the corners; the edge below is not sharp, as nobody knows where it is.
    band = np.clip(at / 0.5, 0, 1) * np.clip((1.0 - at) / 0.3, 0, 1) * np.clip((0.7 - out) / 0.5, 0, 1)
    made_n3: Float = (dark + np.float32(0.7) * band[:, None] * (teeth - dark)).astype(np.float32)
    return made_n3
