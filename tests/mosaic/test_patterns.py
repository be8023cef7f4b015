"""Textures of ours: each of its own, the same again from a seed, and without a seam."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.methods.mosaic.patterns import PATTERNS, pattern


@pytest.mark.parametrize("name", list(PATTERNS))
def test_it_has_contrast_and_begins_again_at_its_border(name: str) -> None:
    rgb_hw3 = pattern(name, 96).rgb_hw3
    assert rgb_hw3.shape == (96, 96, 3)
    assert rgb_hw3.std() > 0.1
    inside = np.abs(np.diff(rgb_hw3, axis=0)).mean((1, 2))
    across = np.abs(np.diff(rgb_hw3, axis=1)).mean((0, 2))
    assert np.abs(rgb_hw3[-1] - rgb_hw3[0]).mean() < 1.6 * inside.max()
    assert np.abs(rgb_hw3[:, -1] - rgb_hw3[:, 0]).mean() < 1.6 * across.max()


def test_seeds() -> None:
    np.testing.assert_array_equal(pattern("bark", 48, 1).rgb_hw3, pattern("bark", 48, 1).rgb_hw3)
    assert np.abs(pattern("bark", 48, 1).rgb_hw3 - pattern("bark", 48, 2).rgb_hw3).mean() > 0.02


@pytest.mark.parametrize("name", list(PATTERNS))
def test_small_ones_can_be_made_too(name: str) -> None:
    assert np.isfinite(pattern(name, 8).rgb_hw3).all()
