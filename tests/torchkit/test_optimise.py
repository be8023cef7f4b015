"""Scales, what is reported, stopping, and that the same start gives the same end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.core.progress import Step
from pinxit.torchkit.descent import Lbfgs
from pinxit.torchkit.optimise import (
    Outcome,
    Scale,
    levelled_off,
    optimise,
    plan_scales,
    scales_from,
    working_size,
)

SCALES = (Scale(8, 12, 6), Scale(12, 17, 5), Scale(16, 24, 4))
TOTAL = 6 * 96 + 5 * 204 + 4 * 384
START = torch.full((1, 3, 16, 24), 0.5)


def ramp(scale: Scale, _: Tensor = START) -> Callable[[Tensor], Tensor]:
    """Wants brightness to rise from left to right."""
    target = torch.linspace(0, 1, scale.width).expand(1, 3, scale.height, scale.width)
    return lambda picture: (picture - target).square().mean()


def test_scales_grow_by_the_square_root_of_two_to_the_size_asked_for() -> None:
    scales = plan_scales(384, 512, 100)
    assert [scale.width for scale in scales] == [128, 181, 256, 362, 512]
    assert [scale.height for scale in scales] == [96, 136, 192, 272, 384]
    assert [scale.steps for scale in scales] == [94, 67, 47, 33, 24]
    assert [scale.width for scale in plan_scales(384, 512, 100, first=256)] == [256, 362, 512]
    assert plan_scales(50, 60, 5) == (Scale(50, 60, 10),)
    assert all(min(scale.height, scale.width) >= 32 for scale in plan_scales(2000, 40, 100))


def test_a_square_gets_fewer_steps_than_a_strip_of_its_length() -> None:
    square, strip = (plan_scales(height, 512, 100)[-1] for height in (512, 128))
    assert (square.steps, strip.steps) == (20, 41)


def test_scales_may_double() -> None:
    scales = plan_scales(384, 512, 100, first=64, growth=2)
    assert [(scale.width, scale.steps) for scale in scales] == [(64, 188), (128, 94), (256, 47), (512, 24)]


def test_what_the_painter_made_needs_the_upper_half_and_a_third_of_the_steps() -> None:
    assert scales_from("content", 384, 512, 90, 64, 2) == plan_scales(384, 512, 90, 64, 2)
    painted = scales_from("painter", 384, 512, 90, 64, 2)
    assert [(scale.width, scale.steps) for scale in painted] == [(256, 14), (512, 8)]


@pytest.mark.parametrize(
    ("given", "size", "expected"),
    [
        ((3000, 4000), 512, (384, 512)),
        ((300, 400), 512, (300, 400)),
        ((4000, 100), 512, (1280, 32)),
        ((1, 1), 512, (32, 32)),
    ],
)
def test_working_size(given: tuple[int, int], size: int, expected: tuple[int, int]) -> None:
    assert working_size(*given, size) == expected


def test_every_step_is_reported() -> None:
    seen: list[Step] = []
    outcome = optimise(START, SCALES, ramp, needed=2_500_000_000, on_step=seen.append)
    assert outcome.finished
    assert outcome.picture.shape == (1, 3, 16, 24)
    first, *rest = seen
    assert first.done == 0
    assert first.preview is None
    assert first.note.startswith("about ")
    assert first.note.endswith(" and 2.5 GB")
    assert {step.total for step in seen} == {TOTAL}
    assert len(rest) == 15
    assert [step.done for step in rest][-2:] == [TOTAL - 384, TOTAL]
    assert rest[0].note.startswith("12 px, loss ")
    previews = [step.preview for step in rest]
    assert [each.shape for each in previews if each is not None][::14] == [(8, 12, 3), (16, 24, 3)]
    assert previews[-1] is not None
    np.testing.assert_array_equal(previews[-1].transpose(2, 0, 1)[None], outcome.picture.numpy())


def test_each_scale_starts_where_the_one_below_ended() -> None:
    """With next to no steps at the large scale, what is large was found at the small one."""
    alone = optimise(START, [Scale(16, 24, 1)], ramp)
    helped = optimise(START, [Scale(8, 12, 40), Scale(16, 24, 1)], ramp)
    loss = ramp(Scale(16, 24, 1))
    assert float(loss(helped.picture)) < 0.3 * float(loss(alone.picture))


@pytest.mark.parametrize("interrupt", [False, True])
@pytest.mark.parametrize("after", [0, 1, 8, 14])
def test_stopping_keeps_the_best_so_far(after: int, interrupt: bool) -> None:
    last: list[Step] = []

    def on_step(step: Step) -> bool:
        last.append(step)
        if interrupt and len(last) > after:
            raise KeyboardInterrupt
        return len(last) <= after

    outcome = optimise(START, SCALES, ramp, on_step=on_step)
    assert not outcome.finished
    assert len(last) == after + 1
    if last[-1].preview is not None:
        np.testing.assert_array_equal(last[-1].preview.transpose(2, 0, 1)[None], outcome.picture.numpy())


def test_a_stop_after_the_last_step_is_none() -> None:
    assert optimise(START, SCALES, ramp, on_step=lambda step: step.done < step.total).finished


@pytest.mark.parametrize("overhead", [0, 1000])
def test_overhead_counts_as_pixels(overhead: int) -> None:
    seen: list[Step] = []
    optimise(START, SCALES, ramp, overhead=overhead, on_step=seen.append)
    assert seen[-1].done == seen[-1].total == TOTAL + 15 * overhead


def test_the_estimate_is_near_what_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that goes a second for every thousand pixels of which a gradient is taken."""
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])

    def loss_at(scale: Scale, _: Tensor) -> Callable[[Tensor], Tensor]:
        def loss(picture: Tensor) -> Tensor:
            now[0] += scale.pixels / 1000
            return ramp(scale)(picture)

        return loss

    seen: list[Step] = []
    optimise(START, SCALES, loss_at, on_step=seen.append)
    assert seen[0].note.startswith("about 3.1 s")  # 3.132


def test_the_same_start_gives_the_same_end() -> None:
    def run() -> Outcome:
        return optimise(START, SCALES, ramp, descend=Lbfgs)

    assert torch.equal(run().picture, run().picture)


def test_a_loss_may_be_made_of_the_picture_that_a_scale_starts_from() -> None:
    seen: list[Tensor] = []

    def loss_at(scale: Scale, picture: Tensor) -> Callable[[Tensor], Tensor]:
        seen.append(picture)
        return ramp(scale)

    outcome = optimise(START, SCALES, loss_at)
    assert [tuple(each.shape[-2:]) for each in seen] == [(8, 12), (12, 17), (16, 24)]
    assert float((seen[0] - 0.5).abs().max()) < 1e-6
    assert 0 < float((seen[2] - outcome.picture).abs().mean()) < float((seen[2] - 0.5).abs().mean())


def test_a_scale_that_has_settled_is_left_early_and_counts_as_done() -> None:
    seen: list[Step] = []
    outcome = optimise(START, SCALES, ramp, settled=lambda losses: len(losses) == 2, on_step=seen.append)
    assert outcome.finished
    assert [step.done for step in seen] == [0, 96, 576, 576 + 204, 576 + 1020, 576 + 1020 + 384, TOTAL]
    assert not optimise(
        START, SCALES, ramp, settled=lambda losses: len(losses) == 2, on_step=lambda step: step.done < 600
    ).finished


def test_levelled_off() -> None:
    falling = [1 / (1 + i) for i in range(40)]
    assert not any(levelled_off(falling[:count]) for count in range(40))
    assert levelled_off([*falling, *[falling[-1]] * 20])
    assert not levelled_off([0.5] * 19)
    assert levelled_off([0.5] * 20)
    assert levelled_off([0.0] * 20)
