"""The flat layer: every region in one colour, or split between the hints in it.

    regions + hints (+ a proposal for each region) -> which colour each pixel has

A proposal comes from a palette or a reference (proposal.py), or from the network (draft.py).
Axes: h rows, w columns, r regions, n hints, c colours, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.methods.lineart.growth import NONE, Labels, grow
from pinxit.methods.lineart.hints import Marks
from pinxit.methods.lineart.regions import Regions

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]

PAPER = 1.0  # the colour of a region that nobody said anything about
_GRAZED = 0.1  # of the pixels that a hint has where it has most: with fewer it slipped over a line


@dataclass(frozen=True, eq=False)
class Meant:
    """Which hint colours which region.

    marks_hw: which hint a pixel has, those that only graze a region left out. first_r: one hint of each region, NONE without.
    several_r: regions with hints of more than one colour. colours_n3: of the hints.
    """

    marks_hw: Labels
    first_r: Labels
    several_r: Mask
    colours_n3: Float

    @property
    def hinted_r(self) -> Mask:
        """Regions with a hint."""
        hinted_r: Mask = self.first_r != NONE
        return hinted_r

    def over(self, proposed_r3: Float) -> Float:
        """A colour for each region (r x 3): of a hint in it, and as proposed without one."""
        colour_r3 = proposed_r3.copy()
        colour_r3[self.hinted_r] = self.colours_n3[self.first_r[self.hinted_r]]
        return colour_r3


@dataclass(frozen=True, eq=False)
class Flat:
    """which_hw: the colour of each pixel, an index into colours_c3. Lines are grown over: each half has its side's colour."""

    which_hw: Labels
    colours_c3: Float

    @property
    def rgb_hw3(self) -> Float:
        """The layer as a picture."""
        return self.colours_c3[self.which_hw]


def meant(regions: Regions, marks: Marks) -> Meant:
    """Find which hints colour which regions."""
    marks_hw = marks.hint_hw.copy()
    hints, count = len(marks.colours_n3), regions.count
    there_hw = marks_hw != NONE
    pairs = regions.labels_hw[there_hw].astype(np.int64) * max(1, hints) + marks_hw[there_hw]
    names, inverse, pixels = np.unique(pairs, return_inverse=True, return_counts=True)
    region_p, hint_p = names // max(1, hints), names % max(1, hints)
    most_n = np.zeros(hints, np.int64)
    np.maximum.at(most_n, hint_p, pixels)
    kept_p = pixels > _GRAZED * most_n[hint_p]
    marks_hw[there_hw] = np.where(kept_p[inverse.ravel()], marks_hw[there_hw], NONE)
    region_p, hint_p = region_p[kept_p], hint_p[kept_p]
    first_r = np.full(count, NONE, np.int32)
    first_r[region_p] = hint_p
    several_r = np.zeros(count, np.bool_)
    other_p = (marks.colours_n3[hint_p] != marks.colours_n3[first_r[region_p]]).any(1)
    several_r[region_p[other_p]] = True
    return Meant(marks_hw, first_r, several_r, marks.colours_n3)


def flat_layer(regions: Regions, hints: Meant, proposed_r3: Float) -> Flat:
    """Colour the regions: as their hints say, and without one as proposed.

    In a region with hints of several colours a pixel takes that of the nearest, measured through the region.
    """
    base_r3 = hints.over(proposed_r3)
    colours_c3, inverse = np.unique(np.concatenate([base_r3, hints.colours_n3]), axis=0, return_inverse=True)
    which = inverse.ravel().astype(np.int32)
    base_r, colour_n = which[: regions.count], which[regions.count :]
    which_hw = base_r[regions.labels_hw]
    split_hw = hints.several_r[regions.labels_hw]
    if split_hw.any():
        nearest_hw = np.where(split_hw, hints.marks_hw, NONE)
        # First within the paper of the region, so that no colour takes the way under a line; then under its lines.
        for allowed_hw in (split_hw & ~regions.walls_hw, split_hw):
            grow(nearest_hw, allowed_hw, regions.labels_hw)
        known_hw = nearest_hw != NONE
        which_hw[known_hw] = colour_n[nearest_hw[known_hw]]
    return _used(Flat(which_hw, colours_c3))


def _used(flat: Flat) -> Flat:
    """The same layer without colours that no pixel has."""
    used = np.bincount(flat.which_hw.ravel(), minlength=len(flat.colours_c3)) > 0
    names = np.zeros(len(used), np.int32)
    names[used] = np.arange(np.count_nonzero(used))
    return Flat(names[flat.which_hw], flat.colours_c3[used])
