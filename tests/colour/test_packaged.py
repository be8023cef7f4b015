"""The learned look that is shipped. These fail, and do not skip, where it is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import pinxit
from pinxit.core.picture import Picture
from pinxit.imageops.cube import cube_from_bytes, cube_text
from pinxit.methods.colour.run import table
from pinxit.methods.colour.spec import PRESET
from pinxit.zoo.catalogue import model
from pinxit.zoo.samples import sample
from pinxit.zoo.store import packaged_zoo


@pytest.fixture(autouse=True)
def packaged(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("PINXIT_ZOO", raising=False)


def test_it_is_small_and_whole() -> None:
    card = model(PRESET, packaged_zoo())
    assert card.manifest.files["preset.onnx"].bytes <= 1_000_000
    for name in card.manifest.files:
        assert card.path(name).is_file()


def test_a_photo_moves_towards_the_look_and_stays_a_photo() -> None:
    photo, look = sample("astronaut").fitted(256), sample("summer-palace").fitted(256)
    made = pinxit.stylise("colour", {"content": photo, "like": look})
    before, after = (
        np.abs(each.rgb_hw3.mean((0, 1)) - look.rgb_hw3.mean((0, 1))).sum() for each in (photo, made)
    )
    assert after < 0.8 * before
    for channel in range(3):
        assert (
            np.corrcoef(photo.rgb_hw3[..., channel].ravel(), made.rgb_hw3[..., channel].ravel())[0, 1] > 0.9
        )


def test_its_own_look_changes_little() -> None:
    photo = sample("coffee").fitted(256)
    made = pinxit.stylise("colour", {"content": photo, "like": photo})
    assert np.abs(made.rgb_hw3 - photo.rgb_hw3).mean() < 0.03


def test_a_cube_file_agrees_with_the_model() -> None:
    photo, look = sample("cat").fitted(256), sample("summer-palace").fitted(256)
    lut = table(photo, look)
    made = cube_from_bytes(cube_text(lut).encode())(photo.rgb_hw3)
    direct = Picture.of(pinxit.stylise("colour", {"content": photo, "like": look})).rgb_hw3
    assert np.abs(made - direct).mean() < 1 / 255
