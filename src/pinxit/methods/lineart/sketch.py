"""From a drawing, a scan or a photo of one to its lines: how much ink there is at each pixel.

Paper is what is locally brightest, so a tint, a shadow of the hand and a lamp at one side go with it. What is left is divided by
what strong lines have, and what noise has is taken off; a clean drawing in black on white comes out as it went in.
Axes: h rows, w columns, 3 RGB; sRGB 0..1. Ink: 0 paper, 1 line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CELLS = 48  # of the longer side: paper is looked for in each
_PAPER = 0.6  # of the picture's paper: a cell that is darker shows none (a place filled with ink)
_FAINT = 16 / 255  # less ink is not asked how strong lines are
_STRONG = 90  # percentile of ink that counts as a whole line
_BLACK = 0.95  # strong lines that have more ink are as they were drawn
_WHOLE = 0.9  # of strong lines otherwise: pencil is not equally dark everywhere
_CLEAR = 2 / 255  # deviation of paper below which there is no noise
_WALL, _SURE = 0.25, 0.5  # ink of a line; ink that a line has somewhere
_SPECK = 9  # pixels: a smaller spot is no line


def ink_of(picture: Picture) -> Float:
    """The ink of a drawing (h x w, 0..1): what is darker or more coloured than the paper around it."""
    rgb_hw3 = picture.rgb_hw3
    if picture.alpha_hw is not None:
        cover_hw1 = picture.alpha_hw[..., None]
        rgb_hw3 = rgb_hw3 * cover_hw1 + (1 - cover_hw1)
    # The least of the channels: a blue pencil's line is as much a line as a black one.
    bright_hw = (rgb_hw3 / _paper(rgb_hw3)).min(2)
    ink_hw = np.clip(1 - bright_hw, 0, 1, dtype=np.float32)
    return _levelled(ink_hw)


def walls_of(ink_hw: Float) -> Mask:
    """Where lines are: ink above a quarter that belongs to a line which is sure somewhere; specks are none."""
    marks_hw, count = ndimage.label(ink_hw > _WALL, np.ones((3, 3)))
    kept = np.bincount(marks_hw.ravel(), minlength=count + 1) >= _SPECK
    sure = np.zeros(count + 1, np.bool_)
    sure[marks_hw[ink_hw > _SURE]] = True
    kept &= sure
    kept[0] = False
    walls_hw: Mask = kept[marks_hw]
    return walls_hw


def _paper(rgb_hw3: Float) -> Float:
    """The colour of the paper at each pixel (h x w x 3)."""
    height, width = rgb_hw3.shape[:2]
    cell = max(8, -(-max(height, width) // _CELLS))
    rows, columns = -(-height // cell), -(-width // cell)
    # Means of four pixels before the brightest is taken: it must not be noise's.
    small_hw3 = resize(rgb_hw3, max(1, height // 2), max(1, width // 2), kind="area")
    bright_rc3 = np.empty((rows, columns, 3), np.float32)
    y_edges = np.linspace(0, small_hw3.shape[0], rows + 1).astype(int)
    x_edges = np.linspace(0, small_hw3.shape[1], columns + 1).astype(int)
    for row in range(rows):
        for column in range(columns):
            part = small_hw3[y_edges[row] : y_edges[row + 1] or 1, x_edges[column] : x_edges[column + 1] or 1]
            bright_rc3[row, column] = np.percentile(part.reshape(-1, 3), 90, axis=0) if part.size else 1
    light_rc = bright_rc3.mean(2)
    known_rc = (light_rc >= _PAPER * np.percentile(light_rc, 90)).astype(np.float32)
    weight_rc = ndimage.gaussian_filter(known_rc, 1.5) + np.float32(1e-6)
    paper_rc3 = np.stack(
        [ndimage.gaussian_filter(bright_rc3[..., each] * known_rc, 1.5) / weight_rc for each in range(3)], 2
    )
    return np.maximum(resize(paper_rc3, height, width, kind="linear"), np.float32(1e-3))


def _levelled(ink_hw: Float) -> Float:
    """Ink with that of paper and its noise taken off, and strong lines at 1."""
    marks = ink_hw[ink_hw > _FAINT]
    if marks.size == 0:
        return np.zeros_like(ink_hw)
    strong = float(np.percentile(marks, _STRONG))
    strong = 1.0 if strong >= _BLACK else _WHOLE * strong
    # Half of a clean page is exactly paper; where it is not, paper's own deviation says what noise is.
    quiet = float(np.percentile(ink_hw[::3, ::3], 50))
    floor = 0.0 if quiet < _CLEAR else min(3 * quiet, 0.5 * strong)
    levelled: Float = np.clip((ink_hw - floor) / max(strong - floor, 1e-3), 0, 1, dtype=np.float32)
    return levelled
