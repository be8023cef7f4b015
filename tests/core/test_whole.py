"""Whole files: there or not there, whatever happens on the way; and forecasts of what will be refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pinxit.core.errors import OutputError
from pinxit.core.whole import output_folder, refusal, whole_file


def test_what_was_written_appears_at_the_end(tmp_path: Path) -> None:
    place = tmp_path / "new" / "a.bin"
    with whole_file(place) as stream:
        stream.write(b"all of it")
        assert not place.exists()
    assert place.read_bytes() == b"all of it"
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, ValueError])
def test_nothing_half_written_stays(stop: type[BaseException], tmp_path: Path) -> None:
    place = tmp_path / "a.bin"
    place.write_bytes(b"precious")

    def write_half() -> None:
        with whole_file(place) as stream:
            stream.write(b"half")
            raise stop

    with pytest.raises(stop):
        write_half()
    assert place.read_bytes() == b"precious"
    assert list(tmp_path.iterdir()) == [place]


def test_a_name_as_long_as_the_system_takes(tmp_path: Path) -> None:
    place = tmp_path / ("神奈川沖浪裏" * 13 + ".png")  # 238 bytes of UTF-8; the hidden name is longer by some
    with whole_file(place) as stream:
        stream.write(b"x")
    assert place.read_bytes() == b"x"


def test_refusals_are_foreseen(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert refusal(tmp_path / "a.png") == ""
    assert refusal(tmp_path / "not" / "yet" / "a.png") == ""
    assert "is a file, not a folder" in refusal(tmp_path / "file" / "a.png")
    assert "is a file, not a folder" in refusal(tmp_path / "file" / "deeper" / "a.png")
    assert refusal(Path(os.devnull)) == "", "a device is written to, whatever its folder"


@pytest.mark.skipif(
    not Path("/sys/kernel").is_dir(), reason="Linux has a folder where not even root may write"
)
def test_a_folder_without_permission_is_foreseen(tmp_path: Path) -> None:
    if os.access("/sys", os.W_OK):
        pytest.skip("this user may write anywhere")
    assert "not permitted" in refusal(Path("/sys/pinxit/a.png"))
    link = tmp_path / "link.png"
    link.symlink_to("/sys/a.png")
    assert "not permitted" in refusal(link)


def test_a_folder_appears_when_it_is_full(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "zoom"
    with output_folder(folder, overwrite=False, known_by="mark") as place:
        (place / "mark").write_text("1", encoding="utf-8")
        assert not folder.exists()
    assert [path.name for path in folder.iterdir()] == ["mark"]
    assert list(folder.parent.iterdir()) == [folder]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_of_a_folder_that_fails_nothing_stays_and_the_old_one_does(
    stop: type[BaseException], tmp_path: Path
) -> None:
    folder = tmp_path / "zoom"
    folder.mkdir()
    (folder / "mark").write_text("old", encoding="utf-8")

    def write_half() -> None:
        with output_folder(folder, overwrite=True, known_by="mark") as place:
            (place / "mark").write_text("new", encoding="utf-8")
            raise stop

    with pytest.raises((stop, OutputError)):
        write_half()
    assert (folder / "mark").read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [folder]


def test_what_is_no_folder_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter").touch()
    for name, overwrite in (("file", True), ("other", False), ("other", True)):
        with pytest.raises(OutputError), output_folder(tmp_path / name, overwrite=overwrite, known_by="mark"):
            pass
    assert (tmp_path / "other" / "letter").exists()
