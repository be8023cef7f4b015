"""A face drawn again with its points elsewhere: triangle by triangle, from the place in the photo that each pixel comes from.

Axes: h rows, w columns, n points, t triangles, c numbers at a point; x columns from the left, y rows from the top, in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.masks import feather
from pinxit.imageops.sample import bicubic
from pinxit.methods.expression.mesh import (
    LOWER_LID,
    LOWER_LIP,
    OUTLINE,
    TRIANGLES,
    UPPER_LID,
    UPPER_LIP,
    Float,
    Ints,
    across,
    opposite,
)

Mask = NDArray[np.bool_]

AROUND = (
    1.4  # how far from its middle the picture around a face gives way, in distances of the outline from there
)
SOFT = 2.0  # pixels: radius of the edge of the mouth's inside; it reaches one pixel
TEETH = 0.055, 0.06  # distances of the eyes: what shows of the upper teeth, and how much more in a smile
SEEN = 0.02  # distances of the eyes: between lips that are nearer than this nothing is seen


@dataclass(frozen=True)
class Window:
    """A rectangle of the picture, and what is drawn in it: numbers at every pixel, and where any are."""

    top: int
    left: int
    values_hwc: Float
    drawn_hw: Mask

    @classmethod
    def empty(cls, box: tuple[int, int, int, int], numbers: int) -> Window:
        """Nothing drawn yet; box: first and end row, first and end column."""
        y0, y1, x0, x1 = box
        return cls(
            y0, x0, np.zeros((y1 - y0, x1 - x0, numbers), np.float32), np.zeros((y1 - y0, x1 - x0), bool)
        )

    def draw(self, corners_t32: Float, numbers_t3c: Float) -> None:
        """Fill triangles with what lies between the numbers at their corners; the later ones over the earlier."""
        height, width = self.drawn_hw.shape
        origin = np.array([self.left, self.top], np.float32) + np.float32(0.5)
        for corners_32, numbers_3c in zip(corners_t32 - origin, numbers_t3c, strict=True):
            (x0, y0), (x1, y1) = (
                np.floor(corners_32.min(0)).astype(int),
                np.ceil(corners_32.max(0)).astype(int),
            )
            x0, y0, x1, y1 = max(x0, 0), max(y0, 0), min(x1, width - 1), min(y1, height - 1)
            first, second, third = corners_32
            edge_b, edge_c = second - first, third - first
            area = edge_b[0] * edge_c[1] - edge_b[1] * edge_c[0]
            if x0 > x1 or y0 > y1 or abs(area) < 1e-6:
                continue
            dx = np.arange(x0, x1 + 1, dtype=np.float32)[None, :] - first[0]
            dy = np.arange(y0, y1 + 1, dtype=np.float32)[:, None] - first[1]
            b_hw, c_hw = (dx * edge_c[1] - dy * edge_c[0]) / area, (dy * edge_b[0] - dx * edge_b[1]) / area
            inside_hw = (b_hw >= -1e-4) & (c_hw >= -1e-4) & (b_hw + c_hw <= 1 + 1e-4)
            shares_n3 = np.stack([1 - b_hw - c_hw, b_hw, c_hw], -1)[inside_hw]
            here = slice(y0, y1 + 1), slice(x0, x1 + 1)
            self.values_hwc[here][inside_hw] = shares_n3 @ numbers_3c
            self.drawn_hw[here] |= inside_hw


def redrawn(rgb_hw3: Float, points_n3: Float, moved_n3: Float, eyes: float, smile: float = 0.0) -> Float:
    """The picture with the face's points moved; what is not of the face or close to it stays to the bit.

    points, moved: where they are, and by how much they move (n,3), in pixels. eyes: distance of the eyes' outer corners. smile:
    0..1, bares teeth behind lips that part.
    """
    flat_n2, target_n2 = points_n3[:, :2], (points_n3 + moved_n3)[:, :2]
    ring_n2 = _ring(flat_n2)
    source_n2, goal_n2 = np.concatenate([flat_n2, ring_n2]), np.concatenate([target_n2, ring_n2])
    box = _box(np.concatenate([goal_n2, source_n2]), rgb_hw3.shape[:2])
    skin = Window.empty(box, 2)
    around = _strip(OUTLINE, tuple(range(len(flat_n2), len(source_n2))), closed=True)
    # What is far is drawn first, as a turned face hides its own side.
    depth_t = (points_n3 + moved_n3)[TRIANGLES, 2].mean(1)
    order = np.concatenate([around, TRIANGLES[np.argsort(-depth_t)]])
    skin.draw(goal_n2[order], source_n2[order])
    for above, below in ((UPPER_LID[0], LOWER_LID[0]), (opposite(UPPER_LID[0]), opposite(LOWER_LID[0]))):
        _draw_eye(skin, flat_n2, target_n2, above, below)
    made_hw3 = rgb_hw3.copy()
    part = made_hw3[box[0] : box[1], box[2] : box[3]]
    x, y = skin.values_hwc[..., 0], skin.values_hwc[..., 1]
    own_x = np.arange(box[2], box[3], dtype=np.float32)[None, :] + np.float32(0.5)
    own_y = np.arange(box[0], box[1], dtype=np.float32)[:, None] + np.float32(0.5)
    changed_hw = skin.drawn_hw & (np.hypot(x - own_x, y - own_y) > 1e-2)
    part[changed_hw] = bicubic(rgb_hw3, x[changed_hw], y[changed_hw]).clip(0, 1)
    _open_mouth(part, rgb_hw3, box, flat_n2, target_n2, eyes, smile)
    return made_hw3


def _ring(flat_n2: Float) -> Float:
    """Points around the face that stay."""
    outline_n2 = flat_n2[list(OUTLINE)]
    middle = outline_n2.mean(0)
    ring_n2: Float = (middle + AROUND * (outline_n2 - middle)).astype(np.float32)
    return ring_n2


def _box(points_n2: Float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    (x0, y0), (x1, y1) = np.floor(points_n2.min(0)).astype(int) - 1, np.ceil(points_n2.max(0)).astype(int) + 1
    height, width = size
    return max(0, int(y0)), min(height, int(y1)), max(0, int(x0)), min(width, int(x1))


def _strip(one: tuple[int, ...], two: tuple[int, ...], *, closed: bool = False) -> Ints:
    """Triangles between two rows of as many points (t,3)."""
    if closed:
        one, two = (*one, one[0]), (*two, two[0])
    made = []
    for at in range(len(one) - 1):
        made += [(one[at], one[at + 1], two[at]), (two[at], one[at + 1], two[at + 1])]
    return np.array([each for each in made if len(set(each)) == 3], np.intp)


def _draw_eye(
    skin: Window, flat_n2: Float, target_n2: Float, above: tuple[int, ...], below: tuple[int, ...]
) -> None:
    """Between lids that close the eye stays where it is; it is stretched only where lids open wider than the photo shows."""
    source_n2 = flat_n2.copy()
    for point, other in (
        *zip(above[1:-1], below[1:-1], strict=True),
        *zip(below[1:-1], above[1:-1], strict=True),
    ):
        inwards = flat_n2[other] - flat_n2[point]
        if (target_n2[point] - flat_n2[point]) @ inwards > 0:
            source_n2[point] = target_n2[point]
    strip = _strip(above, below)
    skin.draw(target_n2[strip], source_n2[strip])


def _open_mouth(
    part_hw3: Float,
    rgb_hw3: Float,
    box: tuple[int, int, int, int],
    flat_n2: Float,
    target_n2: Float,
    eyes: float,
    smile: float,
) -> None:
    """Draw what is between the lips: what the photo shows there, hanging from the upper lip as teeth do, and the dark below."""
    above, below = across(UPPER_LIP[-1]), across(LOWER_LIP[-1])
    was_k = np.linalg.norm(flat_n2[list(below)] - flat_n2[list(above)], axis=1)
    now_k = np.linalg.norm(target_n2[list(below)] - target_n2[list(above)], axis=1)
    if now_k.max() < SEEN * eyes:
        return
    inside = Window.empty(box, 6)
    numbers_n6 = np.zeros((len(flat_n2), 6), np.float32)
    middle = len(above) // 2
    down = (target_n2[below[middle]] - target_n2[above[middle]]) / max(float(now_k[middle]), 1e-6)
    for at, (upper, lower) in enumerate(zip(above, below, strict=True)):
        # Place in the photo, depth below the upper lip, how much of that the photo shows, share across the mouth, and how far
        # lips have gone apart.
        shows = was_k[at] > SEEN * eyes
        hangs = (flat_n2[lower] - flat_n2[upper]) / was_k[at] if shows else down
        told = was_k[at], abs(at / middle - 1), np.clip((now_k[at] / max(was_k[at], 1e-6) - 1) / 0.3, 0, 1)
        numbers_n6[lower] = (*(flat_n2[upper] + hangs * now_k[at]), now_k[at], *told)
        if lower != upper:
            numbers_n6[upper] = (*flat_n2[upper], 0.0, *told)
    strip = _strip(above, below)
    inside.draw(target_n2[strip], numbers_n6[strip])
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
