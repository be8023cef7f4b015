"""What style losses compare: Gram matrices over positions, and relative errors."""

from __future__ import annotations

import torch

from pinxit.torchkit.statistics import gram, relative_error


def test_gram_is_the_mean_product_of_channels() -> None:
    feat = torch.rand(2, 3, 5, 7, generator=torch.Generator().manual_seed(1))
    found = gram(feat)
    assert found.shape == (2, 3, 3)
    assert torch.allclose(found[1, 0, 2], (feat[1, 0] * feat[1, 2]).mean())


def test_gram_does_not_see_where_things_are() -> None:
    feat = torch.rand(1, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    order = torch.randperm(64, generator=torch.Generator().manual_seed(2))
    shuffled = feat.flatten(2)[..., order].view_as(feat)
    assert float(relative_error(gram(feat), gram(shuffled))) < 1e-9


def test_relative_error_is_in_units_of_the_target() -> None:
    target = torch.rand(2, 6, generator=torch.Generator().manual_seed(1)) + 0.1
    assert torch.allclose(relative_error(1.5 * target, target), torch.full((2,), 0.25))
    assert torch.isfinite(relative_error(target, torch.zeros_like(target))).all()
