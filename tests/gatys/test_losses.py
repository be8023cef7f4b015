"""The loss is the formula: zero for the style itself, the right gradient, and no region takes from another."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.core.picture import Picture
from pinxit.imageops.regions import read_regions
from pinxit.methods.gatys.losses import CONTENT_LAYER, DISTANCES, STYLE, VARIATION, Area, Wish
from pinxit.methods.gatys.spec import GatysOptions
from pinxit.methods.gatys.targets import Targets
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.statistics import Moments, moments, relative_error, total_variation
from tiny_vgg import small_vgg

LAYERS = {"relu1_1": 0.75, "relu2_1": 0.25}


def feat(seed: int, *, channels: int = 6, cells: int = 60, dtype: torch.dtype = torch.float64) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.rand(1, channels, cells // 6, 6, generator=generator, dtype=dtype) ** 2


def test_gram_is_the_relative_error_of_gram_matrices() -> None:
    style, painted = moments(feat(1)), moments(feat(2))
    expected = (painted.square_cc - style.square_cc).square().sum() / style.square_cc.square().sum()
    assert float(DISTANCES["gram"](style)(painted)) == pytest.approx(float(expected))


def test_wasserstein_is_that_of_gaussians() -> None:
    linalg = pytest.importorskip("scipy.linalg")
    style, painted = moments(feat(1)), moments(feat(2))
    s, x = style.covariance_cc.numpy(), painted.covariance_cc.numpy()
    root = linalg.sqrtm(s)
    between = np.trace(s + x - 2 * linalg.sqrtm(root @ x @ root))
    means = float((style.mean_c - painted.mean_c).square().sum())
    expected = (means + between) / float(style.square_cc.trace())
    assert float(DISTANCES["wasserstein"](style)(painted)) == pytest.approx(expected, rel=0.02)


def test_wasserstein_of_moved_and_stretched_features_is_known() -> None:
    """Adding d to every feature costs |d|^2; stretching about the mean by k costs (k - 1)^2 tr S."""
    one = feat(3)
    style = moments(one)
    energy = float(style.square_cc.trace())
    distance = DISTANCES["wasserstein"](style)
    assert float(distance(moments(one + 0.1))) == pytest.approx(6 * 0.01 / energy, rel=0.05)
    mean = style.mean_c.view(1, -1, 1, 1)
    stretched = float(style.covariance_cc.trace()) * 0.25 / energy
    assert float(distance(moments(mean + 1.5 * (one - mean)))) == pytest.approx(stretched, rel=0.05)


@pytest.mark.parametrize("name", list(DISTANCES))
def test_the_style_itself_is_at_zero_and_nothing_is_at_one(name: str) -> None:
    style = moments(feat(1))
    distance = DISTANCES[name](style)
    assert abs(float(distance(style))) < 1e-3
    nothing = Moments(torch.zeros_like(style.mean_c), torch.zeros_like(style.square_cc))
    assert float(distance(nothing)) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("name", list(DISTANCES))
def test_gradients_by_differences(name: str) -> None:
    distance = DISTANCES[name](moments(feat(1)))
    painted = feat(2).requires_grad_(True)
    (slope,) = torch.autograd.grad(distance(moments(painted)), painted)
    direction = torch.randn(painted.shape, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    with torch.no_grad():
        ahead, behind = (distance(moments(painted + step * direction)) for step in (1e-5, -1e-5))
    assert float((slope * direction).sum()) == pytest.approx(float(ahead - behind) / 2e-5, rel=0.02)


def wish(features: Vgg16, photo: Tensor, style: Tensor, strength: float = 2.0) -> Wish:
    with torch.no_grad():
        content = features(photo, (CONTENT_LAYER,))[CONTENT_LAYER]
        found = features(style, tuple(LAYERS))
    area = Area(1.0, {layer: DISTANCES["gram"](moments(found[layer])) for layer in LAYERS}, {})
    return Wish(features, content, [area], LAYERS, strength)


def test_the_whole_loss_is_the_formula() -> None:
    features = small_vgg()
    photo, style, x = (torch.rand(1, 3, 32, 40, generator=torch.Generator().manual_seed(i)) for i in range(3))
    found, targets = features(x, (CONTENT_LAYER, *LAYERS)), features(style, tuple(LAYERS))
    content = relative_error(found[CONTENT_LAYER], features(photo, (CONTENT_LAYER,))[CONTENT_LAYER])[0]
    terms = [
        weight
        * relative_error(moments(found[layer]).square_cc[None], moments(targets[layer]).square_cc[None])[0]
        for layer, weight in LAYERS.items()
    ]
    expected = content + 2.0 * (STYLE * (terms[0] + terms[1]) + VARIATION * total_variation(x)[0])
    assert float(wish(features, photo, style)(x)) == pytest.approx(float(expected), rel=1e-5)


def test_the_gradient_of_the_whole_loss_by_differences() -> None:
    features = small_vgg().double()
    photo, style, x = (
        torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(i), dtype=torch.float64)
        for i in range(3)
    )
    loss = wish(features, photo, style)
    x.requires_grad_(True)
    (slope,) = torch.autograd.grad(loss(x), x)
    for seed in (4, 5):
        direction = torch.randn(x.shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        with torch.no_grad():
            ahead, behind = (float(loss(x + step * direction)) for step in (1e-6, -1e-6))
        assert float((slope * direction).sum()) == pytest.approx((ahead - behind) / 2e-6, rel=1e-3)


def test_without_strength_only_the_photo_counts() -> None:
    features = small_vgg()
    photo, style = (torch.rand(1, 3, 32, 32, generator=torch.Generator().manual_seed(i)) for i in range(2))
    assert float(wish(features, photo, style, strength=0.0)(photo)) == 0


def halves(left: float, right: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    rgb_hw3 = np.random.default_rng(1).random((64, 64, 3), np.float32) * 0.2
    rgb_hw3[:, :32] += left
    rgb_hw3[:, 32:] += right
    return rgb_hw3


RED_BLUE = Picture(
    np.where(np.arange(64)[None, :, None] < 32, (1, 0, 0), (0, 0, 1)).repeat(64, 0).astype(np.float32)
)
BLUE_RED = Picture(np.ascontiguousarray(RED_BLUE.rgb_hw3[:, ::-1]))


def targets(style_hw3: np.ndarray[tuple[int, ...], np.dtype[np.float32]], loss: str = "gram") -> Targets:
    regions = read_regions([RED_BLUE, BLUE_RED])
    given = Given(halves(0.3, 0.6), [style_hw3], [1.0], regions)
    return Targets(small_vgg(), torch.device("cpu"), given, LAYERS, GatysOptions(loss=loss))


def by_colour(made: Wish) -> dict[str, Area]:
    """The areas of a wish for RED_BLUE by the side of the photo that they are on."""
    return {
        "left" if float(area.weights_hw["relu1_1"][:, :32].sum()) > 0 else "right": area
        for area in made.areas
    }


@pytest.mark.parametrize("loss", list(DISTANCES))
def test_a_region_never_takes_statistics_of_another(loss: str) -> None:
    """The style's red half, on its right, is what the photo's left wants; its blue half changes nothing of that."""
    scale = Scale(64, 64, 1)
    one, other = targets(halves(0.1, 0.7), loss).at(scale), targets(halves(0.5, 0.7), loss).at(scale)
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    found = small_vgg()(x, tuple(LAYERS))
    for side, same in (("left", True), ("right", False)):
        values = [
            float(area.distances["relu1_1"](moments(found["relu1_1"], area.weights_hw["relu1_1"])))
            for area in (by_colour(one)[side], by_colour(other)[side])
        ]
        assert (values[0] == pytest.approx(values[1], rel=1e-5)) is same
    assert [area.share for area in one.areas] == [0.5, 0.5]


def test_the_gradient_of_a_region_stays_in_it() -> None:
    made = targets(halves(0.1, 0.7)).at(Scale(64, 64, 1))
    left = by_colour(made)["left"]
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1)).requires_grad_(True)
    found = small_vgg()(x, ("relu2_1",))["relu2_1"]
    (slope,) = torch.autograd.grad(left.distances["relu2_1"](moments(found, left.weights_hw["relu2_1"])), x)
    assert float(slope[..., :32].abs().sum()) > 0
    assert float(slope[..., 32 + 8 :].abs().max()) == 0  # the reach of relu2_1


def test_several_styles_in_one_region_are_mixed_by_their_weights() -> None:
    regions = read_regions([RED_BLUE, BLUE_RED, RED_BLUE])
    given = Given(halves(0.3, 0.6), [halves(0.1, 0.7), halves(0.1, 0.7)], [1.0, 0.0], regions)
    two = Targets(small_vgg(), torch.device("cpu"), given, LAYERS, GatysOptions())
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))
    expected = targets(halves(0.1, 0.7)).at(Scale(64, 64, 1))(x)
    assert float(two.at(Scale(64, 64, 1))(x)) == pytest.approx(float(expected), rel=1e-5)


def test_a_layer_that_is_too_coarse_for_a_region_says_nothing() -> None:
    thin_hw3 = RED_BLUE.rgb_hw3.copy()
    thin_hw3[:] = (0, 0, 1)
    thin_hw3[:, :2] = (1, 0, 0)
    regions = read_regions([Picture(thin_hw3), RED_BLUE])
    layers = {"relu1_1": 0.5, "relu4_1": 0.5}
    given = Given(halves(0, 0.5), [halves(0, 0.5)], [1.0], regions)
    made = Targets(small_vgg(), torch.device("cpu"), given, layers, GatysOptions()).at(Scale(64, 64, 1))
    seen = {round(area.share, 3): set(area.distances) for area in made.areas}
    assert seen == {0.031: {"relu1_1"}, 0.969: {"relu1_1", "relu4_1"}}
