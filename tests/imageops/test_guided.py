from __future__ import annotations

import numpy as np
import pytest

from pinxit.core import pixels
from pinxit.imageops.guided import carry_up, slopes, smoothed
from pinxit.imageops.resize import resize


def photo(height: int = 120, width: int = 160) -> pixels.Float:
    """A grey slope with fine grain."""
    grain = np.random.default_rng(1).standard_normal((height, width, 1)) * 0.05
    slope = np.linspace(0.25, 0.75, width)[None, :, None]
    return np.clip(slope + grain + np.zeros((1, 1, 3)), 0, 1).astype(np.float32)


def test_a_painting_that_is_the_photo_comes_back_sharp() -> None:
    large = photo()
    small = resize(large, 60, 80, clip=True)
    carried = carry_up(small, small, large)
    plain = resize(small, 120, 160, clip=True)
    assert carried.shape == large.shape
    assert np.abs(carried - large).mean() < 0.4 * np.abs(plain - large).mean()


def test_where_the_painting_goes_its_own_way_nothing_of_the_photo_shows() -> None:
    large = photo()
    small = resize(large, 60, 80, clip=True)
    flat = np.full_like(small, 0.5)
    np.testing.assert_allclose(carry_up(flat, small, large), 0.5, atol=1e-3)
    np.testing.assert_allclose(slopes(1 - small, small), 0, atol=1e-5)  # never turned round
    assert slopes(small, small).mean() > 0.6
    assert slopes(np.clip(3 * small - 1, 0, 1), small).max() <= 1  # never more than there is


def test_in_bands_as_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    large = photo(61, 83)
    small = resize(large, 31, 42, clip=True)
    painted = np.random.default_rng(2).random(small.shape, np.float32)
    whole = carry_up(painted, small, large)
    monkeypatch.setattr(
        "pinxit.imageops.guided.bands", lambda height, width: pixels.bands(height, width, 500)
    )
    np.testing.assert_allclose(carry_up(painted, small, large), whole, atol=1e-5)


def test_a_smaller_photo_gets_the_painting_shrunk() -> None:
    large = photo()
    assert carry_up(large, large, photo(30, 40)).shape == (30, 40, 3)
    np.testing.assert_array_equal(carry_up(large, photo(), large), large)


def test_values_are_smoothed_but_not_over_edges_of_the_guide() -> None:
    guide = np.full((60, 80), 0.2, np.float32)
    guide[:, 40:] = 0.8
    clean = np.where(guide < 0.5, 0.3, 0.6).astype(np.float32)
    noisy = clean + 0.1 * np.random.default_rng(1).standard_normal((60, 80)).astype(np.float32)
    made = smoothed(noisy[..., None], guide, 4.0, 1e-3)[..., 0]
    assert np.abs(made - clean).mean() < 0.5 * np.abs(noisy - clean).mean()
    assert made[:, 42].mean() - made[:, 37].mean() > 0.27
    flat = smoothed(noisy[..., None], np.full_like(guide, 0.5), 4.0, 1e-3)[..., 0]
    assert flat[:, 42].mean() - flat[:, 37].mean() < 0.25
