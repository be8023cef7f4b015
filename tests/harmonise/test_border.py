"""The border of the object: where it runs, and when what crosses it is too much."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.methods.harmonise.border import Border, Crossing
from pinxit.torchkit.descent import gradient
from pinxit.torchkit.pictures import to_tensor

GREY = torch.full((1, 3, 40, 60), 0.5)


def right_half() -> Tensor:
    mask_hw = torch.zeros(40, 60)
    mask_hw[:, 30:] = 1
    return mask_hw


def step_of(height: float) -> Tensor:
    """Grey on the left, brighter by `height` on the right."""
    return GREY + height * right_half()


def grain(contrast: float) -> Tensor:
    """A painting without things, whose contrasts are alike all over."""
    return 0.5 + contrast * torch.randn(1, 3, 40, 60, generator=torch.Generator().manual_seed(1))


def crossing(painting: Tensor, soft_hw: Tensor | None = None) -> Crossing:
    soft_hw = right_half() if soft_hw is None else soft_hw
    return Crossing.of(Border.of(right_half()), soft_hw, GREY, painting)


def test_the_border_is_where_the_mask_ends_and_not_where_the_picture_does() -> None:
    border = Border.of(right_half())
    columns = border.on_hw.any(0).nonzero()[:, 0]
    assert 24 <= int(columns.min()) < 30 <= int(columns.max()) <= 35
    assert border.on_hw[:, columns].all()
    np.testing.assert_allclose(
        border.normal_2n.abs().numpy(), [[0], [1]] * np.ones((2, int(border.on_hw.sum())))
    )
    turned = Border.of(right_half().T.contiguous())
    assert torch.equal(turned.on_hw, border.on_hw.T)


def test_contrast_is_too_much_only_above_that_of_the_painting() -> None:
    errors = [float(crossing(grain(0.05))(255 * step_of(height))) for height in (0.0, 0.02, 0.2, 0.4)]
    assert errors[0] == 0
    assert errors[1] < 0.01 * errors[2] < 0.01 * errors[3]
    assert float(crossing(grain(0.5))(255 * step_of(0.2))) < 0.01 * errors[2]


def test_it_pulls_the_two_sides_together_where_the_object_may_change() -> None:
    _, slope = gradient(crossing(grain(0.02)), 255 * step_of(0.3))
    assert float(slope[..., 30].mean()) > 0, "down to the ground"
    assert float(slope[..., :30].abs().max()) == 0
    assert float(slope[..., 40:].abs().max()) == 0


def test_a_flat_painting_and_a_mask_without_a_border_are_finite() -> None:
    assert np.isfinite(float(crossing(GREY)(255 * step_of(0.3))))
    nothing = Crossing.of(Border.of(torch.ones(40, 60)), torch.ones(40, 60), GREY, grain(0.1))
    value, slope = gradient(nothing, 255 * step_of(0.3))
    assert value == 0
    assert float(slope.abs().max()) == 0


@pytest.mark.parametrize("size", [(32, 32), (35, 48)])
def test_arrays_become_what_it_takes(size: tuple[int, int]) -> None:
    rgb_hw3 = np.random.default_rng(0).random((*size, 3), dtype=np.float32)
    mask_hw = torch.zeros(size)
    mask_hw[8:20, 8:20] = 1
    made = Crossing.of(Border.of(mask_hw), mask_hw, to_tensor(rgb_hw3), to_tensor(rgb_hw3))
    assert len(made.wanted_n) == int(made.border.on_hw.sum()) > 20
    assert bool((made.wanted_n.diff() >= 0).all())
