"""Eyes that look elsewhere: irises are found to parts of a pixel, go where they are sent, and nothing else does."""

from __future__ import annotations

import numpy as np
import pytest

import pinxit
from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.expression.eyes import Eye, lid, with_lids
from pinxit.methods.expression.gaze import Gaze
from pinxit.methods.expression.irises import irises_of
from pinxit.methods.expression.mesh import LIDS
from pinxit.methods.expression.run import changed, portrait_of
from pinxit.methods.expression.wish import Wish
from pinxit.runtime.faces import Face, faces
from pinxit.zoo.samples import sample_path


@pytest.fixture(scope="module")
def portrait() -> Picture:
    """The astronaut's face, three times as large as in the sample."""
    small = portrait_of(Picture.of(sample_path("astronaut")))
    return small.resized(3 * small.width, 3 * small.height)


@pytest.fixture(scope="module")
def points_n3(portrait: Picture) -> np.ndarray:
    (face,) = faces(portrait)
    return face.points_n3


def drawn_eyes(
    portrait: Picture, points_n3: np.ndarray, right: float, down: float
) -> tuple[Picture, list[float]]:
    """Skin, two white eyes where the astronaut's are, a dark iris in each, moved by that many pixels; the radii."""
    rgb_hw3 = np.full_like(portrait.rgb_hw3, 0.7)
    y, x = np.mgrid[: portrait.height, : portrait.width].astype(np.float32) + np.float32(0.5)
    radii = []
    for which, rows in enumerate(LIDS):
        eye = Eye.of(points_n3[:, :2], which)
        laid_hw2 = eye.laid(np.stack([x, y], -1))
        top, bottom = (lid(eye, points_n3[:, :2], row, laid_hw2[..., 0]) for row in rows)
        open_hw = np.clip(np.minimum(laid_hw2[..., 1] - top, bottom - laid_hw2[..., 1]) + 0.5, 0, 1)
        open_hw *= np.abs(laid_hw2[..., 0]) < eye.width / 2
        radii.append(0.2 * eye.width)
        dark_hw = np.clip(radii[-1] - np.hypot(laid_hw2[..., 0] - right, laid_hw2[..., 1] - down) + 0.5, 0, 1)
        for cover_hw, colour in ((open_hw, (0.9, 0.9, 0.9)), (open_hw * dark_hw, (0.25, 0.2, 0.15))):
            rgb_hw3 += cover_hw[..., None] * (np.array(colour, np.float32) - rgb_hw3)
    return Picture(rgb_hw3.astype(np.float32)), radii


@pytest.mark.parametrize(("right", "down"), [(0.0, 0.0), (4.3, -1.6), (-7.7, 1.2)])
def test_irises_are_found_to_parts_of_a_pixel(
    portrait: Picture, points_n3: np.ndarray, right: float, down: float
) -> None:
    drawn, radii = drawn_eyes(portrait, points_n3, right, down)
    found = irises_of(drawn.rgb_hw3, points_n3[:, :2])
    assert found is not None
    for iris, radius in zip(found, radii, strict=True):
        assert iris.middle_2[0] == pytest.approx(right, abs=0.5)
        assert iris.middle_2[1] == pytest.approx(down, abs=1.5)  # above and below lids hide the edge
        assert iris.radius == pytest.approx(radius, rel=0.1)


def test_no_iris_is_found_where_there_is_none(portrait: Picture, points_n3: np.ndarray) -> None:
    assert irises_of(np.full_like(portrait.rgb_hw3, 0.6), points_n3[:, :2]) is None
    shut = pinxit.expression(portrait, eyes_closed=1.0)
    assert irises_of(shut.rgb_hw3, points_n3[:, :2]) is None


@pytest.mark.parametrize("x", [0.6, -0.6])
def test_irises_go_aside_where_they_are_sent(portrait: Picture, points_n3: np.ndarray, x: float) -> None:
    looks = Gaze.of(portrait.rgb_hw3, points_n3, x, 0.0)
    assert looks is not None
    assert abs(looks.aside) > 4  # pixels
    found = irises_of(pinxit.expression(portrait, gaze=f"{x},0").rgb_hw3, points_n3[:, :2])
    assert found is not None
    for before, after in zip(looks.irises, found, strict=True):
        assert after.middle_2[0] - before.middle_2[0] == pytest.approx(looks.aside, abs=2.0)


@pytest.mark.parametrize("y", [0.8, -0.8])
def test_irises_go_up_and_down_and_lids_with_them(portrait: Picture, points_n3: np.ndarray, y: float) -> None:
    """On drawn eyes: the middle of what is dark, and the first row of what is no skin."""
    drawn, _ = drawn_eyes(portrait, points_n3, 0.0, 0.0)
    face = Face(points_n3, 1.0)
    made = changed(drawn, [face], Wish(gaze=(0.0, y)))
    looks = Gaze.of(drawn.rgb_hw3, face.points_n3, 0.0, y)
    assert looks is not None
    dark, opened = (
        [np.nonzero(part_of(each))[0] for each in (drawn, made)] for part_of in (dark_of, open_of)
    )
    assert 0.2 < (dark[1].mean() - dark[0].mean()) / looks.down < 1.2  # less than all, as it goes under a lid
    assert 0.3 < (opened[1].min() - opened[0].min()) / looks.down < 1.2


def dark_of(picture: Picture) -> np.ndarray:
    return np.asarray(picture.rgb_hw3[..., 0] < 0.5)


def open_of(picture: Picture) -> np.ndarray:
    return np.asarray(np.abs(picture.rgb_hw3[..., 0] - 0.7) > 0.1)


def test_looking_aside_leaves_all_but_the_eyes(portrait: Picture, points_n3: np.ndarray) -> None:
    made = pinxit.expression(portrait, gaze="0.6,0")
    y, x = np.nonzero((np.abs(made.rgb_hw3 - portrait.rgb_hw3) > 1e-4).any(2))
    near = [Eye.of(points_n3[:, :2], which) for which in (0, 1)]
    places_k2 = np.stack([x, y], 1).astype(np.float32)
    inside = [np.hypot(*(eye.laid(places_k2) / [eye.width / 2, eye.width / 3]).T) < 1.1 for eye in near]
    assert (inside[0] | inside[1]).all()
    assert all(each.any() for each in inside)


def test_the_iris_stays_in_its_socket(portrait: Picture, points_n3: np.ndarray) -> None:
    for x in (-1.0, 1.0):
        looks = Gaze.of(portrait.rgb_hw3, points_n3, x, 0.0)
        assert looks is not None
        for which, iris in enumerate(looks.irises):
            edge = abs(float(iris.middle_2[0]) + looks.aside) + iris.radius
            assert edge < 0.45 * Eye.of(points_n3[:, :2], which).width


def test_an_iris_that_goes_up_leaves_nothing_behind(portrait: Picture, points_n3: np.ndarray) -> None:
    """Below where a drawn iris in a wide eye has gone to there is nothing dark any more."""
    points_n3 = with_lids(points_n3, ((-4.0, 8.0), (-4.0, 8.0)))
    drawn, radii = drawn_eyes(portrait, points_n3, 0.0, 0.0)
    looks = Gaze.of(drawn.rgb_hw3, points_n3, 0.0, -1.0)
    assert looks is not None
    made = changed(drawn, [Face(points_n3, 1.0)], Wish(gaze=(0.0, -1.0)))
    x, y = Eye.of(points_n3[:, :2], 0).middle_2
    gone = slice(int(np.ceil(y + looks.down + 1.2 * radii[0])), None), slice(int(x) - 2, int(x) + 3)
    before, after = (each.rgb_hw3[gone][..., 0].min() for each in (drawn, made))
    assert before < 0.4
    assert after > 0.5


def test_lids_are_moved_where_they_are_seen(portrait: Picture, points_n3: np.ndarray) -> None:
    moved_n3 = with_lids(points_n3, ((-2.0, 3.0), (0.0, 0.0)))
    changed = set(np.nonzero(np.abs(moved_n3 - points_n3).max(1) > 1e-6)[0].tolist())
    assert changed == {each for row in LIDS[0] for each in row[1:-1]}
    assert (moved_n3 - points_n3)[159, 1] == pytest.approx(-2.0, abs=0.3)
    assert (moved_n3 - points_n3)[145, 1] == pytest.approx(3.0, abs=0.3)


def test_what_cannot_look_elsewhere_is_said(portrait: Picture, points_n3: np.ndarray) -> None:
    blind = portrait.rgb_hw3.copy()
    for which in (0, 1):
        eye = Eye.of(points_n3[:, :2], which)
        x, y = eye.middle_2.astype(int)
        half = int(eye.width * 0.6)
        blind[y - half // 2 : y + half // 2, x - half : x + half] = 0.1
    with pytest.raises(InputError, match="no iris is found"):
        changed(Picture(blind), [Face(points_n3, 1.0)], Wish(gaze=(0.5, 0.0)))


@pytest.mark.parametrize("gaze", ["left", "1", "0.5,0.5,0.5", "2,0", "nan,0", "", "0;0"])
def test_a_gaze_that_is_none(portrait: Picture, gaze: str) -> None:
    with pytest.raises(OptionError, match="give x,y"):
        pinxit.expression(portrait, gaze=gaze)


def test_eyes_that_look_nowhere_else_stay_to_the_bit(portrait: Picture) -> None:
    assert pinxit.expression(portrait, gaze="0,0").rgb_hw3 is portrait.rgb_hw3
