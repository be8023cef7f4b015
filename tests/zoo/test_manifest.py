from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import tiny_zoo
from pinxit.core.errors import ModelError
from pinxit.core.options import declare
from pinxit.methods.paint.spec import PaintOptions
from pinxit.zoo.manifest import MAX_BYTES, manifest_from_json, manifest_to_json, read_manifest


@pytest.fixture(scope="session")
def text(tiny_root: Path) -> str:
    return (tiny_root / tiny_zoo.PAINTER / "manifest.json").read_text(encoding="utf-8")


def changed(text: str, place: str, value: Any) -> str:
    whole = json.loads(text)
    *parents, last = place.split(".")
    inside = whole
    for key in parents:
        inside = inside[int(key) if key.isdigit() else key]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return json.dumps(whole)


def test_a_manifest_comes_back_as_it_was(text: str) -> None:
    manifest = manifest_from_json(text)
    assert json.loads(manifest_to_json(manifest)) == json.loads(text)
    assert manifest_from_json(manifest_to_json(manifest)) == manifest
    assert manifest.id == "paint.core_v2"
    assert manifest.constants.multiple == 4
    assert manifest.graph.inputs[0].shape == (1, 3, "height", "width")
    assert manifest.options[0].name == "strength"
    assert manifest.options[0].high == 1.5
    assert manifest.options[2].optional
    assert manifest.options == declare(PaintOptions)


def test_numbers_may_be_written_without_a_point(text: str) -> None:
    assert manifest_from_json(changed(text, "training.hours", 2)).training.hours == 2.0


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        ("version", 2, "version 2"),
        ("version", "1", "version '1'"),
        ("version", None, "version None"),
        ("format", "something else", "not a pinxit manifest"),
        ("format", None, "not a pinxit manifest"),
        ("more", 1, "unknown key 'more'"),
        ("title", None, "'title' is missing"),
        ("title", 5, "expected string"),
        ("id", "../paint", "expected room.model_vN"),
        ("id", "paint.core_v2\n", "expected room.model_vN"),
        ("id", "gatys.core_v1", "not the room"),
        ("training.seed", 1.5, "training.seed: expected integer"),
        ("training.seed", True, "training.seed: expected integer"),
        ("training.steps", -1, "at least 0"),
        ("constants.context", -4, "at least 0"),
        ("constants.multiple", 0, "at least 1"),
        ("golden.tolerance", "small", "expected number"),
        ("golden.photo", "other.png", "not among the model's files"),
        ("graph.inputs", {}, "expected a list"),
        ("graph.inputs.0.shape", [1, None], "shape"),
        ("files", [], "expected an object"),
        ("files./etc/passwd", {"sha256": "0" * 64, "bytes": 1}, "not a relative path"),
        ("files.up/../../x", {"sha256": "0" * 64, "bytes": 1}, "relative path"),
        ("files.x", {"sha256": "ABC", "bytes": 1}, "64 hexadecimal digits"),
        ("files.x", {"sha256": "0" * 64, "bytes": -1}, "at least 0"),
        ("measures.speed_512", {"seconds": 1.0}, "needs 'on'"),
        ("options.0.kind", 3, "expected string"),
    ],
)
def test_what_is_wrong_is_said(text: str, place: str, value: Any, said: str) -> None:
    if place.startswith("files."):  # its names hold dots
        whole = json.loads(text)
        whole["files"][place.removeprefix("files.")] = value
        text = json.dumps(whole)
    else:
        text = changed(text, place, value)
    with pytest.raises(ModelError, match=said):
        manifest_from_json(text, "here/manifest.json")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '{"a": Infinity}',
        "[" * 100_000,
        '{"a": 1, "a": 2}',
        "1" * 5000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_json_object(bad: str | bytes) -> None:
    with pytest.raises(ModelError, match=r"here/manifest\.json"):
        manifest_from_json(bad, "here/manifest.json")


def test_infinities_do_not_come_in_as_large_numbers(text: str) -> None:
    for number in ("1e999", "1" + "0" * 400):
        with pytest.raises(ModelError, match="finite"):
            manifest_from_json(text.replace('"hours": 0.0', f'"hours": {number}'))


def test_reading_says_which_file(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    with pytest.raises(ModelError, match="cannot read"):
        read_manifest(path)
    path.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(ModelError, match="larger than"):
        read_manifest(path)
