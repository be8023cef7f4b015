"""Colours in order: 0 for the style's own wherever they lie, a region's own, and a gradient towards them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pinxit.methods.photo.palette import palette

STYLE = torch.rand(1, 3, 60, 80, generator=torch.Generator().manual_seed(1)) ** 2
EVERYWHERE = torch.ones(60, 80)


def test_where_the_colours_lie_does_not_matter() -> None:
    made = palette(EVERYWHERE, [(STYLE, EVERYWHERE, 1.0)], np.random.default_rng(0))
    assert float(made.distance(STYLE.flip(3))) < 2e-4
    assert float(made.distance(STYLE.flip(1))) < 1e-3  # its channels are of one distribution
    assert float(made.distance(STYLE * 0.5)) > 0.01


def test_moved_by_a_constant_it_is_the_square_of_that_along_the_directions() -> None:
    flat = torch.full((1, 3, 60, 80), 0.4)
    made = palette(EVERYWHERE, [(flat, EVERYWHERE, 1.0)], np.random.default_rng(0))
    moved = (
        flat + 0.1
    )  # of the directions only the channels and lightness see grey: 3 of 0.1, 1 of 0.1 sqrt(3)
    assert float(made.distance(moved)) == pytest.approx((3 * 0.01 + 0.03) / 10, rel=1e-3)


def test_only_the_region_and_the_styles_that_count() -> None:
    left = torch.zeros(60, 80)
    left[:, :40] = 1
    made = palette(left, [(STYLE, 1 - left, 1.0), (1 - STYLE, EVERYWHERE, 1e-9)], np.random.default_rng(0))
    picture = STYLE.flip(3).clone().requires_grad_(True)
    assert float(made.distance(picture).detach()) < 5e-4
    (slope,) = torch.autograd.grad(made.distance(picture), picture)
    assert float(slope[..., 40:].abs().max()) == 0
