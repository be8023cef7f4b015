"""JSON Schemas of the manifest and of a style file's header, generated from the Python structs.

`python -m pinxit.zoo.schema FOLDER` writes them; the repository keeps them in schema/, and a test compares.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pinxit.zoo.manifest import Manifest
from pinxit.zoo.strict import schema_of
from pinxit.zoo.stylefile import FORMAT, MAX_BYTES, SOURCES, TEXTS, VERSION

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_HELP = {
    "painter": "id of the painter that the vector modulates",
    "name": "letters, digits, '-', '_', '.' and '+', as typed on the command line",
    "year": "text, because 'c. 1831' is a year too",
    "rights": "licence or source of the style and of the painting",
}


def manifest_schema() -> dict[str, Any]:
    """The schema of manifest.json."""
    schema = schema_of(Manifest)
    schema["required"] = ["format", "version", *schema["required"]]
    measures = schema["properties"]["measures"]["additionalProperties"]
    measures["required"] = ["on"]
    return {"$schema": _DRAFT, "title": "pinxit manifest", **schema}


def style_schema() -> dict[str, Any]:
    """The schema of the JSON header of a .style file (safetensors)."""
    texts: dict[str, Any] = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    for key in TEXTS:
        texts[key] = {"type": "string", "maxLength": 400}
        if key in _HELP:
            texts[key]["description"] = _HELP[key]
    texts["source"]["enum"] = list(SOURCES)
    return {
        "$schema": _DRAFT,
        "title": "header of a pinxit .style file",
        "description": f"Safetensors, at most {MAX_BYTES} bytes: length of header, this header, tensors.",
        "type": "object",
        "properties": {
            "__metadata__": {
                "type": "object",
                "properties": texts,
                "required": list(texts),
                "additionalProperties": {"type": "string"},
            },
            "vector": _tensor(["F32", "F16"], "the style vector, V numbers"),
            "thumbnail": _tensor(["U8"], "bytes of a WebP or JPEG picture"),
        },
        "required": ["__metadata__", "vector"],
        "additionalProperties": False,
    }


def write(folder: Path) -> tuple[Path, ...]:
    """Write both schemas into `folder` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in (("manifest", manifest_schema()), ("style", style_schema())):
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return tuple(written)


def _tensor(dtypes: list[str], help: str) -> dict[str, Any]:
    one = {"type": "integer", "minimum": 0}
    return {
        "description": help,
        "type": "object",
        "properties": {
            "dtype": {"enum": dtypes},
            "shape": {"type": "array", "items": one, "minItems": 1, "maxItems": 1},
            "data_offsets": {"type": "array", "items": one, "minItems": 2, "maxItems": 2},
        },
        "required": ["dtype", "shape", "data_offsets"],
        "additionalProperties": False,
    }


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "schema"))
