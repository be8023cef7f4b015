"""Tiled work: the same as whole work, also in place, with progress that can stop it."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.core.progress import Step
from pinxit.imageops.tiles import Tile, plan_tiles
from pinxit.runtime.tiling import Float, run_tiled


def picture(height: int, width: int) -> Float:
    return np.random.default_rng(3).random((height, width, 3), np.float32)


def blur(window: Float, tile: Tile) -> Float:
    """Looks 3 pixels far; beyond the window it sees zeros, as a network with padding does."""
    padded = np.pad(window, ((3, 3), (3, 3), (0, 0)))
    height, width = window.shape[:2]
    total = sum(padded[y : y + height, x : x + width] for y in range(7) for x in range(7))
    return np.asarray(total / 49, np.float32)


@pytest.mark.parametrize(("height", "width"), [(90, 130), (31, 200), (200, 31), (5, 5), (64, 64), (65, 65)])
@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("multiple", [1, 8])
def test_tiled_equals_whole(height: int, width: int, in_place: bool, multiple: int) -> None:
    rgb = picture(height, width)
    whole = blur(rgb, Tile(0, height, 0, width, 0, height, 0, width))
    tiles = plan_tiles(height, width, window=32, context=3, multiple=multiple)
    source = rgb.copy()
    out = source if in_place else np.full_like(rgb, np.nan)
    assert run_tiled(blur, source, tiles, out)
    np.testing.assert_array_equal(out, whole)
    if not in_place:
        np.testing.assert_array_equal(source, rgb)


def test_in_place_with_a_last_row_that_reaches_far_up() -> None:
    rows = [(0, 20, 0, 10), (6, 26, 10, 20), (7, 27, 20, 24), (2, 27, 24, 27)]
    tiles = [Tile(y0, y1, 0, 9, inner0, inner1, 0, 9) for y0, y1, inner0, inner1 in rows]
    rgb = picture(27, 9)
    seen: list[Float] = []

    def work(window: Float, tile: Tile) -> Float:
        seen.append(window.copy())
        return window * 0

    source = rgb.copy()
    run_tiled(work, source, tiles, source)
    for window, tile in zip(seen, tiles, strict=True):
        np.testing.assert_array_equal(window, rgb[tile.window])
    assert (source == 0).all()


def test_finish_gets_what_is_kept_and_the_photo_there() -> None:
    rgb = picture(50, 60)
    tiles = plan_tiles(50, 60, window=24, context=4, multiple=4)
    source = rgb.copy()
    run_tiled(lambda window, tile: window * 2, source, tiles, source, finish=lambda made, photo: made - photo)
    np.testing.assert_allclose(source, rgb, atol=1e-6)


def test_progress_counts_tiles_and_false_stops() -> None:
    rgb = picture(50, 60)
    tiles = plan_tiles(50, 60, window=24, context=4, multiple=4)
    steps: list[Step] = []
    out = np.empty_like(rgb)
    assert run_tiled(blur, rgb, tiles, out, steps.append, note="painting")
    assert [(step.done, step.total) for step in steps] == [(n, len(tiles)) for n in range(1, len(tiles) + 1)]
    assert steps[0].note == "painting"

    asked = 0

    def stop(step: Step) -> bool:
        nonlocal asked
        asked += 1
        return step.done < 2

    def zero(window: Float, tile: Tile) -> Float:
        return window * 0

    assert not run_tiled(zero, rgb, tiles, out, stop)
    assert asked == 2
    for index, tile in enumerate(tiles):
        np.testing.assert_array_equal(out[tile.inner], 0 if index < 2 else rgb[tile.inner])
    assert not run_tiled(
        zero, rgb, tiles, out, lambda step: False, rest=lambda window, tile: window * 0 + 0.5
    )
    assert out[tiles[0].inner].max() == 0
    assert (out[tiles[-1].inner] == 0.5).all()


def test_stopping_at_the_last_tile_is_no_stop() -> None:
    rgb = picture(20, 20)
    tiles = plan_tiles(20, 20, window=16, context=0, multiple=4)
    assert run_tiled(blur, rgb, tiles, rgb.copy(), lambda step: step.done < step.total)
