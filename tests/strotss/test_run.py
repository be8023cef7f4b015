"""The room through its front door: sizes, strength, regions, points, starts, stopping, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import pinxit
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods.strotss import run
from pinxit.methods.strotss.spec import PRESETS
from pinxit.torchkit import memory
from pinxit.torchkit.weights import vgg16
from tiny_vgg import small_vgg


def picture(height: int, width: int, seed: int) -> Picture:
    """Something smooth with grain, in colours of its own."""
    rng = np.random.default_rng(seed)
    y_h1, x_1w = np.linspace(0, 3, height)[:, None], np.linspace(0, 3, width)[None]
    waves = [np.sin(y_h1 * rng.uniform(1, 3) + x_1w * rng.uniform(1, 3) + seed) for _ in range(3)]
    rgb_hw3 = 0.5 + 0.3 * np.stack(waves, axis=2) + 0.05 * rng.standard_normal((height, width, 3))
    return Picture(np.clip(rgb_hw3, 0, 1).astype(np.float32))


PHOTO, STYLE, OTHER = picture(48, 64, 1), picture(40, 40, 2), picture(40, 40, 3)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps: what is asked here does not depend on how many."""
    for preset in PRESETS:
        monkeypatch.setitem(PRESETS, preset, 4)


def strotss(inputs: dict[str, Any] | None = None, **options: Any) -> Picture:
    given = {"content": PHOTO, "style": STYLE} | (inputs or {})
    options = dict[str, Any](model=small_vgg(10), size=64, device="cpu") | options
    return pinxit.stylise("strotss", given, **options)


def away(one: Picture, other: Picture) -> float:
    return float(np.abs(one.rgb_hw3 - other.rgb_hw3).mean())


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


def test_a_large_photo_keeps_its_size() -> None:
    large = picture(300, 400, 1)
    made = strotss({"content": large})
    assert made.size == (400, 300)
    assert 0 <= made.rgb_hw3.min() <= made.rgb_hw3.max() <= 1
    assert np.abs(np.diff(made.rgb_hw3, axis=1)).mean() > 0.3 * np.abs(np.diff(large.rgb_hw3, axis=1)).mean()


@pytest.mark.parametrize("size", [(1, 1), (5, 90), (33, 32)])
def test_odd_shapes(size: tuple[int, int]) -> None:
    assert strotss({"content": picture(*size, 1)}).rgb_hw3.shape == (*size, 3)


def test_a_flat_photo_and_a_flat_style() -> None:
    flat = Picture(np.zeros((40, 40, 3), np.float32))
    assert np.isfinite(strotss({"style": flat}).rgb_hw3).all()
    assert np.isfinite(strotss({"content": flat}).rgb_hw3).all()


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


def test_styles_are_mixed_by_their_weights() -> None:
    both = {"style": [STYLE, OTHER]}
    np.testing.assert_allclose(strotss(both, style_weights="3,0").rgb_hw3, strotss().rgb_hw3, atol=1e-4)
    assert away(strotss(both), strotss()) > 1e-3
    np.testing.assert_array_equal(strotss(both).rgb_hw3, strotss(both, style_weights="2,2").rgb_hw3)


def test_the_painter_is_a_start_of_a_third_of_the_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, "balanced", 15)
    steps: dict[str, int] = {}
    for init, given in (("content", {}), ("painter", {"init": OTHER})):
        seen: list[Step] = []
        strotss(given, init=init, on_step=seen.append)
        steps[init] = len(seen) - 1
    assert steps == {"content": 30, "painter": 10}


def test_regions_are_painted_each_for_itself() -> None:
    """Where the photo's region has no partner the photo stays, and it is said."""
    photo_mask, style_mask = np.zeros((48, 64, 3), np.float32), np.zeros((40, 40, 3), np.float32)
    photo_mask[:, :32] = (1, 0, 0)
    style_mask[:] = (1, 0, 0)
    made = strotss({"masks": [Picture(photo_mask), Picture(style_mask)]})
    assert made.notes == ("region #000000 is in no style's mask: left as in the photo",)
    difference = np.abs(made.rgb_hw3 - PHOTO.rgb_hw3)
    assert difference[:, :30].mean() > 0.01
    assert difference[:, 34:].max() < 1e-6


def test_each_region_takes_the_colours_of_its_own() -> None:
    """A grey photo beside a style of light and dark: with the masks of one swapped, so are light and dark."""
    style_hw3 = np.random.default_rng(1).random((48, 64, 3), np.float32) * 0.2
    style_hw3[:, :32] += 0.8
    mask_hw3 = np.zeros((48, 64, 3), np.float32)
    mask_hw3[:, :32] = (1, 0, 0)
    inputs = {"content": Picture(0.4 + style_hw3 % 0.2), "style": Picture(style_hw3)}
    straight, swapped = (
        strotss(
            inputs | {"masks": [Picture(mask_hw3), Picture(np.ascontiguousarray(other))]}, strength=50.0
        ).rgb_hw3
        for other in (mask_hw3, mask_hw3[:, ::-1])
    )
    assert straight[:, :28].mean() > straight[:, 36:].mean() + 0.1
    assert swapped[:, :28].mean() < swapped[:, 36:].mean() - 0.1


@pytest.mark.parametrize("after", [3, 6])
def test_stopping_gives_the_best_so_far(after: int) -> None:
    count = 0

    def on_step(_: Step) -> bool:
        nonlocal count
        count += 1
        return count <= after

    made = strotss(on_step=on_step)
    assert count == after + 1
    assert made.size == PHOTO.size
    assert made.notes == ("stopped early: the best so far",)
    assert away(made, PHOTO) > 1e-3


def test_the_estimate_comes_first() -> None:
    seen: list[Step] = []
    strotss(on_step=seen.append)
    assert seen[0].note.startswith("about ")
    assert seen[0].note.endswith(" GB")


def test_what_cannot_fit_says_what_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda _: run.NEED.fixed + 3_000_000_000)
    with pytest.raises(pinxit.PictureTooLarge, match=r"size \d+ fits"):
        strotss({"content": picture(1200, 1600, 1)}, size=1600)


@pytest.mark.parametrize(
    ("inputs", "options", "error", "said"),
    [
        ({"style": []}, {}, pinxit.InputError, "1 or more as 'style'"),
        ({}, {"init": "painter"}, pinxit.InputError, "slot 'init'"),
        ({"init": OTHER}, {}, pinxit.InputError, "slot 'init'"),
        ({"masks": [STYLE]}, {}, pinxit.InputError, "1 masks for 2 pictures"),
        ({}, {"style_weights": "1,2"}, pinxit.OptionError, "give 1 numbers"),
        ({}, {"style_weights": "0"}, pinxit.OptionError, "more than 0"),
        ({}, {"points": "1,1"}, pinxit.OptionError, "give pairs such as"),
        ({}, {"points": 7}, pinxit.OptionError, "points is 7"),
        ({}, {"points": "64,1=1,1"}, pinxit.InputError, "outside the photo"),
        ({}, {"points": "1,1=1,40"}, pinxit.InputError, "outside the first style"),
        ({}, {"size": 20}, pinxit.OptionError, "size"),
        ({}, {"strength": float("nan")}, pinxit.OptionError, "strength"),
        ({}, {"preset": "fats"}, pinxit.OptionError, "did you mean fast"),
        ({}, {"model": small_vgg(9)}, pinxit.ModelError, "before relu4_3"),
    ],
)
def test_refused(inputs: dict[str, Any], options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        strotss(inputs, **options)


@pytest.mark.skipif(torch.cuda.is_available(), reason="the device is there")
def test_a_device_that_is_not_there() -> None:
    with pytest.raises(pinxit.DeviceError, match="cuda"):
        strotss(device="cuda")


def test_without_weights_the_command_is_named(home: Path) -> None:
    assert not home.exists()
    with pytest.raises(pinxit.MissingWeights, match=f"pinxit weights get {vgg16.SOURCE.name}"):
        strotss(model=None)
