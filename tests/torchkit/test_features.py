"""Features have the paper's shapes, and the real weights see what they should."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from pinxit.torchkit import device
from pinxit.torchkit.features import NAMES, Vgg16, carried, vgg16
from pinxit.torchkit.statistics import gram, relative_error


def test_shapes_follow_the_stages() -> None:
    found = Vgg16()(torch.rand(2, 3, 64, 48), ("relu1_2", "relu3_3", "relu4_3"))
    assert {name: tuple(value.shape) for name, value in found.items()} == {
        "relu1_2": (2, 64, 64, 48),
        "relu3_3": (2, 256, 16, 12),
        "relu4_3": (2, 512, 8, 6),
    }


def test_unknown_layer_lists_the_known() -> None:
    with pytest.raises(KeyError, match="relu5_3"):
        Vgg16()(torch.rand(1, 3, 32, 32), ("relu9_9",))
    assert len(NAMES) == 13


def test_real_weights_tell_colours_apart_in_bgr(vgg_home: Path) -> None:
    """The original network is sensitive to the order of channels: blue and red patches differ, and are not symmetric."""
    features = vgg16()
    red, blue = torch.zeros(1, 3, 32, 32), torch.zeros(1, 3, 32, 32)
    red[:, 0], blue[:, 2] = 1, 1
    with torch.no_grad():
        grams = [gram(features(picture, ("relu1_2",))["relu1_2"]) for picture in (red, blue)]
    assert float(relative_error(grams[0], grams[1])) > 0.1
    assert not any(p.requires_grad for p in features.parameters())


def test_the_border_may_be_repeated() -> None:
    """A flat picture then has flat features; with zeros beyond the border it has not."""
    zeros, repeated = Vgg16(), Vgg16(padding="replicate")
    repeated.load_state_dict(zeros.state_dict())
    flat = torch.full((1, 3, 32, 32), 0.8)
    with torch.no_grad():
        deviations = [
            float(network(flat, ("relu3_1",))["relu3_1"].std((2, 3)).max()) for network in (zeros, repeated)
        ]
    assert deviations[0] > 1e-3
    assert deviations[1] < 1e-4


def test_half_precision_is_near_and_comes_back_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for on any CPU here; only where it is faster otherwise."""
    whole, half = Vgg16(depth=7), Vgg16(depth=7, half=True)
    half.load_state_dict(whole.state_dict())
    picture = torch.rand(1, 3, 32, 32)
    monkeypatch.setattr(device, "fast_half", lambda _: True)
    with torch.no_grad():
        exact, near = (network(picture, ("relu3_3",))["relu3_3"] for network in (whole, half))
    assert near.dtype == torch.float32
    assert 0 < float(relative_error(near, exact)) < 1e-3
    monkeypatch.setattr(device, "fast_half", lambda _: False)
    with torch.no_grad():
        assert torch.equal(half(picture, ("relu3_3",))["relu3_3"], exact)


def test_half_precision_is_fast_where_the_processor_multiplies_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for able, expected in (
        ({"amx_bf16": True}, True),
        ({"avx2": True, "avx512_bf16": False}, False),
        ({}, False),
    ):
        monkeypatch.setattr(torch.cpu, "get_capabilities", lambda able=able: able)
        assert device.fast_half(torch.device("cpu")) is expected
    assert device.fast_half(torch.device("cuda"))


def test_gram_of_a_known_map() -> None:
    feat = torch.tensor([[[[1.0, 2.0]], [[3.0, 4.0]]]])  # two channels, two positions
    assert torch.allclose(gram(feat), torch.tensor([[[2.5, 5.5], [5.5, 12.5]]]))


def test_relative_error_is_one_for_nothing() -> None:
    target = torch.rand(3, 4, 4) + 1
    assert torch.allclose(relative_error(torch.zeros_like(target), target), torch.ones(3))
    assert torch.allclose(relative_error(target, target), torch.zeros(3))


def test_a_mask_goes_the_way_of_the_features() -> None:
    layers = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu5_1")
    left_hw = torch.zeros(64, 64)
    left_hw[:, :32] = 1
    seen, other = carried(left_hw, layers), carried(1 - left_hw, layers)
    assert [tuple(seen[layer].shape) for layer in layers] == [(64 >> k, 64 >> k) for k in range(5)]
    for layer in layers:
        torch.testing.assert_close(seen[layer] + other[layer], torch.ones_like(seen[layer]))
    assert seen["relu1_1"][5, 29:35].tolist() == pytest.approx([1, 1, 2 / 3, 1 / 3, 0, 0])
    # A cell counts as wholly inside where all of what reaches it is: two convolutions, a pooling, a convolution.
    reach = torch.nonzero(seen["relu2_1"][5] > 1 - 1e-6).max()
    assert int(reach) == 32 // 2 - 3
