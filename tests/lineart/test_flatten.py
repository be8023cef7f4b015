"""A draft made flat: noise goes, edges stay."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.methods.lineart.flatten import flattened

COLOURS = np.array([[0.8, 0.3, 0.2], [0.2, 0.4, 0.8], [0.9, 0.85, 0.6], [0.3, 0.6, 0.3]], np.float32)


def areas(height: int = 90, width: int = 120) -> np.ndarray:
    """Three disks before a ground: which area each pixel is of."""
    y, x = np.mgrid[0:height, 0:width]
    which_hw = np.zeros((height, width), np.int64)
    for number, (v, u, radius) in enumerate(((30, 30, 20), (50, 70, 28), (20, 100, 14)), 1):
        which_hw[(y - v) ** 2 + (x - u) ** 2 < radius**2] = number
    return which_hw


def noisy(which_hw: np.ndarray, noise: float = 0.06) -> np.ndarray:
    clean_hw3 = COLOURS[which_hw]
    return np.asarray(
        np.clip(clean_hw3 + np.random.default_rng(0).normal(0, noise, clean_hw3.shape), 0, 1), np.float32
    )


def test_areas_become_flat_and_edges_stay_where_they_are() -> None:
    which_hw = areas()
    draft_hw3 = noisy(which_hw)
    flat_hw3 = flattened(draft_hw3)
    off_hw = np.abs(flat_hw3 - COLOURS[which_hw]).max(2)
    assert np.median(off_hw) < 0.02
    assert (off_hw < 0.1).mean() > 0.99
    for area in range(4):
        assert flat_hw3[which_hw == area].std(0).max() < 0.2 * draft_hw3[which_hw == area].std(0).max()
    for axis in (0, 1):
        border_hw = np.diff(which_hw, axis=axis) != 0
        change_hw = np.abs(np.diff(flat_hw3, axis=axis)).max(2)
        assert np.median(change_hw[border_hw]) > 0.3
        assert (change_hw[~border_hw] < 0.01).mean() > 0.95  # of the noisy draft: a thousandth


def test_what_is_flat_stays_as_it_is() -> None:
    clean_hw3 = COLOURS[areas()]
    np.testing.assert_allclose(flattened(clean_hw3), clean_hw3, atol=0.01)
    for shape in ((1, 1), (1, 7), (9, 1)):
        page_hw3 = np.full((*shape, 3), 0.3, np.float32)
        np.testing.assert_allclose(flattened(page_hw3), page_hw3, atol=1e-5)


def test_the_larger_the_least_change_the_fewer_are_left() -> None:
    draft_hw3 = noisy(areas(), 0.1)
    left = [
        (np.abs(np.diff(flattened(draft_hw3, least), axis=1)).max(2) > 0.02).sum()
        for least in (0.002, 0.02, 0.2)
    ]
    assert left[0] > left[1] > left[2]


@pytest.mark.parametrize("axis", [0, 1])
def test_the_sides_of_a_picture_do_not_touch(axis: int) -> None:
    """A Fourier transform would take the step between the first and the last row for one more edge."""
    rising_hw3 = np.repeat(np.linspace(0, 1, 64, dtype=np.float32)[:, None, None], 48, 1).repeat(3, 2)
    rising_hw3 = rising_hw3 if axis == 0 else rising_hw3.swapaxes(0, 1)
    first_hw3 = np.where(rising_hw3 < 0.5, np.float32(0.2), np.float32(0.9))
    longer_hw3 = np.concatenate([first_hw3, np.flip(first_hw3, axis)], axis)
    half_hw3 = flattened(longer_hw3).take(range(64), axis)
    np.testing.assert_allclose(flattened(first_hw3), half_hw3, atol=1e-3)
