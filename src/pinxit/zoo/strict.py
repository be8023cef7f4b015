"""JSON read strictly into frozen dataclasses, and the JSON Schema of the same dataclasses.

One walk over the type hints serves both, so that what the reader accepts and what the schema says cannot
drift apart. Supported: bool, int, float, str, None, Any, tuple[X, ...], Mapping[str, X], unions, nested
dataclasses. A missing key takes the field's default when it has one; an unknown key is an error.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any

from pinxit.core.errors import ModelError, OptionError

_SCALARS: dict[Any, str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    type(None): "null",
}


def parse_json(text: str | bytes, what: str) -> Any:
    """Parse `text`, refusing what JSON does not have (NaN, Infinity) and repeated keys; ModelError names
    `what`.
    """

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            raise ValueError("a key is given twice")
        return found

    def constant(word: str) -> Any:
        raise ValueError(f"{word} is not a JSON number")

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError) as error:  # JSONDecodeError and UnicodeDecodeError are ValueErrors
        raise ModelError(
            f"{what}: not valid JSON ({str(error) or 'nested too deeply'}); get the file again"
        ) from error


def decode(kind: Any, value: Any, where: str) -> Any:
    """Return `value` (from JSON) as `kind`; ModelError says at which key (`where`) what was expected."""
    if kind is Any:
        return value
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _decode_struct(kind, value, where)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(args, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise _wrong(where, "a list", value)
        return tuple(decode(args[0], item, f"{where}[{index}]") for index, item in enumerate(value))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise _wrong(where, "an object", value)
        return {key: decode(args[1], item, f"{where}.{key}") for key, item in value.items()}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value) if abs(value) < 2**63 else math.inf
    if type(value) is not kind:
        raise _wrong(where, _SCALARS.get(kind, str(kind)), value)
    if kind is float and not math.isfinite(value):
        raise _wrong(where, "a finite number", value)
    return value


def decode_given(kind: Any, value: Any, where: str) -> Any:
    """As `decode`, of what a person wrote by hand (a recipe): OptionError in place of ModelError."""
    try:
        return decode(kind, value, where)
    except ModelError as error:
        raise OptionError(str(error)) from error


def encode(value: Any) -> Any:
    """Return `value` (dataclasses, tuples, mappings, scalars) as plain JSON types."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    return value


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `kind`; field metadata: `help`, `pattern`, `low`, `const`."""
    if kind is Any:
        return {}
    if kind in _SCALARS:
        return {"type": _SCALARS[kind]}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        properties = {}
        required = []
        for field in dataclasses.fields(kind):
            entry = schema_of(hints[field.name])
            for source, target in (
                ("help", "description"),
                ("pattern", "pattern"),
                ("low", "minimum"),
                ("const", "const"),
            ):
                if source in field.metadata:
                    entry[target] = field.metadata[source]
            properties[field.name] = entry
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
                required.append(field.name)
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [schema_of(arg) for arg in args]}
    if origin is tuple:
        return {"type": "array", "items": schema_of(args[0])}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    raise TypeError(f"no JSON Schema for {kind!r}")


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _decode_struct(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(where, "an object", value)
    hints = _hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    unknown = sorted(set(value) - set(fields))
    if unknown:
        raise ModelError(f"{where}: unknown key {unknown[0][:80]!r}; known are {', '.join(fields)}")
    found = {}
    for name, field in fields.items():
        if name in value:
            item = decode(hints[name], value[name], f"{where}.{name}")
            if "const" in field.metadata and item != field.metadata["const"]:
                raise _wrong(f"{where}.{name}", repr(field.metadata["const"]), item)
            if "low" in field.metadata and item < field.metadata["low"]:
                raise _wrong(f"{where}.{name}", f"at least {field.metadata['low']}", item)
            found[name] = item
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise ModelError(f"{where}: key {name!r} is missing")
    return kind(**found)


def _decode_union(args: tuple[Any, ...], value: Any, where: str) -> Any:
    problems = []
    # bool before int and int before float: as JSON knows them apart, so does decode, and the order of the
    # hint decides the rest
    for arg in args:
        try:
            return decode(arg, value, where)
        except ModelError as problem:
            problems.append(problem)
    if value is not None and problems and len([arg for arg in args if arg is not type(None)]) == 1:
        raise problems[0]
    raise _wrong(where, " or ".join(_SCALARS.get(arg, str(arg)) for arg in args), value)


def _wrong(where: str, expected: str, value: Any) -> ModelError:
    shown = repr(value)
    return ModelError(
        f"{where}: expected {expected}, got {shown if len(shown) <= 60 else shown[:57] + '...'}"
    )
