"""Looks as files: what is written comes back, what is damaged is told apart."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinxit.core.errors import InputNotFound, ModelError, OptionError, StyleNotFound
from pinxit.core.picture import Picture
from pinxit.zoo import lookfile
from pinxit.zoo.stylefile import MAX_BYTES

RNG = np.random.default_rng(2)


def photos(count: int) -> list[Picture]:
    return [Picture(np.full((30, 40, 3), number / max(1, count - 1), np.float32)) for number in range(count)]


@pytest.mark.parametrize("count", [1, 2, 4, 5, 80])
def test_every_photo_has_a_place_and_it_comes_back(tmp_path: Path, count: int) -> None:
    look = lookfile.learn(photos(count), "summer", title="Summer")
    again = lookfile.load(look.save(tmp_path / "a.look"))
    np.testing.assert_array_equal(again.picture_hw3, look.picture_hw3)
    assert (again.name, again.title) == ("summer", "Summer")
    assert (tmp_path / "a.look").stat().st_size <= MAX_BYTES
    assert len(np.unique(look.picture_hw3)) >= min(count, 4)


def test_names_and_places_that_cannot_be(tmp_path: Path, home: Path) -> None:
    with pytest.raises(OptionError):
        lookfile.check_name("no/slash")
    with pytest.raises(OptionError):
        lookfile.learn([], "x")
    with pytest.raises(InputNotFound):
        lookfile.load(tmp_path / "none.look")
    lookfile.learn(photos(2), "summer").save(lookfile.own_looks_dir() / "summer.look")
    assert lookfile.as_picture("summer").size[0] <= lookfile.SIDE
    with pytest.raises(StyleNotFound, match="summer"):
        lookfile.as_picture("sumer")


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_damaged_files_are_errors(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("look") / "a.look"
    lookfile.learn(photos(2), "summer").save(path)
    whole = bytearray(path.read_bytes())
    head = int.from_bytes(whole[:8], "little") + 8
    whole[data.draw(st.integers(0, head - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(whole[: data.draw(st.integers(head, len(whole)))]))
    with suppress(ModelError):  # a flipped letter of the title is a title
        look = lookfile.load(path)
        assert look.picture_hw3.shape == (lookfile.SIDE, lookfile.SIDE, 3)
