"""Adam on a pyramid: it goes down, stays in the box, and takes its moments along to the next scale."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from pinxit.torchkit.descent import Adam
from pinxit.torchkit.optimise import Scale, optimise
from pinxit.torchkit.pyramid import fold
from pinxit.torchkit.pyramid_adam import PyramidAdam


def noise(*shape: int, seed: int = 1) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed))


def test_it_goes_down_and_stays_in_the_box() -> None:
    target = 3 * noise(1, 3, 16, 16) - 1
    descent = PyramidAdam(torch.full((1, 3, 16, 16), 0.5), 150, rate=0.02)
    losses = [descent.step(lambda x: (x - target).square().mean()) for _ in range(150)]
    result = descent.result()
    assert losses[-1] < 0.7 * losses[0]
    assert 0 <= float(result.min()) <= float(result.max()) <= 1
    assert not result.requires_grad
    assert float((result - target.clamp(0, 1)).abs().mean()) < 0.06
    inside = fold(descent.levels).detach()
    assert float(inside.min()) > -1e-5
    assert float(inside.max()) < 1 + 1e-5


def test_before_the_first_step_it_is_the_start() -> None:
    start = noise(1, 3, 9, 7)
    assert torch.equal(PyramidAdam(start, 5).result(), start)


def test_a_flat_gradient_moves_every_level_by_the_rate() -> None:
    """So a large form moves further in one step than a pixel could."""
    start = torch.full((1, 3, 16, 16), 0.5)
    descent = PyramidAdam(start, 10, rate=0.01)
    descent.step(lambda x: x.mean())
    assert len(descent.levels) == 5
    assert torch.allclose(descent.result(), start - 5 * 0.01, atol=1e-5)


def state(descent: PyramidAdam, level: int, name: str) -> Tensor:
    found: Tensor = descent.adam.state[descent.levels[level]][name]
    return found


@pytest.mark.parametrize("size", [(16, 24), (17, 23)])
def test_moments_go_to_the_level_of_their_size(size: tuple[int, int]) -> None:
    before = PyramidAdam(noise(1, 3, 8, 12), 10)
    weights = noise(1, 3, 8, 12, seed=2)
    for _ in range(4):
        before.step(lambda x: (weights * x).mean())
    after = PyramidAdam(noise(1, 3, *size), 10, before)
    assert after.levels[0] not in after.adam.state, "nothing was known of so fine a level"
    for level in range(1, 4):
        assert state(after, level, "exp_avg").shape == after.levels[level].shape
        assert float(state(after, level, "step")) == 4
    if size == (16, 24):
        for name in ("exp_avg", "exp_avg_sq"):
            assert torch.allclose(state(after, 1, name), state(before, 0, name), atol=1e-7)
    after.step(lambda x: x.mean())
    assert float(state(after, 1, "step")) == 5
    assert float(state(after, 0, "step")) == 1
    assert float(state(before, 0, "step")) == 4, "what is over stays as it was"


def test_a_second_pass_of_one_size_goes_on_where_the_first_ended() -> None:
    start = noise(1, 3, 8, 8)
    before = PyramidAdam(start, 10)
    for _ in range(5):
        before.step(lambda x: x.mean())
    after = PyramidAdam(start, 10, before)
    assert torch.allclose(state(after, 0, "exp_avg"), state(before, 0, "exp_avg"), atol=1e-7)
    anew = PyramidAdam(start, 10, Adam(start, 10))
    assert anew.levels[0] not in anew.adam.state


def test_it_serves_the_loop_across_scales() -> None:
    target = torch.linspace(0, 1, 32).expand(1, 3, 32, 32)

    def loss_at(scale: Scale, _: Tensor) -> object:
        wanted = torch.nn.functional.interpolate(target, (scale.height, scale.width), mode="area")
        return lambda x: (x - wanted).square().mean()

    scales = [Scale(8, 8, 60), Scale(16, 16, 20), Scale(32, 32, 20)]
    made = optimise(torch.full((1, 3, 8, 8), 0.5), scales, loss_at, descend=PyramidAdam)  # type: ignore[arg-type]
    assert float((made.picture - target).abs().mean()) < 0.06
