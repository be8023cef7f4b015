"""The network that reads levels, as it is shipped. These fail, and do not skip, where it is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pinxit
from harmonise.scenes import whole
from pinxit.cli.checks import check_golden
from pinxit.core.picture import Picture
from pinxit.methods.harmonise.level import MODEL, level_of
from pinxit.zoo.catalogue import model
from pinxit.zoo.samples import sample
from pinxit.zoo.store import packaged_zoo


@pytest.fixture(autouse=True)
def packaged(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("PINXIT_ZOO", raising=False)


def test_it_is_small_and_whole_and_says_what_it_said() -> None:
    card = model(MODEL, packaged_zoo())
    assert card.manifest.files["level.onnx"].bytes <= 2_000_000
    assert check_golden(card).well
    measures = card.manifest.measures["level"]
    assert float(measures["mean_absolute_error"]) < 3, "who always says 5 is 3 off"
    assert float(measures["share_right"]) > 1 / 3


def test_photos_are_lower_than_what_is_painted_of_them() -> None:
    photos = [sample(name).fitted(384) for name in ("cat", "coffee", "summer-palace")]
    painted = [pinxit.paint(photo, style) for photo, style in zip(photos, STYLES, strict=True)]
    before, after = ([level_of(each).value for each in pictures] for pictures in (photos, painted))
    assert np.mean(after) > np.mean(before) + 2


STYLES = ("the-scream", "olive-trees", "udnie")


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (3000, 40)])
def test_any_shape_has_a_level(size: tuple[int, int]) -> None:
    assert 1 <= level_of(Picture(np.full((*size, 3), 0.5, np.float32))).value <= 10


def test_a_level_that_is_not_given_is_read_and_noted() -> None:
    slots = whole()
    level = level_of(slots["style"])
    painter: dict[str, Any] = {"method": "fast", "painter": pinxit.paint}
    read = pinxit.stylise("harmonise", slots, **painter)
    assert read.notes == (level.words,)
    given = pinxit.stylise("harmonise", slots, level=level.value, **painter)
    assert given.notes == ()
    np.testing.assert_array_equal(given.rgb_hw3, read.rgb_hw3)
    other = pinxit.stylise("harmonise", slots, level=1.0 if level.value > 5 else 10.0, **painter)
    assert np.abs(other.rgb_hw3 - read.rgb_hw3).max() > 0.01
