from __future__ import annotations

import hashlib
import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tiny_zoo
from pinxit.core.errors import InputNotFound, ModelError, OptionError, OutputError, OutputExists, PinxitError
from pinxit.zoo.stylefile import MAX_BYTES, Style, blend, from_bytes, to_bytes

WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 more"
VECTOR = np.linspace(-2, 2, 40, dtype=np.float32)


def style(**more: Any) -> Style:
    return tiny_zoo.make_style(**{"name": "great-wave", "vector": VECTOR, "thumbnail": WEBP, **more})


def packed(header: Any, data: bytes = b"", *, length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def header(**changes: Any) -> dict[str, Any]:
    data = to_bytes(style(thumbnail=None))
    (length,) = struct.unpack("<Q", data[:8])
    whole: dict[str, Any] = json.loads(data[8 : 8 + length])
    for key, value in changes.items():
        if key in ("vector", "thumbnail", "extra"):
            whole[key] = value
        elif value is None:
            del whole["__metadata__"][key]
        else:
            whole["__metadata__"][key] = value
    return whole


def test_a_style_comes_back_as_it_was(tmp_path: Path) -> None:
    saved = style(title="神奈川沖浪裏", year="c. 1831", source="read")
    path = saved.save(tmp_path / "new" / "great-wave.style")
    read = Style.load(path)
    for key in ("painter", "name", "title", "artist", "year", "rights", "source", "thumbnail"):
        assert getattr(read, key) == getattr(saved, key)
    np.testing.assert_array_equal(read.vector, VECTOR)
    assert read.vector.dtype == np.float32
    assert path.stat().st_size < MAX_BYTES
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_same_style_gives_the_same_bytes_and_safetensors_reads_them(tmp_path: Path) -> None:
    from safetensors import safe_open

    assert to_bytes(style()) == to_bytes(style())
    path = style().save(tmp_path / "a.style")
    with safe_open(path, "np") as file:
        assert file.metadata()["format"] == "pinxit.style"
        assert file.metadata()["version"] == "1"
        np.testing.assert_array_equal(file.get_tensor("vector"), VECTOR)
        assert file.get_tensor("thumbnail").tobytes() == WEBP


def test_what_the_safetensors_library_wrote_is_read_and_half_precision_too() -> None:
    from safetensors.numpy import save

    half = VECTOR.astype(np.float16)
    metadata = {**header()["__metadata__"], "later": "keys of later versions are ignored"}
    read = from_bytes(save({"vector": half}, metadata=metadata))
    np.testing.assert_array_equal(read.vector, half.astype(np.float32))
    assert read.thumbnail is None


def test_the_vector_cannot_be_changed_and_is_the_styles_own() -> None:
    given = VECTOR.copy()
    made = style(vector=given)
    given[0] = 9
    assert made.vector[0] == VECTOR[0]
    with pytest.raises(ValueError, match="read-only"):
        made.vector[0] = 1


def test_saving_refuses_what_is_there_and_what_is_too_large(tmp_path: Path) -> None:
    path = style().save(tmp_path / "a.style")
    with pytest.raises(OutputExists):
        style().save(path, overwrite=False)
    with pytest.raises(OutputError):
        style().save(path / "below-a-file.style")
    with pytest.raises(ModelError, match="at most 65536"):
        style(thumbnail=WEBP + bytes(MAX_BYTES)).save(tmp_path / "b.style")
    assert not (tmp_path / "b.style").exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "../../etc/passwd"},
        {"name": ""},
        {"name": "-o"},
        {"name": "a:b"},
        {"name": "a,b"},
        {"name": "x" * 65},
        {"title": "\x1b[2J"},
        {"title": "t" * 401},
        {"artist": "two\nlines"},
        {"source": "stolen"},
        {"vector": np.zeros((2, 3), np.float32)},
        {"vector": np.zeros(0, np.float32)},
        {"vector": np.array([1, np.nan], np.float32)},
        {"vector": np.array([1, np.inf], np.float32)},
        {"vector": np.array([1, 1e9], np.float32)},
        {"thumbnail": b"<svg onload=alert(1)>"},
    ],
)
def test_a_style_that_makes_no_sense_cannot_be_made(bad: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        style(**bad)


BODY = VECTOR.tobytes()
TENSOR = {"dtype": "F32", "shape": [40], "data_offsets": [0, 160]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "too few"),
        (b"\x00" * 7, "too few"),
        (b"\xff" * 4000, "longer than the file"),
        (packed(b"{", length=2**62), "longer than the file"),
        (packed(b"[]"), "no metadata"),
        (packed(b"nonsense"), "not valid JSON"),
        (packed(b"\xff\xfe\xfd"), "not valid JSON"),
        (packed(b"[" * 60_000), "not valid JSON"),
        (packed(b'{"a": NaN}'), "not valid JSON"),
        (packed(b'{"__metadata__": {}, "__metadata__": {}}'), "given twice"),
        (packed({}), "no metadata"),
        (packed({"__metadata__": {"format": 3}}), "must be text"),
        (packed(header(format="pt"), BODY), "not 'pinxit.style'"),
        (packed(header(format=None), BODY), "missing"),
        (packed(header(version="2"), BODY), "version '2'"),
        (packed(header(painter=None), BODY), "lacks 'painter'"),
        (packed(header(painter=""), BODY), "which painter"),
        (packed(header(name="a/b"), BODY), "a name is"),
        (packed(header(), BODY[:-4]), "sha256"),
        (packed(header(), BODY + b"more"), "sha256"),
        (packed(header(vector={**TENSOR, "shape": [-40]}), BODY), "sha256"),
        (packed(header(vector={**TENSOR, "shape": [2**63]}), BODY), "sha256"),
        (packed(header(vector={**TENSOR, "shape": [10**30]}), BODY), "sha256"),
        (packed(header(vector={**TENSOR, "data_offsets": [160, 0]}), BODY), "sha256"),
        (packed(header(vector={**TENSOR, "data_offsets": [0, 2**40]}), BODY), "sha256"),
        (packed(header(vector={**TENSOR, "shape": [8, 5]}), BODY), "one row of F32"),
        (packed(header(vector={**TENSOR, "dtype": "F64", "shape": [20]}), BODY), "one row of F32"),
        (packed(header(vector={**TENSOR, "dtype": "STRING"}), BODY), "sha256"),
        (packed(header(vector="x"), BODY), "sha256"),
        (packed(header(vector={**TENSOR, "shape": [0], "data_offsets": [0, 0]})), "shape"),
        (packed(header(), np.full(40, np.nan, np.float32).tobytes()), "not finite"),
        (packed(header(), np.full(40, np.inf, np.float32).tobytes()), "not finite"),
        (packed({"__metadata__": header()["__metadata__"]}), "no vector"),
        (
            packed(header(extra={"dtype": "U8", "shape": [1], "data_offsets": [160, 161]}), BODY + b"x"),
            "unknown tensor 'extra'",
        ),
        (
            packed(header(thumbnail={"dtype": "F32", "shape": [1], "data_offsets": [160, 164]}), BODY + b"xxxx"),
            "the thumbnail is F32",
        ),
        (
            packed(header(thumbnail={"dtype": "U8", "shape": [4], "data_offsets": [160, 164]}), BODY + b"GIF8"),
            "neither a WebP nor a JPEG",
        ),
        (to_bytes(style()) + bytes(MAX_BYTES), "larger than a style file"),
    ],
)  # fmt: skip
def test_hostile_bytes_are_a_model_error(data: bytes, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        from_bytes(data, "it.style")


def test_the_error_names_file_and_checksum(tmp_path: Path) -> None:
    path = tmp_path / "broken.style"
    path.write_bytes(b"not a style at all")
    with pytest.raises(ModelError) as caught:
        Style.load(path)
    assert str(path) in str(caught.value)
    assert hashlib.sha256(path.read_bytes()).hexdigest() in str(caught.value)


def test_no_file_a_folder_and_an_endless_file(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match="no such style file"):
        Style.load(tmp_path / "none.style")
    with pytest.raises(ModelError):
        Style.load(tmp_path)
    if Path("/dev/zero").exists():
        with pytest.raises(ModelError, match="larger than"):
            Style.load("/dev/zero")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_files_are_a_style_or_one_of_our_errors(data: st.DataObject) -> None:
    content = bytearray(to_bytes(style()))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(["flip", "cut", "insert", "number"]))
        if kind == "flip":
            content[place] = data.draw(st.integers(0, 255))
        elif kind == "cut" and len(content) > 20:
            del content[place : place + data.draw(st.integers(1, 40))]
        elif kind == "insert":
            content[place:place] = data.draw(st.binary(min_size=1, max_size=20))
        elif kind == "number":
            content[place:place] = str(data.draw(st.integers(-(2**70), 2**70))).encode()
    try:
        read = from_bytes(bytes(content))
    except PinxitError:
        return
    assert np.isfinite(read.vector).all()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=3000))
def test_random_bytes_are_a_model_error(content: bytes) -> None:
    with pytest.raises(ModelError):
        from_bytes(content)


def test_a_blend_is_the_weighted_mean() -> None:
    one, two = (
        style(vector=np.full(4, 1.0)),
        style(name="the-scream", vector=np.full(4, 3.0), title="The Scream"),
    )
    made = blend([(one, 3), (two, 1)])
    np.testing.assert_allclose(made.vector, 1.5)
    assert made.source == "blended"
    assert made.name == "great-wave+the-scream"
    assert "75%" in made.title
    assert made.painter == one.painter
    assert from_bytes(to_bytes(made)).same_as(made)
    assert blend([(one, 0.2)]) is one
    np.testing.assert_allclose(blend([(one, 1e308), (two, 1e308)]).vector, 2.0)
    np.testing.assert_allclose(blend([(one, 1e-320), (two, 0)]).vector, 1.0)


def test_a_blend_of_many_still_has_a_name_that_can_be_typed() -> None:
    many = [(style(name=f"style-number-{index}"), 1.0) for index in range(30)]
    assert len(blend(many).name) <= 64


@pytest.mark.parametrize(
    "weights", [(-1, 2), (0, 0), (float("nan"), 1), (float("inf"), 1), (True, 1), ("1", 1)]
)
def test_bad_weights(weights: tuple[Any, Any]) -> None:
    with pytest.raises(OptionError, match="weights"):
        blend([(style(), weights[0]), (style(), weights[1])])


def test_blends_of_nothing_and_across_painters() -> None:
    with pytest.raises(OptionError):
        blend([])
    foreign = Style(painter="paint.other_v2", name="x", vector=VECTOR)
    with pytest.raises(ModelError, match=r"paint\.other_v2.*paint\.core_v2"):
        blend([(style(), 1), (foreign, 1)])
