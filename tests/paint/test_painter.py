from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from pinxit.core.errors import InputError, InputNotFound, ModelError, OptionError, PictureError
from pinxit.core.picture import Picture
from pinxit.methods.paint.painter import Painter

PIXELS = (np.random.default_rng(2).random((48, 64, 3)) * 255).astype(np.uint8)


@pytest.fixture
def painter(tiny_root: Path, home: Path) -> Painter:
    return Painter(zoo=tiny_root, device="cpu")


def test_it_paints_whatever_a_picture_comes_as(painter: Painter, tmp_path: Path) -> None:
    image = Image.fromarray(PIXELS)
    path = tmp_path / "photo.png"
    image.save(path)
    stream = io.BytesIO(path.read_bytes())
    expected = painter.paint(PIXELS, "great-wave").rgb_hw3
    sources: list[Any] = [
        path,
        str(path),
        path.read_bytes(),
        stream,
        image,
        Picture.of(PIXELS),
        PIXELS / 255.0,
    ]
    for source in sources:
        np.testing.assert_allclose(painter.paint(source, "great-wave").rgb_hw3, expected, atol=1e-5)


def test_a_picture_that_somebody_holds_is_not_changed(painter: Painter) -> None:
    held = Picture.of(PIXELS)
    before = held.rgb_hw3.copy()
    pixels = PIXELS.copy()
    painter.paint(held, "great-wave")
    painter.paint(pixels, "great-wave")
    np.testing.assert_array_equal(held.rgb_hw3, before)
    np.testing.assert_array_equal(pixels, PIXELS)


def test_masks_of_any_kind_alone_or_in_a_list(painter: Painter) -> None:
    mask = np.zeros((48, 64), np.uint8)
    mask[:24] = 255
    alone = painter.paint(PIXELS, "great-wave", masks=mask, styles=["the-scream"])
    listed = painter.paint(PIXELS, masks=[Image.fromarray(mask)], styles=["great-wave", "the-scream"])
    np.testing.assert_array_equal(alone.rgb_hw3, listed.rgb_hw3)


def test_its_styles_and_its_blends(painter: Painter) -> None:
    names = [style.name for style in painter.styles()]
    assert names == ["great-wave", "starry-night", "the-scream"]
    blended = painter.paint(PIXELS, {"great-wave": 1, "the-scream": 1})
    np.testing.assert_array_equal(painter.paint(PIXELS, "great-wave:2,the-scream:2").rgb_hw3, blended.rgb_hw3)


@pytest.mark.parametrize("bad", [{"strenght": 1.0}, {"strength": 2.0}, {"strength": "much"}, {"stroke": 0.1}])
def test_bad_options(painter: Painter, bad: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="strength" if "stroke" not in bad else "stroke"):
        painter.paint(PIXELS, "great-wave", **bad)


def test_bad_pictures_and_bad_places(painter: Painter, tiny_root: Path, tmp_path: Path) -> None:
    with pytest.raises(InputNotFound):
        painter.paint(tmp_path / "none.jpg", "great-wave")
    with pytest.raises(PictureError):
        painter.paint(b"not a picture", "great-wave")
    with pytest.raises(InputError, match="needs a style"):
        painter.paint(PIXELS)
    with pytest.raises(OptionError, match="device"):
        Painter(zoo=tiny_root, device="gpu")
    with pytest.raises(OptionError, match="threads"):
        Painter(zoo=tiny_root, threads=0)
    with pytest.raises(ModelError, match="no model"):
        Painter(zoo=tmp_path)
