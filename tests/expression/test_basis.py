"""Movements of a face's points: symmetrical where they should be, on one half where they should be, and never crossing."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.core.picture import Picture
from pinxit.methods.expression.basis import movement
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.mesh import (
    LOWER_LID,
    LOWER_LIP,
    MIRROR,
    QUIET,
    TRIANGLES,
    UPPER_LID,
    UPPER_LIP,
    Float,
    across,
)
from pinxit.methods.expression.spec import ExpressionOptions
from pinxit.methods.expression.units import EXPRESSIONS, MEANINGS, UNITS
from pinxit.methods.expression.warp import redrawn
from pinxit.methods.expression.window import Window
from pinxit.methods.expression.wish import units_of
from pinxit.runtime.faces import faces
from pinxit.zoo.samples import sample_path


@pytest.fixture(scope="module")
def shape_n3() -> Float:
    """The astronaut's face, made symmetrical."""
    points_n3 = faces(Picture.of(sample_path("astronaut")))[0].points_n3
    canonical = Frame.of(points_n3).canonical(points_n3)
    return ((canonical + canonical[MIRROR] * np.array([-1, 1, 1], np.float32)) / 2).astype(np.float32)


def test_a_frame_takes_points_there_and_movements_back(shape_n3: Float) -> None:
    points_n3 = faces(Picture.of(sample_path("astronaut")))[0].points_n3
    frame = Frame.of(points_n3)
    assert frame.canonical(points_n3)[[33, 263]] == pytest.approx(
        np.array([[-0.5, 0, 0], [0.5, 0, 0]]), abs=1e-5
    )
    assert frame.moved(frame.canonical(points_n3)) == pytest.approx(points_n3 - frame.origin_3, abs=1e-3)


@pytest.mark.parametrize("unit", list(UNITS))
def test_both_halves_do_the_same(shape_n3: Float, unit: str) -> None:
    moved = movement(shape_n3, {unit: 0.8})
    assert moved == pytest.approx(moved[MIRROR] * np.array([-1, 1, 1], np.float32), abs=2e-3)
    assert np.abs(moved).max() > 0.01


def test_one_half_alone_leaves_the_other(shape_n3: Float) -> None:
    moved = movement(shape_n3, {"AU12 right": 1.0})
    assert np.abs(moved[61]).max() > 0.05
    assert np.abs(moved[291]).max() < 1e-3


@pytest.mark.parametrize("name", list(EXPRESSIONS))
@pytest.mark.parametrize("amount", [1.5, -1.0])
def test_lids_and_lips_do_not_cross(shape_n3: Float, name: str, amount: float) -> None:
    made = shape_n3 + movement(shape_n3, {unit: amount * share for unit, share in EXPRESSIONS[name].items()})
    for above, below in ((UPPER_LID[0], LOWER_LID[0]), (across(UPPER_LIP[-1]), across(LOWER_LIP[-1]))):
        was = shape_n3[list(below), 1] - shape_n3[list(above), 1]
        assert (made[list(below), 1] - made[list(above), 1] >= np.minimum(was, 0) - 1e-4).all()


def test_every_expression_is_an_option_and_made_of_units() -> None:
    options = set(ExpressionOptions.__dataclass_fields__) - {"face", "gaze", "turn", "nod", "tilt"}
    assert options == set(EXPRESSIONS)
    assert {unit.split(" ")[0] for parts in EXPRESSIONS.values() for unit in parts} <= set(UNITS)
    assert list(MEANINGS) == list(UNITS)


def test_the_mesh_is_whole() -> None:
    """A sphere with four holes: outline, mouth and two eyes (Euler: points - edges + triangles = 2 - 4)."""
    edges = {tuple(sorted((t[i], t[i - 1]))) for t in TRIANGLES.tolist() for i in range(3)}
    assert len(np.unique(TRIANGLES)) - len(edges) + len(TRIANGLES) == -2
    assert (MIRROR[MIRROR] == np.arange(468)).all()


def test_triangles_are_filled_with_what_lies_between_their_corners() -> None:
    window = Window.empty((10, 30, 20, 50), 2)
    corners = np.array(
        [[[20.0, 10.0], [50.0, 10.0], [20.0, 30.0]], [[50.0, 10.0], [50.0, 30.0], [20.0, 30.0]]], np.float32
    )
    window.draw(corners, corners)
    y, x = np.mgrid[10:30, 20:50] + 0.5
    assert window.drawn_hw.all()
    assert window.values_hwc == pytest.approx(np.stack([x, y], -1), abs=1e-3)


def test_lips_that_stay_shut_let_nothing_through() -> None:
    """On a picture that tells where each of its pixels comes from: along the seam all have moved."""
    points_n3 = (240 * QUIET + np.array([300, 240, 0])).astype(np.float32)
    y, x = np.mgrid[:600, :600].astype(np.float32) / 600
    photo_hw3 = np.stack([x, y, 0 * x], -1)
    moved_n3 = 240 * movement(QUIET, units_of(ExpressionOptions(smile=0.4)))
    made_hw3 = redrawn(photo_hw3, points_n3, moved_n3, 240.0)
    seam_n2 = (points_n3 + moved_n3)[list(across(UPPER_LIP[-1])), :2]
    (x0, y0), (x1, y1) = seam_n2.min(0).astype(int), seam_n2.max(0).astype(int) + 2
    assert not (made_hw3 == photo_hw3).all(2)[y0:y1, x0:x1].any()
