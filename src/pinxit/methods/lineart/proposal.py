"""Colours for regions that nobody said anything about: from a palette, or from a reference picture.

Regions choose one after the other, the largest first: a colour that no neighbour has, that is not used up, and, from a reference,
that lies there where the region lies in the drawing. No network is asked; a seed gives other proposals.
Axes: h rows, w columns, r regions, c colours, p pairs of neighbours, 3 RGB or OKLab; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.methods.lineart.regions import Regions

Float = NDArray[np.float32]

_COLOURS = 10  # that are taken from a reference
_SIDE = 96  # pixels of the reference that are looked at
_ROUNDS = 12  # of k-means
_APART = 0.08  # in OKLab: colours nearer than this are one to the eye
_ALIKE = 0.03  # in OKLab: colours of two regions that a person would have taken for one
_NEIGHBOUR = 4.0  # what a neighbour's colour costs, in shares of the picture used up
_PLACE = 1.0  # what lying elsewhere costs, for the whole side of the picture
_CHANCE = 0.35
_TINY = 1e-4  # of the picture: a smaller region goes with its largest neighbour; a thicket is no confetti


@dataclass(frozen=True, eq=False)
class Palette:
    """Colours (c x 3), the share of the picture each should take, and where it lies (y and x, 0..1; None: anywhere)."""

    colours_c3: Float
    share_c: Float
    place_c2: Float | None = None


def evenly(colours_c3: Float) -> Palette:
    """A palette whose colours take equal shares."""
    return Palette(colours_c3, np.full(len(colours_c3), 1 / len(colours_c3), np.float32))


def palette_from(reference: Picture) -> Palette:
    """The colours of a picture: the centres that k-means finds in OKLab, beginning with colours far from each other."""
    small = reference.fitted(_SIDE)
    rgb_hw3 = small.on_white()
    lab_n3, rgb_n3 = rgb_to_oklab(rgb_hw3).reshape(-1, 3), rgb_hw3.reshape(-1, 3)
    y, x = np.mgrid[0 : small.height, 0 : small.width]
    place_n2 = np.stack([(y + 0.5) / small.height, (x + 0.5) / small.width], -1).reshape(-1, 2)
    centres = [lab_n3.mean(0)]
    while len(centres) < _COLOURS:
        off_n = np.min([((lab_n3 - each) ** 2).sum(1) for each in centres], 0)
        centres.append(lab_n3[int(off_n.argmax())])
    centres_c3 = np.stack(centres)
    for _ in range(_ROUNDS):
        nearest_n = ((lab_n3[:, None] - centres_c3) ** 2).sum(2).argmin(1)
        counts_c = np.bincount(nearest_n, minlength=_COLOURS)
        centres_c3 = _means(lab_n3, nearest_n, counts_c)
    there_c = counts_c > 0
    return Palette(
        np.clip(_means(rgb_n3, nearest_n, counts_c)[there_c], 0, 1),
        (counts_c[there_c] / len(lab_n3)).astype(np.float32),
        _means(place_n2, nearest_n, counts_c)[there_c],
    )


def propose(
    regions: Regions, palette: Palette, fixed_r3: Float, fixed_r: NDArray[np.bool_], seed: int = 0
) -> Float:
    """A colour for each region (r x 3); those of `fixed_r` keep that of `fixed_r3`, and their neighbours shun it."""
    # Each region's own: a hint somewhere does not change what the others draw.
    chance_rc = _CHANCE * np.random.default_rng(seed).random((regions.count, len(palette.colours_c3)))
    chosen_r3 = fixed_r3.copy()
    size_r = regions.sizes() / regions.labels_hw.size
    place_r2 = _places(regions)
    like_cc = likeness(palette.colours_c3, palette.colours_c3)
    avoid_rc = np.zeros((regions.count, len(palette.colours_c3)), np.float32)
    for fixed in np.flatnonzero(fixed_r):
        avoid_rc[regions.beside[fixed]] += likeness(fixed_r3[fixed][None], palette.colours_c3)[0]
    used_c = np.zeros(len(palette.colours_c3))
    for region, large in in_turn(regions, fixed_r):
        if large is not None:
            chosen_r3[region] = chosen_r3[large]
            continue
        full_c = np.maximum(0, (used_c + size_r[region]) / palette.share_c - 1)
        cost_c = full_c + _NEIGHBOUR * avoid_rc[region]
        if palette.place_c2 is not None:
            cost_c += _PLACE * np.linalg.norm(palette.place_c2 - place_r2[region], axis=1)
        choice = int(np.argmin(cost_c + chance_rc[region]))
        chosen_r3[region] = palette.colours_c3[choice]
        used_c[choice] += size_r[region]
        avoid_rc[regions.beside[region]] += like_cc[choice]
    return chosen_r3


def in_turn(regions: Regions, fixed_r: NDArray[np.bool_]) -> Iterator[tuple[int, int | None]]:
    """Regions that are not fixed, the largest first, each with the neighbour whose colour it takes because it is so small."""
    size_r = regions.sizes() / regions.labels_hw.size
    for region in np.argsort(-size_r, kind="stable"):
        if not fixed_r[region]:
            large = max(regions.beside[region], key=lambda each: size_r[each], default=region)
            takes = size_r[region] < min(_TINY, size_r[large])
            yield int(region), int(large) if takes else None


def gathered(colours_r3: Float, sizes_r: NDArray[np.int64]) -> Float:
    """Colours of regions (r x 3) brought to fewer: each takes that of a larger region, if the eye hardly tells them apart.

    What is as good as white becomes paper.
    """
    paper_13 = np.ones((1, 3), np.float32)
    lab_r3, paper_lab_13 = (rgb_to_oklab(each[None])[0] for each in (colours_r3, paper_13))
    kept_c3, kept_lab_c3 = [paper_13[0]], [paper_lab_13[0]]
    made_r3 = np.empty_like(colours_r3)
    for region in np.argsort(-sizes_r, kind="stable"):
        off_c = np.linalg.norm(np.stack(kept_lab_c3) - lab_r3[region], axis=1)
        if off_c.min() < _ALIKE:
            made_r3[region] = kept_c3[int(off_c.argmin())]
        else:
            made_r3[region] = colours_r3[region]
            kept_c3.append(colours_r3[region])
            kept_lab_c3.append(lab_r3[region])
    return made_r3


def _means(values_nk: Float, which_n: NDArray[np.int64], counts_c: NDArray[np.int64]) -> Float:
    sums = [np.bincount(which_n, column, minlength=len(counts_c)) for column in values_nk.T]
    return (np.stack(sums, 1) / np.maximum(counts_c, 1)[:, None]).astype(np.float32)


def likeness(one_a3: Float, other_c3: Float) -> Float:
    """How much alike colours look (a x c): 1 the same, near 0 from `_APART` on."""
    lab_a3, lab_c3 = (rgb_to_oklab(each[None])[0] for each in (one_a3, other_c3))
    squares = ((lab_a3[:, None] - lab_c3) ** 2).sum(2)
    return np.asarray(np.exp(-squares / _APART**2), np.float32)


def _places(regions: Regions) -> Float:
    """The middle of each region (r x 2: y, x; 0..1)."""
    height, width = regions.labels_hw.shape
    labels = regions.labels_hw.ravel()
    counts = np.maximum(1, np.bincount(labels, minlength=regions.count))
    y = np.repeat((np.arange(height) + 0.5) / height, width)
    x = np.tile((np.arange(width) + 0.5) / width, height)
    return np.stack(
        [np.bincount(labels, each, minlength=regions.count) / counts for each in (y, x)], 1
    ).astype(np.float32)
