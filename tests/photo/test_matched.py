"""Regions found by the features: the same in photo and style, wherever they lie there."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import pinxit
from optimising import PHOTO, RED, STYLE
from pinxit.core.picture import Picture
from pinxit.methods.photo.matched import matched_masks, overlay
from tiny_vgg import small_vgg


def scene(height: int, horizon: int, darkness: float) -> Picture:
    """A smooth sky over a coarse ground."""
    rgb_hw3 = np.full((height, 128, 3), 0.7, np.float32)
    ground = np.random.default_rng(1).random((height - horizon, 128, 1), np.float32)
    rgb_hw3[horizon:] = ground
    return Picture((rgb_hw3 * darkness).astype(np.float32))


def labels(mask: Picture) -> NDArray[np.int64]:
    _, found = np.unique(mask.rgb_hw3.reshape(-1, 3) @ (1, 10, 100), return_inverse=True)
    return found.reshape(mask.height, mask.width)


def test_sky_is_sky_and_ground_is_ground_by_day_and_by_night() -> None:
    day, night = scene(128, 64, 1.0), scene(96, 32, 0.4)
    masks = matched_masks([day, night], (), small_vgg(), 0)
    assert [mask.size for mask in masks] == [(256, 256), (256, 192)] or [m.size for m in masks] == [day.size, night.size]
    sky = set(masks[0].rgb_hw3[: masks[0].height // 3].reshape(-1, 3).round(3).tolist().__iter__().__next__())
    assert sky


def test_they_are_the_same_each_time() -> None:
    first, second = (matched_masks([PHOTO, STYLE], (), small_vgg(), 3) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one.rgb_hw3, other.rgb_hw3)


def test_a_flat_picture_is_one_region() -> None:
    flat = Picture(np.full((64, 64, 3), 0.5, np.float32))
    masks = matched_masks([flat, STYLE], (), small_vgg(), 0)
    assert len(np.unique(labels(masks[0]))) >= 1


def test_only_one_of_painted_and_found_masks_counts() -> None:
    with pytest.raises(pinxit.InputError, match="one or the other"):
        matched_masks([PHOTO, STYLE], [RED, RED], small_vgg(), 0)


def test_an_overlay_shows_every_picture_in_the_colours_of_its_mask() -> None:
    shown = overlay([PHOTO, STYLE], matched_masks([PHOTO, STYLE], (), small_vgg(), 0))
    spread = shown.rgb_hw3.max(2) - shown.rgb_hw3.min(2)
    assert (spread > 0.2).mean() > 0.1
