"""What a published model says of itself: `manifest.json`, the one file beside `model.onnx` that crosses from
training to use.

The structs below are the format. `read_manifest` is strict: an unknown key, a wrong type or another version
is a ModelError that says where. The JSON Schema for other readers (the web studio) is generated from the same
structs by `pinxit.zoo.schema`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pinxit.core.errors import ModelError
from pinxit.core.options import OptionInfo
from pinxit.zoo.strict import decode, encode, parse_json

VERSION = 1
MAX_BYTES = 1 << 20
_SHA256 = r"^[0-9a-f]{64}$"
MODEL_ID = re.compile(r"^[a-z][a-z0-9]*\.[a-z0-9_]+_v[0-9]+$")


@dataclass(frozen=True)
class FileRecord:
    """One file of the model, by content."""

    sha256: str = field(metadata={"pattern": _SHA256, "help": "lower-case hexadecimal digest of the content"})
    bytes: int = field(metadata={"low": 0, "help": "size of the file"})


@dataclass(frozen=True)
class Port:
    """One input or output of the graph."""

    name: str
    dtype: str = field(metadata={"help": "ONNX name of the element type, for example float32"})
    shape: tuple[int | str, ...] = field(metadata={"help": "numbers, or names for dimensions that may vary"})


@dataclass(frozen=True)
class Graph:
    """Inputs and outputs of the ONNX graph, in order."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


@dataclass(frozen=True)
class Golden:
    """A photo and what the model must make of it; all names are files of this model."""

    photo: str
    style: str
    painted: str
    tolerance: float = field(metadata={"low": 0, "help": "largest allowed difference, on 0..1 per channel"})


@dataclass(frozen=True)
class Training:
    """How the weights were made, so that they can be made again."""

    recipe: str
    revision: str
    seed: int
    steps: int = field(metadata={"low": 0})
    hardware: str
    hours: float = field(metadata={"low": 0})


@dataclass(frozen=True)
class Rights:
    """Licences and sources, in words."""

    weights: str
    data: str
    style_images: str


@dataclass(frozen=True)
class Constants:
    """Numbers that a runtime needs to feed the graph."""

    context: int = field(
        metadata={"low": 0, "help": "pixels round a tile that can change what is painted inside it"}
    )
    multiple: int = field(metadata={"low": 1, "help": "tiles must start at multiples of this, in pixels"})
    vector: int = field(metadata={"low": 0, "help": "length of a style vector; 0: the model takes none"})
    statistics: int = field(
        metadata={
            "low": 0,
            "help": "length of the statistics input and of the measured output; 0: it has none",
        }
    )
    thumbnail: int = field(
        metadata={
            "low": 32,
            "help": "longest side, in pixels, of the picture that statistics are measured on",
        }
    )


@dataclass(frozen=True)
class Manifest:
    """Everything that is published about one model. Immutable: a change of the weights is a new id."""

    id: str = field(metadata={"pattern": MODEL_ID.pattern, "help": "room.model_vN"})
    method: str = field(metadata={"help": "the room that runs it"})
    title: str
    files: Mapping[str, FileRecord] = field(metadata={"help": "relative path with / to sha256 and size"})
    graph: Graph
    options: tuple[OptionInfo, ...]
    golden: Golden
    measures: Mapping[str, Mapping[str, float | str]] = field(
        metadata={
            "help": "named groups of numbers; 'on' of each group says in words what was measured, and where"
        }
    )
    training: Training
    rights: Rights
    engines: tuple[str, ...] = field(metadata={"help": "runtimes that the golden pair passed on"})
    constants: Constants
    format: str = field(default="pinxit.manifest", metadata={"const": "pinxit.manifest"})
    version: int = field(default=VERSION, metadata={"const": VERSION})


def manifest_from_json(text: str | bytes, what: str = "manifest.json") -> Manifest:
    """Parse and check a manifest; ModelError names `what` and the key that is wrong."""
    value = parse_json(text, what)
    if isinstance(value, dict):
        # Said first and plainly: a manifest of another version may differ everywhere else too.
        if value.get("format") != "pinxit.manifest":
            raise ModelError(
                f"{what}: not a pinxit manifest (its format is {str(value.get('format'))[:60]!r})"
            )
        if value.get("version") != VERSION:
            raise ModelError(
                f"{what}: manifest version {value.get('version')!r:.20}, this pinxit reads {VERSION}; "
                "use the pinxit that the model was made for, or a newer model"
            )
    manifest: Manifest = decode(Manifest, value, what)
    _check(manifest, what)
    return manifest


def manifest_to_json(manifest: Manifest) -> str:
    """Return the text of manifest.json, ending in a newline; the same manifest always gives the same text."""
    value = encode(manifest)
    head = {key: value.pop(key) for key in ("format", "version")}
    return json.dumps({**head, **value}, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def read_manifest(path: Path) -> Manifest:
    """Read `path`; ModelError when it is missing, too large, or not a manifest of this version."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ModelError(
            f"{path}: cannot read the manifest ({error.strerror}); a model is a folder with manifest.json"
        ) from error
    if len(data) > MAX_BYTES:
        raise ModelError(f"{path}: larger than a manifest may be ({MAX_BYTES} bytes)")
    return manifest_from_json(data, str(path))


def _check(manifest: Manifest, what: str) -> None:
    if not MODEL_ID.fullmatch(manifest.id):
        raise ModelError(f"{what}.id: expected room.model_vN such as paint.core_v1, got {manifest.id[:60]!r}")
    if manifest.method != manifest.id.split(".")[0]:
        raise ModelError(f"{what}.method: {manifest.method[:60]!r} is not the room of {manifest.id}")
    for name, record in manifest.files.items():
        parts = PurePosixPath(name).parts
        if not parts or name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name:
            raise ModelError(f"{what}.files: {name[:60]!r} is not a relative path inside the model's folder")
        if not re.fullmatch(_SHA256, record.sha256):
            raise ModelError(
                f"{what}.files.{name}.sha256: expected 64 hexadecimal digits, got {record.sha256[:70]!r}"
            )
    for name in (manifest.golden.photo, manifest.golden.style, manifest.golden.painted):
        if name not in manifest.files:
            raise ModelError(f"{what}.golden: {name[:60]!r} is not among the model's files")
    for name, group in manifest.measures.items():
        if not isinstance(group.get("on"), str):
            raise ModelError(
                f"{what}.measures.{name[:60]}: needs 'on', a text saying what was measured and where"
            )
