"""From a drawing, a scan or a photo of one to its lines: how much ink there is at each pixel.

Paper is what is left when lines are closed over, so a tint, the shadow of a hand and a lamp at one side go with it. Ink is
divided by what strong lines have, and what noise has is taken off; a clean drawing in black on white comes out as it went in.
Axes: h rows, w columns, 3 RGB; sRGB 0..1. Ink: 0 paper, 1 line.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.imageops.spread import spread

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CALM = 1.0  # pixels of the half-sized drawing: the brightest is to be paper, not noise
_WIDEST = 0.025  # of the longer side: what is wider is no line, but a place filled with ink, or another paper
_WIDEST_LEAST = 32.0  # pixels, of a small drawing
_DARK = np.float32(1e-3)  # added to both: a black page has no ink on it
_CELLS = 48  # of the longer side: where paper is looked for from afar
_PAPER = 0.6  # of the paper around it: what is darker is filled with ink
_THIN, _THIN_LEAST = 0.012, 8.0  # of the longer side, and pixels: a line is narrower, a filled place is not
_FAINT = 16 / 255  # less ink is not asked how strong lines are
_BLACK = 0.95  # lines that have more ink are as they were drawn
_CLEAR = 2 / 255  # ink of half of the paper below which there is no noise
_FRAY = 7  # pixels: a line and its soft edges
_WALL, _SURE = 0.25, 0.5  # ink of a line; ink that a line has somewhere
_SPECK, _LONG = 9, 60  # pixels: a smaller spot is no line; a faint mark that is larger is one


def ink_of(picture: Picture) -> Float:
    """The ink of a drawing (h x w, 0..1): what is darker or more coloured than the paper around it."""
    rgb_hw3 = picture.on_white()
    # The least of the channels: a blue pencil's line is as much a line as a black one.
    ink_hw = 1 - rgb_hw3.min(2)
    if np.median(ink_hw[::3, ::3]) > _CLEAR:  # not drawn on white by a program
        light_hw3 = (rgb_hw3 + _DARK) / (_paper(rgb_hw3) + _DARK)
        ink_hw = np.clip(1 - light_hw3.min(2), 0, 1)
    return _levelled(ink_hw)


def walls_of(ink_hw: Float) -> Mask:
    """Where lines are: ink above a quarter that belongs to a mark which is strong somewhere, or long; specks are none."""
    marks_hw, count = ndimage.label(ink_hw > _WALL, np.ones((3, 3)))
    kept = np.bincount(marks_hw.ravel(), minlength=count + 1) >= _SPECK
    sure = np.bincount(marks_hw.ravel(), minlength=count + 1) >= _LONG
    sure[marks_hw[ink_hw > _SURE]] = True
    kept &= sure
    kept[0] = False
    walls_hw: Mask = kept[marks_hw]
    return walls_hw


def _paper(rgb_hw3: Float) -> Float:
    """The paper at each pixel (h x w x 3): the drawing closed over its lines, and for filled places what is around."""
    height, width = rgb_hw3.shape[:2]
    long = max(height, width)
    small_hw3 = resize(rgb_hw3, max(1, height // 2), max(1, width // 2), kind="area")
    small_hw3 = ndimage.gaussian_filter(small_hw3, (_CALM, _CALM, 0), mode="nearest")
    window = 2 * round(max(_WIDEST * long, _WIDEST_LEAST) / 4) + 1
    # A closing keeps the edge of a shadow where it is; a mean would smear it over the paper to either side.
    beyond = ((window, window), (window, window), (0, 0))
    wide_hw3 = ndimage.maximum_filter(np.pad(small_hw3, beyond, "edge"), (window, window, 1))
    closed_hw3 = ndimage.minimum_filter(wide_hw3, (window, window, 1))[window:-window, window:-window]
    around_hw3 = _around(closed_hw3, -(-long // _CELLS))
    filled_hw1 = closed_hw3.mean(2, keepdims=True) < _PAPER * around_hw3.mean(2, keepdims=True)
    paper_hw3 = np.where(filled_hw1, around_hw3, closed_hw3)
    return resize(paper_hw3, height, width, kind="linear")


def _around(closed_hw3: Float, cell: int) -> Float:
    """Paper seen from afar (h x w x 3): what is much darker than a place beside it is filled with ink, and left out."""
    height, width = closed_hw3.shape[:2]
    rows, columns = max(1, height // cell), max(1, width // cell)
    bright_rc3 = resize(closed_hw3, rows, columns, kind="area")
    light_rc = bright_rc3.mean(2)
    known_rc = light_rc >= _PAPER * np.percentile(light_rc, 90)
    while True:
        lit_rc = ndimage.maximum_filter(np.where(known_rc, light_rc, 0), 3)
        more_rc = known_rc | (light_rc >= _PAPER * np.where(lit_rc > 0, lit_rc, np.inf))
        if (more_rc == known_rc).all():
            break
        known_rc = more_rc
    return resize(spread(bright_rc3, known_rc.astype(np.float32)), height, width, kind="linear")


def _levelled(ink_hw: Float) -> Float:
    """Ink with that of paper and its noise taken off, and lines at 1."""
    # More than half of a page is paper; where that half has ink, it is noise.
    noisy = float(np.median(ink_hw[::3, ::3])) > _CLEAR
    floor, strong = _levels(ink_hw) if noisy else (0.0, _strong(ink_hw))
    levelled_hw: Float = np.clip((ink_hw - floor) / (strong - floor), 0, 1, dtype=np.float32)
    if noisy:  # what noise is left lies apart from lines
        levelled_hw *= ndimage.maximum_filter(walls_of(levelled_hw), _FRAY)
    return levelled_hw


def _strong(ink_hw: Float) -> float:
    """The ink of strong lines on clean paper."""
    marks = ink_hw[ink_hw > _FAINT]
    strong = float(np.percentile(marks, 90)) if marks.size else 1.0
    return 1.0 if strong >= _BLACK else strong


def _levels(ink_hw: Float) -> tuple[float, float]:
    """The ink of noise, and that of lines. What is filled with ink says nothing about how dark a pencil's line is."""
    window = 2 * round(max(_THIN * max(ink_hw.shape), _THIN_LEAST) / 2) + 1
    thin_hw = ink_hw - ndimage.maximum_filter(ndimage.minimum_filter(ink_hw, window), window)
    marks = thin_hw[thin_hw > _FAINT]
    if not marks.size:
        return 0.0, 1.0
    parted = _otsu(marks)
    faint, strong = marks[marks < parted], float(np.median(marks[marks >= parted]))
    return float(np.median(faint)) if faint.size else 0.0, strong


def _otsu(values_n: Float) -> float:
    """Where faint values end and strong ones begin (Otsu, "A threshold selection method from gray-level histograms", 1979)."""
    counts, edges = np.histogram(values_n, 64)
    middles = (edges[1:] + edges[:-1]) / 2
    below, sums = counts.cumsum()[:-1], (counts * middles).cumsum()[:-1]
    apart = (sums[-1] + counts[-1] * middles[-1]) * below - sums * len(values_n)
    return float(edges[1:-1][np.argmax(apart**2 / np.maximum(below * (len(values_n) - below), 1))])
