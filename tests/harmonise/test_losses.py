"""The steps of the formula: unit gradients under a mask, ranks, Gram matrices, weights by level and noise."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.methods.harmonise.losses import (
    CONTENT,
    PIXELS,
    Term,
    Wish,
    content,
    gram,
    noise_of,
    quantiles,
    ranks,
    unit_length,
    variation,
    weights_of,
)
from pinxit.torchkit.descent import gradient
from tiny_vgg import small_vgg


def rand(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def left(height: int, width: int) -> Tensor:
    mask_hw = torch.zeros(height, width)
    mask_hw[:, : width // 2] = 1
    return mask_hw


def test_every_term_pulls_with_its_weight_and_only_inside_the_mask() -> None:
    """At its own layer a term's step has the length of its weight, however large its error is."""
    picture = rand(1, 3, 32, 32)
    for weight in (1.0, 7.0):
        for size in (1e-4, 1.0, 1e4):
            term = Term(PIXELS, weight, lambda x, size=size: size * x.square().sum(), left(32, 32))  # type: ignore[misc]
            _, slope = gradient(Wish(small_vgg(1), [term], torch.ones(32, 32), picture), picture)
            assert float(slope.norm()) == pytest.approx(255 * weight, rel=1e-4)
            assert float(slope[..., 16:].abs().max()) == 0


def test_the_step_is_the_sum_of_the_weighted_unit_gradients_carried_back() -> None:
    features, picture = small_vgg(4), rand(1, 3, 32, 32)
    wanted = features(rand(1, 3, 32, 32, seed=2), ("relu2_1",))["relu2_1"]
    mask_hw = left(16, 16)
    terms = [
        Term("relu2_1", 3.0, content(wanted), mask_hw),
        Term(PIXELS, 0.5, variation, left(32, 32)),
    ]
    value, slope = gradient(Wish(features, terms, torch.ones(32, 32), picture), picture)
    x = picture.clone().requires_grad_(True)
    feat = features(x, ("relu2_1",))["relu2_1"]
    error, at_layer = gradient(content(wanted), feat)
    (expected,) = torch.autograd.grad(feat, x, 3.0 * unit_length(at_layer * mask_hw))
    rough, at_pixels = gradient(variation, 255 * picture)
    expected = expected + 255 * 0.5 * unit_length(at_pixels * left(32, 32))
    torch.testing.assert_close(slope, expected)
    assert value == pytest.approx(3.0 * error + 0.5 * rough, rel=1e-5)


def test_no_gradient_is_no_step_and_no_nan() -> None:
    picture = rand(1, 3, 32, 32)
    term = Term(PIXELS, 1.0, lambda x: (0 * x).sum(), left(32, 32))
    value, slope = gradient(Wish(small_vgg(1), [term], torch.ones(32, 32), picture), picture)
    assert value == 0
    assert float(slope.abs().max()) == 0


def test_ranks_are_matched_as_numpy_matches_them() -> None:
    """The gradient of the rank error leads every value to the style's quantile of its rank."""
    feat, style_cm = rand(1, 5, 12, 10), 3 * rand(5, 77, seed=2) - 1
    inside_n = torch.arange(0, 120, 2)
    wanted_cn = quantiles(style_cm, len(inside_n))
    _, slope = gradient(ranks(wanted_cn, inside_n), feat)
    target = np.empty((5, 60), np.float32)
    for channel, values in enumerate(feat[0].flatten(1)[:, inside_n].numpy()):
        share = (np.argsort(np.argsort(values)) + 0.5) / 60
        places = (np.arange(77) + 0.5) / 77
        target[channel] = np.interp(share, places, np.sort(style_cm[channel].numpy()))
    scale = float(wanted_cn.square().mean())
    expected = 2 * (feat[0].flatten(1)[:, inside_n].numpy() - target) / target.size / scale
    np.testing.assert_allclose(slope[0].flatten(1)[:, inside_n].numpy(), expected, atol=1e-6)
    assert float(slope[0].flatten(1)[:, 1::2].abs().max()) == 0


def test_of_its_own_distribution_the_rank_error_is_none() -> None:
    feat = rand(1, 4, 9, 9)
    everywhere = torch.arange(81)
    shuffled = feat[0].flatten(1)[:, torch.randperm(81, generator=torch.Generator().manual_seed(3))]
    assert float(ranks(quantiles(shuffled, 81), everywhere)(feat)) < 1e-10
    assert float(ranks(quantiles(shuffled + 0.5, 81), everywhere)(feat)) > 0.1


def test_the_gram_error_counts_places_by_their_weight() -> None:
    feat, weights_hw = rand(1, 3, 8, 8), left(8, 8)
    inside_cn = feat[0, :, :, :4].flatten(1)
    own_cc = inside_cn @ inside_cn.T / 32
    assert float(gram(own_cc, weights_hw)(feat)) < 1e-10
    assert float(gram(0.5 * own_cc, weights_hw)(feat)) == pytest.approx(1, rel=1e-4)


@pytest.mark.parametrize(("noise", "smooth"), [(0.0, 10.0), (0.0025, 5.0), (0.01, 0.0), (0.5, 0.0)], ids=str)
def test_weights_of_level_and_noise(noise: float, smooth: float) -> None:
    for level in (1.0, 5.0, 10.0):
        made = weights_of(level, noise)
        assert (made.content, made.gram) == (CONTENT * level**0.5, level)
        assert made.variation == pytest.approx(smooth * level, abs=1e-3)
        assert made.ranks + made.variation / 10 == pytest.approx(level)


def test_noise_is_the_median_of_squared_differences() -> None:
    ramp_hw3 = np.zeros((20, 30, 3), np.float32)
    ramp_hw3 += (np.arange(30) * 0.01)[None, :, None] + (np.arange(20) * 0.02)[:, None, None]
    assert noise_of(ramp_hw3) == pytest.approx((0.01**2 + 0.02**2) / 2, rel=1e-3)
    assert noise_of(np.zeros((1, 1, 3), np.float32)) == 0


def test_pixels_that_may_not_move_are_those_of_the_composite_and_have_no_gradient() -> None:
    """Though cells inside look at them."""
    features, kept, loose_hw = small_vgg(4), rand(1, 3, 32, 32), left(32, 32)
    wanted = features(rand(1, 3, 32, 32, seed=2), ("relu2_1",))["relu2_1"]
    wish = Wish(features, [Term("relu2_1", 1.0, content(wanted), torch.ones(16, 16))], loose_hw, kept)
    value, slope = gradient(wish, torch.where(loose_hw > 0, kept, 0.9))
    assert float(slope[..., 16:].abs().max()) == 0
    assert float(slope[..., 15].abs().max()) > 0
    assert value == gradient(wish, kept)[0]
