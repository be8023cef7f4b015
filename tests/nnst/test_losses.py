"""Hypercolumns are what the paper says, the losses are the formulas, and their gradients are right."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.methods.nnst.columns import LAYERS, grid_of, joined, layer_size, pieces, split
from pinxit.methods.nnst.losses import FINEST, Kin, Matching, Splitting, to_nearest
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.neighbours import unit
from tiny_vgg import STAGES, small_vgg

CHANNELS = sum(sum(widths) for widths in STAGES[:4])


def noise(*shape: int, seed: int = 1, dtype: torch.dtype = torch.float32) -> Tensor:
    return torch.rand(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


def test_the_layers_are_the_convolutions_of_blocks_one_to_four() -> None:
    assert len(LAYERS) == 10
    assert (LAYERS[0], LAYERS[-1]) == ("relu1_1", "relu4_3")
    assert sum(Vgg16(10).convs[name.replace("relu", "conv")].out_channels for name in LAYERS) == 2688  # type: ignore[misc]


@pytest.mark.parametrize("size", [(32, 48), (33, 47)])
def test_a_hypercolumn_is_every_layer_over_its_channels_at_a_quarter_of_the_size(
    size: tuple[int, int],
) -> None:
    found = small_vgg()(noise(1, 3, *size), LAYERS)
    grid = grid_of(*size)
    assert grid == (8, size[1] // 4)
    columns = joined(pieces(found, grid))
    assert columns.shape == (grid[0] * grid[1], CHANNELS)
    first = 0
    for layer in LAYERS:
        assert tuple(found[layer].shape[-2:]) == layer_size(layer, *size)
        channels = found[layer].shape[1]
        part = columns[:, first : first + channels].T.reshape(1, channels, *grid)
        expected = F.interpolate(found[layer], grid, mode="bilinear", align_corners=True) / channels
        assert torch.allclose(part, expected, atol=1e-6)
        # Corners lie on corners.
        assert torch.allclose(part[..., 0, 0], found[layer][..., 0, 0] / channels, atol=1e-4)
        assert torch.allclose(part[..., -1, -1], found[layer][..., -1, -1] / channels, atol=1e-4)
        first += channels


def test_joined_columns_come_apart_again() -> None:
    parts = pieces(small_vgg()(noise(1, 3, 32, 40), LAYERS), (8, 10))
    for one, other in zip(split(joined(parts), parts), parts, strict=True):
        assert torch.equal(one, other)


def matching(features: Vgg16, target: Tensor, size: tuple[int, int]) -> Matching:
    with torch.no_grad():
        parts = pieces(features(noise(1, 3, *size).to(target.dtype), LAYERS), grid_of(*size))
    return Matching(features, target, parts)


def test_the_matching_loss_is_the_mean_cosine_distance_of_whole_hypercolumns() -> None:
    features, x = small_vgg(), noise(1, 3, 32, 40, seed=2)
    target = noise(80, CHANNELS, seed=3)
    columns = joined(pieces(features(x, LAYERS), (8, 10)))
    expected = (1 - F.cosine_similarity(columns, target, dim=1)).mean()
    assert float(matching(features, target, (32, 40))(x)) == pytest.approx(float(expected), rel=1e-4)


def test_a_picture_is_at_zero_from_its_own_hypercolumns() -> None:
    features, x = small_vgg(), noise(1, 3, 32, 40, seed=2)
    own = joined(pieces(features(x, LAYERS), (8, 10)))
    assert abs(float(matching(features, own, (32, 40))(x))) < 1e-5
    assert abs(float(matching(features, 3 * own, (32, 40))(x))) < 1e-5, "length says nothing"


def slope_by_differences(loss: object, x: Tensor, seed: int) -> tuple[float, float]:
    """Along a random direction: by autograd, and by differences."""
    x = x.clone().requires_grad_(True)
    (slope,) = torch.autograd.grad(loss(x), x)  # type: ignore[operator]
    direction = torch.randn(x.shape, generator=torch.Generator().manual_seed(seed), dtype=x.dtype)
    with torch.no_grad():
        ahead, behind = (float(loss(x + step * direction)) for step in (1e-7, -1e-7))  # type: ignore[operator]
    return float((slope * direction).sum()), (ahead - behind) / 2e-7


@pytest.mark.parametrize("seed", [4, 5])
def test_the_gradient_of_the_matching_loss_by_differences(seed: int) -> None:
    features = small_vgg().double()
    target = noise(64, CHANNELS, seed=3, dtype=torch.float64)
    loss = matching(features, target, (32, 32))
    slope, expected = slope_by_differences(loss, noise(1, 3, 32, 32, seed=2, dtype=torch.float64), seed)
    assert slope == pytest.approx(expected, rel=1e-3)


def test_the_distance_to_the_nearest_is_the_centred_one_of_brute_force() -> None:
    places, style = noise(20, 6) + 3, noise(30, 6, seed=2) - 1
    centred, keys = places - places.mean(0), style - style.mean(0)
    expected = [min(float(1 - F.cosine_similarity(one, key, dim=0)) for key in keys) for one in centred]
    found = to_nearest(places, unit(style, style.mean(0)))
    assert found.tolist() == pytest.approx(expected, abs=1e-5)


def kin(features: Vgg16, style: Tensor, layers: tuple[str, ...] = LAYERS) -> dict[str, list[Kin]]:
    with torch.no_grad():
        found = features(style, layers)
    rows = {layer: found[layer][0].flatten(1).T for layer in layers}
    return {layer: [Kin(unit(each, each.mean(0)))] for layer, each in rows.items()}


def test_the_splitting_loss_is_the_sum_over_layers_and_zero_for_the_style() -> None:
    features, style, x = small_vgg(), noise(1, 3, 32, 32), noise(1, 3, 32, 32, seed=2)
    all_of_it = float(Splitting(features, kin(features, style))(x))
    each = [float(Splitting(features, kin(features, style, (layer,)))(x)) for layer in LAYERS]
    assert all_of_it == pytest.approx(sum(each), rel=1e-5)
    assert abs(float(Splitting(features, kin(features, style))(style))) < 1e-4


@pytest.mark.parametrize("seed", [4, 5])
def test_the_gradient_of_the_splitting_loss_by_differences(seed: int) -> None:
    features = small_vgg().double()
    loss = Splitting(features, kin(features, noise(1, 3, 32, 32, dtype=torch.float64)))
    slope, expected = slope_by_differences(loss, noise(1, 3, 32, 32, seed=2, dtype=torch.float64), seed)
    assert slope == pytest.approx(expected, rel=1e-3)


def test_a_large_map_is_seen_on_another_grid_each_time() -> None:
    """And each layer on its own: block 4 of a small map is never left on what another layer had."""
    features, style = small_vgg(), noise(1, 3, 32, 32)
    loss = Splitting(features, kin(features, style, ("relu1_1", "relu4_1")))
    x = noise(1, 3, 32, 3 * FINEST, seed=2).requires_grad_(True)
    seen = [torch.autograd.grad(loss(x), x)[0] for _ in range(8)]  # of nine grids of relu1_1
    assert len({float(each.abs().sum()) for each in seen}) > 3
    deep = Splitting(features, kin(features, style, ("relu4_1",)))
    (one,), (other,) = (torch.autograd.grad(deep(x), x) for _ in range(2))
    assert torch.equal(one, other), "relu4_1 is small enough to be seen as a whole"


def test_places_of_one_region_only_look_at_its_style() -> None:
    features, x = small_vgg(), noise(1, 3, 32, 32, seed=2)
    left = torch.zeros(32, 32, dtype=torch.bool)
    left[:, :16] = True
    style, other = (noise(12, 8, seed=seed) for seed in (3, 4))

    def slope(right_style: Tensor) -> Tensor:
        areas = [
            Kin(unit(style, style.mean(0)), left),
            Kin(unit(right_style, right_style.mean(0)), ~left),
        ]
        picture = x.clone().requires_grad_(True)
        (found,) = torch.autograd.grad(Splitting(features, {"relu1_1": areas})(picture), picture)
        return found

    one, two = slope(style), slope(other)
    assert torch.equal(one[..., :15], two[..., :15])  # the reach of relu1_1
    assert not torch.equal(one[..., 17:], two[..., 17:])


def test_without_any_kin_there_is_no_loss_and_a_gradient() -> None:
    x = noise(1, 3, 32, 32).requires_grad_(True)
    nowhere = Kin(unit(noise(3, 8)), torch.zeros(32, 32, dtype=torch.bool))
    value = Splitting(small_vgg(), {"relu1_1": [nowhere], "relu1_2": []})(x)
    assert float(value.detach()) == 0
    (slope,) = torch.autograd.grad(value, x)
    assert float(slope.abs().max()) == 0
