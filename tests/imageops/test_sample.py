"""Reading between pixels."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.imageops.sample import bicubic, bilinear

PICTURE = np.random.default_rng(3).random((7, 9, 3), np.float32)
Y, X = (np.mgrid[0:7, 0:9] + 0.5).astype(np.float32)


@pytest.mark.parametrize("read", [bilinear, bicubic])
def test_the_middles_of_pixels_are_the_picture(read: object) -> None:
    assert np.array_equal(read(PICTURE, X, Y), PICTURE)  # type: ignore[operator]


@pytest.mark.parametrize("read", [bilinear, bicubic])
def test_a_slope_is_read_exactly_and_goes_on_as_it_ends(read: object) -> None:
    slope = np.repeat(X[..., None], 1, axis=2)
    x, y = np.array([3.2, 4.75, -4.0, 40.0], np.float32), np.array([2.0, 3.3, 9.0, -1.0], np.float32)
    assert read(slope, x, y)[:, 0] == pytest.approx([3.2, 4.75, 0.5, 8.5], abs=1e-5)  # type: ignore[operator]


def test_half_way_by_cubics_is_what_keys_says() -> None:
    row = np.array([0, 0, 1, 0, 0], np.float32).reshape(1, 5, 1)
    at = np.array([2.0, 3.0, 4.0], np.float32)
    assert bicubic(row, at, np.full(3, 0.5, np.float32))[:, 0] == pytest.approx([7 / 12, 7 / 12, -9 / 96])
