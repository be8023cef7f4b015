"""Frames of an animation: regions keep their colours, whatever they do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

import pinxit
from line_animations import KINDS, animation, hints_for
from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.methods.lineart.frames import coloured_frames
from pinxit.methods.lineart.spec import LineartOptions

RED, BLUE = "#c83232", "#3250c8"


def drawn(*shapes: tuple[str, tuple[int, int, int, int]], side: int = 120) -> Picture:
    """Shapes of Pillow, each opaque with a black outline, the later before the others."""
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    for kind, box in shapes:
        getattr(pen, kind)(box, fill=255, outline=0, width=2)
    return Picture.of(np.asarray(image))


def coloured(frames: list[Picture], **more: Any) -> list[np.ndarray]:
    """Without the network: what nobody coloured is white."""
    return [bytes_of(each) for each in pinxit.lineart_frames(frames, lines="none", draft=False, **more)]


def bytes_of(picture: Picture) -> np.ndarray:
    return np.rint(picture.rgb_hw3 * 255).astype(int)


def rgb(name: str) -> list[int]:
    return list(bytes.fromhex(name[1:]))


@pytest.mark.parametrize("kind", KINDS)
def test_regions_keep_their_colours_over_an_animation(kind: str) -> None:
    frames = list(animation(kind, seed=101, frames=12, side=240))
    options = LineartOptions(lines="none")
    made = coloured_frames([each.picture for each in frames], {}, options, hints=hints_for(frames))
    right = [frame.right(picture.rgb_hw3) for frame, picture in zip(frames, made, strict=True)]
    assert right[0] > 0.99
    assert np.mean(right) > 0.97
    assert min(right) > 0.93


def test_a_shape_that_leaps_further_than_itself_is_known_again() -> None:
    frames = [drawn(("ellipse", (x, 40, x + 20, 60)), ("rectangle", (95, 80, 115, 110))) for x in (5, 35, 70)]
    hints = [{"x": 15, "y": 50, "colour": RED}, {"x": 105, "y": 95, "colour": BLUE}]
    for x, made in zip((15, 45, 80), coloured(frames, hints=hints), strict=True):
        assert made[50, x].tolist() == rgb(RED)
        assert made[95, 105].tolist() == rgb(BLUE)
        assert made[5, 5].tolist() == [255, 255, 255]


def test_what_is_cut_in_two_stays_one_and_what_was_covered_comes_back() -> None:
    rest = ("rectangle", (20, 50, 100, 70))
    spot = ("ellipse", (54, 54, 66, 66))
    bar = [("rectangle", (x, 10, x + 24, 110)) for x in (90, 48, 2)]
    frames = [drawn(rest, spot, each) for each in bar]
    hints = [{"x": 30, "y": 60, "colour": RED}, {"x": 60, "y": 60, "colour": BLUE}]
    first, cut, last = coloured(frames, hints=hints)
    assert cut[60, 30].tolist() == cut[60, 90].tolist() == rgb(RED)
    assert cut[60, 60].tolist() == [255, 255, 255]
    assert last[60, 60].tolist() == first[60, 60].tolist() == rgb(BLUE)
    assert last[60, 80].tolist() == rgb(RED)


def test_a_later_hint_counts_from_its_frame_on() -> None:
    frames = [drawn(("ellipse", (x, 40, x + 40, 80))) for x in (20, 24, 28, 32)]
    hints = [{"x": 40, "y": 60, "colour": RED}, {"x": 50, "y": 60, "colour": BLUE, "frame": 3}]
    seen = [each[60, 50].tolist() for each in coloured(frames, hints=hints)]
    assert seen == [rgb(RED), rgb(RED), rgb(BLUE), rgb(BLUE)]


def test_what_the_network_proposed_stays_too() -> None:
    frames = [drawn(("ellipse", (x, 40, x + 40, 80)), ("rectangle", (60, 85, 110, 112))) for x in (10, 30)]
    first, second = (bytes_of(each) for each in pinxit.lineart_frames(frames, lines="none", seed=3))
    assert first[60, 30].tolist() == second[60, 50].tolist()
    assert first[100, 80].tolist() == second[100, 80].tolist()
    assert not (first == 255).all()


def test_new_regions_take_a_proposal_and_others_keep_theirs() -> None:
    lone, two = ("ellipse", (20, 40, 50, 70)), ("rectangle", (70, 30, 110, 90))
    palette = "#e8b04a,#2b5d8a,#b8433f"
    frames = [drawn(lone), drawn(lone, two), drawn(lone, two)]
    first, second, third = coloured(frames, palette=palette)
    assert second[55, 35].tolist() == first[55, 35].tolist() == third[55, 35].tolist()
    assert second[60, 90].tolist() in [rgb(each) for each in palette.split(",")]
    assert second[60, 90].tolist() == third[60, 90].tolist() != second[5, 5].tolist()


@pytest.mark.parametrize("mode", ["flat", "soft"])
def test_hints_that_share_a_region_move_with_it(mode: str) -> None:
    frames = [drawn(("rectangle", (x, 30, x + 60, 90))) for x in (5, 20, 35, 50)]
    hints = [{"x": 15, "y": 60, "colour": RED}, {"x": 55, "y": 60, "colour": BLUE}]
    for step, made in enumerate(coloured(frames, hints=hints, mode=mode)):
        assert np.abs(made[60, 15 + 15 * step] - rgb(RED)).max() <= 12
        assert np.abs(made[60, 55 + 15 * step] - rgb(BLUE)).max() <= 12


def test_scribbles_are_those_of_the_first_frame() -> None:
    scribbles_hw4 = np.zeros((120, 120, 4), np.uint8)
    scribbles_hw4[55:60, 30:40] = (*rgb(RED), 255)
    frames = [drawn(("ellipse", (x, 40, x + 40, 80))) for x in (20, 40, 60)]
    made = coloured(frames, scribbles=Picture.of(scribbles_hw4))
    assert made[2][60, 80].tolist() == rgb(RED)
    assert made[2][57, 35].tolist() == [255, 255, 255]


def test_frames_of_an_animation_have_one_size() -> None:
    frames = [drawn(side=120), drawn(side=100)]
    with pytest.raises(InputError, match="frame 2 is 100 x 100 pixels, those before it 120 x 120"):
        coloured(frames)


def test_an_empty_page_and_a_black_one_are_frames_too() -> None:
    empty, black = drawn(), Picture(np.zeros((120, 120, 3), np.float32))
    hints = [{"x": 60, "y": 60, "colour": RED}]
    made = coloured([empty, black, empty], hints=hints)
    assert [each[60, 60].tolist() for each in made] == [rgb(RED)] * 3


def test_a_hint_for_a_frame_is_refused_where_there_is_one_drawing() -> None:
    with pytest.raises(InputError, match="hint 1 is for frame 2"):
        pinxit.stylise("lineart", drawn(), hints=[{"x": 1, "y": 1, "colour": RED, "frame": 2}])
    for bad in (0, 1.5, True, "2", None, 10**9):
        with pytest.raises(InputError, match="hint 1's frame"):
            coloured([drawn()], hints=[{"x": 1, "y": 1, "colour": RED, "frame": bad}])
