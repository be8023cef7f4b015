from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

import tiny_zoo
from pinxit.core.errors import InputError, MissingWeights, ModelError, OutputError
from pinxit.core.progress import Step
from pinxit.zoo import store

CONTENT = b"weights" * 1000
SHA = hashlib.sha256(CONTENT).hexdigest()


def test_a_damaged_file_is_named_with_both_checksums(own_root: Path) -> None:
    path = store.model_path(tiny_zoo.PAINTER, "painter.onnx", own_root)
    published = hashlib.sha256(path.read_bytes()).hexdigest()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(time.time_ns(), time.time_ns() + 10**9))
    with pytest.raises(ModelError) as caught:
        store.model_path(tiny_zoo.PAINTER, "painter.onnx", own_root)
    assert published in str(caught.value)
    assert hashlib.sha256(data).hexdigest() in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("damage", ["cut", "longer", "empty", "gone", "folder"])
def test_other_damage(own_root: Path, damage: str) -> None:
    path = own_root / tiny_zoo.PAINTER / "painter.onnx"
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes({"cut": data[:-1], "longer": data + b"x", "empty": b""}[damage])
    manifest = store.model_manifest(tiny_zoo.PAINTER, own_root)
    with pytest.raises(ModelError, match=r"painter\.onnx"):
        store.verified_path(manifest, own_root / tiny_zoo.PAINTER, "painter.onnx")
    with pytest.raises(ModelError, match=r"painter\.onnx"):
        store.verified_bytes(manifest, own_root / tiny_zoo.PAINTER, "painter.onnx")


def test_a_file_is_hashed_once_per_process(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.model_path(tiny_zoo.PAINTER, "painter.onnx", tiny_root)
    monkeypatch.setattr(store, "_digest", None)
    store.model_path(tiny_zoo.PAINTER, "painter.onnx", tiny_root)


def test_a_file_that_the_manifest_does_not_list(tiny_root: Path) -> None:
    with pytest.raises(ModelError, match=r"no file 'other\.onnx'"):
        store.model_path(tiny_zoo.PAINTER, "other.onnx", tiny_root)


def test_a_manifest_of_another_version(own_root: Path) -> None:
    tiny_zoo.edit_manifest(own_root, version=9)
    with pytest.raises(ModelError, match="version 9"):
        store.model_path(tiny_zoo.PAINTER, "painter.onnx", own_root)


def test_the_cache_folder_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path))
    assert store.cache_dir() == tmp_path
    monkeypatch.delenv("PINXIT_HOME")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setattr("sys.platform", "linux")
    assert store.cache_dir() == tmp_path / "xdg" / "pinxit"


def test_fetching(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(CONTENT)
    target = tmp_path / "cache" / "weights.bin"
    steps: list[Step] = []
    assert store.fetch(source.as_uri(), SHA, target, steps.append) == target
    assert target.read_bytes() == CONTENT
    assert steps[-1].done == steps[-1].total == len(CONTENT)
    source.unlink()
    assert store.fetch(source.as_uri(), SHA, target) == target, "what is here already is not fetched again"


def test_fetching_what_was_changed_leaves_nothing(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(CONTENT[:-1])
    target = tmp_path / "cache" / "weights.bin"
    with pytest.raises(ModelError, match=SHA):
        store.fetch(source.as_uri(), SHA, target)
    with pytest.raises(MissingWeights, match="stopped"):
        store.fetch(source.as_uri(), SHA, target, lambda step: False)
    assert list(target.parent.iterdir()) == []


def test_fetching_without_a_network_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    url = "http://127.0.0.1:9/weights.bin"  # the discard port: nobody answers
    target = tmp_path / "weights.bin"
    with pytest.raises(MissingWeights, match="connect to the network") as caught:
        store.fetch(url, SHA, target, timeout=5)
    assert str(target) in str(caught.value)
    assert SHA in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_fetching_to_where_nothing_can_be_written(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(CONTENT)
    with pytest.raises(OutputError, match="PINXIT_HOME"):
        store.fetch(source.as_uri(), SHA, source / "below-a-file")
    with pytest.raises(InputError):
        store.fetch("ftp://example.org/x", SHA, tmp_path / "x")
