"""Contact sheets: where things are on the page, and names that a font does not know."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pinxit.imageops import lettering
from pinxit.imageops.lettering import Lettering, lettering_for
from pinxit.imageops.sheet import Cell, contact_sheet

RED = np.zeros((60, 90, 3), np.float32)
RED[..., 0] = 1


def is_red(page_hw3: NDArray[np.float32]) -> NDArray[np.bool_]:
    red: NDArray[np.bool_] = (page_hw3[..., 0] > 0.9) & (page_hw3[..., 1:].max(axis=-1) < 0.1)
    return red


def test_every_picture_is_on_the_page_in_rows_and_columns() -> None:
    page_hw3 = contact_sheet([Cell(RED, f"no. {number}") for number in range(6)], heading="six", columns=3)
    assert page_hw3.dtype == np.float32
    assert 0 <= page_hw3.min() <= page_hw3.max() <= 1
    red_hw = is_red(page_hw3)
    assert red_hw.sum() == 6 * 360 * 240
    edges_w = np.flatnonzero(np.diff(np.concatenate([[0], red_hw.any(axis=0).astype(int), [0]])))
    edges_h = np.flatnonzero(np.diff(np.concatenate([[0], red_hw.any(axis=1).astype(int), [0]])))
    assert len(edges_w) == 2 * 3
    assert len(edges_h) == 2 * 2


def test_a_picture_of_another_shape_is_fitted_into_its_cell() -> None:
    tall = np.zeros((300, 20, 3), np.float32)
    tall[..., 0] = 1
    page_hw3 = contact_sheet([Cell(RED, "a"), Cell(tall, "b")], heading="x", columns=1)
    assert is_red(page_hw3).sum() == 360 * 240 + 16 * 240


@pytest.mark.parametrize("shape", [(1, 1), (4000, 3), (3, 4000)])
def test_odd_shapes_give_a_page_of_reasonable_size(shape: tuple[int, int]) -> None:
    page_hw3 = contact_sheet([Cell(np.ones((*shape, 3), np.float32), "x")] * 3, heading="y")
    assert max(page_hw3.shape) < 3000


def test_words_never_leave_their_cell() -> None:
    blank = np.full((60, 90, 3), 246 / 255, np.float32)
    words = "a title far longer than the picture above it " * 5
    page_hw3 = contact_sheet([Cell(blank, words, words)], heading=words, note=words)
    ink_w = (page_hw3.min(axis=(0, 2)) < 0.6).nonzero()[0]
    assert ink_w.min() >= 52
    assert ink_w.max() <= page_hw3.shape[1] - 52


def test_no_pictures() -> None:
    with pytest.raises(ValueError, match="at least one"):
        contact_sheet([], heading="x")


def test_plain_names_use_the_font_that_is_the_same_everywhere() -> None:
    assert lettering_for(["The Great Wave off Kanagawa", "1831"]) == Lettering(None)


def test_accents_are_kept_where_a_font_has_them_and_left_out_where_none_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = lettering_for(["Léger", "Doré"])
    assert found.write("Léger") == ("Leger" if found.plain else "Léger")
    monkeypatch.setattr(lettering, "_SYSTEM", ("no-such-font.ttf",))
    assert lettering_for(["Léger"]) == Lettering(None, plain=True)
    assert lettering_for(["Léger"]).write("Sakai Hōitsu, Fernand Léger") == "Sakai Hoitsu, Fernand Leger"
