"""A portrait with another expression: the face obeys, what is around it stays, and what cannot be done is said."""

from __future__ import annotations

import numpy as np
import pytest

import pinxit
from pinxit.core import provenance
from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.mesh import OUTLINE
from pinxit.methods.expression.run import portrait_of
from pinxit.runtime.faces import Face, faces
from pinxit.zoo.samples import sample_path

LIPS = 13, 14  # the inner edges of the upper and of the lower lip
CORNERS = 61, 291


@pytest.fixture(scope="module")
def portrait() -> Picture:
    """The astronaut's face, twice as large as in the sample."""
    small = portrait_of(Picture.of(sample_path("astronaut")))
    return small.resized(2 * small.width, 2 * small.height)


def face_of(picture: Picture) -> Face:
    (face,) = faces(picture)
    return face


def shape(picture: Picture) -> np.ndarray:
    points_n3 = face_of(picture).points_n3
    return Frame.of(points_n3).canonical(points_n3)


def opening(shape_n3: np.ndarray, above: int, below: int) -> float:
    return float(shape_n3[below, 1] - shape_n3[above, 1])


def test_a_face_that_is_asked_for_nothing_stays_to_the_bit(portrait: Picture) -> None:
    made = pinxit.expression(portrait, smile=0.0)
    assert made.rgb_hw3 is portrait.rgb_hw3
    assert made.origin is None


def test_what_is_not_the_face_stays_to_the_bit(portrait: Picture) -> None:
    made = pinxit.expression(portrait, surprise=1.0)
    changed_hw = (made.rgb_hw3 != portrait.rgb_hw3).any(2)
    outline_n2 = face_of(portrait).points_n3[list(OUTLINE), :2]
    middle, reach = outline_n2.mean(0), np.linalg.norm(outline_n2 - outline_n2.mean(0), axis=1).max()
    y, x = np.nonzero(changed_hw)
    assert changed_hw.any()
    assert np.hypot(x - middle[0], y - middle[1]).max() < 1.45 * reach
    assert np.isfinite(made.rgb_hw3).all()
    assert (made.rgb_hw3.min(), made.rgb_hw3.max()) >= (0.0, 0.0)
    assert made.rgb_hw3.max() <= 1.0


def test_the_jaw_drops_and_the_brows_rise(portrait: Picture) -> None:
    before, after = shape(portrait), shape(pinxit.expression(portrait, surprise=0.7))
    assert opening(after, *LIPS) > opening(before, *LIPS) + 0.04
    assert after[[105, 334], 1].mean() < before[[105, 334], 1].mean() - 0.01


def test_corners_of_the_mouth_go_up_and_down(portrait: Picture) -> None:
    middle = shape(portrait)[list(CORNERS), 1].mean()
    assert shape(pinxit.expression(portrait, corners_up=0.8))[list(CORNERS), 1].mean() < middle - 0.01
    assert shape(pinxit.expression(portrait, corners_down=0.8))[list(CORNERS), 1].mean() > middle + 0.01


def test_one_eye_winks_and_the_other_stays(portrait: Picture) -> None:
    """Seen in the picture: the mesh says of closed eyes, too, that they are open."""
    change_hw = np.abs(pinxit.expression(portrait, wink=0.8).rgb_hw3 - portrait.rgb_hw3).mean(2)
    points_n2 = face_of(portrait).points_n3[:, :2]
    right, left = (
        change_hw[int(y) - 4 : int(y) + 5, int(x) - 6 : int(x) + 7].mean()
        for x, y in ((points_n2[[159, 145]]).mean(0), (points_n2[[386, 374]]).mean(0))
    )
    assert right > 0.1
    assert left < 1e-3


def test_the_points_arrive_and_the_way_back_leads_back(portrait: Picture) -> None:
    """Within 0.03 of the eyes' distance, and within 12 of 255 in the face."""
    smiled = pinxit.expression(portrait, smile=0.5)
    back = pinxit.expression(smiled, smile=-0.5)
    points_n2 = face_of(portrait).points_n3[:, :2]
    (x0, y0), (x1, y1) = points_n2.min(0).astype(int), points_n2.max(0).astype(int)
    assert 255 * np.abs(back.rgb_hw3 - portrait.rgb_hw3)[y0:y1, x0:x1].mean() < 12


def test_it_says_so_in_the_file_and_when_it_is_too_much(portrait: Picture, tmp_path: object) -> None:
    made = pinxit.expression(portrait, smile=1.2)
    assert made.origin == provenance.COMPOSITE
    assert any("drawn" in note for note in made.notes)
    assert pinxit.paint(made, "great-wave", max_side=64).origin == provenance.COMPOSITE


def test_alpha_profile_and_depth_stay(portrait: Picture) -> None:
    alpha_hw = np.ones((portrait.height, portrait.width), np.float32)
    made = pinxit.expression(Picture(portrait.rgb_hw3, alpha_hw, b"icc", 16), smile=0.5)
    assert made.alpha_hw is not None
    assert (made.icc, made.depth) == (b"icc", 16)


def test_nobody(portrait: Picture) -> None:
    with pytest.raises(InputError, match="no face is found"):
        pinxit.expression(sample_path("coffee"), smile=0.5)


def test_too_small() -> None:
    with pytest.raises(InputError, match=r"eyes are \d+ pixels apart, and 30 are needed"):
        pinxit.expression(Picture.of(sample_path("astronaut")).resized(230, 230), smile=0.5)


def test_several_faces_want_a_choice(portrait: Picture) -> None:
    two = Picture(np.concatenate([portrait.rgb_hw3, portrait.rgb_hw3], axis=1))
    with pytest.raises(InputError, match="there are 2 faces"):
        pinxit.expression(two, smile=0.5)
    with pytest.raises(InputError, match="there is no face 3: 2 found"):
        pinxit.expression(two, smile=0.5, face="3")
    halves = np.split(
        (pinxit.expression(two, smile=0.5, face="all").rgb_hw3 != two.rgb_hw3).any(2), 2, axis=1
    )
    assert all(half.any() for half in halves)
    halves = np.split((pinxit.expression(two, smile=0.5, face="1").rgb_hw3 != two.rgb_hw3).any(2), 2, axis=1)
    assert sum(bool(half.any()) for half in halves) == 1


@pytest.mark.parametrize("face", ["0", "-1", "largest", "", "1.5"])
def test_a_face_that_is_no_number(portrait: Picture, face: str) -> None:
    with pytest.raises(OptionError, match="a number from 1"):
        pinxit.expression(portrait, smile=0.5, face=face)


def test_a_face_at_the_border_is_drawn_as_far_as_it_is_there(portrait: Picture) -> None:
    cut = Picture(portrait.rgb_hw3[:, : int(portrait.width * 0.72)])
    found = faces(cut)
    if found:
        made = pinxit.expression(cut, surprise=0.7)
        assert made.rgb_hw3.shape == cut.rgb_hw3.shape
