"""Regions found by the features: the same in photo and style, wherever they lie there."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import pinxit
from optimising import PHOTO, RED, STYLE
from pinxit.core.picture import Picture
from pinxit.methods.photo.matched import COLOURS, matched_masks, overlay
from pinxit.zoo.samples import sample_path
from tiny_vgg import small_vgg


def scene(height: int, horizon: int, darkness: float) -> Picture:
    """A smooth sky over a coarse ground."""
    rgb_hw3 = np.full((height, 128, 3), 0.7, np.float32)
    ground = np.random.default_rng(1).random((height - horizon, 128, 1), np.float32)
    rgb_hw3[horizon:] = ground
    return Picture((rgb_hw3 * darkness).astype(np.float32))


def main_colour(rgb_hw3: NDArray[np.float32]) -> tuple[float, ...]:
    colours, counts = np.unique(rgb_hw3.reshape(-1, 3), axis=0, return_counts=True)
    return tuple(colours[counts.argmax()].tolist())


def test_sky_is_sky_and_ground_is_ground_by_day_and_by_night() -> None:
    masks = matched_masks([scene(128, 64, 1.0), scene(96, 32, 0.4)], (), small_vgg(), 0)
    (day, night), (sky, ground) = (mask.rgb_hw3 for mask in masks), (slice(0, 25), slice(-30, None))
    assert main_colour(day[sky]) == main_colour(night[sky])
    assert main_colour(day[ground]) == main_colour(night[ground])
    assert main_colour(day[sky]) != main_colour(day[ground])


def test_they_are_the_same_each_time() -> None:
    first, second = (matched_masks([PHOTO, STYLE], (), small_vgg(), 3) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one.rgb_hw3, other.rgb_hw3)


def test_a_region_of_one_picture_only_goes_to_the_others() -> None:
    """So what is found never leaves a part of the photo without a partner; a flat picture has one region to share."""
    flat = Picture(np.full((64, 64, 3), 0.5, np.float32))
    for pictures in ([PHOTO, flat], [flat, STYLE], [scene(128, 64, 1.0), STYLE]):
        photo, style = (colours(mask) for mask in matched_masks(pictures, (), small_vgg(), 0))
        assert photo == style or len(photo | style) == 1


def colours(mask: Picture) -> set[tuple[float, ...]]:
    """Those of a mask that cover more than a blot."""
    found, counts = np.unique(mask.rgb_hw3.reshape(-1, 3), axis=0, return_counts=True)
    return {
        tuple(each.tolist()) for each, count in zip(found, counts, strict=True) if count > 0.01 * counts.sum()
    }


def test_only_one_of_painted_and_found_masks_counts() -> None:
    with pytest.raises(pinxit.InputError, match="one or the other"):
        matched_masks([PHOTO, STYLE], [RED, RED], small_vgg(), 0)


def test_an_overlay_shows_every_picture_in_the_colours_of_its_mask() -> None:
    shown = overlay([PHOTO, STYLE], matched_masks([PHOTO, STYLE], (), small_vgg(), 0))
    spread = shown.rgb_hw3.max(2) - shown.rgb_hw3.min(2)
    assert (spread > 0.2).mean() > 0.1


def test_people_are_matched_with_people_and_the_rest_with_the_rest() -> None:
    astronaut = Picture.of(sample_path("astronaut")).fitted(256)
    mirrored = Picture(np.ascontiguousarray(astronaut.rgb_hw3[:, ::-1] * np.float32(0.6)))
    masks = matched_masks([astronaut, mirrored], (), small_vgg(), 0)
    face = (slice(40, 60), slice(110, 135))
    people = tuple(np.array(COLOURS[-1], np.float32).tolist())
    assert main_colour(masks[0].rgb_hw3[face]) == people
    assert main_colour(masks[1].rgb_hw3[:, ::-1][face]) == people
    assert all(0.3 < (mask.rgb_hw3 == np.array(people, np.float32)).all(2).mean() < 0.7 for mask in masks)


def test_a_person_without_another_is_no_region() -> None:
    astronaut = Picture.of(sample_path("astronaut")).fitted(256)
    masks = matched_masks([astronaut, scene(128, 64, 1.0)], (), small_vgg(), 0)
    people = tuple(np.array(COLOURS[-1], np.float32).tolist())
    assert not any(people in colours(mask) for mask in masks)
