"""Command-line flags made from a room's option struct, and the flags that several verbs share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from pinxit.core.files import DEFAULT_MAX_PIXELS
from pinxit.core.options import OptionInfo, build, declare
from pinxit.runtime.session import DEVICES

__all__ = [
    "add_device",
    "add_limit",
    "add_options",
    "add_output",
    "chosen",
    "count",
    "frames_a_second",
    "positive_minutes",
    "quality",
]

N = TypeVar("N", int, float)

_TYPES: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "str": str}

AUTO = "auto"

# People type both; the British one is the name.
_ALIASES = {"--keep-colours": ("--keep-colors",)}


def add_options(
    parser: argparse.ArgumentParser, struct: type, *, skip: Collection[str] = (), title: str = "painting"
) -> None:
    """One flag per option of `struct`, with its help, range and default; `skip` leaves some to the verb."""
    group = parser.add_argument_group(title)
    for info in declare(struct):
        if info.name in skip:
            continue
        flag = "--" + info.name.replace("_", "-")
        names = (flag, *_ALIASES.get(flag, ()))
        # Defaults stay with the struct: a flag that is not given must not be passed on (see `chosen`).
        if info.kind == "bool":
            # one flag, for the answer that is not the default
            if info.default:
                names = tuple(name.replace("--", "--no-", 1) for name in names)
            group.add_argument(
                *names,
                dest=info.name,
                action="store_const",
                const=not info.default,
                default=argparse.SUPPRESS,
                help=_help(info),
            )
        else:
            group.add_argument(
                *names,
                dest=info.name,
                type=_type_of(info),
                default=argparse.SUPPRESS,
                choices=info.choices,
                metavar=None if info.choices else _metavar(info),
                help=_help(info),
            )


def _type_of(info: OptionInfo) -> Callable[[str], Any]:
    """An argparse type; a number that may be left to us may also be asked of us by name, as "auto"."""
    kind = _TYPES[info.kind]
    if not info.optional or info.kind == "str":
        return kind

    def number_or_auto(text: str) -> Any:
        if text == AUTO:
            return None
        try:
            return kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r}: give a number, or {AUTO}") from None

    return number_or_auto


def chosen(args: argparse.Namespace, struct: type) -> dict[str, Any]:
    """The options that were given on the command line, checked against `struct` (OptionError)."""
    given = {info.name: getattr(args, info.name) for info in declare(struct) if hasattr(args, info.name)}
    build(struct, given)
    return given


def add_output(parser: argparse.ArgumentParser, out_help: str) -> None:
    """`--out --format --quality --overwrite`, the same words for every verb that writes pictures."""
    group = parser.add_argument_group("output")
    group.add_argument("-o", "--out", metavar="PATH", help=out_help)
    kinds = ("jpg", "png", "webp", "tiff")
    group.add_argument("--format", choices=kinds, help="kind of file (default: as --out or the input says)")
    group.add_argument(
        "--quality", type=quality, default=92, metavar="1..100", help="JPEG, WebP (default: 92)"
    )
    group.add_argument("--overwrite", action="store_true", help="replace files that exist")


def add_device(parser: argparse.ArgumentParser, default: str) -> None:
    """`--device`, for verbs without the other options of painting."""
    parser.add_argument(
        "--device", choices=DEVICES, default=default, help=f"where to compute (default: {default})"
    )


def add_limit(parser: argparse.ArgumentParser) -> None:
    """`--max-pixels`, for every verb that reads photos."""
    parser.add_argument(
        "--max-pixels",
        type=_pixels,
        default=DEFAULT_MAX_PIXELS,
        metavar="N",
        help=f"refuse larger photos (default: {DEFAULT_MAX_PIXELS:,})",
    )


def quality(text: str) -> int:
    """An argparse type: a whole number 1..100."""
    return _bounded(text, int, 1, 100)


def count(text: str) -> int:
    """An argparse type: a whole number of steps, 1 or more."""
    return _bounded(text, int, 1, 1 << 31)


def positive_minutes(text: str) -> float:
    """An argparse type: minutes above 0, at most a month."""
    return _bounded(text, float, 1e-3, 60 * 24 * 31)


def frames_a_second(text: str) -> float:
    """An argparse type: frames a second, above 0 and at most 1000."""
    return _bounded(text, float, 1e-3, 1000)


def compared_side(text: str) -> int:
    """An argparse type: the long side at which pictures are compared, 64..4096 pixels."""
    return _bounded(text, int, 64, 4096)


def _pixels(text: str) -> int:
    return _bounded(text, int, 1, 1 << 40)


def _bounded(text: str, kind: Callable[[str], N], low: N, high: N) -> N:
    try:
        value = kind(text)
        if low <= value <= high:
            return value
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r}: give a number between {low:g} and {high:g}")


def _metavar(info: OptionInfo) -> str:
    if info.low is not None and info.high is not None:
        return f"{info.low:g}..{info.high:g}"
    return info.unit.upper() or {"int": "N", "float": "X"}.get(info.kind, info.name.upper())


def _help(info: OptionInfo) -> str:
    parts = [info.help]
    if info.default is not None and not isinstance(info.default, bool) and "default" not in info.help:
        parts.append(f"(default: {info.default})")
    return " ".join(parts).replace("%", "%%")
