"""Reading small pictures: what they are cut to, how they are compared, what happens to files that are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from albums import square, write_album
from pinxit.core.errors import InputError, InputNotFound, PictureTooLarge
from pinxit.core.picture import Picture
from pinxit.methods.mosaic import album
from pinxit.methods.mosaic.album import looks, middle_square, read_album


def test_a_folder_becomes_squares_of_one_size(tmp_path: Path) -> None:
    write_album(tmp_path, 5)
    read = read_album([str(tmp_path)], 8)
    assert read.tiles_nss3.shape == (5, 8, 8, 3)
    assert len(read) == 5
    assert read.skipped == ()
    np.testing.assert_allclose(read.tiles_nss3[0, 6, 6] / 255, square(0).rgb_hw3[-1, -1], atol=0.01)


def test_the_middle_is_taken_and_transparency_is_white() -> None:
    rgb_hw3 = np.zeros((4, 10, 3), np.float32)
    rgb_hw3[:, 3:7] = 1
    assert middle_square(Picture(rgb_hw3)).shape == (4, 4, 3)
    assert middle_square(Picture(rgb_hw3)).min() == 1
    assert Picture(rgb_hw3, np.zeros((4, 10), np.float32)).on_white().min() == 1


def test_a_look_is_the_mean_and_the_ways_from_it() -> None:
    flat_ngg3 = np.full((1, 4, 4, 3), 0.5, np.float32)
    half_ngg3 = flat_ngg3.copy()
    half_ngg3[0, :2] = 0.25
    flat, half = looks(np.concatenate([flat_ngg3, half_ngg3]))
    np.testing.assert_allclose(flat[3:], 0, atol=1e-6)
    assert flat[0] > half[0]
    assert np.abs(half[3:]).max() > 0.01


def test_the_distance_of_looks_is_the_mean_one_of_the_parts() -> None:
    from pinxit.imageops.colour import rgb_to_oklab

    rgb_ngg3 = np.random.default_rng(3).random((2, 4, 4, 3)).astype(np.float32)
    lab_nk3 = rgb_to_oklab(rgb_ngg3.reshape(2, 16, 3))
    one, other = looks(rgb_ngg3)
    wanted = np.square(lab_nk3[0] - lab_nk3[1]).sum(1).mean()
    assert np.square(one - other).sum() == pytest.approx(wanted, rel=1e-4)


def test_broken_files_are_left_out_and_named(tmp_path: Path) -> None:
    write_album(tmp_path, 2)
    (tmp_path / "a-bad.png").write_bytes(b"no picture")
    (tmp_path / "empty.jpg").touch()
    read = read_album([str(tmp_path)], 4)
    assert len(read) == 2
    assert [file.name for file, _ in read.skipped] == ["a-bad.png", "empty.jpg"]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match="holds no pictures"):
        read_album([str(tmp_path)], 4)
    (tmp_path / "bad.png").write_bytes(b"no picture")
    with pytest.raises(InputError, match="none of the 1 small pictures can be read"):
        read_album([str(tmp_path)], 4)


def test_more_than_memory_is_refused_with_a_size_that_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_album(tmp_path, 3)
    monkeypatch.setattr(album, "MOST_BYTES", 3 * 3 * 10 * 10)
    with pytest.raises(PictureTooLarge, match="--tile-size 10"):
        read_album([str(tmp_path)], 11)
    assert len(read_album([str(tmp_path)], 10)) == 3


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    write_album(tmp_path, 3)
    with pytest.raises(InputError, match="stopped"):
        read_album([str(tmp_path)], 4, on_step=lambda step: step.done < 2)
