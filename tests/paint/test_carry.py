from __future__ import annotations

import numpy as np
import pytest

from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile, plan_tiles
from pinxit.methods.paint.carry import MIX, enlarged, guide, guide_small


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


def test_the_guide_has_the_paintings_colour_and_the_photos_detail() -> None:
    rng = np.random.default_rng(1)
    grey = np.full((30, 30, 3), 0.5, np.float32)
    noise = (0.05 * rng.standard_normal((30, 30, 1))).astype(np.float32)
    red = np.zeros_like(grey) + np.array([0.6, 0.3, 0.3], np.float32)
    made = guide(grey + noise, red, grey)
    # The photo's lightness detail comes through whole: once in the mixed-in photo, once laid over the painting.
    np.testing.assert_allclose(made, MIX * red + (1 - MIX) * grey + noise, atol=1e-5)
    np.testing.assert_allclose(guide(grey, red, grey), guide_small(grey, red), atol=1e-6)


def test_the_guide_of_an_unchanged_photo_is_the_photo() -> None:
    grey = np.random.default_rng(1).random((30, 30, 1), np.float32) * np.ones(3, np.float32)
    soft = np.full_like(grey, 0.5)
    np.testing.assert_allclose(guide(grey, soft, soft), grey, atol=1e-5)
