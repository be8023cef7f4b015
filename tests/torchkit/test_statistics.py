"""Autocovariance sees what Gram matrices do not: where things are."""

from __future__ import annotations

import pytest
import torch

from pinxit.torchkit.statistics import autocovariance, gram, relative_error


def test_a_wave_repeats_at_its_period_and_is_opposite_at_half_of_it() -> None:
    wave = torch.sin(torch.arange(64) * 2 * torch.pi / 8).expand(1, 1, 32, 64)
    variance = autocovariance(wave, (0, 0))
    assert torch.allclose(variance, torch.tensor([[0.5]]), atol=1e-4)
    assert torch.allclose(autocovariance(wave, (0, 8)), variance, atol=1e-4)
    assert torch.allclose(autocovariance(wave, (0, -8)), variance, atol=1e-4)
    assert torch.allclose(autocovariance(wave, (0, 4)), -variance, atol=1e-4)
    assert torch.allclose(autocovariance(wave, (5, 0)), variance, atol=1e-4)


@pytest.mark.parametrize("shift", [(0, 3), (2, -3), (4, 1), (6, 0)])
def test_it_is_the_mean_product_of_what_is_that_far_apart(shift: tuple[int, int]) -> None:
    feat = torch.rand(2, 3, 12, 10, generator=torch.Generator().manual_seed(1))
    down, right = shift
    centred = feat - feat.mean((2, 3), keepdim=True)
    products = [
        centred[..., y, x] * centred[..., y + down, x + right]
        for y in range(12 - down)
        for x in range(10)
        if 0 <= x + right < 10
    ]
    assert torch.allclose(autocovariance(feat, shift), torch.stack(products).mean(0), atol=1e-6)


def test_a_lattice_and_its_shuffled_pixels_have_one_gram_matrix_and_two_rhythms() -> None:
    rows, columns = torch.meshgrid(torch.arange(32), torch.arange(32), indexing="ij")
    lattice = (((rows + columns) % 4) < 2).float()[None, None]
    order = torch.randperm(32 * 32, generator=torch.Generator().manual_seed(2))
    shuffled = lattice.flatten()[order].view_as(lattice)
    assert float(relative_error(gram(lattice), gram(shuffled))) < 1e-9
    assert float(autocovariance(lattice, (0, 4))) > 0.2
    assert abs(float(autocovariance(shuffled, (0, 4)))) < 0.03
