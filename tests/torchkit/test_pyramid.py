"""A pyramid folds back to its picture, and its levels go down a loss without leaving the box."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from pinxit.torchkit.pyramid import BANDS, Levels, fold, unfold


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("size", [(48, 64), (33, 47), (1, 5), (1, 1)])
def test_it_folds_back_to_the_picture(size: tuple[int, int]) -> None:
    picture = noise(1, 3, *size)
    levels = unfold(picture)
    assert len(levels) == BANDS + 1
    assert torch.allclose(fold(levels), picture, atol=1e-6)
    assert levels[1].shape[-2:] == (-(-size[0] // 2), -(-size[1] // 2))


def test_a_flat_picture_is_all_in_the_last_level() -> None:
    *bands, rest = unfold(torch.full((1, 3, 32, 32), 0.3))
    assert all(float(band.abs().max()) < 1e-6 for band in bands)
    assert torch.allclose(rest, torch.full((1, 3, 1, 1), 0.3))


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
