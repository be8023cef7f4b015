"""Placing small pictures: who goes where, how often, how far apart, and what becomes of the error."""

from __future__ import annotations

import sys
from itertools import permutations

import numpy as np
import pytest

from albums import square
from optimising import picture
from pinxit.core.errors import MissingExtra, OptionError
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.methods.mosaic.album import looks
from pinxit.methods.mosaic.assign import assign, goes_optimal, how_often
from pinxit.methods.mosaic.cells import Cells, cut
from pinxit.methods.mosaic.spec import TileOptions

WAYS = ("optimal", "greedy")


def looks_of(*pictures: Picture) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    made: np.ndarray[tuple[int, int], np.dtype[np.float32]] = looks(
        np.stack([resize(each.rgb_hw3, 4, 4, kind="area") for each in pictures])
    )
    return made


MANY = looks_of(*(square(seed) for seed in range(40)))


@pytest.mark.parametrize("way", WAYS)
def test_a_mosaic_of_small_pictures_is_found_again(way: str) -> None:
    order = np.random.default_rng(0).permutation(12)
    whole_hw3 = np.concatenate(
        [np.concatenate([square(seed).rgb_hw3 for seed in row], 1) for row in order.reshape(3, 4)], 0
    )
    cells = cut(Picture(whole_hw3), 4)
    assert (cells.rows, cells.columns) == (3, 4)
    options = TileOptions(assign=way, dither=0.0)
    assert assign(cells, MANY[:12], 1, options, seed=0).tolist() == order.tolist()


def test_the_optimal_one_costs_least() -> None:
    cells = cut(picture(20, 20, 4), 2)
    options = TileOptions(assign="optimal", dither=0.0, apart=0)
    cost_np = np.square(cells.looks_nd[:, None] - MANY[None, :4]).sum(2)
    least = min(cost_np[np.arange(4), list(order)].sum() for order in permutations(range(4)))
    chosen_n = assign(cells, MANY[:4], 1, options, seed=0)
    assert cost_np[np.arange(4), chosen_n].sum() == pytest.approx(least, rel=1e-5)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("repeats", [3, 5])
def test_no_picture_is_used_too_often(way: str, repeats: int) -> None:
    flat = Picture(np.full((30, 40, 3), 0.7, np.float32))
    cells = cut(flat, 12)
    chosen_n = assign(cells, MANY, repeats, TileOptions(assign=way), seed=0)
    assert np.bincount(chosen_n).max() == repeats  # a flat photo asks for one picture everywhere


@pytest.mark.parametrize("way", WAYS)
def test_equal_pictures_are_apart(way: str) -> None:
    cells = cut(picture(60, 60, 5), 12)

    def neighbours(apart: int) -> int:
        options = TileOptions(assign=way, apart=apart, dither=0.0)
        grid_hw = assign(cells, MANY, 12, options, seed=0).reshape(12, 12)
        return int((grid_hw[1:] == grid_hw[:-1]).sum() + (grid_hw[:, 1:] == grid_hw[:, :-1]).sum())

    assert neighbours(0) > 15
    assert neighbours(1) <= 1


@pytest.mark.parametrize("way", WAYS)
def test_dither_brings_the_colours_of_an_area_nearer(way: str) -> None:
    cells = cut(picture(96, 96, 5), 24)
    there = looks_of(*(square(seed) for seed in range(200)))

    def missed(dither: float) -> float:
        options = TileOptions(assign=way, dither=dither, apart=0)
        chosen_n = assign(cells, there, 60, options, seed=0)
        way_hw3 = (there[chosen_n, :3] - cells.looks_nd[:, :3]).reshape(6, 4, 6, 4, 3)
        return float(np.abs(way_hw3.mean((1, 3))).mean())  # of 4 x 4 cells, seen from afar

    assert missed(0.7) < 0.9 * missed(0.0)


def test_stopped_it_fills_the_rest_at_once() -> None:
    cells = cut(picture(60, 60, 5), 40)
    chosen_n = assign(cells, MANY, 100, TileOptions(assign="greedy"), seed=0, on_step=lambda _: False)
    assert chosen_n.min() >= 0
    assert len(chosen_n) == 1600


def test_a_seed_gives_the_same_again() -> None:
    cells: Cells = cut(picture(60, 60, 5), 12)
    one, same = (assign(cells, MANY, 5, TileOptions(assign="greedy"), seed=7) for _ in range(2))
    assert (one == same).all()


def test_how_often_a_picture_may_be_used() -> None:
    assert how_often(100, 50, None) == 4
    assert how_often(100, 200, None) == 1
    assert how_often(100, 50, 2) == 2
    with pytest.raises(OptionError, match="--repeats 3"):
        how_often(101, 50, 2)


def test_when_the_optimal_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    assert goes_optimal(100, 100, 2, "auto")
    assert not goes_optimal(10_000, 1000, 2, "auto")
    assert goes_optimal(10_000, 1000, 2, "optimal")
    assert not goes_optimal(10, 10, 1, "greedy")
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    monkeypatch.setitem(sys.modules, "scipy", None)
    assert not goes_optimal(100, 100, 2, "auto")
    with pytest.raises(MissingExtra, match=r"pinxit\[tiles\]"):
        goes_optimal(100, 100, 2, "optimal")
