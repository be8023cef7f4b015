"""Masks carried through the layers, and Gram matrices that are a region's own."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.imageops.regions import read_regions
from pinxit.methods.photo.losses import COLOURS, CONTENT_LAYER, MATTING, STYLE, Wish, gram_error
from pinxit.methods.photo.spec import STYLE_LAYERS, PhotoOptions
from pinxit.methods.photo.targets import Targets
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.statistics import relative_error
from tiny_vgg import small_vgg

RED_BLUE = Picture(
    np.where(np.arange(64)[None, :, None] < 32, (1, 0, 0), (0, 0, 1)).repeat(64, 0).astype(np.float32)
)
BLUE_RED = Picture(np.ascontiguousarray(RED_BLUE.rgb_hw3[:, ::-1]))
Float = NDArray[np.float32]


def halves(left: float, right: float) -> Float:
    rgb_hw3 = np.random.default_rng(1).random((64, 64, 3), np.float32) * 0.2
    rgb_hw3[:, :32] += left
    rgb_hw3[:, 32:] += right
    return rgb_hw3


def wish(style_hw3: Float, masks: tuple[Picture, ...] = (RED_BLUE, BLUE_RED), **options: float) -> Wish:
    regions = read_regions(masks) if masks else None
    given = Given(halves(0.3, 0.6), [style_hw3], [1.0], regions)
    targets = Targets(small_vgg(), torch.device("cpu"), given, PhotoOptions(**options))  # type: ignore[arg-type]
    return targets.at(Scale(64, 64, 1))


def test_a_region_takes_no_statistics_of_another() -> None:
    """The style's red half, on its right, is what the photo's left wants; its blue half changes none of it."""
    changed_hw3 = halves(0.1, 0.7)
    changed_hw3[:, :20] = 0.9
    one, other = wish(halves(0.1, 0.7)), wish(changed_hw3)
    for left, same in ((True, True), (False, False)):
        before, after = (
            next(area for area in each.areas if is_left(area.weights_hw["relu1_1"]) is left)
            for each in (one, other)
        )
        grams = [area.grams_cc["relu1_1"][None] for area in (before, after)]
        assert (float(relative_error(*grams)) < 1e-8) is same
        assert torch.equal(before.palette.wanted_nk, after.palette.wanted_nk) is same
    assert [area.share for area in one.areas] == [0.5, 0.5]


def test_the_gradient_of_a_region_stays_in_it() -> None:
    made = wish(halves(0.1, 0.7))
    left = next(area for area in made.areas if is_left(area.weights_hw["relu1_1"]))
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1)).requires_grad_(True)
    found = small_vgg()(x, ("relu2_1",))["relu2_1"]
    (slope,) = torch.autograd.grad(gram_error(found, left.weights_hw["relu2_1"], left.grams_cc["relu2_1"]), x)
    assert float(slope[..., :32].abs().sum()) > 0
    assert float(slope[..., 32 + 12 :].abs().max()) == 0  # twice the reach of relu2_1


def test_a_layer_that_is_too_coarse_for_a_region_says_nothing() -> None:
    thin_hw3 = RED_BLUE.rgb_hw3.copy()
    thin_hw3[:] = (0, 0, 1)
    thin_hw3[:, :2] = (1, 0, 0)
    made = wish(halves(0, 0.5), (Picture(thin_hw3), RED_BLUE))
    seen = {round(area.share, 3): set(area.grams_cc) for area in made.areas}
    assert "relu1_1" in seen[0.031]
    assert "relu5_1" not in seen[0.031]
    assert seen[0.969] == set(STYLE_LAYERS)


def test_the_whole_loss_is_the_formula() -> None:
    made = wish(halves(0.1, 0.7), (), strength=2.0, photorealism=0.5)
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(3))
    found = small_vgg()(x, (CONTENT_LAYER, *STYLE_LAYERS))
    area = made.areas[0]
    terms = [
        float(gram_error(found[layer], torch.ones(found[layer].shape[-2:]), area.grams_cc[layer]))
        for layer in STYLE_LAYERS
    ]
    content = float(relative_error(found[CONTENT_LAYER], made.content_1chw)[0])
    wanted = STYLE * sum(terms) / 5 + COLOURS * float(area.palette.distance(x))
    expected = content + 2 * wanted + 0.5 * MATTING * float(made.matting.energy(x))
    assert float(made(x)) == pytest.approx(expected, rel=1e-4)


def is_left(weights_hw: torch.Tensor) -> bool:
    return float(weights_hw[:, :32].sum()) > float(weights_hw[:, 32:].sum())
