"""What is strotss's own, through its front door; what it has in common with its kind: tests/test_optimising.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pinxit
from optimising import PHOTO, STROTSS, STYLE, away, half_red, picture
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from tiny_vgg import small_vgg

strotss = STROTSS.paint


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps: what is asked here does not depend on how many."""
    STROTSS.shorten(monkeypatch)


def colours_away(one: Picture, other: Picture) -> float:
    return float(np.abs(one.rgb_hw3.mean((0, 1)) - other.rgb_hw3.mean((0, 1))).mean())


def test_it_comes_nearer_to_the_style_and_is_the_same_each_time() -> None:
    seen: list[Step] = []
    made = strotss(on_step=seen.append)
    assert made.size == PHOTO.size
    assert made.notes == ()
    assert away(made, PHOTO) > 0.003
    assert colours_away(made, STYLE) < colours_away(PHOTO, STYLE)
    np.testing.assert_array_equal(strotss().rgb_hw3, made.rgb_hw3)
    assert away(strotss(seed=1), made) > 0


def test_without_strength_it_is_the_photo_and_more_goes_further() -> None:
    assert away(strotss(strength=0), PHOTO) == 0
    assert away(strotss(strength=0.02), PHOTO) < away(strotss(strength=50.0), PHOTO)


def test_scales_double_from_64_on() -> None:
    seen: list[Step] = []
    strotss({"content": picture(96, 128, 1)}, size=128, on_step=seen.append)
    assert [step.note.split(",")[0] for step in seen[1:]] == ["64 px"] * 8 + ["128 px"] * 8


def test_options_do_something() -> None:
    plain = strotss()
    for options in (
        {"style_scale": 0.5},
        {"init": "noise"},
        {"keep_colours": True},
        {"points": "10,10=30,30"},
        {"strength": 8.0},
    ):
        assert away(strotss(**options), plain) > 1e-4, options
    assert away(strotss(init="noise", seed=1), strotss(init="noise", seed=2)) > 0.01


def test_each_region_takes_the_colours_of_its_own() -> None:
    """A grey photo beside a style of light and dark: with the masks of one swapped, so are light and dark."""
    style_hw3 = np.random.default_rng(1).random((48, 64, 3), np.float32) * 0.2
    style_hw3[:, :32] += 0.8
    mask_hw3 = half_red(48, 64).rgb_hw3
    inputs = {"content": Picture(0.4 + style_hw3 % 0.2), "style": Picture(style_hw3)}
    straight, swapped = (
        strotss(
            inputs | {"masks": [Picture(mask_hw3), Picture(np.ascontiguousarray(other))]}, strength=50.0
        ).rgb_hw3
        for other in (mask_hw3, mask_hw3[:, ::-1])
    )
    assert straight[:, :28].mean() > straight[:, 36:].mean() + 0.1
    assert swapped[:, :28].mean() < swapped[:, 36:].mean() - 0.1


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"points": "1,1"}, pinxit.OptionError, "give pairs such as"),
        ({"points": 7}, pinxit.OptionError, "points is 7"),
        ({"points": "64,1=1,1"}, pinxit.InputError, "outside the photo"),
        ({"points": "1,1=1,40"}, pinxit.InputError, "outside the first style"),
        ({"model": small_vgg(9)}, pinxit.ModelError, "before relu4_3"),
    ],
)
def test_refused(options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        strotss(**options)
