"""Hints: read, refused, laid on the drawing; which of them colours which region."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pinxit.core.errors import InputError, InputNotFound, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.lineart.colours import colour_of, name_of, palette_of
from pinxit.methods.lineart.flat import flat_layer, meant
from pinxit.methods.lineart.growth import NONE
from pinxit.methods.lineart.hints import mark, read_hints
from pinxit.methods.lineart.regions import Regions, find_regions

RED, BLUE, GREEN = "#c02020", "#2040c0", "#209040"
POINT = {"x": 3, "y": 4, "colour": RED}


def test_points_and_strokes_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "hints.json"
    file.write_text(json.dumps([POINT, {"points": [[0, 0], [9, 5]], "color": "#abc", "width": 2}]))
    one, other = read_hints(file)
    assert one.xy == ((3.0, 4.0),)
    assert other.xy == ((0.0, 0.0), (9.0, 5.0))
    assert name_of(other.colour_3) == "#aabbcc"
    assert read_hints([one, POINT])[0] is one


@pytest.mark.parametrize(
    "hints",
    [
        7,
        "no list",
        [7],
        [{}],
        [{"x": 1, "y": 2}],
        [{"x": 1, "colour": RED}],
        [{"x": 1, "y": None, "colour": RED}],
        [{"x": 1, "y": True, "colour": RED}],
        [{"x": 1e300, "y": 2, "colour": RED}],
        [{"x": float("nan"), "y": 2, "colour": RED}],
        [{"x": 10**400, "y": 2, "colour": RED}],
        [{"x": 1, "y": 2, "colour": "red"}],
        [{"x": 1, "y": 2, "colour": ["#fff"]}],
        [{"x": 1, "y": 2, "points": [[1, 2]], "colour": RED}],
        [{"points": [], "colour": RED}],
        [{"points": [[1]], "colour": RED}],
        [{"points": [[1, 2]], "colour": RED, "width": 0}],
        [{"points": [[1, 2]], "colour": RED, "width": 1e5}],
        [{"x": 1, "y": 2, "colour": RED, "size": 3}],
        [POINT] * 20_001,
    ],
)
def test_what_is_no_hint_is_refused(hints: Any, tmp_path: Path) -> None:
    file = tmp_path / "hints.json"
    file.write_text(json.dumps(hints))
    for source in (hints, file):
        with pytest.raises(InputError):
            read_hints(source)


@pytest.mark.parametrize("text", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'"' + b"x" * 100])
def test_a_file_that_is_no_list_of_hints(text: bytes, tmp_path: Path) -> None:
    file = tmp_path / "hints.json"
    file.write_bytes(text)
    with pytest.raises(InputError):
        read_hints(file)
    with pytest.raises(InputNotFound):
        read_hints(tmp_path / "other.json")
    with pytest.raises(InputError):
        read_hints(tmp_path)


def test_colours() -> None:
    assert name_of(colour_of(" #E8B04a ", "it")) == "#e8b04a"
    assert len(palette_of("#fff,#000,")) == 2
    for text in ("", "#fff;#000", "blue", ",".join(["#fff"] * 65)):
        with pytest.raises(OptionError):
            palette_of(text)


def test_later_hints_cover_earlier_ones_and_all_must_touch_the_drawing() -> None:
    line = {"points": [[0, 10], [39, 10]], "colour": RED, "width": 4}
    marks = mark(read_hints([line, {"x": 20, "y": 10, "colour": BLUE}]), None, 20, 40)
    assert marks.hint_hw[10, 20] == 1
    assert marks.hint_hw[10, 5] == 0
    assert marks.hint_hw[0, 0] == NONE
    with pytest.raises(InputError, match="hint 2 at 40,3"):
        mark(read_hints([POINT, {"x": 40, "y": 3, "colour": RED}]), None, 20, 40)
    assert len(mark((), None, 5, 5).colours_n3) == 0


def test_scribbles() -> None:
    rgb_hw3, alpha_hw = np.zeros((20, 40, 3), np.float32), np.zeros((20, 40), np.float32)
    rgb_hw3[2:5, 2:9], alpha_hw[2:5, 2:9] = colour_of(RED, ""), 1
    rgb_hw3[2:5, 20:29], alpha_hw[2:5, 20:29] = colour_of(RED, ""), 0.8
    rgb_hw3[12:15, 20:29], alpha_hw[12:15, 20:29] = colour_of(BLUE, ""), 1
    alpha_hw[18] = 0.2  # the faint edge of a brush
    marks = mark((), Picture(rgb_hw3, alpha_hw), 20, 40)
    assert sorted(name_of(each) for each in marks.colours_n3) == [BLUE, RED, RED]  # two blots of red
    assert (marks.hint_hw != NONE).sum() == 21 + 27 + 27
    shades = Picture(np.random.default_rng(0).random((20, 40, 3), np.float32), np.ones((20, 40), np.float32))
    assert len(mark((), shades, 20, 40).colours_n3) <= 64
    assert len(mark((), Picture(rgb_hw3, np.zeros((20, 40), np.float32)), 20, 40).colours_n3) == 0
    with pytest.raises(InputError, match="21 x 20"):
        mark((), Picture(np.zeros((20, 21, 3), np.float32), np.ones((20, 21), np.float32)), 20, 40)
    with pytest.raises(InputError, match="transparen"):
        mark((), Picture(rgb_hw3), 20, 40)


def two_rooms() -> Regions:
    """Two rooms of 20 x 20, a wall between."""
    walls_hw = np.zeros((20, 42), np.bool_)
    walls_hw[:, 20:22] = True
    return find_regions(walls_hw)


def coloured(hints: list[dict[str, Any]], proposed: str = "#ffffff") -> np.ndarray:
    regions = two_rooms()
    found = meant(regions, mark(read_hints(hints), None, 20, 42))
    proposed_r3 = np.repeat(colour_of(proposed, "")[None], regions.count, 0)
    return flat_layer(regions, found, proposed_r3).rgb_hw3


def test_a_point_colours_its_region_exactly_and_nothing_else() -> None:
    made = coloured([{"x": 1, "y": 18, "colour": RED}], "#eeeecc")
    assert (made[:, :21] == colour_of(RED, "")).all()  # and half of the line
    assert (made[:, 21:] == colour_of("#eeeecc", "")).all()


def test_a_stroke_that_slips_over_a_line_colours_one_region_and_one_that_crosses_both() -> None:
    slipped = coloured([{"points": [[2, 10], [21.4, 10]], "colour": RED, "width": 3}])
    assert (slipped[:, 21:] == 1).all()
    crossing = coloured([{"points": [[2, 10], [39, 10]], "colour": RED, "width": 3}])
    assert (crossing == colour_of(RED, "")).all()


def test_a_region_with_two_colours_is_shared_by_nearness() -> None:
    made = coloured([{"x": 2, "y": 10, "colour": RED}, {"x": 15, "y": 10, "colour": BLUE}])
    assert (made[10, 2:8] == colour_of(RED, "")).all()
    assert (made[10, 10:21] == colour_of(BLUE, "")).all()
    assert (made[:, 21:] == 1).all()
    same = coloured([{"x": 2, "y": 10, "colour": RED}, {"x": 15, "y": 10, "colour": RED}])
    assert (same[:, :21] == colour_of(RED, "")).all()


def test_hints_win_over_what_is_proposed() -> None:
    regions = two_rooms()
    proposed_r3 = np.tile(colour_of(GREEN, ""), (regions.count, 1)).astype(np.float32)
    found = meant(regions, mark(read_hints([{"x": 35, "y": 5, "colour": RED}]), None, 20, 42))
    made = flat_layer(regions, found, proposed_r3).rgb_hw3
    assert (made[:, :20] == colour_of(GREEN, "")).all()
    assert (made[:, 22:] == colour_of(RED, "")).all()
