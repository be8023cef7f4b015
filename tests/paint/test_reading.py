"""Any picture as a style: what is read, of which part, under which name, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

import pinxit
import tiny_zoo
from pinxit.core.errors import InputNotFound, OptionError, PictureError, StyleNotFound
from pinxit.core.picture import Picture
from pinxit.methods.paint.reading import as_style, load_reader, name_of, read
from pinxit.zoo.stylefile import Style

pytestmark = pytest.mark.usefixtures("tiny")


def halves() -> NDArray[np.float32]:
    """Red on the left, blue on the right."""
    rgb_hw3 = np.zeros((40, 60, 3), np.float32)
    rgb_hw3[:, :30, 0] = 1
    rgb_hw3[:, 30:, 2] = 1
    return rgb_hw3


@pytest.fixture
def painting(tmp_path: Path) -> Path:
    path = tmp_path / "a red & blue picture.png"
    Picture(halves()).save(path)
    return path


def test_a_picture_paints_like_the_style_that_is_read_from_it(painting: Path, tmp_path: Path) -> None:
    photo = np.full((48, 64, 3), 0.5, np.float32)
    style = read(painting)
    assert (style.source, style.name, style.painter) == ("read", "a-red-blue-picture", tiny_zoo.PAINTER)
    file = style.save(tmp_path / "own.style")
    expected = pinxit.paint(photo, style).rgb_hw3
    for given in (str(painting), painting, str(file), Image.open(painting), painting.read_bytes()):
        np.testing.assert_allclose(pinxit.paint(photo, given).rgb_hw3, expected, atol=1e-5)
    blended = pinxit.paint(photo, {painting: 1.0, "great-wave": 1.0}).rgb_hw3
    assert np.abs(blended - expected).max() > 0.01


def test_only_the_part_counts() -> None:
    red = np.ascontiguousarray(halves()[:, :30])
    of_part, of_cut, of_all = (
        read(halves(), part=(0, 0, 0.5, 1)).vector,
        read(red).vector,
        read(halves()).vector,
    )
    np.testing.assert_allclose(of_part, of_cut, atol=1e-6)
    assert np.abs(of_all - of_cut).max() > 0.01
    one_pixel = read(halves(), part=(0.999, 0.999, 0.001, 0.001))  # never less than a pixel
    assert np.isfinite(one_pixel.vector).all()


@pytest.mark.parametrize(
    "part",
    [
        (0, 0, 1),
        (0, 0, 1.2, 1),
        (0.5, 0, 0.6, 1),
        (-0.1, 0, 1, 1),
        (0, 0, 0, 1),
        ("a", 0, 1, 1),
        (float("nan"), 0, 1, 1),
    ],
)
def test_a_part_that_is_none(part: Any) -> None:
    with pytest.raises(OptionError, match="part"):
        read(halves(), part=part)


def test_what_is_transparent_is_white() -> None:
    clear = np.zeros((20, 20, 4), np.uint8)
    white = np.full((20, 20, 3), 255, np.uint8)
    np.testing.assert_allclose(read(clear).vector, read(white).vector, atol=1e-5)


def test_texts_and_a_thumbnail_that_is_our_own_rendering(painting: Path, tmp_path: Path) -> None:
    style = read(painting, name="mine", title="Red, blue", artist="Nobody", year="2026", rights="CC0")
    assert (style.name, style.title, style.artist, style.year, style.rights) == (
        "mine",
        "Red, blue",
        "Nobody",
        "2026",
        "CC0",
    )
    loaded = Style.load(style.save(tmp_path / "mine.style"))
    assert loaded.same_as(style)
    assert loaded.thumbnail is not None
    assert Picture.of(loaded.thumbnail).size == (144, 144)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a/b/Great Wave.jpg", "Great-Wave"),
        ("神奈川.png", "神奈川"),
        ("--.png", "picture"),
        ("a,b:c.jpg", "a-b-c"),
        (".jpg", "jpg"),
        ("x" * 90 + ".png", "x" * 64),
    ],
)
def test_names_made_of_files(file: str, name: str) -> None:
    assert name_of(file) == name
    assert name_of(np.zeros(3)) == "picture"


def test_what_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff" + bytes(100))
    for given, error in ((tmp_path / "none.jpg", InputNotFound), (broken, PictureError)):
        with pytest.raises(error):
            as_style(str(given))
        with pytest.raises(error):
            read(given)
    with pytest.raises(OptionError, match="name"):
        read(halves(), name="two words")
    with pytest.raises(OptionError, match="title"):
        read(halves(), title="a\nb")


def test_a_painter_without_a_reader_says_so(own_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINXIT_ZOO", str(own_root))
    tiny_zoo.drop_file(own_root, "reader.onnx")
    with pytest.raises(StyleNotFound, match="no reader"):
        load_reader()
    with pytest.raises(StyleNotFound, match="no reader"):
        as_style("painting.jpg")
    assert as_style("great-wave").name == "great-wave"
