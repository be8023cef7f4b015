"""What style losses compare: Gram matrices over positions, and relative errors."""

from __future__ import annotations

import torch

from pinxit.torchkit.statistics import blended, gram, moments, relative_error, total_variation


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


def test_moments_are_those_of_positions() -> None:
    feat = torch.rand(1, 3, 4, 5, generator=torch.Generator().manual_seed(1))
    found = moments(feat)
    rows = feat[0].flatten(1)
    assert torch.allclose(found.mean_c, rows.mean(1))
    assert torch.allclose(found.square_cc, gram(feat)[0])
    assert torch.allclose(found.covariance_cc, torch.cov(rows, correction=0), atol=1e-6)


def test_weights_choose_positions() -> None:
    feat = torch.rand(1, 3, 4, 6, generator=torch.Generator().manual_seed(1))
    left = torch.zeros(4, 6)
    left[:, :3] = 0.25
    found, expected = moments(feat, left), moments(feat[..., :3])
    assert torch.allclose(found.mean_c, expected.mean_c)
    assert torch.allclose(found.square_cc, expected.square_cc)
    feat[..., 3:] = 1e6  # of another region, and not seen
    assert torch.equal(moments(feat, left).mean_c, found.mean_c)


def test_blended_moments_are_those_of_both_side_by_side() -> None:
    feats = [torch.rand(1, 3, 4, 5, generator=torch.Generator().manual_seed(seed)) for seed in (1, 2)]
    together = moments(torch.cat([feats[0], feats[1], feats[1]], dim=3))
    mixed = blended([(moments(feats[0]), 1.0), (moments(feats[1]), 2.0)])
    assert torch.allclose(mixed.mean_c, together.mean_c, atol=1e-6)
    assert torch.allclose(mixed.square_cc, together.square_cc, atol=1e-6)
    assert torch.allclose(mixed.covariance_cc, together.covariance_cc, atol=1e-6)


def test_variation_of_a_checkerboard() -> None:
    board = (torch.arange(6)[:, None] + torch.arange(6)) % 2 * torch.ones(2, 3, 6, 6)
    assert torch.allclose(total_variation(board), torch.full((2,), 2.0))
    assert torch.equal(total_variation(torch.ones(1, 3, 4, 4)), torch.zeros(1))
