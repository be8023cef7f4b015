"""Regions: known ones are found, lines are not crossed, gaps are closed, waists are none."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from line_drawings import GAP, Known, drawing
from pinxit.methods.lineart.growth import NONE, grow
from pinxit.methods.lineart.regions import Regions, find_regions
from pinxit.methods.lineart.sketch import ink_of, walls_of

SEEDS = range(20)
Mask = NDArray[np.bool_]


@cache
def known(seed: int, gaps: int = 6) -> Known:
    return drawing(seed, side=256, gaps=gaps)


def found(drawn: Known, gap: int = GAP) -> Regions:
    return find_regions(walls_of(ink_of(drawn.picture)), gap)


def test_of_known_regions_with_gaps_nearly_all_pixels_are_where_they_belong() -> None:
    shares = [known(seed).right(found(known(seed)).labels_hw) for seed in SEEDS]
    assert np.mean(shares) >= 0.99
    leaking = [known(seed).right(found(known(seed), 0).labels_hw) for seed in SEEDS]
    assert np.mean(leaking) < 0.9, "the measure sees colours that run out"


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_no_region_crosses_a_closed_line(seed: int) -> None:
    drawn = known(seed, 0)
    labels_hw = found(drawn).labels_hw
    inside = drawn.region_hw > 0
    pairs = np.unique(np.stack([labels_hw[inside], drawn.region_hw[inside]], 1), axis=0)
    assert len(np.unique(pairs[:, 0])) == len(pairs), "a region lies on both sides of a line"


def boxes(gap: int, thick: int = 2) -> Mask:
    """A frame 60 x 40 with a wall in the middle that has a gap."""
    walls_hw = np.zeros((60, 100), np.bool_)
    walls_hw[10:12, 10:90] = walls_hw[48:50, 10:90] = True
    walls_hw[10:50, 10:12] = walls_hw[10:50, 88:90] = True
    walls_hw[10:50, 49 : 49 + thick] = True
    walls_hw[28 : 28 + gap, 49 : 49 + thick] = False
    return walls_hw


@pytest.mark.parametrize("thick", [1, 2, 5])
@pytest.mark.parametrize("wide", [1, 2, 3, 4])
def test_gaps_are_closed(wide: int, thick: int) -> None:
    regions = find_regions(boxes(wide, thick), 4)
    assert regions.count == 3  # left, right, outside
    assert regions.labels_hw[20, 20] != regions.labels_hw[20, 80]
    # and the border lies in the gap
    assert regions.labels_hw[29, 46] == regions.labels_hw[20, 20]
    assert regions.labels_hw[29, 50 + thick + 2] == regions.labels_hw[20, 80]


def test_an_opening_is_no_gap_and_gap_says_what_is_one() -> None:
    wide = boxes(12)
    assert find_regions(wide, 4).count == 2
    assert find_regions(wide, 14).count == 3
    assert find_regions(boxes(2), 0).count == 2


def test_a_waist_between_lines_that_go_on_is_no_gap() -> None:
    y, x = np.mgrid[0:80, 0:140]
    half = 1.5 + (x - 70) ** 2 / 60
    walls_hw = (abs(y - 40) >= half) & (abs(y - 40) < half + 3)
    regions = find_regions(walls_hw, 4)
    assert np.count_nonzero(~walls_hw[:, 70]) < 80
    assert regions.labels_hw[40, 20] == regions.labels_hw[40, 120] == regions.labels_hw[40, 70]


def test_the_picture_s_frame_closes_what_ends_at_it() -> None:
    walls_hw = np.zeros((40, 60), np.bool_)
    walls_hw[3:37, 30] = True  # three pixels short at both ends
    assert find_regions(walls_hw, 4).count == 2


def test_a_small_change_changes_little() -> None:
    drawn = known(3)
    before = found(drawn).labels_hw
    rgb_hw3 = drawn.picture.rgb_hw3.copy()
    rng = np.random.default_rng(0)
    for y, x in rng.integers(0, 318, (60, 2)):
        rgb_hw3[y : y + 2, x : x + 2] = 1 - rgb_hw3[y : y + 2, x : x + 2]
    after = find_regions(walls_of(ink_of(type(drawn.picture)(rgb_hw3)))).labels_hw
    for region in np.flatnonzero(np.bincount(before.ravel()) > 1500):
        there = before == region
        same = np.bincount(after[there]).argmax()
        assert (there & (after == same)).sum() > 0.93 * (there | (after == same)).sum()


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (2, 2), (5, 300)])
def test_pictures_of_any_size(shape: tuple[int, int]) -> None:
    for walls_hw in (np.zeros(shape, np.bool_), np.ones(shape, np.bool_)):
        regions = find_regions(walls_hw)
        assert regions.count == 1
        assert (regions.labels_hw == 0).all()


def test_growth_goes_through_the_region_and_not_through_the_wall() -> None:
    labels_hw = np.full((21, 41), NONE, np.int32)
    labels_hw[2, 18], labels_hw[2, 38] = 0, 1
    allowed_hw = np.ones((21, 41), np.bool_)
    allowed_hw[:18, 20] = False  # a wall with a way around it below
    grow(labels_hw, allowed_hw)
    assert labels_hw[2, 22] == 1  # four pixels from the other seed, but behind the wall
    assert (labels_hw[:18, :20] == 0).all()
    assert (labels_hw[:18, 20] == NONE).all()


def test_growth_is_round() -> None:
    labels_hw = np.full((81, 81), NONE, np.int32)
    labels_hw[40, 10], labels_hw[10, 40] = 0, 1
    grow(labels_hw, np.ones((81, 81), np.bool_))
    y, x = np.mgrid[0:81, 0:81]
    nearer = ((y - 10) ** 2 + (x - 40) ** 2 < (y - 40) ** 2 + (x - 10) ** 2).astype(np.int32)
    assert (labels_hw == nearer).mean() > 0.97
