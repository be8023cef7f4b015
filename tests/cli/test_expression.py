"""`pinxit expression`: as somebody types it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.conftest import Workshop
from pinxit.core import provenance
from pinxit.core.picture import Picture
from pinxit.methods.expression.units import EXPRESSIONS, UNITS
from pinxit.zoo.samples import sample_path


@pytest.fixture
def desk(shop: Workshop) -> Workshop:
    """The astronaut, and a picture without a face."""
    for name in ("astronaut", "coffee"):
        shop.made.append(Path(shutil.copy(sample_path(name), shop.folder / f"{name}.jpg")))
    return shop


def test_the_list_says_what_there_is_and_shows_it(desk: Workshop) -> None:
    assert desk.run("expression", "--list") == 0
    assert all(f"--{name.replace('_', '-')} " in desk.out for name in EXPRESSIONS)
    assert all(f"{unit} " in desk.out for unit in UNITS)
    assert all(f"--{name} " in desk.out for name in ("gaze", "turn", "nod", "tilt"))
    assert "corners of the mouth up, cheeks along" in desk.out
    assert "expressions.jpg  " in desk.out  # where the page is
    assert desk.files() == {"expressions.jpg"}
    page = Picture.of(desk.folder / "expressions.jpg")
    assert page.origin == provenance.COMPOSITE
    assert page.width > 2000
    (desk.folder / "expressions.jpg").write_bytes(b"somebody's")
    assert desk.run("expression", "--list") == 0
    assert "stays" in desk.err
    assert (desk.folder / "expressions.jpg").read_bytes() == b"somebody's"


def test_the_list_of_a_portrait_lies_beside_it(desk: Workshop) -> None:
    assert desk.run("expression", "astronaut.jpg", "--list", "--json") == 0
    assert "--smile " in desk.err  # stdout is JSON
    assert json.loads(desk.out)["painted"][0]["output"] == "astronaut-expressions.jpg"
    assert desk.files() == {"astronaut-expressions.jpg"}


def test_one_that_has_no_face_is_said_and_the_others_are_done(desk: Workshop) -> None:
    assert desk.run("expression", "coffee.jpg", "astronaut.jpg", "--smile", "0.5") == 1
    assert "coffee.jpg: no face is found" in desk.err
    assert desk.files() == {"astronaut-smile.jpg"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a portrait"),
        (("astronaut.jpg",), "say which expression"),
        (("astronaut.jpg", "--list", "--smile", "1"), "leave the others out"),
        (("astronaut.jpg", "--sheet", "--face", "1"), "leave --face out"),
        (("astronaut.jpg", "--sheet", "--frames"), "choose one"),
        (("astronaut.jpg", "--smile", "1", "--fps", "12"), "add --frames"),
    ],
)
def test_what_makes_no_sense_is_said(desk: Workshop, words: tuple[str, ...], said: str) -> None:
    assert desk.run("expression", *words) == 2
    assert said in desk.err
    assert desk.files() == set()


def test_eyes_and_head_are_told_by_numbers(desk: Workshop) -> None:
    assert desk.run("expression", "astronaut.jpg", "--gaze=-0.6,0", "--turn", "-5", "--out", "made.png") == 0
    assert (Picture.of("made.png").rgb_hw3 != Picture.of("astronaut.jpg").rgb_hw3).any()
    assert desk.run("expression", "astronaut.jpg", "--gaze", "left") == 2
    assert "give x,y" in desk.err


def test_frames_are_a_film_in_the_order_of_their_numbers(desk: Workshop) -> None:
    astronaut = Picture.of(sample_path("astronaut"))
    nobody = Picture.of(sample_path("coffee")).resized(astronaut.width, astronaut.height)
    for number, frame in ((9, astronaut), (10, nobody)):
        desk.made.append(frame.save(desk.folder / "frames" / f"{number}.png"))
    assert desk.run("expression", "frames", "--frames", "--smile", "0.6", "--out", "made", "--json") == 0
    said = json.loads(desk.out)["painted"]
    assert [entry["input"] for entry in said] == ["frames/9.png", "frames/10.png"]
    assert said[0]["notes"] == []
    assert said[1]["notes"] == ["no face is found: left as it is"]
    assert (
        Picture.of(desk.folder / "made/10-smile.png").rgb_hw3
        == Picture.of(desk.folder / "frames/10.png").rgb_hw3
    ).all()
    assert Picture.of(desk.folder / "made/9-smile.png").origin == provenance.COMPOSITE
