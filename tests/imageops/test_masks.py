from __future__ import annotations

import numpy as np
import pytest

from pinxit.core import pixels
from pinxit.core.picture import Picture
from pinxit.imageops.masks import feather, mask_of, partition


def step(height: int = 40, width: int = 200) -> pixels.Float:
    mask = np.zeros((height, width), np.float32)
    mask[:, width // 2 :] = 1
    return mask


def test_mask_of_a_picture() -> None:
    grey = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20
    np.testing.assert_allclose(mask_of(Picture.of(grey)), grey / 255, atol=1e-6)
    clear = np.dstack([np.full((3, 4, 3), 255, np.uint8), grey])
    np.testing.assert_allclose(mask_of(Picture.of(clear)), grey / 255, atol=1e-6)
    assert mask_of(Picture.of(grey), 7, 9).shape == (7, 9)
    assert mask_of(Picture.of(np.full((3, 4), 255, np.uint8)), 8, 8).min() == 1


@pytest.mark.parametrize("radius", [3, 5, 20, 60])
def test_feather_is_a_smooth_ramp_of_the_radius(radius: int) -> None:
    soft = feather(step(), radius)
    row = soft[20]
    assert (np.diff(row) >= -1e-6).all()
    np.testing.assert_allclose(row[99] + row[100], 1, atol=1e-5)
    assert row[100 - radius] < 0.07
    assert row[99 + radius] > 0.93
    assert 0.5 < row[100 + radius // 2] < 0.95
    np.testing.assert_allclose(soft, np.broadcast_to(row, soft.shape), atol=1e-5)


def test_feather_has_the_deviation_it_says() -> None:
    point = np.zeros((1, 401), np.float32)
    point[0, 200] = 1
    spread = feather(point, 40)[0]
    deviation = np.sqrt((spread * (np.arange(401) - 200) ** 2).sum() / spread.sum())
    assert deviation == pytest.approx(20, rel=0.05)


def test_feather_at_the_border_and_of_flat_masks() -> None:
    for level in (0.0, 0.25, 1.0):
        np.testing.assert_allclose(feather(np.full((9, 11), level, np.float32), 50), level, atol=1e-6)
    assert feather(np.ones((1, 1), np.float32), 3)[0, 0] == 1


def test_feather_leaves_the_mask_alone() -> None:
    mask = step()
    assert feather(mask, 0) is not mask
    assert np.array_equal(feather(mask, 0), mask)
    feather(mask, 10)
    assert np.array_equal(mask, step())
    assert feather(mask[:, ::-1], 3).shape == mask.shape


def test_feather_in_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    mask = np.random.default_rng(0).random((33, 21), np.float32)
    whole = feather(mask, 6)
    monkeypatch.setattr("pinxit.imageops.masks.bands", lambda height, width: pixels.bands(height, width, 50))
    np.testing.assert_allclose(feather(mask, 6), whole, atol=1e-6)


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf")])
def test_feather_refuses(radius: float) -> None:
    with pytest.raises(ValueError, match="feather radius"):
        feather(step(), radius)


def test_weights_sum_to_one() -> None:
    rng = np.random.default_rng(0)
    masks = [rng.random((8, 9), np.float32) for _ in range(3)]
    weights = partition(masks)
    assert weights.shape == (4, 8, 9)
    np.testing.assert_allclose(weights.sum(axis=0), 1, atol=1e-6)
    assert 0 <= weights.min() <= weights.max() <= 1


def test_one_mask_and_the_rest() -> None:
    weights = partition([step()])
    assert np.array_equal(weights[0], step())
    assert np.array_equal(weights[1], 1 - step())
    # Two full masks share; nothing is left for the rest.
    both = partition([np.ones((2, 2), np.float32)] * 2)
    assert both[:, 0, 0].tolist() == [0.5, 0.5, 0]


def test_partition_refuses() -> None:
    with pytest.raises(ValueError, match="one or more"):
        partition([])
    with pytest.raises(ValueError, match="one size"):
        partition([step(), step(3, 4)])
