"""What is gatys's own, through its front door; what it has in common with its kind: tests/test_optimising.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pinxit
from optimising import GATYS, PHOTO, away
from pinxit.core.progress import Step
from tiny_vgg import small_vgg

gatys = GATYS.paint


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps: what is asked here does not depend on how many."""
    GATYS.shorten(monkeypatch)


@pytest.mark.parametrize("loss", ["gram", "wasserstein"])
def test_it_comes_nearer_to_the_style_and_is_the_same_each_time(loss: str) -> None:
    seen: list[Step] = []
    made = gatys(loss=loss, on_step=seen.append)
    assert made.size == PHOTO.size
    assert made.notes == ()
    assert away(made, PHOTO) > 0.003
    losses = [float(step.note.rsplit(" ", 1)[1]) for step in seen[1:]]
    assert losses[-1] < losses[0]
    np.testing.assert_array_equal(gatys(loss=loss).rgb_hw3, made.rgb_hw3)


def test_without_strength_it_is_the_photo_and_more_goes_further() -> None:
    assert away(gatys(strength=0), PHOTO) < 1e-5
    assert away(gatys(strength=0.05), PHOTO) < away(gatys(strength=50.0), PHOTO)


def test_options_do_something() -> None:
    plain = gatys()
    for options in (
        {"style_scale": 0.5},
        {"layer_weights": "1,0,0,0,0"},
        {"optimiser": "adam"},
        {"init": "noise"},
        {"keep_colours": True},
        {"loss": "wasserstein"},
    ):
        assert away(gatys(**options), plain) > 1e-4, options
    assert away(gatys(init="noise", seed=1), gatys(init="noise", seed=2)) > 0.01
    assert away(gatys(seed=1), plain) == 0


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"layer_weights": "1,2"}, pinxit.OptionError, "give 5 numbers"),
        ({"layer_weights": "1,2,3,4,x"}, pinxit.OptionError, "layer_weights"),
        ({"model": small_vgg(8)}, pinxit.ModelError, "relu5_1"),
    ],
)
def test_refused(options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        gatys(**options)


def test_fewer_layers_are_enough_where_they_are_not_asked_for() -> None:
    assert gatys(model=small_vgg(9), layer_weights="1,1,1,1,0").size == PHOTO.size
