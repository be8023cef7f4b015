"""Vectors of the right shape from the right places, and places where they are wanted."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.methods.strotss.hypercolumns import LAYERS, draw, maps_of, sampled
from pinxit.torchkit import features
from tiny_vgg import STAGES, small_vgg

FEATURES = small_vgg(10)


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def centres(height: int, width: int) -> Tensor:
    """The centres of all cells of a grid, in the order of its rows (n,2)."""
    y, x = torch.meshgrid(torch.arange(height) + 0.5, torch.arange(width) + 0.5, indexing="ij")
    return torch.stack((x.flatten() / width, y.flatten() / height), 1)


def test_shapes() -> None:
    maps = maps_of(FEATURES, noise(1, 3, 48, 64))
    assert [tuple(each.shape[-2:]) for each in maps] == [
        (48, 64), (48, 64), (48, 64), (24, 32), (24, 32), (12, 16), (12, 16), (12, 16), (6, 8),
    ]  # fmt: skip
    assert sampled(maps, noise(7, 2)).shape == (7, channels(STAGES))
    assert channels(features.STAGES) == 1667


def channels(stages: tuple[tuple[int, ...], ...]) -> int:
    """Of a hypercolumn."""
    return 3 + sum(stages[int(layer[4]) - 1][int(layer[6]) - 1] for layer in LAYERS)


def test_at_the_centres_of_cells_it_is_what_the_cells_hold() -> None:
    maps = maps_of(FEATURES, noise(1, 3, 32, 48))
    for each in maps:
        height, width = each.shape[-2:]
        found = sampled([each], centres(height, width))
        assert torch.allclose(found, each[0].flatten(1).T, atol=1e-4 * float(each.abs().max()))


def test_between_two_cells_it_is_their_mean_and_the_border_goes_on() -> None:
    cells = torch.tensor([[[[1.0, 3.0], [5.0, 11.0]]]])
    places = torch.tensor([[0.5, 0.25], [0.5, 0.5], [0.0, 0.0], [1.0, 1.0]])
    found = sampled([cells], places)
    assert found[:, 0].tolist() == pytest.approx([2.0, 5.0, 1.0, 11.0])


def test_the_gradient_of_a_sample_by_differences() -> None:
    network, places = small_vgg(10).double(), noise(5, 2).double()
    x = noise(1, 3, 32, 32).double().requires_grad_(True)

    def total(picture: Tensor) -> Tensor:
        return sampled(maps_of(network, picture), places).sum()

    (slope,) = torch.autograd.grad(total(x), x)
    way = noise(1, 3, 32, 32, seed=5).double()
    with torch.no_grad():
        difference = float(total(x + 1e-6 * way) - total(x - 1e-6 * way)) / 2e-6
    assert float((slope * way).sum()) == pytest.approx(difference, rel=1e-3)


def cells_of(places: Tensor, height: int, width: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    counts = np.zeros((height, width), np.int64)
    for x, y in places.tolist():
        assert 0 <= x < 1
        assert 0 <= y < 1
        counts[int(y * height), int(x * width)] += 1
    return counts


@pytest.mark.parametrize("count", [5, 12, 36, 500])
def test_places_are_spread_evenly(count: int) -> None:
    counts = cells_of(draw(torch.ones(3, 4), count, torch.Generator().manual_seed(3)), 3, 4)
    assert counts.sum() == count
    assert counts.max() - counts.min() <= 1


def test_places_go_where_cells_weigh() -> None:
    weights = torch.tensor([[0.0, 1.0, 0.0], [3.0, 0.0, 0.0]])
    counts = cells_of(draw(weights, 400, torch.Generator().manual_seed(3)), 2, 3)
    assert counts.tolist() == [[0, 100, 0], [300, 0, 0]]


def test_a_seed_decides() -> None:
    one, same, other = (draw(torch.ones(6, 6), 20, torch.Generator().manual_seed(s)) for s in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
