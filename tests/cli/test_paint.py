"""`pinxit paint`: what goes in, what comes out, what is refused, and with which exit code."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from cli.conftest import Workshop
from pinxit.core.picture import Picture


def test_one_photo_is_painted_beside_itself(shop: Workshop) -> None:
    shop.photo(height=50, width=70)
    assert shop.run("paint", "photo.jpg", "--style", "great-wave") == 0
    assert shop.files() == {"photo-great-wave.jpg"}
    assert Picture.of("photo-great-wave.jpg").size == (70, 50)
    assert shop.out.startswith("photo-great-wave.jpg  70 × 50  ")
    assert shop.err == ""  # no bar in a pipe


def test_strength_zero_is_the_photo_and_one_is_not(shop: Workshop) -> None:
    photo = Picture.of(shop.photo("photo.png"))
    for strength in ("0", "1"):
        assert (
            shop.run(
                "paint", "photo.png", "-s", "the-scream", "--strength", strength, "-o", f"{strength}.png"
            )
            == 0
        )
    assert np.abs(Picture.of("0.png").rgb_hw3 - photo.rgb_hw3).max() < 2 / 255
    assert np.abs(Picture.of("1.png").rgb_hw3 - photo.rgb_hw3).mean() > 0.02


def test_options_reach_the_painter(shop: Workshop) -> None:
    shop.photo(height=60, width=90)
    words = ["--keep-colours", "--stroke", "0.5", "--max-side", "45", "--threads", "1", "--device", "cpu"]
    assert shop.run("paint", "photo.jpg", "--style", "great-wave", *words) == 0
    assert Picture.of("photo-great-wave.jpg").size == (45, 30)


def test_a_blend_names_the_file_after_its_parts(shop: Workshop) -> None:
    shop.photo()
    assert shop.run("paint", "photo.jpg", "--style", "great-wave:0.6,the-scream:0.4") == 0
    assert shop.files() == {"photo-great-wave+the-scream.jpg"}


def test_a_style_file(shop: Workshop, zoo: Path) -> None:
    shop.photo()
    mine = shop.folder / "mine.style"
    mine.write_bytes((zoo / "paint.core_v2" / "styles" / "the-scream.style").read_bytes())
    assert shop.run("paint", "photo.jpg", "--style", "mine.style", "--out", "x.jpg") == 0
    assert shop.files() == {"mine.style", "x.jpg"}


def test_a_mask_divides_the_picture_between_two_styles(shop: Workshop) -> None:
    shop.photo("photo.png", 64, 256)
    half_hw3 = np.zeros((64, 256, 3), np.float32)
    half_hw3[:, 128:] = 1
    shop.made.append(Picture(half_hw3).save("mask.png"))
    for style in ("great-wave", "the-scream"):
        assert shop.run("paint", "photo.png", "-s", style) == 0
    words = ["--mask", "mask.png", "--style2", "the-scream", "-o", "both.png"]
    assert shop.run("paint", "photo.png", "-s", "great-wave", *words) == 0
    wave, scream, both = (
        Picture.of(name).rgb_hw3 for name in ("photo-great-wave.png", "photo-the-scream.png", "both.png")
    )
    assert np.abs(both[:, :40] - wave[:, :40]).max() < 3 / 255
    assert np.abs(both[:, -40:] - scream[:, -40:]).max() < 3 / 255


def test_folder_pattern_and_file_together(shop: Workshop) -> None:
    (shop.folder / "album").mkdir()
    for name in ("album/a.png", "album/b.jpg", "c1.png", "c2.png", "d.png"):
        shop.photo(name)
    assert shop.run("paint", "album", "c*.png", "d.png", "-s", "great-wave", "--out", "done/") == 0
    assert shop.files() == {f"done/{name}-great-wave{kind}" for name, kind in
                            (("a", ".png"), ("b", ".jpg"), ("c1", ".png"), ("c2", ".png"), ("d", ".png"))}  # fmt: skip


def test_one_bad_file_does_not_stop_the_others(shop: Workshop) -> None:
    (shop.folder / "album").mkdir()
    for name in ("album/a.png", "album/c.png"):
        shop.photo(name)
    shop.made.append(shop.folder / "album" / "b.png")
    shop.made[-1].write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    assert shop.run("paint", "album", "gone.jpg", "-s", "great-wave", "--out", "done", "--json") == 1
    report = json.loads(shop.out)
    assert [Path(entry["output"]).name for entry in report["painted"]] == [
        "a-great-wave.png",
        "c-great-wave.png",
    ]
    assert {(Path(entry["input"]).name, entry["error"]) for entry in report["failed"]} == {
        ("b.png", "PictureError"),
        ("gone.jpg", "InputNotFound"),
    }
    assert "2 painted, 2 failed" in shop.err
    assert "Traceback" not in shop.err


def test_json_says_what_was_done(shop: Workshop) -> None:
    shop.photo("photo.png", 30, 40)
    assert shop.run("paint", "photo.png", "-s", "great-wave", "--json", "--format", "jpg") == 0
    [entry] = json.loads(shop.out)["painted"]
    assert set(entry) == {"input", "output", "style", "width", "height", "seconds", "notes"}
    assert (entry["output"], entry["style"], entry["width"]) == ("photo-great-wave.jpg", "great-wave", 40)
    assert entry["seconds"] > 0
    assert entry["notes"] == []


def test_what_was_left_out_is_said(shop: Workshop) -> None:
    rgb_hw3 = np.full((40, 40, 3), 0.5, np.float32)
    Picture(rgb_hw3, np.full((40, 40), 0.5, np.float32)).save("glass.png")
    assert shop.run("paint", "glass.png", "-s", "great-wave", "--format", "jpg") == 0
    assert "glass.png: transparency" in shop.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["photo.jpg", "-s", "grate-wave"], 2, "great-wave"),
        (["photo.jpg", "-s", "gone.style"], 2, "gone.style"),
        (["photo.jpg", "-s", "broken.style"], 4, "sha256"),
        (["photo.jpg", "-s", "x" * 5000], 2, "there are"),
        (["photo.jpg", "-s", "x" * 5000 + ".style"], 4, "too long"),
        (["photo.jpg", "-s", "~nobody-of-that-name/x.style"], 2, "no such style file"),
        (["photo.jpg", "-s", "great-wave", "--out", "x" * 5000 + ".jpg"], 3, "too long"),
        (["photo.jpg", "-s", "great-wave", "--out", "x" * 5000 + "/"], 3, "too long"),
        (["x" * 5000, "-s", "great-wave"], 2, "too long"),
        (["photo.jpg", "-s", "great-wave", "--strength", "3"], 2, "between 0 and 1.5"),
        (["photo.jpg", "-s", "great-wave", "--strength", "nan"], 2, "strength"),
        (["photo.jpg", "-s", "great-wave", "--quality", "101"], 2, "between 1 and 100"),
        (["photo.jpg", "-s", "great-wave", "--device", "tpu"], 2, "invalid choice"),
        (["photo.jpg", "-s", "great-wave", "--device", "dml"], 5, "dml"),
        (["photo.jpg", "-s", "great-wave", "--max-pixels", "100"], 2, "--max-pixels"),
        (["photo.jpg", "-s", "great-wave", "--mask", "photo.jpg"], 2, "--style2"),
        (["photo.jpg", "-s", "great-wave", "--mask", "gone.png", "--style2", "great-wave"], 2, "gone.png"),
        (["photo.jpg"], 2, "--style"),
        (["gone.jpg", "-s", "great-wave"], 2, "gone.jpg"),
        (["empty.jpg", "-s", "great-wave"], 2, "empty"),
        (["photo.jpg", "-s", "great-wave", "--out", "photo.jpg", "--overwrite"], 3, "is an input"),
        (["photo.jpg", "-s", "great-wave", "--out", "taken.png"], 3, "--overwrite"),
        (["photo.jpg", "-s", "great-wave", "--out", "x.gif"], 3, ".png"),
        (["photo.jpg", "-s", "great-wave", "--out", "x.png", "--format", "jpg"], 2, "agree"),
        (["photo.jpg", "-s", "great-wave", "--out", "photo.jpg/x.png"], 3, "photo.jpg"),
        (["sub/photo.jpg", "photo.jpg", "-s", "great-wave", "--out", "x/"], 3, "both"),
        (["sub/photo.jpg", "photo.jpg", "-s", "great-wave", "--out", "-"], 3, "folder"),
        (["sub/photo.jpg", "-", "-s", "great-wave"], 2, "alone"),
        (["photo.jpg", "-s", "great-wave", "--out", "-", "--json"], 2, "stdout"),
    ],
)
def test_refused(shop: Workshop, words: list[str], code: int, said: str) -> None:
    (shop.folder / "sub").mkdir()
    before = {
        path: path.read_bytes()
        for path in (shop.photo(), shop.photo("sub/photo.jpg"), shop.photo("taken.png"))
    }
    for name, data in (("empty.jpg", b""), ("broken.style", b"no style at all")):
        shop.made.append(shop.folder / name)
        shop.made[-1].write_bytes(data)
    assert shop.run("paint", *words) == code
    assert said in shop.err
    assert "Traceback" not in shop.err
    assert shop.files() == set()
    assert {path: path.read_bytes() for path in before} == before


def test_overwrite_replaces(shop: Workshop) -> None:
    shop.photo()
    taken = shop.photo("taken.jpg", 10, 10)
    assert shop.run("paint", "photo.jpg", "-s", "great-wave", "-o", "taken.jpg", "--overwrite") == 0
    assert Picture.of(taken).size == (64, 48)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of folders are another thing there")
def test_a_folder_that_may_not_be_written(shop: Workshop) -> None:
    shop.photo()
    locked = shop.folder / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        (locked / "probe").touch()
    except PermissionError:
        assert shop.run("paint", "photo.jpg", "-s", "great-wave", "--out", "locked/") == 3
        assert "not permitted" in shop.err
    else:
        pytest.skip("this user may write anywhere")
    finally:
        locked.chmod(stat.S_IRWXU)


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="Linux has a folder where not even root may write"
)
def test_a_folder_where_nobody_may_write(shop: Workshop) -> None:
    shop.photo()
    assert shop.run("paint", "photo.jpg", "-s", "great-wave", "--out", "/proc/x.jpg") == 3
    assert "--out" in shop.err
    assert "Traceback" not in shop.err
