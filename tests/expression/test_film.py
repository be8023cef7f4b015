"""A film: points that are followed do not tremble, and what cannot be changed comes back as it was."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

import pinxit
from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.imageops.sample import bicubic
from pinxit.methods.expression.film import Film
from pinxit.methods.expression.run import portrait_of
from pinxit.methods.expression.smooth import OneEuro
from pinxit.methods.expression.spec import ExpressionOptions
from pinxit.runtime.faces import faces, followed
from pinxit.zoo.samples import sample_path

COUNT = 14


@pytest.fixture(scope="module")
def portrait() -> Picture:
    return portrait_of(Picture.of(sample_path("astronaut")))


def moved(picture: Picture, right: float, seed: int) -> Picture:
    """The picture moved by a share of a pixel, with the noise of a camera."""
    y, x = np.mgrid[: picture.height, : picture.width].astype(np.float32) + np.float32(0.5)
    rgb_hw3 = bicubic(picture.rgb_hw3, x - np.float32(right), y)
    noise = np.random.default_rng(seed).normal(0, 0.02, rgb_hw3.shape)
    return Picture((rgb_hw3 + noise).clip(0, 1).astype(np.float32))


@pytest.fixture(scope="module")
def frames(portrait: Picture) -> list[Picture]:
    """The astronaut drifting by a quarter of a pixel a frame."""
    return [moved(portrait, 0.25 * number, number) for number in range(COUNT)]


def test_the_filter_follows_the_paper() -> None:
    """A step: the share of the new that comes through is that of the cutoff (equations 3 to 7)."""
    smoother = OneEuro(10)
    assert smoother.smoothed(np.zeros(1, np.float32), 2.0) == pytest.approx([0.0])
    speed = (1.0 / 2.0) * 10 * (1 / (1 + 10 / (2 * np.pi)))
    cutoff = 1.0 + 20.0 * speed
    assert smoother.smoothed(np.ones(1, np.float32), 2.0) == pytest.approx(
        [1 / (1 + 10 / (2 * np.pi * cutoff))]
    )


def test_what_moves_fast_is_not_late_and_what_rests_is_held() -> None:
    rng = np.random.default_rng(0)
    for step, tremble in ((0.0, 0.01), (0.1, 0.0)):
        smoother, given, got = OneEuro(25), [], []
        for number in range(60):
            value = np.array([number * step + rng.normal(0, tremble)], np.float32)
            given.append(float(value[0]))
            got.append(float(smoother.smoothed(value, 1.0)[0]))
        if step:
            assert given[-1] - got[-1] < 1.0 * step  # less than a frame behind
        else:
            assert np.std(np.diff(got)) < 0.4 * np.std(np.diff(given))


def test_points_tremble_less(frames: list[Picture]) -> None:
    """Of what is left of the points' way when the drift is taken out, frame to frame."""
    (face,) = faces(frames[0])
    smoother, raw, smooth = OneEuro(25), [], []
    for number, frame in enumerate(frames):
        found = followed(frame, face)
        assert found is not None
        drift = np.array([0.25 * number, 0, 0], np.float32)
        raw.append(found.points_n3 - drift)
        smooth.append(smoother.smoothed(found.points_n3, found.eyes) - drift)
    tremble, held = (np.diff(each, axis=0)[3:, :, :2].std() for each in (raw, smooth))
    assert held < 0.6 * tremble
    assert np.abs(np.array(smooth) - np.array(raw))[:, :, :2].mean() < 0.01 * face.eyes


def test_an_expression_stays_on_a_face_that_moves(frames: list[Picture]) -> None:
    made = list(pinxit.expression_film(frames[:4], smile=0.7))
    for before, after in zip(frames, made, strict=False):
        assert not after.notes
        (was,), (now,) = faces(before), faces(after)
        corners = (now.points_n3 - was.points_n3)[[61, 291], 1] / was.eyes
        assert (corners < -0.02).all()
    alone = pinxit.expression(frames[0], smile=0.7)
    assert np.abs(made[0].rgb_hw3 - alone.rgb_hw3).max() == 0


def test_nothing_asked_for_is_the_frames_to_the_bit(frames: list[Picture]) -> None:
    assert [made is frame for made, frame in zip(pinxit.expression_film(frames), frames, strict=True)] == [
        True
    ] * COUNT


def test_who_is_away_comes_back_gently(portrait: Picture) -> None:
    nobody = Picture(np.full_like(portrait.rgb_hw3, 0.5))
    film = Film(ExpressionOptions(smile=0.8))
    first, away, back, *later = [film.next(each) for each in [portrait, nobody, *[portrait] * 8]]
    assert away.rgb_hw3 is nobody.rgb_hw3
    assert away.notes == ("no face is found: left as it is",)
    changes = [float(np.abs(each.rgb_hw3 - portrait.rgb_hw3).mean()) for each in (back, *later)]
    assert changes[0] < 0.5 * changes[-1]
    assert changes[-1] == pytest.approx(float(np.abs(first.rgb_hw3 - portrait.rgb_hw3).mean()), rel=0.05)


def test_eyes_that_are_shut_look_nowhere_else(portrait: Picture) -> None:
    large = portrait.resized(2 * portrait.width, 2 * portrait.height)
    shut = pinxit.expression(large, eyes_closed=1.0)
    film = Film(ExpressionOptions(gaze="0.6,0"))
    _, made, again = [film.next(each) for each in (large, shut, large)]
    assert made.rgb_hw3 is shut.rgb_hw3
    assert "no iris is found" in made.notes[0]
    assert (again.rgb_hw3 != large.rgb_hw3).any()


def test_frames_come_one_by_one(portrait: Picture) -> None:
    asked = []

    def source() -> Iterator[Picture]:
        for number in range(3):
            asked.append(number)
            yield portrait

    made = pinxit.expression_film(source(), smile=0.5)
    next(made)
    assert asked == [0]


def test_what_is_no_film(portrait: Picture) -> None:
    film = Film(ExpressionOptions(smile=0.5))
    film.next(portrait)
    with pytest.raises(InputError, match="give frames of one film"):
        film.next(portrait.resized(100, 100))
    with pytest.raises(OptionError, match="fps is 0"):
        pinxit.expression_film([], fps=0)
    with pytest.raises(OptionError, match="smail"):
        pinxit.expression_film([], smail=1.0)
    two = Picture(np.concatenate([portrait.rgb_hw3, portrait.rgb_hw3], axis=1))
    with pytest.raises(InputError, match="there are 2 faces"):
        Film(ExpressionOptions(smile=0.5)).next(two)
