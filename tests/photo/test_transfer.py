"""The closed form, against eigenvalues; and the graph, against the network in torch."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest
import torch
from torch import Tensor

from pinxit.methods.photo.graph import build
from pinxit.methods.photo.network import WctNetwork, WctShape
from pinxit.methods.photo.transfer import RIDGE, moved, transferred, transport

WHOLE = torch.ones(1, 12, 20)


def features(seed: int, channels: int = 6, height: int = 12, width: int = 20) -> Tensor:
    """Correlated ones, (1,c,h,w)."""
    rng = np.random.default_rng(seed)
    mix = np.diag(rng.uniform(0.5, 2, channels)) + 0.3 * rng.standard_normal((channels, channels))
    values = mix @ rng.standard_normal((channels, height * width)) + rng.standard_normal((channels, 1))
    return torch.from_numpy(values.reshape(1, channels, height, width).astype(np.float32))


def statistics(feat: Tensor) -> tuple[Tensor, Tensor]:
    flat = feat.flatten(2)[0] if feat.dim() == 4 else feat
    return flat.mean(1), torch.cov(flat, correction=0)


def test_the_map_is_that_of_eigenvalues() -> None:
    own, wanted = (statistics(features(seed))[1] for seed in (1, 2))
    ridge = RIDGE * (own.trace() + wanted.trace()).item() / 12 * np.eye(6)

    def power(matrix: np.ndarray, exponent: float) -> np.ndarray:
        values, vectors = np.linalg.eigh(matrix)
        return np.asarray((vectors * values**exponent) @ vectors.T)

    c, s = (each.double().numpy() + ridge for each in (own, wanted))
    expected = power(c, -0.5) @ power(power(c, 0.5) @ s @ power(c, 0.5), 0.5) @ power(c, -0.5)
    np.testing.assert_allclose(transport(own, wanted).numpy(), expected, atol=2e-3)


def test_mean_and_covariance_are_the_styles() -> None:
    photo, style = features(1), features(2)
    mean, covariance = statistics(moved(photo, style, WHOLE, WHOLE))
    wanted_mean, wanted = statistics(style)
    torch.testing.assert_close(mean, wanted_mean, atol=1e-4, rtol=0)
    before = (statistics(photo)[1] - wanted).norm()
    assert (covariance - wanted).norm() < 0.05 * before


def test_a_photo_in_its_own_style_stays() -> None:
    photo = features(1)
    torch.testing.assert_close(moved(photo, photo, WHOLE, WHOLE), photo, atol=2e-3, rtol=0)


def test_flat_features_are_not_blown_up() -> None:
    flat = torch.full((1, 6, 12, 20), 0.3) + 1e-4 * features(3)
    spread = statistics(moved(flat, features(2), WHOLE, WHOLE))[1].diagonal().max()
    assert spread < 0.01 * statistics(features(2))[1].diagonal().max()


def test_regions_do_not_see_each_other() -> None:
    photo, style, other = features(1), features(2), features(3)
    left, right = torch.zeros(12, 20), torch.zeros(12, 20)
    left[:, :10], right[:, 10:] = 1, 1
    regions = torch.stack([left, right])
    both = moved(photo, style, regions, regions)
    changed = torch.where(right > 0, other, style)
    np.testing.assert_allclose(moved(photo, changed, regions, regions)[..., :10], both[..., :10], atol=1e-4)
    mean, _ = statistics(both[0, :, :, :10].flatten(1))
    torch.testing.assert_close(mean, style[0, :, :, :10].flatten(1).mean(1), atol=1e-4, rtol=0)


def test_a_region_without_partner_stays() -> None:
    photo = features(1)
    nowhere = torch.zeros(1, 12, 20)
    assert torch.equal(moved(photo, features(2), WHOLE, nowhere), photo)
    assert torch.equal(moved(photo, features(2), nowhere, WHOLE), photo)


def in_eight_bits(network: torch.nn.Module) -> None:
    """Round the weights of its convolutions as its graph stores them."""
    with torch.no_grad():
        for layer in network.modules():
            if isinstance(layer, torch.nn.Conv2d):
                scales = layer.weight.abs().amax((1, 2, 3), keepdim=True) / 127
                layer.weight.copy_((layer.weight / scales).round() * scales)


@pytest.mark.parametrize(
    ("photo", "style", "regions"), [((40, 56), (48, 32), 1), ((41, 33), (50, 71), 3), ((8, 9), (8, 8), 2)]
)
def test_the_graph_is_the_network(photo: tuple[int, int], style: tuple[int, int], regions: int) -> None:
    torch.manual_seed(1)
    network = WctNetwork(WctShape((6, 8, 12, 16))).eval()
    in_eight_bits(network)
    pictures = torch.rand(1, 3, *photo), torch.rand(1, 3, *style).square()
    masks = [torch.softmax(3 * torch.randn(regions, *size), 0) for size in (photo, style)]
    if regions == 3:
        masks[1][2] = 0  # the style has none of it
    with torch.no_grad():
        expected = transferred(network, *pictures, *masks).numpy()
    feeds = dict(zip(("content", "style"), pictures, strict=True))
    feeds |= {f"{name}_regions": mask[None] for name, mask in zip(("content", "style"), masks, strict=True)}
    session = onnxruntime.InferenceSession(build(network, "1").SerializeToString())
    (found,) = session.run(["picture"], {name: value.numpy() for name, value in feeds.items()})
    assert expected.std() > 0.05
    np.testing.assert_allclose(found, expected, atol=0.01)  # biases are float16 in the graph
    assert np.abs(found - expected).mean() < 1e-3
