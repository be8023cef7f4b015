"""Searches, votes and de-duplication, each against what a plain loop over everything finds."""

from __future__ import annotations

import itertools

import numpy as np
import torch
from torch import Tensor

from pinxit.methods.harmonise.matching import NOWHERE, best_patches, used, voted


def rand(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def patch(feat_chw: Tensor, y: int, x: int) -> Tensor:
    padded = torch.from_numpy(np.pad(feat_chw.numpy(), [(0, 0), (1, 1), (1, 1)]))
    return padded[:, y : y + 3, x : x + 3].flatten()


def test_the_best_patch_is_that_of_a_plain_search() -> None:
    query, key = rand(4, 5, 6), rand(4, 7, 8, seed=2)
    places = torch.tensor([0, 7, 12, 29])
    cells = list(itertools.product(range(7), range(8)))
    found = best_patches(query, key, places, chunk_bytes=4096)
    for place, cell in zip(places.tolist(), found.tolist(), strict=True):
        here = patch(query, place // 6, place % 6)
        there = torch.stack([patch(key, y, x) for y, x in cells])
        like = (there @ here) / (there.norm(dim=1) * here.norm())
        # bfloat16 may choose another of two near ties.
        assert float(like[cell]) >= float(like.max()) - 0.01


def test_memory_does_not_change_what_is_found() -> None:
    query, key = rand(9, 20, 20) - 0.5, rand(9, 30, 20, seed=2) - 0.5
    places = torch.arange(400)
    one, other = (best_patches(query, key, places, chunk_bytes=size) for size in (2000, 64_000_000))
    assert torch.equal(one, other)
    assert best_patches(query, key, places[:0]).shape == (0,)


def test_a_part_of_the_key_is_found_where_it_is() -> None:
    key = rand(6, 12, 15, seed=3) - 0.5
    query = key[:, 3:9, 4:11]
    places = torch.tensor([y * 7 + x for y in range(1, 5) for x in range(1, 6)])
    found = best_patches(query, key, places)
    assert found.tolist() == [(y + 3) * 15 + x + 4 for y in range(1, 5) for x in range(1, 6)]


def test_neighbours_outvote_a_stray_match() -> None:
    """All match a shifted copy but one; the vote gives that one what continues its neighbours' matches."""
    guide = rand(12, 12, 3, seed=4)
    y_hw, x_hw = torch.meshgrid(torch.arange(6), torch.arange(6), indexing="ij")
    nearest = (y_hw + 3) * 12 + x_hw + 2
    whole = nearest.clone()
    nearest[2, 3] = 11 * 12 + 11
    chosen = voted(nearest, torch.arange(36), guide)
    assert torch.equal(chosen, whole.flatten())


def test_the_vote_is_that_of_the_formula() -> None:
    rng = np.random.default_rng(5)
    guide, rows, columns = rand(9, 10, 3, seed=5), 9, 10
    nearest = torch.from_numpy(rng.integers(0, rows * columns, (7, 8)))
    nearest[rng.random((7, 8)) < 0.2] = NOWHERE
    nearest[3, 4] = 44
    places = (nearest.flatten() != NOWHERE).nonzero()[:, 0]
    chosen = voted(nearest, places, guide)
    for place, cell in zip(places.tolist(), chosen.tolist(), strict=True):
        y, x = divmod(place, 8)
        candidates = []
        for dy, dx in itertools.product(range(-2, 3), range(-2, 3)):
            if 0 <= y + dy < 7 and 0 <= x + dx < 8 and int(nearest[y + dy, x + dx]) != NOWHERE:
                to_y, to_x = divmod(int(nearest[y + dy, x + dx]), columns)
                if 0 <= to_y - dy < rows and 0 <= to_x - dx < columns:
                    candidates.append((to_y - dy, to_x - dx))
        costs = {
            one: float(np.mean([float((guide[one] - guide[other]).norm()) for other in candidates]))
            for one in candidates
        }
        assert costs[divmod(cell, columns)] <= min(costs.values()) + 1e-5


def test_each_part_of_the_painting_counts_once() -> None:
    chosen = torch.tensor([0, 0, 0, 33, 33, 34])
    seen = used(chosen, 8, 8)
    expected = torch.zeros(8, 8)
    expected[:2, :2] = 1
    expected[3:6, 0:4] = 1
    assert torch.equal(seen, expected)
