from __future__ import annotations

import numpy as np
import pytest

from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile, plan_tiles


@pytest.mark.parametrize(
    ("kind", "size"),
    [("cubic", (300, 451)), ("linear", (300, 451)), ("linear", (130, 97)), ("cubic", (41, 57))],
)
def test_windows_of_an_enlargement_join_without_a_seam(kind: str, size: tuple[int, int]) -> None:
    small = np.random.default_rng(1).random((40, 56, 3), np.float32)
    whole = enlarged(small, *size, Tile(0, size[0], 0, size[1], 0, size[0], 0, size[1]), kind=kind)
    if kind == "linear":
        np.testing.assert_allclose(whole, resize(small, *size, kind="linear", clip=True), atol=1e-5)
    assert whole.min() >= 0
    assert whole.max() <= 1
    for tile in plan_tiles(*size, window=80, context=8, multiple=4):
        np.testing.assert_allclose(enlarged(small, *size, tile, kind=kind), whole[tile.window], atol=1e-5)


def test_the_same_size_is_the_array_itself() -> None:
    small = np.random.default_rng(1).random((40, 56, 2), np.float32)
    tile = Tile(4, 20, 8, 30, 4, 20, 8, 30)
    assert np.shares_memory(enlarged(small, 40, 56, tile), small)
