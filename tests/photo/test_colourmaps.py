"""Colour maps in NumPy: they are those that torch finds, at any shape."""

from __future__ import annotations

import numpy as np
import pytest

from optimising import picture
from pinxit.methods.photo.affine import Guide
from pinxit.methods.photo.colourmaps import colour_maps
from pinxit.torchkit.pictures import to_tensor


@pytest.mark.parametrize("size", [(40, 57), (1, 1), (1, 30), (9, 8)])
def test_they_are_those_of_torch(size: tuple[int, int]) -> None:
    photo_hw3, made_hw3 = picture(*size, 1).rgb_hw3, picture(*size, 2).rgb_hw3
    found_hw3 = colour_maps(photo_hw3, made_hw3, 1 / 8).applied(photo_hw3)
    explained_13hw = Guide(to_tensor(photo_hw3), reach=1 / 8).explained(to_tensor(made_hw3))
    expected_hw3 = explained_13hw[0].permute(1, 2, 0).clamp(0, 1).numpy()
    np.testing.assert_allclose(found_hw3, expected_hw3, atol=1e-4)


def test_a_whole_that_counts_as_flat_is_not_turned_over() -> None:
    """A faint slope becomes one the other way round, ten times as steep: by offsets, so that its steps stay as they are."""
    slope_hw3 = np.tile(np.linspace(0.5, 0.52, 96, dtype=np.float32)[None, :, None], (64, 1, 3))
    stepped_hw3 = np.round(slope_hw3 * 255) / np.float32(255)
    wanted_hw3 = 0.5 - 10 * (slope_hw3 - 0.51)
    steps = [
        np.abs(np.diff(colour_maps(stepped_hw3, wanted_hw3, 1 / 8, flat).applied(stepped_hw3), axis=1)).max()
        for flat in (1e-6, 1e-2)
    ]
    assert steps[1] < 0.3 * steps[0]


def test_strength_is_a_straight_line() -> None:
    photo_hw3 = 0.3 + 0.4 * picture(40, 30, 1).rgb_hw3
    maps = colour_maps(photo_hw3, photo_hw3[..., ::-1].copy(), 1 / 8)
    whole_hw3 = maps.applied(photo_hw3)
    np.testing.assert_array_equal(maps.applied(photo_hw3, 0.0), photo_hw3)
    np.testing.assert_allclose(maps.applied(photo_hw3, 0.5), (photo_hw3 + whole_hw3) / 2, atol=1e-6)
