"""Moments that go along, averages, the box; on losses whose lowest point is known."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from pinxit.torchkit.descent import DESCENTS, RATE, Adam, Lbfgs, gradient, resampled


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def test_gradient_by_differences() -> None:
    picture = noise(1, 3, 4, 5).double()

    def loss(x: Tensor) -> Tensor:
        return (x.square().sum(1) * x[:, 0]).sum()

    value, slope = gradient(loss, picture)
    assert value == pytest.approx(float(loss(picture)))
    step = torch.zeros_like(picture)
    step[0, 1, 2, 3] = 1e-6
    assert float(slope[0, 1, 2, 3]) == pytest.approx(
        float(loss(picture + step) - loss(picture - step)) / 2e-6
    )
    assert not picture.requires_grad


@pytest.mark.parametrize("name", list(DESCENTS))
def test_it_goes_down_and_stays_in_the_box(name: str) -> None:
    target = 3 * noise(1, 3, 8, 8) - 1  # a third of it outside
    descent = DESCENTS[name](torch.full((1, 3, 8, 8), 0.5), 120, None)
    losses = [descent.step(lambda x: (x - target).square().mean()) for _ in range(120)]
    result = descent.result()
    assert losses[-1] < losses[0]
    assert float(result.min()) >= 0
    assert float(result.max()) <= 1
    assert not result.requires_grad
    assert torch.allclose(result, target.clamp(0, 1), atol=0.03)


def test_the_first_step_of_adam_is_the_rate() -> None:
    start = torch.full((1, 3, 2, 2), 0.5)
    adam = Adam(start, 10)
    assert torch.equal(adam.result(), start)
    adam.step(lambda x: x.sum())
    assert torch.allclose(adam.picture, start - RATE)


def test_adam_is_that_of_torch() -> None:
    target = noise(1, 3, 6, 6)
    theirs = torch.full((1, 3, 6, 6), 0.5, requires_grad=True)
    inner = torch.optim.Adam([theirs], lr=RATE, betas=(0.9, 0.99), eps=1e-12)
    ours = Adam(theirs, 10)
    for _ in range(10):
        inner.zero_grad()
        (theirs - target).square().mean().backward()  # type: ignore[no-untyped-call]
        inner.step()
        ours.step(lambda x: (x - target).square().mean())
    assert torch.allclose(ours.picture, theirs, atol=1e-5)


def test_the_result_is_the_mean_of_the_last_pictures() -> None:
    adam = Adam(torch.full((1, 3, 2, 2), 0.5), 40)  # a decay of 0.9
    seen = []
    for _ in range(40):
        adam.step(lambda x: (x - 0.5).sum())
        seen.append(adam.picture)
    weights = torch.tensor([0.9 ** (39 - i) for i in range(40)])
    expected = (torch.stack(seen) * weights.view(-1, 1, 1, 1, 1)).sum(0) / weights.sum()
    assert torch.allclose(adam.result(), expected, atol=1e-6)


def test_moments_at_another_size() -> None:
    mean, square = noise(1, 3, 8, 6) - 0.5, noise(1, 3, 8, 6)
    square[0, 0, :4] = 0
    new_mean, new_square = resampled(mean, square, (11, 9))
    assert new_mean.shape == new_square.shape == (1, 3, 11, 9)
    assert float(new_square.min()) >= 0
    # A pixel of twice as many is half as much of a mean.
    share = 48 / 99
    assert float(new_mean.mean()) == pytest.approx(share * float(mean.mean()), rel=0.1)
    assert float(new_square.mean()) == pytest.approx(share**2 * float(square.mean()), rel=0.1)
    same_mean, same_square = resampled(mean, square, (8, 6))
    assert torch.allclose(same_mean, mean, atol=1e-6)
    assert torch.allclose(same_square, square, atol=1e-6)


def test_moments_go_along_to_the_next_scale() -> None:
    """With them the first step goes on in the direction of the last; without, it starts anew."""
    coarse, fine = noise(1, 3, 8, 8), noise(1, 3, 16, 16)
    before = Adam(coarse, 10)
    for _ in range(10):
        before.step(lambda x: x.mean())
    after = Adam(fine, 10, before)
    assert after.count == 10
    after.step(lambda x: -x.mean())
    assert float((after.picture - fine).mean()) < 0
    anew = Adam(fine, 10, Lbfgs(coarse, 10))
    anew.step(lambda x: -x.mean())
    assert float((anew.picture - fine).mean()) > 0


def test_lbfgs_needs_few_steps_and_keeps_the_lowest() -> None:
    target = noise(1, 3, 8, 8)
    scale = torch.linspace(0.3, 3, 8)
    descent = Lbfgs(torch.full((1, 3, 8, 8), 0.5), 25)
    losses = [descent.step(lambda x: (scale * (x - target)).square().mean()) for _ in range(25)]
    found = float((scale * (descent.result() - target)).square().mean())
    assert found == pytest.approx(min(losses), abs=1e-8)
    assert found < 1e-4
