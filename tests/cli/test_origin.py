"""What was made of an edited photo says so, whichever command made it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pinxit
from pinxit.cli import main
from pinxit.core import provenance
from pinxit.core.picture import Picture
from pinxit.zoo.samples import samples_dir

SAMPLES = str(samples_dir())
COFFEE = str(samples_dir() / "coffee.jpg")


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A photo with an object that is cut out of it, and what its file tells."""
    photo = Picture.of(samples_dir() / "cat.jpg").fitted(96)
    alpha_hw = np.zeros((photo.height, photo.width), np.float32)
    alpha_hw[10:50, 20:70] = 1
    path = tmp_path / "edited.png"
    Picture(photo.rgb_hw3, alpha_hw, origin=provenance.COMPOSITE).save(path)
    return path


@pytest.mark.parametrize(
    "words",
    [
        ["paint", "{}", "--style", "great-wave"],
        ["sheet", "{}"],
        ["colour", "{}", "--like", COFFEE],
        ["photo", "{}", COFFEE, "--method", "wct"],
        ["harmonise", "--object", "{}", "--into", COFFEE, "--method", "fast"],
        ["mosaic", "{}", "--tiles", SAMPLES, "--columns", "4", "--tile-size", "8"],
        ["mosaic", "{}", "--model", "waves", "--size", "64"],
        ["lineart", "{}", "--palette", "#ff0000,#00ff00"],
        ["lineart", "extract", "{}"],
    ],
    ids=lambda words: " ".join(word for word in words if word.isalpha()),
)
def test_the_result_tells_what_the_photo_told(words: list[str], edited: Path, tmp_path: Path) -> None:
    target = tmp_path / "made.png"
    code = main([*(word.format(edited) for word in words), "--out", str(target)])
    assert code == 0
    assert Picture.of(target).origin == provenance.COMPOSITE


def test_the_front_door_too_and_nothing_of_a_picture_that_tells_nothing(edited: Path) -> None:
    assert pinxit.stylise("lineart", edited).origin == provenance.COMPOSITE
    assert pinxit.stylise("lineart", COFFEE).origin is None
