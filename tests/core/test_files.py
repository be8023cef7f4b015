"""Writing: whole or not at all, never over something by surprise, and errors that say what to do."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hostile_pictures import scene
from pinxit.core import files
from pinxit.core.errors import OptionError, OutputError, OutputExists
from pinxit.core.files import read_picture, write_picture
from pinxit.core.picture import Picture

PICTURE = Picture.of(scene())


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.png", "a.webp", "a.tiff", "a.tif"])
def test_the_suffix_decides(name: str, tmp_path: Path) -> None:
    path = write_picture(PICTURE, tmp_path / name)
    assert path == tmp_path / name
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert read_picture(path).size == PICTURE.size


def test_the_format_overrules_the_suffix(tmp_path: Path) -> None:
    path = write_picture(PICTURE, str(tmp_path / "a.odd"), format="png")
    assert path.read_bytes().startswith(b"\x89PNG")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    assert write_picture(PICTURE, tmp_path / "new" / "deep" / "a.png").is_file()


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"precious")
    with pytest.raises(OutputExists, match=r"exists already.*--overwrite"):
        write_picture(PICTURE, path)
    assert path.read_bytes() == b"precious"
    write_picture(PICTURE, path, overwrite=True)
    assert read_picture(path).size == PICTURE.size


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.png", tmp_path / "link.png"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_picture(PICTURE, link, overwrite=True)
    assert link.is_symlink()
    assert read_picture(real).size == PICTURE.size


def test_the_umask_is_kept(tmp_path: Path) -> None:
    path = write_picture(PICTURE, tmp_path / "a.png")
    (tmp_path / "plain").write_bytes(b"")
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, MemoryError, ValueError, OSError])
@pytest.mark.parametrize("there", [False, True])
def test_nothing_half_written_stays(
    stop: type[BaseException], there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    if there:
        path.write_bytes(b"precious")

    def half(picture: Picture, stream: Any, *_: Any) -> None:
        stream.write(b"half of it")
        stream.flush()
        assert len(list(tmp_path.iterdir())) == 1 + there
        raise stop

    monkeypatch.setattr(files, "encode_into", half)
    with pytest.raises((stop, OutputError)):
        write_picture(PICTURE, path, overwrite=True)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"precious"] * there


def test_ctrl_c_while_pillow_encodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(image: Any, stream: Any, *_: Any, **__: Any) -> None:
        stream.write(b"\x89PNG")
        raise KeyboardInterrupt

    monkeypatch.setattr("PIL.Image.Image.save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_picture(PICTURE, tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"is a file, not a folder; choose another folder \(--out\)"):
        write_picture(PICTURE, tmp_path / "file" / "a.png")
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_picture(PICTURE, tmp_path / "folder.png")
    with pytest.raises(OutputError, match="name is too long"):
        write_picture(PICTURE, tmp_path / ("x" * 300 + ".png"))
    with pytest.raises(OutputError, match="not a file name"):
        write_picture(PICTURE, "a\0b.png")
    with pytest.raises(OutputError, match="end the name with"):
        write_picture(PICTURE, tmp_path / "a.doc")
    with pytest.raises(OptionError):
        write_picture(PICTURE, tmp_path / "a.png", format="doc")
    with pytest.raises(OptionError):
        write_picture(PICTURE, tmp_path / "a.png", quality=0)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder.png"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_a_folder_that_nobody_may_write_in() -> None:
    with pytest.raises(OutputError, match=r"cannot be written.*choose another"):
        write_picture(PICTURE, "/proc/pinxit/a.png")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="not permitted"):
        write_picture(PICTURE, tmp_path / "a.png")


@pytest.mark.parametrize("number", ["EACCES", "EROFS", "ENOSPC", "EIO"])
def test_the_systems_refusals_are_explained(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(getattr(errno, number), "refused")

    monkeypatch.setattr(Path, "open", refuse)
    says = {
        "EACCES": "not permitted",
        "EROFS": "not permitted",
        "ENOSPC": "disk is full",
        "EIO": "refused; choose",
    }
    with pytest.raises(OutputError, match=says[number]):
        write_picture(PICTURE, tmp_path / "a.png")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_devices_are_written_to_and_not_replaced() -> None:
    assert write_picture(PICTURE, "/dev/null", format="png") == Path("/dev/null")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OutputError, match="disk is full"):
        write_picture(PICTURE, "/dev/full", format="png")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_read(tmp_path: Path) -> None:
    pipe, source = tmp_path / "pipe", write_picture(PICTURE, tmp_path / "a.png")
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(source.read_bytes()))
    writer.start()
    assert np.array_equal(read_picture(pipe).rgb_hw3, PICTURE.rgb_hw3)
    writer.join()
