"""What the rooms that optimise a picture have in common: sizes, regions, styles, stopping, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import pinxit
from optimising import (
    GATYS,
    NNST,
    OTHER,
    PHOTO,
    RECOLOUR,
    RED,
    ROOMS,
    STROTSS,
    STYLE,
    Room,
    away,
    half_red,
    picture,
)
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.torchkit import memory
from pinxit.torchkit.weights import vgg16


@pytest.fixture(params=ROOMS, ids=lambda room: room.name)
def room(request: pytest.FixtureRequest) -> Room:
    found: Room = request.param
    return found


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps: what is asked here does not depend on how many."""
    for each in ROOMS:
        each.shorten(monkeypatch)


def test_a_large_photo_keeps_its_size(room: Room) -> None:
    large = picture(300, 400, 1)
    made = room.paint({"content": large})
    assert made.size == (400, 300)
    assert 0 <= made.rgb_hw3.min() <= made.rgb_hw3.max() <= 1
    if (
        room != NNST
    ):  # the photo's detail comes back as far as the painting follows the photo, and nnst follows it least
        detail = np.abs(np.diff(large.rgb_hw3, axis=1)).mean()
        assert np.abs(np.diff(made.rgb_hw3, axis=1)).mean() > 0.3 * detail


@pytest.mark.parametrize("size", [(1, 1), (5, 90), (33, 32)])
def test_odd_shapes(room: Room, size: tuple[int, int]) -> None:
    assert room.paint({"content": picture(*size, 1)}).rgb_hw3.shape == (*size, 3)
    if room == NNST:
        assert room.paint({"style": picture(*size, 1)}).rgb_hw3.shape == (48, 64, 3)


@pytest.mark.parametrize("flat", ["content", "style"])
@pytest.mark.parametrize(
    ("room", "options"),
    [(GATYS, {"loss": "gram"}), (GATYS, {"loss": "wasserstein"}), (STROTSS, {}), (NNST, {}), (RECOLOUR, {})],
    ids=lambda each: each.name if isinstance(each, Room) else "-".join(each.values()),
)
def test_a_flat_picture(room: Room, options: dict[str, Any], flat: str) -> None:
    black = Picture(np.zeros((40, 40, 3), np.float32))
    assert np.isfinite(room.paint({flat: black}, **options).rgb_hw3).all()


def test_styles_are_mixed_by_their_weights(room: Room) -> None:
    both = {"style": [STYLE, OTHER]}
    alone, first = room.paint().rgb_hw3, room.paint(both, style_weights="3,0").rgb_hw3
    np.testing.assert_allclose(first, alone, rtol=0, atol=0 if room == NNST else 1e-4)
    mixed = room.paint(both)
    assert away(mixed, room.paint()) > 1e-3
    np.testing.assert_array_equal(mixed.rgb_hw3, room.paint(both, style_weights="2,2").rgb_hw3)


@pytest.mark.parametrize(
    ("room", "steps", "expected"),
    [(GATYS, 60, {"content": 113, "painter": 38}), (STROTSS, 15, {"content": 28, "painter": 9})],
    ids=["gatys", "strotss"],
)
def test_the_painter_is_a_start_of_a_third_of_the_steps(
    room: Room, steps: int, expected: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    room.shorten(monkeypatch, steps)
    taken: dict[str, int] = {}
    for init, given in (("content", {}), ("painter", {"init": OTHER})):
        seen: list[Step] = []
        room.paint(given, init=init, on_step=seen.append)
        taken[init] = len(seen) - 1
    assert taken == expected


def test_regions_are_painted_each_for_itself(room: Room) -> None:
    """Where the photo's region has no partner the photo stays, and it is said."""
    masks = [half_red(48, 64), RED]
    made = room.paint({"masks": masks})
    assert made.notes == ("region #000000 is in no style's mask: left as in the photo",)
    difference = np.abs(made.rgb_hw3 - PHOTO.rgb_hw3)
    assert difference[:, :30].mean() > 0.01
    assert difference[:, 34:].max() < 1e-6
    if room == NNST:
        assert room.paint({"masks": masks}, rotations=True).size == PHOTO.size


@pytest.mark.parametrize(
    ("room", "after"),
    [
        (GATYS, 5),
        (GATYS, 9),
        (STROTSS, 3),
        (STROTSS, 6),
        (NNST, 2),
        (NNST, 6),
        (NNST, 12),
        (RECOLOUR, 1),
        (RECOLOUR, 9),
    ],
    ids=lambda each: each.name if isinstance(each, Room) else str(each),
)
def test_stopping_gives_the_best_so_far(room: Room, after: int) -> None:
    count = 0

    def on_step(_: Step) -> bool:
        nonlocal count
        count += 1
        return count <= after

    made = room.paint(on_step=on_step)
    assert count == after + 1
    assert made.size == PHOTO.size
    assert made.notes == ("stopped early: the best so far",)
    assert away(made, PHOTO) > 1e-3


def test_the_estimate_comes_first(room: Room) -> None:
    seen: list[Step] = []
    room.paint(on_step=seen.append)
    assert seen[0].note.startswith("about ")
    assert seen[0].note.endswith(" GB")


def test_what_cannot_fit_says_what_would(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = room.run.FIXED_BYTES if room == NNST else room.run.NEED.fixed
    monkeypatch.setattr(memory, "available_bytes", lambda _: fixed + 3_000_000_000)
    with pytest.raises(pinxit.PictureTooLarge, match=r"size \d+ fits"):
        room.paint({"content": picture(1200, 1600, 1)}, size=1600)


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
        ({}, {"strength": -1}, pinxit.OptionError, "strength"),
        ({}, {"strength": float("nan")}, pinxit.OptionError, "strength"),
    ],
)
def test_refused(
    room: Room, inputs: dict[str, Any], options: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        room.paint(inputs, **options)


@pytest.mark.skipif(torch.cuda.is_available(), reason="the device is there")
def test_a_device_that_is_not_there(room: Room) -> None:
    with pytest.raises(pinxit.DeviceError, match="cuda"):
        room.paint(device="cuda")


def test_without_weights_the_command_is_named(room: Room, home: Path) -> None:
    assert not home.exists()
    with pytest.raises(pinxit.MissingWeights, match=f"pinxit weights get {vgg16.SOURCE.name}"):
        room.paint(model=None)
