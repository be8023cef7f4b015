"""`pinxit colour`: as somebody types it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from cli.conftest import Workshop, scene
from pinxit.core.picture import Picture
from pinxit.imageops.cube import read_cube


@pytest.fixture
def desk(shop: Workshop) -> Workshop:
    """A photo, and a red one whose colours it may take."""
    shop.photo("photo.png")
    red = scene(40, 40) * np.array([0.8, 0.3, 0.2], np.float32) + np.array([0.2, 0, 0], np.float32)
    Picture(red.astype(np.float32)).save("red.png")
    return shop


MKL = ("--method", "mkl")  # the zoo of these tests has no learned preset


def redness(path: str | Path) -> float:
    mean = Picture.of(path).rgb_hw3.mean((0, 1))
    return float(mean[0] - mean[2])


@pytest.mark.parametrize("method", ["reinhard", "mkl", "idt", "histogram"])
def test_a_photo_takes_the_colours_of_another(desk: Workshop, method: str) -> None:
    assert desk.run("colour", "photo.png", "--like", "red.png", "--method", method) == 0
    made = Picture.of("photo-red.png")
    assert made.size == (64, 48)
    assert abs(redness("photo-red.png") - redness("red.png")) < 0.3 * abs(
        redness("photo.png") - redness("red.png")
    )
    assert desk.run("colour", "photo.png", "--like", "red.png", *MKL) == 3  # no silent overwriting


def test_strength_zero_is_the_photo_and_a_mask_keeps_the_rest(desk: Workshop) -> None:
    assert (
        desk.run("colour", "photo.png", "--like", "red.png", *MKL, "--strength", "0", "--out", "same.png")
        == 0
    )
    np.testing.assert_allclose(
        Picture.of("same.png").rgb_hw3, Picture.of("photo.png").rgb_hw3, atol=1.01 / 255
    )
    mask_hw3 = np.zeros((48, 64, 3), np.float32)
    mask_hw3[:, 32:] = 1
    Picture(mask_hw3).save("mask.png")
    assert (
        desk.run("colour", "photo.png", "--like", "red.png", *MKL, "--mask", "mask.png", "--out", "half.png")
        == 0
    )
    before, after = (Picture.of(name).rgb_hw3 for name in ("photo.png", "half.png"))
    np.testing.assert_array_equal(after[:, :32], before[:, :32])
    assert np.abs(after[:, 32:] - before[:, 32:]).mean() > 0.05


def test_a_table_written_and_applied_gives_the_same_picture(desk: Workshop) -> None:
    assert desk.run("colour", "photo.png", "--like", "red.png", *MKL, "--lut", "red.cube") == 0
    assert read_cube("red.cube").points == 33
    assert desk.run("colour", "photo.png", "--apply", "red.cube", "--out", "again.png") == 0
    one, other = (Picture.of(name).rgb_hw3 for name in ("photo-red.png", "again.png"))
    assert np.abs(one - other).max() <= 1.01 / 255
    assert (
        desk.run("colour", "photo.png", "--like", "red.png", *MKL, "--lut", "red.png", "--out", "b.png") == 2
    )
    assert "red.cube" in desk.err


def test_a_look_is_learned_once_and_applied_by_name(desk: Workshop) -> None:
    assert desk.run("colour", "learn", "red.png", "--name", "rust") == 0
    assert desk.out.strip().endswith("rust.look")
    assert desk.run("styles") == 0
    assert desk.out.strip().endswith("--apply: rust")
    assert desk.run("colour", "photo.png", "--apply", "rust", *MKL) == 0
    assert redness("photo-rust.png") > redness("photo.png") + 0.1
    assert desk.run("colour", "photo.png", "--apply", "rusty", *MKL) == 2
    assert "rust" in desk.err
    assert desk.run("colour", "learn", "red.png", "--name", "rust") == 3
    assert desk.run("colour", "learn", "red.png") == 2
    assert "--name" in desk.err


def test_several_photos_and_one_that_is_none(desk: Workshop) -> None:
    desk.photo("other.png")
    Path("broken.png").write_bytes(b"no picture")
    code = desk.run(
        "colour", "photo.png", "broken.png", "other.png", "--like", "red.png", *MKL, "--out", "made", "--json"
    )
    assert code == 1
    said = json.loads(desk.out)
    assert [Path(each["output"]).name for each in said["painted"]] == ["photo-red.png", "other-red.png"]
    assert {each["method"] for each in said["painted"]} == {"mkl"}
    assert [Path(each["input"]).name for each in said["failed"]] == ["broken.png"]


def test_without_its_model_the_preset_says_what_else_there_is(desk: Workshop) -> None:
    assert desk.run("colour", "photo.png", "--like", "red.png", "--method", "preset") == 4
    assert "mkl" in desk.err


def test_what_cannot_be_is_said(desk: Workshop) -> None:
    assert desk.run("colour", "photo.png") == 2
    assert "--like" in desk.err
    Path("bad.cube").write_text("LUT_1D_SIZE 4")
    assert desk.run("colour", "photo.png", "--apply", "bad.cube") == 4
    assert "1D" in desk.err
    desk.photo("other.png")
    assert (
        desk.run(
            "colour", "photo.png", "other.png", "--like", "red.png", *MKL, "--lut", "a.cube", "--out", "made"
        )
        == 2
    )
    assert "one" in desk.err
