"""Tables of colours: sampling, interpolation, strength, masks, and .cube files from anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinxit.core.errors import InputNotFound, ModelError, OptionError
from pinxit.imageops.cube import check_target, cube_from_bytes, cube_text, read_cube
from pinxit.imageops.lut import Float, Lut, grid

RNG = np.random.default_rng(5)
PICTURE = RNG.random((20, 30, 3)).astype(np.float32)


def curve(rgb_m3: Float) -> Float:
    """Smooth, and different for each channel."""
    return np.stack([rgb_m3[:, 0] ** 1.5, rgb_m3[:, 2], 1 - rgb_m3[:, 1] ** 2], 1).astype(np.float32)


def test_red_changes_fastest_as_in_a_cube_file() -> None:
    np.testing.assert_array_equal(grid(2)[:3], [[0, 0, 0], [1, 0, 0], [0, 1, 0]])
    table = Lut.of(lambda rgb: rgb, 3).table_bgr3
    np.testing.assert_allclose(table[0, 1, 2], [1, 0.5, 0])


def test_a_table_of_nothing_changes_nothing() -> None:
    same = Lut.of(lambda rgb: rgb)
    np.testing.assert_allclose(same(PICTURE), PICTURE, atol=1e-6)
    assert np.abs(same.apply(PICTURE) - PICTURE).max() <= 0.5 / 255 + 1e-6


def test_an_affine_map_is_exact_between_the_points() -> None:
    matrix = np.array([[0.5, 0.2, 0.1], [0.1, 0.6, 0.1], [0.0, 0.3, 0.4]], np.float32)
    lut = Lut.of(lambda rgb: rgb @ matrix.T + np.float32(0.05), 5)
    np.testing.assert_allclose(lut(PICTURE), PICTURE @ matrix.T + 0.05, atol=1e-5)


def test_a_curve_is_near_and_eight_bits_agree() -> None:
    lut, wanted = Lut.of(curve), curve(PICTURE.reshape(-1, 3)).reshape(PICTURE.shape)
    assert np.abs(lut(PICTURE) - wanted).mean() < 0.3 / 255
    assert np.abs(lut.apply(PICTURE, depth=16) - lut.apply(PICTURE, depth=8)).max() < 2.5 / 255


def test_strength_is_a_walk_from_the_photo() -> None:
    lut = Lut.of(curve)
    np.testing.assert_allclose(lut.mixed(0)(PICTURE), PICTURE, atol=1e-6)
    half = lut.mixed(0.5)(PICTURE)
    np.testing.assert_allclose(half, (PICTURE + lut(PICTURE)) / 2, atol=1e-5)
    assert lut.mixed(1) is lut


def test_a_mask_says_where() -> None:
    mask_hw = np.zeros(PICTURE.shape[:2], np.float32)
    mask_hw[:, 15:] = 1
    made = Lut.of(curve).apply(PICTURE, depth=16, mask_hw=mask_hw)
    np.testing.assert_array_equal(made[:, :15], PICTURE[:, :15])
    np.testing.assert_allclose(made[:, 15:], Lut.of(curve)(PICTURE[:, 15:]), atol=1e-6)


def test_a_cube_file_comes_back(tmp_path: Path) -> None:
    lut = Lut.of(curve, 9)
    path = tmp_path / "a.cube"
    path.write_text(cube_text(lut))
    again = read_cube(path)
    np.testing.assert_allclose(again.table_bgr3, lut.table_bgr3, atol=1e-6)
    assert cube_text(again) == cube_text(lut)


def test_a_domain_of_its_own_is_kept() -> None:
    text = cube_text(
        Lut(Lut.of(curve, 4).table_bgr3, np.full(3, -1, np.float32), np.full(3, 2, np.float32), "a")
    )
    lut = cube_from_bytes(text.encode())
    assert (lut.low[0], lut.high[0], lut.title) == (-1, 2, "a")
    np.testing.assert_allclose(lut(np.full((1, 3), 2.0, np.float32)), lut.table_bgr3[-1, -1, -1][None])
    ranged = cube_from_bytes(
        text.replace("DOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 2 2 2", "LUT_3D_INPUT_RANGE -1 2").encode()
    )
    np.testing.assert_array_equal(ranged.low, lut.low)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "LUT_3D_SIZE"),
        ("hello", "neither"),
        ("LUT_1D_SIZE 4\n", "1D"),
        ("LUT_3D_SIZE 1\n", "2 to"),
        ("LUT_3D_SIZE 999999999999999999999\n", "2 to"),
        ("LUT_3D_SIZE 2\n0 0 0\n", "cut off"),
        ("LUT_3D_SIZE 2\n" + "0 0\n" * 8, "three numbers"),
        ("LUT_3D_SIZE 2\n" + "0 0 nan\n" * 8, "finite"),
        ("LUT_3D_SIZE 2\n" + "0 0 0x\n" * 8, "not made of numbers"),
        ("LUT_3D_SIZE 2\nDOMAIN_MIN 1 1 1\nDOMAIN_MAX 0 0 0\n" + "0 0 0\n" * 8, "above"),
        ("LUT_3D_SIZE 2\nDOMAIN_MIN 1 1\n" + "0 0 0\n" * 8, "expected 3"),
    ],
)
def test_what_is_no_table_is_told_apart(text: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        cube_from_bytes(text.encode(), "x.cube")


def test_bytes_a_missing_file_and_a_wrong_name() -> None:
    with pytest.raises(ModelError, match="text"):
        cube_from_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputNotFound):
        read_cube("no/such.cube")
    with pytest.raises(OptionError, match=r"x\.cube"):
        check_target(Path("x.png"))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_table_is_an_error_or_a_table(data: st.DataObject) -> None:
    whole = bytearray(cube_text(Lut.of(curve, 3)).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    try:
        lut = cube_from_bytes(bytes(whole))
    except ModelError:
        return
    assert np.isfinite(lut(PICTURE)).all()
