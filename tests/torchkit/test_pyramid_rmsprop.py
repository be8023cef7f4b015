"""The levels of a pyramid go down a loss without leaving the box."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from pinxit.torchkit.pyramid import fold
from pinxit.torchkit.pyramid_rmsprop import Levels


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def test_it_goes_down_and_stays_in_the_box() -> None:
    target = 3 * noise(1, 3, 16, 16) - 1  # a third of it outside
    descent = Levels(torch.full((1, 3, 16, 16), 0.5), 200)
    losses = [descent.step(lambda x: (x - target).square().mean()) for _ in range(200)]
    assert losses[-1] < 0.5 * losses[0]
    found = fold(descent.levels)
    assert float(found.min()) >= -1e-6
    assert float(found.max()) <= 1 + 1e-6
    assert not descent.result().requires_grad
    assert torch.allclose(descent.result(), found, atol=0.1)


def test_before_the_first_step_the_result_is_the_start() -> None:
    start = noise(1, 3, 20, 30)
    assert torch.allclose(Levels(start, 10).result(), start, atol=1e-6)


def test_a_common_shift_takes_fewer_steps_than_single_pixels_would() -> None:
    """Every level carries it: six levels, six times the rate."""
    descent = Levels(torch.full((1, 3, 32, 32), 0.5), 10)
    picture = fold(descent.levels)
    descent.step(lambda x: -x.mean())
    moved = float((fold(descent.levels) - picture).mean())
    alone = float((descent.levels[0]).mean())
    assert moved == pytest.approx(6 * alone, rel=0.01)
