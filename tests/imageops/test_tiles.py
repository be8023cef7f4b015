"""Tiles: every pixel once, context where the picture goes on, windows of one size on the lattice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinxit.imageops.tiles import plan_tiles


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(
    height=st.integers(1, 900),
    width=st.integers(1, 160),
    window=st.integers(1, 300),
    context=st.integers(0, 40),
    multiple=st.sampled_from([1, 4, 8, 32]),
)
def test_any_plan(height: int, width: int, window: int, context: int, multiple: int) -> None:
    window = max(window, height // 20, width // 20)
    largest = max(window, multiple + 2 * context)
    count = np.zeros((height, width), np.int32)
    shapes = set()
    for each in plan_tiles(height, width, window=window, context=context, multiple=multiple):
        count[each.inner] += 1
        for first, end, inner_first, inner_end, side in (
            (each.y0, each.y1, each.inner_y0, each.inner_y1, height),
            (each.x0, each.x1, each.inner_x0, each.inner_x1, width),
        ):
            assert 0 <= first <= inner_first < inner_end <= end <= side
            assert first % multiple == 0
            assert end - first <= largest
            assert inner_first - first >= context or first == 0
            assert end - inner_end >= context or end == side
        shapes.add((each.y1 - each.y0, each.x1 - each.x0))
    assert (count == 1).all()
    for axis in (0, 1):
        lengths = {shape[axis] for shape in shapes}
        assert max(lengths) - min(lengths) < multiple or len(lengths) == 1


def test_order_and_equal_windows() -> None:
    tiles = plan_tiles(3000, 4000, window=640, context=64, multiple=4)
    assert [(each.inner_y0, each.inner_x0) for each in tiles] == sorted(
        (each.inner_y0, each.inner_x0) for each in tiles
    )
    assert {(each.y1 - each.y0, each.x1 - each.x0) for each in tiles} == {(640, 640)}
    assert len(tiles) == 6 * 8


def test_a_large_noise_lattice_does_not_double_the_work() -> None:
    tiles = plan_tiles(6000, 8000, window=1024, context=128, multiple=256)
    assert sum((tile.y1 - tile.y0) * (tile.x1 - tile.x0) for tile in tiles) < 2 * 6000 * 8000


def test_a_small_picture_is_one_tile() -> None:
    (only,) = plan_tiles(600, 500, window=640, context=64, multiple=4)
    assert (only.y0, only.y1, only.x0, only.x1) == (0, 600, 0, 500)
    assert only.window == only.inner == only.kept


@pytest.mark.parametrize("bad", [(0, 5, 8, 1), (5, 5, 0, 1), (5, 5, 8, -1)])
def test_refused(bad: tuple[int, int, int, int]) -> None:
    height, width, window, context = bad
    with pytest.raises(ValueError, match="cannot tile"):
        plan_tiles(height, width, window=window, context=context, multiple=4)
