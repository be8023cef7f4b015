from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import tiny_zoo
from pinxit.zoo import schema
from pinxit.zoo.manifest import Manifest, manifest_from_json
from pinxit.zoo.strict import encode
from pinxit.zoo.stylefile import Style, to_bytes

SCHEMAS = Path(__file__).parents[2] / "schema"


def test_the_schemas_in_the_repository_are_those_of_the_structs(tmp_path: Path) -> None:
    for made in schema.write(tmp_path):
        kept = SCHEMAS / made.name
        assert kept.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), (
            f"{made.name} is out of date: run `python -m pinxit.zoo.schema schema`"
        )


def test_the_manifest_fits_its_schema(tiny_root: Path) -> None:
    text = (tiny_root / tiny_zoo.PAINTER / "manifest.json").read_text(encoding="utf-8")
    assert fits(json.loads(text), schema.manifest_schema())
    assert fits(encode(manifest_from_json(text)), schema.manifest_schema())
    assert not fits({**json.loads(text), "version": 2}, schema.manifest_schema())
    assert not fits({**json.loads(text), "more": 1}, schema.manifest_schema())
    assert set(Manifest.__dataclass_fields__) == set(schema.manifest_schema()["properties"])


def test_a_style_file_fits_its_schema(tiny_root: Path) -> None:
    data = (tiny_root / tiny_zoo.PAINTER / "styles" / "great-wave.style").read_bytes()
    assert data == to_bytes(Style.load(tiny_root / tiny_zoo.PAINTER / "styles" / "great-wave.style"))
    (length,) = struct.unpack("<Q", data[:8])
    assert fits(json.loads(data[8 : 8 + length]), schema.style_schema())


def fits(value: Any, rule: dict[str, Any]) -> bool:
    """The part of JSON Schema that our schemas use."""
    kinds: dict[str, Any] = {
        "object": dict,
        "array": list,
        "string": str,
        "number": (int, float),
        "integer": int,
        "boolean": bool,
    }
    if "anyOf" in rule and not any(fits(value, each) for each in rule["anyOf"]):
        return False
    if rule.get("type") == "null":
        return value is None
    if "type" in rule and not isinstance(value, kinds[rule["type"]]):
        return False
    if ("const" in rule and value != rule["const"]) or ("enum" in rule and value not in rule["enum"]):
        return False
    if isinstance(value, list):
        return all(fits(item, rule.get("items", {})) for item in value)
    if not isinstance(value, dict):
        return True
    properties, more = rule.get("properties", {}), rule.get("additionalProperties", {})
    return all(key in value for key in rule.get("required", ())) and all(
        fits(item, properties[key]) if key in properties else more is not False and fits(item, more)
        for key, item in value.items()
    )
