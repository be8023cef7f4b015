"""The room through its front door: sizes, strength, regions, starts, stopping, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import pinxit
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods.nnst import run
from pinxit.methods.nnst.run import passes_of
from pinxit.methods.nnst.spec import PRESETS, NnstOptions
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


def nnst(inputs: dict[str, Any] | None = None, **options: Any) -> Picture:
    given = {"content": PHOTO, "style": STYLE} | (inputs or {})
    options = dict[str, Any](model=small_vgg(), size=64, device="cpu") | options
    return pinxit.stylise("nnst", given, **options)


def away(one: Picture, other: Picture) -> float:
    return float(np.abs(one.rgb_hw3 - other.rgb_hw3).mean())


def test_it_comes_nearer_to_the_style_and_is_the_same_each_time() -> None:
    seen: list[Step] = []
    made = nnst(on_step=seen.append, colour_step=False)
    assert made.size == PHOTO.size
    assert made.notes == ()
    assert away(made, PHOTO) > 0.003
    losses = [float(step.note.rsplit(" ", 1)[1]) for step in seen[1:]]
    assert losses[7] < losses[0], "of matching"
    assert losses[-1] < losses[8], "of splitting"
    assert (seen[-1].done, len(losses)) == (seen[-1].total, 16)
    np.testing.assert_array_equal(nnst(colour_step=False).rgb_hw3, made.rgb_hw3)


def test_scales_double_and_the_last_one_is_passed_twice() -> None:
    passes = passes_of(NnstOptions(preset="balanced"), 384, 512)
    assert [each.width for each in passes] == [64, 128, 256, 512, 512]
    assert [each.first for each in passes] == [True, False, False, False, False]
    assert [each.splitting for each in passes] == [False, False, False, False, True]
    assert len(passes_of(NnstOptions(split_blocks=0), 384, 512)) == 4
    painter = passes_of(NnstOptions(init="painter"), 384, 512)
    assert [each.width for each in painter] == [256, 512, 512]
    assert not any(each.first for each in painter), "something is painted already"


def test_a_pass_that_gains_nothing_more_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, "balanced", 300)
    seen: list[Step] = []
    # A photo that is its own style has nothing to gain.
    nnst({"style": PHOTO}, on_step=seen.append, strength=0, split_blocks=0)
    assert len(seen) < 200
    assert seen[-1].done == seen[-1].total


def test_a_large_photo_keeps_its_size() -> None:
    made = nnst({"content": picture(300, 400, 1)})
    assert made.size == (400, 300)
    assert 0 <= made.rgb_hw3.min() <= made.rgb_hw3.max() <= 1


@pytest.mark.parametrize("size", [(1, 1), (5, 90), (33, 32)])
def test_odd_shapes(size: tuple[int, int]) -> None:
    assert nnst({"content": picture(*size, 1)}).rgb_hw3.shape == (*size, 3)
    assert nnst({"style": picture(*size, 1)}).rgb_hw3.shape == (48, 64, 3)


def test_a_flat_photo_and_a_flat_style() -> None:
    flat = Picture(np.zeros((40, 40, 3), np.float32))
    assert np.isfinite(nnst({"style": flat}).rgb_hw3).all()
    assert np.isfinite(nnst({"content": flat}).rgb_hw3).all()


def test_options_do_something() -> None:
    plain = nnst()
    for options in (
        {"style_scale": 0.5},
        {"init": "noise"},
        {"keep_colours": True},
        {"colour_step": False},
        {"rotations": True},
        {"split_blocks": 3},
        {"split_blocks": 0},
    ):
        assert away(nnst(**options), plain) > 1e-5, options
    assert away(nnst(init="noise", seed=1), nnst(init="noise", seed=2)) > 0.01


def test_strength_changes_what_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "FIRST", 32)  # two scales: before the first nothing is painted
    square = {"content": picture(64, 64, 1)}
    assert away(nnst(square, strength=0), nnst(square, strength=20)) > 1e-5


def test_kept_colours_leave_the_colour_step_out() -> None:
    np.testing.assert_array_equal(
        nnst(keep_colours=True).rgb_hw3, nnst(keep_colours=True, colour_step=False).rgb_hw3
    )


def test_styles_are_mixed_by_their_weights() -> None:
    both = {"style": [STYLE, OTHER]}
    np.testing.assert_array_equal(nnst(both, style_weights="3,0").rgb_hw3, nnst().rgb_hw3)
    assert away(nnst(both), nnst()) > 1e-3
    np.testing.assert_array_equal(nnst(both).rgb_hw3, nnst(both, style_weights="2,2").rgb_hw3)


def test_regions_are_painted_each_for_itself() -> None:
    """Where the photo's region has no partner the photo stays, and it is said."""
    photo_mask, style_mask = np.zeros((48, 64, 3), np.float32), np.zeros((40, 40, 3), np.float32)
    photo_mask[:, :32] = (1, 0, 0)
    style_mask[:] = (1, 0, 0)
    masks = [Picture(photo_mask), Picture(style_mask)]
    made = nnst({"masks": masks})
    assert made.notes == ("region #000000 is in no style's mask: left as in the photo",)
    difference = np.abs(made.rgb_hw3 - PHOTO.rgb_hw3)
    assert difference[:, :30].mean() > 0.01
    assert difference[:, 34:].max() < 1e-6
    assert nnst({"masks": masks}, rotations=True).size == PHOTO.size


def test_a_region_whose_only_style_has_no_weight() -> None:
    red, black = np.zeros((48, 64, 3), np.float32), np.zeros((40, 40, 3), np.float32)
    red[:, :32] = (1, 0, 0)
    other = np.full((40, 40, 3), (1, 0, 0), np.float32)
    masks = [Picture(red), Picture(black), Picture(other)]
    made = nnst({"style": [STYLE, OTHER], "masks": masks}, style_weights="1,0")
    assert np.isfinite(made.rgb_hw3).all()


@pytest.mark.parametrize("after", [2, 6, 12])
def test_stopping_gives_the_best_so_far(after: int) -> None:
    count = 0

    def on_step(_: Step) -> bool:
        nonlocal count
        count += 1
        return count <= after

    made = nnst(on_step=on_step)
    assert count == after + 1
    assert made.size == PHOTO.size
    assert made.notes == ("stopped early: the best so far",)
    assert away(made, PHOTO) > 1e-3


def test_the_estimate_comes_first() -> None:
    seen: list[Step] = []
    nnst(on_step=seen.append)
    assert seen[0].note.startswith("about ")
    assert seen[0].note.endswith(" GB")


def test_what_cannot_fit_says_what_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda _: run.FIXED_BYTES + 3_000_000_000)
    with pytest.raises(pinxit.PictureTooLarge, match=r"size \d+ fits"):
        nnst({"content": picture(1200, 1600, 1)}, size=1600)


@pytest.mark.parametrize(
    ("inputs", "options", "error", "said"),
    [
        ({"style": []}, {}, pinxit.InputError, "1 or more as 'style'"),
        ({}, {"init": "painter"}, pinxit.InputError, "slot 'init'"),
        ({"init": OTHER}, {}, pinxit.InputError, "slot 'init'"),
        ({"masks": [STYLE]}, {}, pinxit.InputError, "1 masks for 2 pictures"),
        ({}, {"style_weights": "1,2"}, pinxit.OptionError, "give 1 numbers"),
        ({}, {"style_weights": "0"}, pinxit.OptionError, "more than 0"),
        ({}, {"size": 20}, pinxit.OptionError, "size"),
        ({}, {"preset": "fats"}, pinxit.OptionError, "did you mean fast"),
        ({}, {"split_blocks": 5}, pinxit.OptionError, "split_blocks"),
        ({}, {"strength": -1}, pinxit.OptionError, "strength"),
        ({}, {"model": small_vgg(8)}, pinxit.ModelError, "relu4_2"),
    ],
)
def test_refused(inputs: dict[str, Any], options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        nnst(inputs, **options)


@pytest.mark.skipif(torch.cuda.is_available(), reason="the device is there")
def test_a_device_that_is_not_there() -> None:
    with pytest.raises(pinxit.DeviceError, match="cuda"):
        nnst(device="cuda")


def test_without_weights_the_command_is_named(home: Path) -> None:
    assert not home.exists()
    with pytest.raises(pinxit.MissingWeights, match=f"pinxit weights get {vgg16.SOURCE.name}"):
        nnst(model=None)
