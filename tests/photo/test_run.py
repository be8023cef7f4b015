"""What is photo's own, through its front door; what it has in common with its kind: tests/test_optimising.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pinxit
from optimising import OTHER, PHOTO, RECOLOUR, RED, STYLE, away, picture
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from tiny_vgg import small_vgg

photo = RECOLOUR.paint


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps: what is asked here does not depend on how many."""
    RECOLOUR.shorten(monkeypatch)


def test_it_comes_nearer_to_the_style_and_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    RECOLOUR.shorten(monkeypatch, 20)
    seen: list[Step] = []
    dark = {"style": Picture(0.5 * STYLE.rgb_hw3)}
    made = photo(dark, on_step=seen.append)
    losses = [float(step.note.rsplit(" ", 1)[1]) for step in seen[1:]]
    assert losses[-1] < losses[0]
    np.testing.assert_array_equal(photo(dark).rgb_hw3, made.rgb_hw3)
    assert np.abs(made.rgb_hw3.mean((0, 1)) - 0.5 * STYLE.rgb_hw3.mean((0, 1))).max() < 0.03


def test_without_strength_it_is_the_photo_and_more_goes_further() -> None:
    assert away(photo(strength=0), PHOTO) == 0
    assert away(photo(strength=0.2), PHOTO) < away(photo(strength=1.0), PHOTO)


def test_a_large_photo_has_its_own_detail_in_the_result() -> None:
    """What is finer than the size that is worked at comes through: the photo's edges are where they were."""
    large = picture(600, 800, 1)
    made = photo({"content": large})
    fine = [
        each.rgb_hw3.mean(2) - each.resized(100, 75).resized(800, 600).rgb_hw3.mean(2)
        for each in (large, made)
    ]
    assert np.corrcoef(fine[0].ravel(), fine[1].ravel())[0, 1] > 0.9


def test_options_do_something() -> None:
    plain = photo()
    for options in ({"photorealism": 0.0}, {"style_scale": 0.5}, {"init": "noise"}, {"keep_colours": True}):
        assert away(photo(**options), plain) > 1e-4, options
    assert away(photo({"style": [STYLE, OTHER]}, auto_masks=True, seed=1), plain) > 1e-4


@pytest.mark.parametrize(
    ("inputs", "options", "error", "said"),
    [
        ({}, {"model": small_vgg(8)}, pinxit.ModelError, "relu4_2"),
        ({}, {"photorealism": -1.0}, pinxit.OptionError, "photorealism"),
        ({"masks": [RED, RED]}, {"auto_masks": True}, pinxit.InputError, "one or the other"),
    ],
)
def test_refused(inputs: dict[str, Any], options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        photo(inputs, **options)


def test_a_style_of_one_region_only_recolours_that_one() -> None:
    """With a second region of weight 0 in the styles nothing breaks, and its place in the photo stays as it is."""
    half_hw3 = np.zeros((48, 64, 3), np.float32)
    half_hw3[:, :32, 0] = 1
    black = Picture(np.zeros((40, 40, 3), np.float32))
    made = photo({"style": [STYLE, OTHER], "masks": [Picture(half_hw3), RED, black]}, style_weights="1,0")
    difference = np.abs(made.rgb_hw3 - PHOTO.rgb_hw3)
    assert difference[:, :28].mean() > 2 * difference[:, 44:].mean()
