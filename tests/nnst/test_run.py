"""What is nnst's own, through its front door; what it has in common with its kind: tests/test_optimising.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pinxit
from optimising import NNST, OTHER, PHOTO, RED, STYLE, away, half_red, picture
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods.nnst import run
from pinxit.methods.nnst.run import passes_of
from pinxit.methods.nnst.spec import PRESETS, NnstOptions
from tiny_vgg import small_vgg

nnst = NNST.paint


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps: what is asked here does not depend on how many."""
    NNST.shorten(monkeypatch)


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


def test_a_region_whose_only_style_has_no_weight() -> None:
    black = Picture(np.zeros((40, 40, 3), np.float32))
    masks = [half_red(48, 64), black, RED]
    made = nnst({"style": [STYLE, OTHER], "masks": masks}, style_weights="1,0")
    assert np.isfinite(made.rgb_hw3).all()


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"split_blocks": 5}, pinxit.OptionError, "split_blocks"),
        ({"model": small_vgg(8)}, pinxit.ModelError, "relu4_2"),
    ],
)
def test_refused(options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        nnst(**options)
