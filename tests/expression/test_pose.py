"""A head that turns a little: its points go as a head's do, the picture's border stays, and the face is still one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pinxit
from pinxit.core.errors import OptionError
from pinxit.core.picture import Picture
from pinxit.methods import stylise
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.mesh import QUIET, TRIANGLES, Float
from pinxit.methods.expression.pose import Pose
from pinxit.methods.expression.run import changed, portrait_of
from pinxit.methods.expression.wish import Wish
from pinxit.runtime.faces import faces
from pinxit.zoo.samples import sample_path

RED = np.array([1, 0, 0], np.float32)
NOSE, CHIN, TOP, RIGHT, LEFT = 1, 152, 10, 33, 263


@pytest.fixture(scope="module")
def portrait() -> Picture:
    small = portrait_of(Picture.of(sample_path("astronaut")))
    return small.resized(2 * small.width, 2 * small.height)


def quiet() -> tuple[Frame, Float]:
    points_n3 = (200 * QUIET + np.array([300, 300, 0])).astype(np.float32)
    return Frame.of(points_n3), points_n3


@pytest.mark.parametrize(("way", "axis"), [((10.0, 0.0, 0.0), 0), ((0.0, 10.0, 0.0), 1)])
def test_the_nose_leads(way: tuple[float, float, float], axis: int) -> None:
    frame, points_n3 = quiet()
    went_n3 = Pose.of(frame, *way).turned(points_n3) - points_n3
    assert went_n3[NOSE, axis] > went_n3[RIGHT, axis] > 0
    assert abs(went_n3[NOSE, 1 - axis]) < 0.1 * went_n3[NOSE, axis]


def test_a_tilt_is_a_turn_in_the_picture() -> None:
    frame, points_n3 = quiet()
    tilted_n3 = Pose.of(frame, 0.0, 0.0, 8.0).turned(points_n3)
    right, left = tilted_n3[[RIGHT, LEFT], :2]
    assert np.degrees(np.arctan2(*(left - right)[::-1])) == pytest.approx(8.0, abs=0.1)
    assert tilted_n3[TOP, 0] > tilted_n3[CHIN, 0]  # over to the right


def test_a_head_that_does_not_turn_stays() -> None:
    frame, points_n3 = quiet()
    assert Pose.of(frame, 0.0, 0.0, 0.0).turned(points_n3) == pytest.approx(points_n3, abs=1e-2)


@pytest.mark.parametrize("way", [(12.0, 0.0, 0.0), (-12.0, 0.0, 0.0), (0.0, 12.0, 0.0), (0.0, -12.0, 0.0)])
def test_a_face_does_not_fold_over_its_outline(way: tuple[float, float, float]) -> None:
    """Of the area of its triangles, how much is seen from behind: a nose hides some of its own side."""
    frame, points_n3 = quiet()
    areas = [_areas(each) for each in (points_n3, Pose.of(frame, *way).turned(points_n3))]
    folded_t = np.sign(areas[0]) != np.sign(areas[1])
    assert np.abs(areas[1][folded_t]).sum() < 0.005 * np.abs(areas[1]).sum()


def _areas(points_n3: Float) -> Float:
    first, second, third = (points_n3[TRIANGLES[:, at], :2] for at in range(3))
    one, two = second - first, third - first
    return np.asarray(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0], np.float32)


@pytest.mark.parametrize("way", [{"turn": 8.0}, {"nod": -8.0}, {"tilt": 8.0}])
def test_the_border_stays_and_a_face_is_found_where_it_was_sent(
    portrait: Picture, way: dict[str, Any]
) -> None:
    framed = portrait.rgb_hw3.copy()
    edges = (np.s_[:3], np.s_[-3:], np.s_[:, :3], np.s_[:, -3:])
    for edge in edges:
        framed[edge] = RED
    portrait = Picture(framed)
    made = stylise("expression", portrait, **way)
    for edge in edges:
        assert np.abs(made.rgb_hw3[edge][1:-1, 1:-1] - RED).max() < 0.02
    (before,), (after,) = faces(portrait), faces(made)
    pose = Pose.of(Frame.of(before.points_n3), *(way.get(name, 0.0) for name in ("turn", "nod", "tilt")))
    sent_n2, found_n2 = pose.turned(before.points_n3)[:, :2], after.points_n3[:, :2]
    assert np.linalg.norm(sent_n2 - found_n2, axis=1).mean() < 0.03 * before.eyes


def test_a_chin_that_is_cut_off_is_drawn_on_and_not_smeared(portrait: Picture) -> None:
    """As the head goes up, what would come from below the picture is what is right above its border, and not one row of it."""
    (face,) = faces(portrait)
    cut = Picture(portrait.rgb_hw3[: int(face.points_n3[CHIN, 1]) - 4])
    made = changed(cut, [face], Wish(turn=(0.0, -10.0, 0.0)))
    x = int(face.points_n3[CHIN, 0])
    rows = [each.rgb_hw3[-12:, x - 20 : x + 20] for each in (cut, made)]
    before, after = (float(np.abs(np.diff(each, axis=0)).mean()) for each in rows)
    assert after > 0.3 * before


def test_a_head_turns_and_smiles(portrait: Picture) -> None:
    made = pinxit.expression(portrait, turn=6.0, smile=0.5, gaze="0.3,0")
    assert len(faces(made)) == 1
    assert np.isfinite(made.rgb_hw3).all()


def test_further_than_a_photo_can(portrait: Picture) -> None:
    with pytest.raises(OptionError, match="between -12 and 12 degrees"):
        pinxit.expression(portrait, turn=20.0)
