""".cube files: what is written comes back, what others write is read, and what is no table is named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinxit.core.errors import InputNotFound, ModelError, OptionError
from pinxit.imageops.cube import check_target, cube_from_bytes, cube_text, read_cube
from pinxit.imageops.lut import Lut, grid

RNG = np.random.default_rng(5)
POINTS = "\n".join(f"{r:g} {g:g} {b:g}" for r, g, b in grid(2))


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    table = np.random.default_rng(1).random((5, 5, 5, 3)).astype(np.float32)
    lut = Lut(table, np.array([0, 0.1, 0], np.float32), np.array([1, 2, 1], np.float32), 'my "look"')
    (tmp_path / "a.cube").write_text(cube_text(lut))
    found = read_cube(tmp_path / "a.cube")
    np.testing.assert_allclose(found.table_bgr3, table, atol=1e-6)
    np.testing.assert_allclose([found.low, found.high], [lut.low, lut.high])
    assert found.title == "my look"
    assert cube_text(found) == cube_text(lut)


def test_what_other_programs_write_is_read() -> None:
    text = f'\ufeff# made elsewhere\r\nTITLE "x"\r\nLUT_3D_SIZE 2\r\nLUT_3D_INPUT_RANGE 0.0 1.0\r\n\r\n{POINTS}\r\n'
    lut = cube_from_bytes(text.encode())
    colours = np.random.default_rng(2).random((50, 3)).astype(np.float32)
    np.testing.assert_allclose(lut(colours), colours, atol=1e-6)
    tabs = f"LUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n{POINTS}".replace(" ", "\t")
    assert cube_from_bytes(tabs.encode()).points == 2


def test_a_domain_of_its_own_is_kept() -> None:
    text = cube_text(
        Lut(
            RNG.random((4, 4, 4, 3)).astype(np.float32),
            np.full(3, -1, np.float32),
            np.full(3, 2, np.float32),
            "a",
        )
    )
    lut = cube_from_bytes(text.encode())
    assert (lut.low[0], lut.high[0], lut.title) == (-1, 2, "a")
    np.testing.assert_allclose(lut(np.full((1, 3), 2.0, np.float32)), lut.table_bgr3[-1, -1, -1][None])
    ranged = cube_from_bytes(
        text.replace("DOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 2 2 2", "LUT_3D_INPUT_RANGE -1 2").encode()
    )
    np.testing.assert_array_equal(ranged.low, lut.low)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "no LUT_3D_SIZE"),
        (b"\xff\xd8\xff\xe0", "text: byte 0"),
        (b"hello", "line 1: 'hello'"),
        (b"LUT_1D_SIZE 4\n0 0 0", "1D table"),
        (b"LUT_3D_SIZE 1\n0 0 0", "expected 2 to"),
        (b"LUT_3D_SIZE 99999999999999999999999", "expected 2 to"),
        (b"LUT_3D_SIZE -3", "expected 2 to"),
        (b"LUT_3D_SIZE 2\n0 0 0", "has 1 colours, and a table of 2 points has 8"),
        (f"LUT_3D_SIZE 2\n{POINTS}\n0 0 0".encode(), "has 9 colours"),
        (f"LUT_3D_SIZE 2\n{POINTS[:-2]}".encode(), "three numbers"),
        (f"LUT_3D_SIZE 2\n{POINTS}".replace("0 0 1", "0 0 1e999").encode(), "not finite"),
        (f"LUT_3D_SIZE 2\n{POINTS}".replace("0 0 1", "0 0 x").encode(), "numbers"),
        (f"LUT_3D_SIZE 2\nDOMAIN_MIN 1 1 1\n{POINTS}".encode(), "must lie above"),
        (f"LUT_3D_SIZE 2\nDOMAIN_MIN nan 0 0\n{POINTS}".encode(), "line 2: expected 3 numbers"),
        (f"LUT_3D_SIZE 2\nDOMAIN_MAX 1 1\n{POINTS}".encode(), "line 2: expected 3 numbers"),
        (b"hello", "neither"),
        (b"LUT_3D_SIZE 2\n0 0 0\n", "cut off"),
        (b"LUT_3D_SIZE 2\n" + b"0 0\n" * 8, "three numbers"),
        (b"LUT_3D_SIZE 2\n" + b"0 0 nan\n" * 8, "finite"),
        (b"LUT_3D_SIZE 2\n" + b"0 0 0x\n" * 8, "not made of numbers"),
    ],
)
def test_what_is_no_table_is_named(text: bytes, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        cube_from_bytes(text, "bad.cube")


def test_a_file_that_is_not_there_and_a_name_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match=r"gone\.cube"):
        read_cube(tmp_path / "gone.cube")
    with pytest.raises(ModelError):
        read_cube(tmp_path)
    with pytest.raises(OptionError, match=r"look\.cube"):
        check_target(Path("look.png"))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_table_is_an_error_or_a_table(data: st.DataObject) -> None:
    whole = bytearray(cube_text(Lut(RNG.random((3, 3, 3, 3)).astype(np.float32))).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    try:
        lut = cube_from_bytes(bytes(whole))
    except ModelError:
        return
    assert np.isfinite(lut(RNG.random((50, 3)).astype(np.float32))).all()
