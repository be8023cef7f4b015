"""Options are declared once, as frozen dataclasses of `option(...)` fields.

The same declaration gives the Python keywords, the command-line flags, the manifest and the web sliders:

    @dataclass(frozen=True)
    class PaintOptions:
        strength: float = option(1.0, "how far to walk from the photo to the style", low=0.0, high=1.5)
        max_side: int | None = option(None, "longest side of the result", low=16, unit="pixels")
"""

from __future__ import annotations

import dataclasses
import difflib
import math
import numbers
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pinxit.core.errors import OptionError

_KEY = "pinxit.option"
_KINDS: dict[type, str] = {bool: "bool", int: "int", float: "float", str: "str"}
_WORDS = {"bool": "true or false", "int": "a whole number", "float": "a number", "str": "text"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OptionInfo:
    """What is known of one option.

    kind is "bool", "int", "float" or "str"; low and high are inclusive bounds in `unit` (None: no bound);
    choices are the allowed values (None: any); optional: None is allowed too, and means "choose for me".
    """

    name: str
    kind: str
    default: Any
    low: float | None
    high: float | None
    choices: tuple[Any, ...] | None
    help: str
    unit: str = ""
    optional: bool = False


def option(
    default: Any,
    help: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: Sequence[Any] | None = None,
    unit: str = "",
) -> Any:
    """Declare one field of an option struct. Returns a `dataclasses.field` (typed Any, as that is)."""
    allowed = None if choices is None else tuple(choices)
    told = {"help": help, "low": low, "high": high, "choices": allowed, "unit": unit}
    return dataclasses.field(default=default, metadata={_KEY: told})


def declare(cls: type) -> tuple[OptionInfo, ...]:
    """List the options of a struct, in the order of its fields.

    Raises TypeError for a struct that is no dataclass, or a field whose type has no flag (a mistake of ours,
    not of the user's).
    """
    if not dataclasses.is_dataclass(cls):
        raise TypeError(f"{cls!r} is not a dataclass of options")
    hints = typing.get_type_hints(cls)
    infos = []
    for each in dataclasses.fields(cls):
        kind, optional = _kind(cls, each.name, hints[each.name])
        told = each.metadata.get(_KEY, {})
        infos.append(
            OptionInfo(
                name=each.name,
                kind=kind,
                default=each.default,
                low=told.get("low"),
                high=told.get("high"),
                choices=told.get("choices"),
                help=told.get("help", ""),
                unit=told.get("unit", ""),
                optional=optional,
            )
        )
    return tuple(infos)


def _kind(cls: type, name: str, hint: Any) -> tuple[str, bool]:
    optional = False
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        rest = [arg for arg in typing.get_args(hint) if arg is not type(None)]
        optional = len(rest) < len(typing.get_args(hint))
        hint = rest[0] if len(rest) == 1 else None
    if hint not in _KINDS:
        raise TypeError(
            f"{cls.__name__}.{name}: an option is bool, int, float or str, or one of them or None"
        )
    return _KINDS[hint], optional


def build(cls: type[T], values: Mapping[str, Any]) -> T:
    """Make a validated option struct from keywords. Raises OptionError for a name it does not have or a bad
    value.
    """
    names = [info.name for info in declare(cls)]
    for name in values:
        if name not in names:
            near = difflib.get_close_matches(str(name), names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(names) or 'no options'}."
            raise OptionError(f"{cls.__name__} has no option {name!r}: {hint}")
    made = cls(**values)
    validate(made)
    return made


def validate(opts: Any) -> None:
    """Check every value of an option struct. Raises OptionError for the first that is of the wrong kind or
    range.
    """
    for info in declare(type(opts)):
        check_value(info, getattr(opts, info.name))


def check_value(info: OptionInfo, value: Any) -> None:
    """Check one value against its declaration. Raises OptionError."""
    if value is None and info.optional:
        return
    if not _is_kind(info.kind, value):
        raise OptionError(f"{info.name} is {value!r}: give {_WORDS[info.kind]}{_range(info)}.")
    if info.choices is not None and value not in info.choices:
        near = difflib.get_close_matches(str(value), [str(choice) for choice in info.choices], n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise OptionError(f"{info.name} is {value!r}: choose {_range(info).removeprefix(', ')}{hint}.")
    below = info.low is not None and value < info.low
    above = info.high is not None and value > info.high
    if below or above:
        raise OptionError(f"{info.name} is {value!r}: give {_WORDS[info.kind]}{_range(info)}.")


def numbers_of(name: str, text: str | None, count: int) -> tuple[float, ...]:
    """Read an option that lists `count` numbers as text ("1,0.5,2"): each 0 or more, not all 0; None: all 1.
    OptionError calls it `name`.
    """
    if text is None:
        return (1.0,) * count
    try:
        numbers = tuple(float(part) for part in text.split(","))
    except ValueError:
        numbers = ()
    if len(numbers) != count or not all(math.isfinite(each) and each >= 0 for each in numbers):
        raise OptionError(f"{name} is {text!r}: give {count} numbers of 0 or more, with commas between.")
    if not any(numbers):
        raise OptionError(f"{name} is {text!r}: at least one must be more than 0.")
    return numbers


def _is_kind(kind: str, value: Any) -> bool:
    if kind == "str":
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool)
    if isinstance(value, bool):  # bool is an int to Python, never to a user
        return False
    if kind == "int":
        return isinstance(value, numbers.Integral)
    return isinstance(value, numbers.Real) and math.isfinite(value)


def _range(info: OptionInfo) -> str:
    unit = f" {info.unit}" if info.unit else ""
    if info.choices is not None:
        return ", one of " + ", ".join(str(choice) for choice in info.choices)
    if info.low is not None and info.high is not None:
        return f" between {info.low:g} and {info.high:g}{unit}"
    if info.low is not None:
        return f", {info.low:g}{unit} or more"
    if info.high is not None:
        return f", {info.high:g}{unit} or less"
    return unit and f" in{unit}"
