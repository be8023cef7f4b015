"""Before and after optimising: regions, what to start from, full size, what is said."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.imageops.partners import regions_of, shared
from pinxit.imageops.regions import Regions
from pinxit.torchkit.canvas import Given, finished, given, start_from
from pinxit.torchkit.optimise import Outcome, Scale
from pinxit.torchkit.pictures import to_array, to_tensor

GREY = Picture(np.full((40, 60, 3), 0.5, np.float32))
SMALL = np.full((20, 30, 3), 0.5, np.float32)
WHITE = Outcome(torch.ones(1, 3, 20, 30), finished=True)


def striped(*colours: tuple[float, float, float], height: int = 40, width: int = 60) -> Picture:
    rgb_hw3 = np.empty((height, width, 3), np.float32)
    for index, colour in enumerate(colours):
        rgb_hw3[:, width * index // len(colours) :] = colour
    return Picture(rgb_hw3)


RED, GREEN, BLUE = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def regions() -> Regions:
    """Red is in both, green in the photo only, blue in the style only."""
    found = regions_of([striped(RED, GREEN), striped(RED, BLUE)], [GREY, GREY])
    assert found is not None
    return found


def test_arrays_and_tensors() -> None:
    rgb_hw3 = np.random.default_rng(1).random((4, 5, 3), np.float32)
    tensor = to_tensor(rgb_hw3)
    assert tensor.shape == (1, 3, 4, 5)
    assert float(tensor[0, 2, 3, 4]) == rgb_hw3[3, 4, 2]
    np.testing.assert_array_equal(to_array(tensor), rgb_hw3)
    assert not np.shares_memory(to_array(tensor), rgb_hw3)


def test_regions_in_common() -> None:
    assert regions_of([], [GREY, GREY]) is None
    found = regions()
    assert [found.colours[region] for region in shared(found)] == ["#ff0000"]


@pytest.mark.parametrize(
    ("masks", "said"),
    [
        ([striped(RED)], "1 masks for 2 pictures"),
        ([striped(RED), striped(RED), striped(RED)], "3 masks for 2 pictures"),
        ([striped(RED, height=60), striped(RED)], "same shape"),
        ([striped(RED), striped(BLUE)], "no colour in common"),
    ],
)
def test_masks_that_do_not_fit(masks: list[Picture], said: str) -> None:
    with pytest.raises(InputError, match=said):
        regions_of(masks, [GREY, GREY])


def test_what_is_given_is_brought_to_size() -> None:
    large = Picture(np.full((400, 200, 3), 0.25, np.float32))
    inputs = {"content": [GREY], "style": [large, GREY]}
    made = given(inputs, size=48, style_scale=0.5, style_weights="2,1")
    assert made.photo_hw3.shape == (32, 48, 3)
    assert [style_hw3.shape for style_hw3 in made.styles_hw3] == [(24, 12, 3), (16, 24, 3)]
    assert list(made.style_weights) == [2, 1]
    assert made.regions is None
    alike = given(inputs, size=48, style_scale=1.0, style_weights=None)
    assert list(alike.style_weights) == [1, 1]
    with pytest.raises(OptionError, match="give 2 numbers"):
        given(inputs, size=48, style_scale=1.0, style_weights="1")


def test_what_to_start_from() -> None:
    scale, photo = Scale(10, 15, 1), np.full((20, 30, 3), 0.25, np.float32)
    np.testing.assert_allclose(start_from("content", photo, [], scale, 0), 0.25, atol=1e-6)
    np.testing.assert_allclose(start_from("painter", photo, [GREY], scale, 0), 0.5, atol=1e-6)
    one, same, other = (start_from("noise", photo, [], scale, seed) for seed in (1, 1, 2))
    assert one.shape == (10, 15, 3)
    np.testing.assert_array_equal(one, same)
    assert np.abs(one - other).mean() > 0.1


@pytest.mark.parametrize(("init", "given"), [("painter", []), ("content", [GREY]), ("noise", [GREY])])
def test_a_start_that_is_not_asked_for(init: str, given: list[Picture]) -> None:
    with pytest.raises(InputError, match="--init-style"):
        start_from(init, SMALL, given, Scale(10, 15, 1), 0)


def small(regions: Regions | None = None) -> Given:
    return Given(SMALL, [], [], regions)


def test_the_result_has_the_size_and_the_rest_of_the_photo() -> None:
    photo = Picture(GREY.rgb_hw3, np.full((40, 60), 0.5, np.float32), depth=16, notes=("as read",))
    made = finished(WHITE, photo, small(), keep_photo_colours=False)
    assert made.size == (60, 40)
    assert made.depth == 16
    assert made.alpha_hw is not None
    assert made.notes == ("as read",)
    np.testing.assert_allclose(made.rgb_hw3, 1, atol=1e-6)


def test_a_stopped_outcome_of_another_size_says_so() -> None:
    stopped = Outcome(torch.ones(1, 3, 7, 11), finished=False)
    made = finished(stopped, GREY, small(), keep_photo_colours=False)
    assert made.size == (60, 40)
    assert made.notes == ("stopped early: the best so far",)


def test_colours_of_the_photo_may_stay() -> None:
    photo = striped((0.8, 0.2, 0.2))
    painted = Outcome(torch.full((1, 3, 20, 30), 0.5), finished=True)
    pictures = Given(striped((0.8, 0.2, 0.2), height=20, width=30).rgb_hw3, [], [], None)
    kept = finished(painted, photo, pictures, keep_photo_colours=True)
    red, green, blue = kept.rgb_hw3.mean((0, 1))
    assert red > green + 0.3
    assert abs(green - blue) < 0.05


@pytest.mark.parametrize("size", [(40, 60), (400, 600)])
def test_regions_without_a_partner(size: tuple[int, int]) -> None:
    photo = Picture(np.full((*size, 3), 0.5, np.float32))
    made = finished(WHITE, photo, small(regions()), keep_photo_colours=False)
    half = size[1] // 2
    margin = half // 10
    np.testing.assert_allclose(made.rgb_hw3[:, : half - margin], 1, atol=1e-5)
    np.testing.assert_allclose(made.rgb_hw3[:, half + margin :], 0.5, atol=1e-5)
    assert set(made.notes) == {
        "region #00ff00 is in no style's mask: left as in the photo",
        "region #0000ff is not in the photo's mask: not used",
    }


def test_several_styles_may_share_the_regions() -> None:
    masks: list[Any] = [striped(RED, GREEN), striped(RED, BLUE), striped(GREEN)]
    found = regions_of(masks, [GREY] * 3)
    assert found is not None
    assert {found.colours[region] for region in shared(found)} == {"#ff0000", "#00ff00"}
