"""The terms are their formulas, written out in loops; each is 0 for what it wants, with the right gradient."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from pinxit.methods.strotss.losses import (
    COLOUR,
    COSINE,
    Cost,
    content_loss,
    directions,
    moment_loss,
    relaxed_emd,
    self_similarity,
    spreads,
)

WIDTHS = (3, 4, 5)


def sample(seed: int, rows: int = 14, channels: int = 12) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(rows, channels, generator=generator, dtype=torch.float64)


def cosine_by_hand(x: Tensor, y: Tensor) -> float:
    return 1 - float((x * y).sum() / (x.norm() * y.norm()))


def colour_by_hand(x: Tensor, y: Tensor) -> float:
    return cosine_by_hand(x, y) + float(((x - y).square().sum() / 3).sqrt())


@pytest.mark.parametrize("sizes", [(14, 9), (9, 14)])
@pytest.mark.parametrize(
    ("cost", "by_hand", "channels"), [(COSINE, cosine_by_hand, 12), (COLOUR, colour_by_hand, 3)]
)
def test_relaxed_emd_is_that_of_loops(
    cost: Cost, by_hand: Callable[[Tensor, Tensor], float], channels: int, sizes: tuple[int, int]
) -> None:
    x, style = sample(1, sizes[0], channels), sample(2, sizes[1], channels)
    there = sum(min(by_hand(a, b) for b in style) for a in x) / len(x)
    back = sum(min(by_hand(a, b) for a in x) for b in style) / len(style)
    given = (x, style) if cost is COLOUR else (directions(x), directions(style))
    assert float(relaxed_emd(*given, cost)) == pytest.approx(max(there, back), rel=1e-5)


def test_relaxed_emd_asks_for_both_ways() -> None:
    """A picture in one colour of the style is as far away as the colours that it lacks."""
    style = torch.tensor([[1.0, 0, 0], [0, 0, 1.0]]).double()
    one = style[:1].repeat(5, 1)
    assert float(relaxed_emd(one, style, COSINE)) == pytest.approx(0.5)
    assert float(relaxed_emd(style, style, COSINE)) == pytest.approx(0)


def test_colours_cost_the_same_in_any_orthonormal_axes() -> None:
    """So the paper's decorrelated axes, where they are orthonormal, would change nothing."""
    axes = torch.linalg.qr(torch.randn(3, 3, generator=torch.Generator().manual_seed(4)).double())[0]
    assert torch.allclose(axes @ axes.T, torch.eye(3).double())
    x, style = sample(1, 20, 3), sample(2, 30, 3)
    turned = relaxed_emd(x @ axes.T, style @ axes.T, COLOUR)
    assert float(turned) == pytest.approx(float(relaxed_emd(x, style, COLOUR)), rel=1e-9)


def test_self_similarity_is_that_of_loops() -> None:
    x = sample(1)
    found = self_similarity(directions(x))
    for j in range(len(x)):
        column = [cosine_by_hand(x[i], x[j]) for i in range(len(x))]
        for i in range(len(x)):
            assert float(found[i, j]) == pytest.approx(column[i] / sum(column), abs=1e-9)


def test_content_loss_is_zero_for_the_photo_and_whatever_keeps_its_angles() -> None:
    photo = sample(1)
    wanted = self_similarity(directions(photo))
    assert float(content_loss(directions(photo), wanted)) == 0
    turn = torch.linalg.qr(torch.randn(12, 12, generator=torch.Generator().manual_seed(4)).double())[0]
    assert float(content_loss(directions(3 * photo @ turn), wanted)) == pytest.approx(0, abs=1e-9)
    other = self_similarity(directions(sample(2)))
    expected = (wanted - other).abs().sum(0).mean()  # what every place sees of the others, as distributions
    assert float(content_loss(directions(photo), other)) == pytest.approx(float(expected))
    assert 0 < float(expected) < 2


def test_moments_are_those_of_every_layer() -> None:
    x = sample(1)
    begin = 0
    for width, found in zip(WIDTHS, spreads(x, WIDTHS), strict=True):
        part = x[:, begin : begin + width]
        begin += width
        assert torch.allclose(found.mean_c, part.mean(0))
        assert torch.allclose(found.covariance_cc, torch.cov(part.T, correction=0))


def test_moment_loss_is_zero_for_the_style_in_any_order_and_relative_to_it() -> None:
    style = sample(1)
    wanted = spreads(style, WIDTHS)
    assert float(moment_loss(spreads(style.flip(0), WIDTHS), wanted)) == pytest.approx(0, abs=1e-9)
    nothing = spreads(torch.zeros_like(style), WIDTHS)
    assert float(moment_loss(nothing, wanted)) == pytest.approx(2)
    by_hand = sum(
        float((a.mean_c - b.mean_c).abs().sum() / b.mean_c.abs().sum())
        + float((a.covariance_cc - b.covariance_cc).abs().sum() / b.covariance_cc.abs().sum())
        for a, b in zip(spreads(sample(2), WIDTHS), wanted, strict=True)
    )
    assert float(moment_loss(spreads(sample(2), WIDTHS), wanted)) == pytest.approx(by_hand / len(WIDTHS))


TERMS: dict[str, Callable[[Tensor], Tensor]] = {
    "content": lambda x: content_loss(directions(x), self_similarity(directions(sample(2)))),
    "emd": lambda x: relaxed_emd(directions(x), directions(sample(2, 9)), COSINE),
    "emd back": lambda x: relaxed_emd(directions(x[:3]), directions(sample(2, 20)), COSINE),
    "palette": lambda x: relaxed_emd(x[:, :3], sample(2, 9, 3), COLOUR),
    "moments": lambda x: moment_loss(spreads(x, WIDTHS), spreads(sample(2), WIDTHS)),
}


@pytest.mark.parametrize("name", list(TERMS))
def test_gradients_by_differences(name: str) -> None:
    term, x = TERMS[name], sample(1).requires_grad_(True)
    (slope,) = torch.autograd.grad(term(x), x)
    for seed in (3, 4):
        way = torch.randn(x.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        with torch.no_grad():
            ahead, behind = (float(term(x + step * way)) for step in (1e-7, -1e-7))
        assert float((slope * way).sum()) == pytest.approx((ahead - behind) / 2e-7, rel=1e-3)


@pytest.mark.parametrize("name", list(TERMS))
def test_nothing_at_all_has_a_gradient_that_is_a_number(name: str) -> None:
    x = torch.zeros(14, 12, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(TERMS[name](x), x)
    assert bool(slope.isfinite().all())
