"""Tiles: every pixel once, context where the picture goes on, and tiled work that equals whole work."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from pinxit.imageops.tiles import plan_tiles

sides = st.integers(1, 900)


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(sides, sides, st.integers(1, 300), st.integers(0, 70), st.sampled_from([1, 4, 8]))
def test_any_plan(height: int, width: int, tile: int, context: int, multiple: int) -> None:
    tiles = plan_tiles(
        height, width, tile=max(tile, width // 20, height // 20), context=context, multiple=multiple
    )
    count = np.zeros((height, width), np.int32)
    shapes = set()
    for each in tiles:
        count[each.inner] += 1
        for first, end, inner_first, inner_end, side in (
            (each.y0, each.y1, each.inner_y0, each.inner_y1, height),
            (each.x0, each.x1, each.inner_x0, each.inner_x1, width),
        ):
            assert 0 <= first <= inner_first < inner_end <= end <= side
            assert first % multiple == 0
            assert inner_first - first >= min(context, inner_first)
            assert end - inner_end >= min(context, side - inner_end)
        shapes.add((each.y1 - each.y0, each.x1 - each.x0))
    assert (count == 1).all()
    for axis in (0, 1):
        lengths = {shape[axis] for shape in shapes}
        assert max(lengths) - min(lengths) < multiple or len(lengths) == 1


def test_order_and_equal_windows() -> None:
    tiles = plan_tiles(3000, 4000, tile=512, context=64)
    assert [(each.inner_y0, each.inner_x0) for each in tiles] == sorted(
        (each.inner_y0, each.inner_x0) for each in tiles
    )
    assert {(each.y1 - each.y0, each.x1 - each.x0) for each in tiles} == {(628, 628)}
    assert len(tiles) == 6 * 8


def test_a_small_picture_is_one_tile() -> None:
    (only,) = plan_tiles(600, 500, tile=512, context=64)
    assert (only.y0, only.y1, only.x0, only.x1) == (0, 600, 0, 500)
    assert only.window == only.inner == only.kept


def test_tiled_equals_whole() -> None:
    picture = np.random.default_rng(0).random((211, 173))
    reach = 12

    def blur(array: NDArray[np.float64]) -> NDArray[np.float64]:
        padded = np.pad(array, reach, mode="edge")
        height, width = array.shape
        return padded[:height, :width] + padded[reach : reach + height, 2 * reach :]

    out = np.empty_like(picture)
    for tile in plan_tiles(211, 173, tile=64, context=reach):
        out[tile.inner] = blur(picture[tile.window])[tile.kept]
    assert np.array_equal(out, blur(picture))


@pytest.mark.parametrize("bad", [(0, 5, 8, 1), (5, 5, 0, 1), (5, 5, 8, -1)])
def test_refused(bad: tuple[int, int, int, int]) -> None:
    height, width, tile, context = bad
    with pytest.raises(ValueError, match="cannot tile"):
        plan_tiles(height, width, tile=tile, context=context)
