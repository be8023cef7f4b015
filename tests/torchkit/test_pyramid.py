"""A pyramid folds back, halves, and takes any size."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from pinxit.torchkit.pyramid import fold, laplacian


def noise(*shape: int) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (33, 47), (64, 48), (5, 200)])
@pytest.mark.parametrize("levels", [0, 1, 3, 8])
def test_it_folds_back(size: tuple[int, int], levels: int) -> None:
    picture = noise(2, 3, *size)
    assert torch.allclose(fold(laplacian(picture, levels)), picture, atol=1e-12)


def test_each_level_is_half_of_the_one_before_down_to_one_pixel() -> None:
    sizes = [tuple(level.shape[-2:]) for level in laplacian(noise(1, 3, 9, 12), 8)]
    assert sizes == [(9, 12), (5, 6), (3, 3), (2, 2), (1, 1)]
    assert len(laplacian(noise(1, 3, 64, 64), 2)) == 3


def test_a_flat_picture_is_all_in_what_is_left() -> None:
    *bands, rest = laplacian(torch.full((1, 3, 12, 20), 0.3), 3)
    assert all(float(band.abs().max()) < 1e-6 for band in bands)
    assert torch.allclose(rest, torch.full_like(rest, 0.3))


def test_what_is_added_to_a_coarse_level_moves_a_patch() -> None:
    levels = laplacian(noise(1, 1, 32, 32), 3)
    before = fold(levels)
    levels[3] = levels[3] + 0.25
    assert torch.allclose(fold(levels), before + 0.25)
