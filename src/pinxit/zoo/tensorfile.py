"""Small safetensors files of ours: text metadata with a format and a version, and a few named tensors.

Written here and not by the safetensors library, whose metadata comes in random order: a published file must keep its
checksum. Checked by hand before the library sees them: format, names and counts are ours, and the errors are better.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pinxit.core.errors import ModelError
from pinxit.zoo.strict import parse_json

T = TypeVar("T")
Part = tuple[str, bytes, list[int]]
"""A tensor to write: safetensors' name of its element type, its content, its shape."""


def pack(texts: Mapping[str, str], parts: Mapping[str, Part]) -> bytes:
    """The content of a file; the same texts and tensors always give the same bytes."""
    header: dict[str, Any] = {"__metadata__": dict(texts)}
    start = 0
    for name, (dtype, data, shape) in parts.items():
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": [start, start + len(data)]}
        start += len(data)
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(data for _, data, _ in parts.values())


def unpack(
    data: bytes, *, kind: str, format: str, version: str, texts: Sequence[str]
) -> tuple[dict[str, str], dict[str, Any]]:
    """The metadata, and the tensors by name with "dtype", "shape" and "data".

    kind: what messages call such a file. texts: metadata that must be there. Raises ModelError.
    """
    if len(data) < 8:
        raise ModelError(f"{len(data)} bytes are too few")
    (length,) = struct.unpack("<Q", data[:8])
    if not 2 <= length <= len(data) - 8:
        raise ModelError("the header is longer than the file")
    header = parse_json(data[8 : 8 + length], "header")
    if not isinstance(header, dict) or not isinstance(header.get("__metadata__"), dict):
        raise ModelError("the header has no metadata")
    found = header["__metadata__"]
    if any(not isinstance(value, str) for value in found.values()):
        raise ModelError("the metadata must be text")
    if found.get("format") != format:
        raise ModelError(f"its format is {found.get('format', 'missing')[:40]!r}, not {format!r}")
    if found.get("version") != version:
        raise ModelError(
            f"{kind} version {found.get('version', 'missing')[:20]!r}, this pinxit reads version {version}"
        )
    missing = [key for key in texts if key not in found]
    if missing:
        raise ModelError(f"the metadata lacks {missing[0]!r}")
    return found, _tensors(data)


def parsed(data: bytes, parse: Callable[[bytes], T], *, what: str, kind: str, most: int, advice: str) -> T:
    """What `parse` makes of a file's content, of at most `most` bytes.

    Its ModelError comes back as one that names `what`, the kind of file, the checksum of what was read, and the advice.
    """
    if len(data) > most:
        raise ModelError(f"{what}: larger than a {kind} file may be ({most} bytes)")
    try:
        return parse(data)
    except ModelError as error:
        digest = hashlib.sha256(data).hexdigest()
        raise ModelError(f"{what}: not a usable {kind} file (sha256 {digest}): {error}; {advice}") from error


def _tensors(data: bytes) -> dict[str, Any]:
    from safetensors import SafetensorError, deserialize

    try:
        return dict(deserialize(data))  # type: ignore[no-untyped-call]
    except (SafetensorError, ValueError, OverflowError) as error:
        raise ModelError(str(error)) from error
