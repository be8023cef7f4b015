"""Neighbours against brute force, in any chunks; ties; few keys; how often a projection finds the nearest."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from pinxit.torchkit import neighbours
from pinxit.torchkit.neighbours import nearest, nearest_projected, unit


def vectors(count: int, channels: int, seed: int) -> Tensor:
    return torch.randn(count, channels, generator=torch.Generator().manual_seed(seed))


def brute(query: Tensor, key: Tensor, count: int) -> Tensor:
    """One pair after another, by the formula of the cosine."""
    rows = []
    for one in query:
        cosines = torch.stack([one @ other / (one.norm() * other.norm()) for other in key])
        rows.append(cosines.argsort(descending=True)[:count])
    return torch.stack(rows)


@pytest.mark.parametrize("chunk_bytes", [1, 4 * 40 * 7, 10**9])
@pytest.mark.parametrize("count", [1, 5])
def test_the_nearest_are_those_of_brute_force(count: int, chunk_bytes: int) -> None:
    query, key = vectors(50, 12, 1), vectors(40, 12, 2)
    found = nearest(unit(query), unit(key), count, chunk_bytes)
    assert torch.equal(found, brute(query, key, count))


def test_centred_cosine_distance() -> None:
    """What all vectors have in common says nothing: without it, other neighbours are the nearest."""
    query, key = vectors(30, 6, 1) + 20, vectors(25, 6, 2) - 7
    one, other = query - query.mean(0), key - key.mean(0)
    found = nearest(unit(query, query.mean(0)), unit(key, key.mean(0)))
    assert torch.equal(found, brute(one, other, 1))
    assert not torch.equal(found, nearest(unit(query), unit(key)))
    lengths = unit(query, query.mean(0)).norm(dim=1)
    assert torch.allclose(lengths, torch.ones(30))


def test_a_vector_without_length_is_no_error() -> None:
    zero = torch.zeros(2, 6)
    assert torch.equal(unit(zero), zero)
    assert torch.equal(unit(torch.ones(2, 6), torch.ones(6)), zero)
    assert nearest(unit(zero), unit(vectors(5, 6, 1))).shape == (2, 1)


def test_of_equal_keys_it_is_always_the_same_one() -> None:
    key = vectors(6, 8, 1).repeat(4, 1)
    query = vectors(20, 8, 2)
    found = nearest(unit(query), unit(key))[:, 0]
    assert torch.equal(found % 6, brute(query, key[:6], 1)[:, 0]), "one of the four copies"
    assert torch.equal(found, nearest(unit(query), unit(key))[:, 0])


@pytest.mark.parametrize("keys", [1, 2, 3])
def test_fewer_keys_than_asked_for(keys: int) -> None:
    query, key = unit(vectors(7, 300, 1)), unit(vectors(keys, 300, 2))
    assert nearest(query, key, 5).shape == (7, keys)
    found = nearest_projected(query, key, dimensions=16, candidates=4)
    assert torch.equal(found, brute(query, key, 1)[:, 0])


def test_no_keys_and_no_queries() -> None:
    with pytest.raises(ValueError, match="at least one"):
        nearest(vectors(3, 4, 1), torch.empty(0, 4))
    key = unit(vectors(30, 40, 1))
    assert nearest(torch.empty(0, 40), key, 3).shape == (0, 3)
    assert nearest_projected(torch.empty(0, 40), key, dimensions=8, candidates=4).shape == (0,)


def test_recall_of_the_projected_search() -> None:
    """Keys with a structure of few dimensions, as features have; a wrong one is nearly as near as the right one."""
    mixing = vectors(40, 600, 1)
    query, key = (unit(vectors(count, 40, seed) @ mixing) for count, seed in ((400, 2), (900, 3)))
    exact = nearest(query, key)[:, 0]
    found = nearest_projected(query, key, dimensions=128, candidates=16)
    assert float((found == exact).float().mean()) > 0.93
    lost = (query * key[exact]).sum(1) - (query * key[found]).sum(1)
    assert float(lost.min()) > -1e-5
    assert float(lost.mean()) < 0.005
    few = nearest_projected(query, key, dimensions=128, candidates=1)
    assert float((few == exact).float().mean()) < float((found == exact).float().mean())


def test_the_projection_is_that_of_the_seed_in_any_chunks() -> None:
    query, key = unit(vectors(60, 90, 1)), unit(vectors(80, 90, 2))
    one, same, other = (
        nearest_projected(query, key, dimensions=4, candidates=2, seed=seed, chunk_bytes=size)
        for seed, size in ((1, 1), (1, 10**8), (2, 10**8))
    )
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


def test_few_channels_are_compared_exactly() -> None:
    query, key = vectors(20, 8, 1), vectors(30, 8, 2)
    found = nearest_projected(unit(query), unit(key), dimensions=8, candidates=1)
    assert torch.equal(found, brute(query, key, 1)[:, 0])


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No product is larger than the chunk that was asked for."""
    seen: list[int] = []

    query, key = unit(vectors(100, 8, 1)), unit(vectors(50, 8, 2))
    rows = 6
    split = torch.split

    def watched(vectors_nc: Tensor, size: int) -> tuple[Tensor, ...]:
        chunks: tuple[Tensor, ...] = split(vectors_nc, size)
        seen.extend(len(chunk) for chunk in chunks)
        return chunks

    monkeypatch.setattr(torch, "split", watched)
    neighbours.nearest(query, key, 1, rows * 50 * 4)
    assert max(seen) == rows
    assert sum(seen) == 100
