"""A face drawn again with its points elsewhere: triangle by triangle, from the place in the photo that each pixel comes from.

Axes: h rows, w columns, n points; x columns from the left, y rows from the top, in pixels.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pinxit.imageops.sample import bicubic
from pinxit.methods.expression.eyes import with_lids
from pinxit.methods.expression.gaze import Gaze
from pinxit.methods.expression.mesh import LIDS, LOWER_LIP, OUTLINE, TRIANGLES, UPPER_LIP, Float, Ints, across
from pinxit.methods.expression.mouth import open_mouth
from pinxit.methods.expression.pose import Pose
from pinxit.methods.expression.window import Box, Window, strip_of

# How far from its middle the picture around a face gives way, in distances of the outline from there.
AROUND = 1.4
# The same around a head that turns, and how much of its way the hair and what is behind it go along.
AROUND_HEAD = ((1.45, 0.9), (2.0, 0.4), (2.7, 0.0))
BORDER = 0.4  # distances of the eyes from the picture's border, over which a turn gives way to it at least
# Without them a seam of lips that are shut would let through what was there before.
BETWEEN_LIPS = strip_of(across(UPPER_LIP[-1]), across(LOWER_LIP[-1]))


def redrawn(
    rgb_hw3: Float,
    points_n3: Float,
    moved_n3: Float,
    eyes: float,
    smile: float = 0.0,
    gaze: Gaze | None = None,
    pose: Pose | None = None,
) -> Float:
    """The picture with the face's points moved; what is not of the face or close to it stays to the bit.

    points, moved: where they are, and by how much an expression moves them (n,3), in pixels. eyes: distance of the eyes' outer
    corners. smile: 0..1, bares teeth behind lips that part. gaze: where the eyes look. pose: how the head turns, besides.
    """
    eased_n3 = points_n3 + moved_n3
    posed_n3 = eased_n3 if pose is None else pose.turned(eased_n3)
    flat_n2, eased_n2, posed_n2 = points_n3[:, :2], eased_n3[:, :2], posed_n3[:, :2]
    rings = _rings(points_n3, pose)
    source_n2 = np.concatenate([flat_n2, *(ring_n2 for ring_n2, _ in rings)])
    goal_n2 = np.concatenate([posed_n2, *(ring_n2 for _, ring_n2 in rings)])
    box = _box(np.concatenate([goal_n2, source_n2]), rgb_hw3.shape[:2])
    skin = Window.empty(box, 2)
    # What is far is drawn first, as a turned face hides its own side.
    depth_t = posed_n3[TRIANGLES, 2].mean(1)
    order = np.concatenate([_bands(len(flat_n2), len(rings)), BETWEEN_LIPS, TRIANGLES[np.argsort(-depth_t)]])
    skin.draw(goal_n2[order], source_n2[order])
    for above, below in LIDS:
        _draw_eye(skin, flat_n2, eased_n2, posed_n2, above, below)
    if pose is not None:
        _hold_border(skin, rgb_hw3.shape[:2], posed_n2, BORDER * eyes)
    made_hw3 = rgb_hw3.copy()
    part = made_hw3[box[0] : box[1], box[2] : box[3]]
    x, y = skin.values_hwc[..., 0], skin.values_hwc[..., 1]
    own_x = np.arange(box[2], box[3], dtype=np.float32)[None, :] + np.float32(0.5)
    own_y = np.arange(box[0], box[1], dtype=np.float32)[:, None] + np.float32(0.5)
    changed_hw = skin.drawn_hw & (np.hypot(x - own_x, y - own_y) > 1e-2)
    part[changed_hw] = bicubic(rgb_hw3, x[changed_hw], y[changed_hw]).clip(0, 1)
    if gaze is not None:
        _look(part, rgb_hw3, box, gaze, points_n3, moved_n3, pose)
    open_mouth(part, rgb_hw3, box, (flat_n2, eased_n2, posed_n2), eyes, smile)
    return made_hw3


def _rings(points_n3: Float, pose: Pose | None) -> list[tuple[Float, Float]]:
    """Points around the face, ring by ring: where they are in the photo, and where they go; the outermost stay."""
    outline_n3 = points_n3[list(OUTLINE)]
    middle_3 = outline_n3.mean(0)
    if pose is None:
        ring_n2 = (middle_3 + np.float32(AROUND) * (outline_n3 - middle_3))[:, :2]
        return [(ring_n2, ring_n2)]
    rings = []
    for reach, share in AROUND_HEAD:
        ring_n3 = middle_3 + np.float32(reach) * (outline_n3 - middle_3)
        ring_n3[:, 2] = outline_n3[:, 2]
        ring_n2 = ring_n3[:, :2] + np.float32(share) * (pose.turned(ring_n3) - ring_n3)[:, :2]
        rings.append((ring_n3[:, :2], ring_n2))
    return rings


def _bands(first: int, count: int) -> Ints:
    """Triangles from the outline to the first ring and on to the others, whose points are numbered from `first` on."""
    rows = [
        OUTLINE,
        *(tuple(range(first + at * len(OUTLINE), first + (at + 1) * len(OUTLINE))) for at in range(count)),
    ]
    return np.concatenate([strip_of(one, two, closed=True) for one, two in pairwise(rows)])


def _box(points_n2: Float, size: tuple[int, int]) -> Box:
    (x0, y0), (x1, y1) = np.floor(points_n2.min(0)).astype(int) - 1, np.ceil(points_n2.max(0)).astype(int) + 1
    height, width = size
    return max(0, int(y0)), min(height, int(y1)), max(0, int(x0)), min(width, int(x1))


def _hold_border(skin: Window, size: tuple[int, int], posed_n2: Float, room: float) -> None:
    """Let nothing come over the picture's border: from the face to there it gives way, over `room` pixels at least."""
    for axis, (length, start) in enumerate(((size[1], skin.left), (size[0], skin.top))):
        low = max(float(posed_n2[:, axis].min()), room)
        high = min(float(posed_n2[:, axis].max()), length - room)
        count = skin.drawn_hw.shape[1 - axis]
        own = start + np.arange(count, dtype=np.float32) + np.float32(0.5)
        free = np.clip(own / low, 0, 1) * np.clip((length - own) / (length - high), 0, 1)
        free, own = (each if axis == 0 else each[:, None] for each in (free, own))
        skin.values_hwc[..., axis] = own + free * (skin.values_hwc[..., axis] - own)


def _draw_eye(
    skin: Window,
    flat_n2: Float,
    eased_n2: Float,
    posed_n2: Float,
    above: tuple[int, ...],
    below: tuple[int, ...],
) -> None:
    """Between lids that close the eye stays where it is; it is stretched only where lids open wider than the photo shows."""
    source_n2 = flat_n2.copy()
    for point, other in (
        *zip(above[1:-1], below[1:-1], strict=True),
        *zip(below[1:-1], above[1:-1], strict=True),
    ):
        inwards = flat_n2[other] - flat_n2[point]
        if (eased_n2[point] - flat_n2[point]) @ inwards > 0:
            source_n2[point] = eased_n2[point]
    strip = strip_of(above, below)
    skin.draw(posed_n2[strip], source_n2[strip])


def _look(
    part_hw3: Float,
    rgb_hw3: Float,
    box: Box,
    gaze: Gaze,
    points_n3: Float,
    moved_n3: Float,
    pose: Pose | None,
) -> None:
    """Draw both eyes over what was between their lids."""
    lids_n3, flat_n3 = with_lids(points_n3, gaze.lids), with_lids(points_n3, gaze.reach)
    eased_n3 = flat_n3 + moved_n3
    posed_n3 = eased_n3 if pose is None else pose.turned(eased_n3)
    lids_n2, flat_n2, eased_n2, posed_n2 = (each[:, :2] for each in (lids_n3, flat_n3, eased_n3, posed_n3))
    for which, (above, below) in enumerate(LIDS):
        inside, strip = Window.empty(box, 2), strip_of(above, below)
        inside.draw(posed_n2[strip], eased_n2[strip])
        drawn_hw = inside.drawn_hw
        places_k2 = inside.values_hwc[drawn_hw]
        colours_k3, cover_k = gaze.seen(rgb_hw3, lids_n2, flat_n2, eased_n2, which, places_k2)
        part_hw3[drawn_hw] += cover_k[:, None] * (colours_k3 - part_hw3[drawn_hw])
