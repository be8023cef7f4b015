"""Objects set into pictures: where they land, how large, with which edge."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.imageops.paste import Float, bounds, paste
from pinxit.imageops.spread import spread

GROUND = np.full((40, 60, 3), (0.0, 0.0, 1.0), np.float32)
RED, GREEN = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)


def disc(side: int = 21, radius: float = 8.0) -> tuple[Float, Float]:
    """A red disc on green, and where it is."""
    y_hw, x_hw = np.mgrid[:side, :side] - side // 2
    cover_hw = (np.hypot(y_hw, x_hw) <= radius).astype(np.float32)
    rgb_hw3 = np.where(cover_hw[..., None] > 0, RED, GREEN).astype(np.float32)
    return rgb_hw3, cover_hw


def test_bounds() -> None:
    cover_hw = np.zeros((10, 12), np.float32)
    assert bounds(cover_hw) is None
    cover_hw[3:5, 7] = 1
    assert bounds(cover_hw) == (3, 5, 7, 8)


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_it_lands_where_it_should_in_the_size_it_should(scale: float) -> None:
    rgb_hw3, cover_hw = disc()
    _, mask_hw = paste(GROUND, rgb_hw3, cover_hw, middle=(30, 20), scale=scale)
    assert mask_hw.sum() == pytest.approx(cover_hw.sum() * scale**2, rel=0.12)
    y, x = (np.arange(40) + 0.5) @ mask_hw.sum(1), (np.arange(60) + 0.5) @ mask_hw.sum(0)
    assert (x / mask_hw.sum(), y / mask_hw.sum()) == (pytest.approx(30, abs=0.6), pytest.approx(20, abs=0.6))


def test_its_edge_is_soft_and_shows_nothing_of_where_it_came_from() -> None:
    rgb_hw3, cover_hw = disc()
    composite_hw3, mask_hw = paste(GROUND, rgb_hw3, cover_hw, middle=(30, 20), scale=1.0)
    assert 20 < ((mask_hw > 0.05) & (mask_hw < 0.95)).sum() < 200
    assert composite_hw3[..., 1].max() < 0.02
    np.testing.assert_array_equal(composite_hw3[mask_hw == 0], GROUND[mask_hw == 0])
    np.testing.assert_allclose(composite_hw3[..., 0], mask_hw, atol=0.02)


def test_what_is_beyond_the_border_is_cut_off() -> None:
    rgb_hw3, cover_hw = disc()
    _, whole_hw = paste(GROUND, rgb_hw3, cover_hw, middle=(30, 20), scale=1.0)
    _, half_hw = paste(GROUND, rgb_hw3, cover_hw, middle=(0, 20), scale=1.0)
    np.testing.assert_array_equal(half_hw[:, :15], whole_hw[:, 30:45])
    _, none_hw = paste(GROUND, rgb_hw3, cover_hw, middle=(-100, 20), scale=1.0)
    assert not none_hw.any()
    with pytest.raises(ValueError, match="nothing"):
        paste(GROUND, rgb_hw3, 0 * cover_hw, middle=(0, 0), scale=1.0)


def test_colours_go_on_and_none_are_invented() -> None:
    rgb_hw3, cover_hw = disc(37, 5.0)
    made_hw3 = spread(rgb_hw3, cover_hw)
    np.testing.assert_allclose(made_hw3, np.broadcast_to(RED, (37, 37, 3)), atol=1e-5)
    rng = np.random.default_rng(1)
    known_hw = (rng.random((13, 8)) < 0.3).astype(np.float32)
    noise_hw3 = rng.random((13, 8, 3), np.float32)
    made_hw3 = spread(noise_hw3, known_hw)
    np.testing.assert_array_equal(made_hw3[known_hw > 0], noise_hw3[known_hw > 0])
    assert noise_hw3.min() - 1e-5 <= made_hw3.min() <= made_hw3.max() <= noise_hw3.max() + 1e-5
    np.testing.assert_array_equal(spread(noise_hw3, 0 * known_hw), noise_hw3)
