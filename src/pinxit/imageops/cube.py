"""Tables of colours as `.cube` files, which grading programs, ffmpeg and cameras' tools read.

Source: "Cube LUT Specification 1.0" (Adobe, 2013); `LUT_3D_INPUT_RANGE`, which DaVinci Resolve writes, is read too.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from pinxit.core.errors import InputNotFound, ModelError, OptionError
from pinxit.imageops.lut import Float, Lut

MOST_POINTS = 129  # along each side: more is two million colours, and no program writes it
MAX_BYTES = 128 << 20
_LONGEST_TITLE = 200


def read_cube(path: str | os.PathLike[str]) -> Lut:
    """Read a .cube file. InputNotFound when there is none, ModelError when it is none or holds a 1D table."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputNotFound(f"{path} does not exist: check the name of the .cube file.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise ModelError(f"{path}: cannot be read as a .cube file ({error})") from error
    return cube_from_bytes(data, str(path))


def cube_from_bytes(data: bytes, what: str = "table") -> Lut:
    """Parse the content of a .cube file; ModelError names `what`, the line and what was expected there."""
    if len(data) > MAX_BYTES:
        raise ModelError(f"{what}: larger than a .cube file may be ({MAX_BYTES >> 20} MB)")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ModelError(f"{what}: not a .cube file, which is text: byte {error.start} is none") from error
    points, title = 0, ""
    low, high = np.zeros(3, np.float32), np.ones(3, np.float32)
    rows: list[str] = []
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        where = f"{what}, line {number}"
        if line[0] in "+-.0123456789":
            rows.append(line)
            continue
        key, rest = [*line.split(None, 1), ""][:2]
        if key == "TITLE":
            title = "".join(c for c in rest.strip().strip('"') if c.isprintable())[:_LONGEST_TITLE]
        elif key == "LUT_3D_SIZE":
            points = _size(rest, where)
        elif key == "DOMAIN_MIN":
            low = _numbers(rest, 3, where)
        elif key == "DOMAIN_MAX":
            high = _numbers(rest, 3, where)
        elif key == "LUT_3D_INPUT_RANGE":
            low, high = (np.full(3, value, np.float32) for value in _numbers(rest, 2, where))
        elif key.startswith("LUT_1D"):
            raise ModelError(
                f"{where}: this is a 1D table (one curve per channel); give a 3D one (LUT_3D_SIZE), "
                "as every grading program can export"
            )
        else:
            raise ModelError(f"{where}: {line[:40]!r} is neither a keyword of .cube files nor a colour")
    if not points:
        raise ModelError(f"{what}: not a .cube file: it has no LUT_3D_SIZE")
    if not (high > low).all():
        raise ModelError(f"{what}: DOMAIN_MAX {high.tolist()} must lie above DOMAIN_MIN {low.tolist()}")
    return Lut(_table(rows, points, what), low, high, title)


def cube_text(lut: Lut) -> str:
    """The content of a .cube file, six decimals a number; the same table always gives the same text."""
    head = [f'TITLE "{_plain(lut.title)}"'] if lut.title else []
    head.append(f"LUT_3D_SIZE {lut.points}")
    for key, values in (("DOMAIN_MIN", lut.low), ("DOMAIN_MAX", lut.high)):
        head.append(f"{key} " + " ".join(f"{value:g}" for value in values))
    rows = [f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in lut.table_bgr3.reshape(-1, 3).tolist()]
    return "\n".join([*head, "", *rows]) + "\n"


def check_target(path: Path) -> None:
    """OptionError unless a table may be written under this name."""
    if path.suffix.lower() != ".cube":
        raise OptionError(f"{path}: a table of colours is a .cube file: name it {path.stem or 'look'}.cube")


def _table(rows: list[str], points: int, what: str) -> Float:
    wanted = points**3
    if len(rows) != wanted:
        raise ModelError(
            f"{what}: has {len(rows)} colours, and a table of {points} points has {wanted}: the file is cut off or damaged"
        )
    try:
        numbers = np.array(" ".join(rows).split(), np.float64)
    except ValueError as error:
        raise ModelError(f"{what}: a colour is not made of numbers ({error})") from error
    if numbers.size != 3 * wanted:
        raise ModelError(f"{what}: every colour has three numbers, and one of these has more or fewer")
    if not np.isfinite(numbers).all():
        raise ModelError(f"{what}: holds a number that is not finite")
    return np.clip(numbers, 0.0, 1.0).astype(np.float32).reshape(points, points, points, 3)


def _size(text: str, where: str) -> int:
    if not text.strip().isdecimal() or not 2 <= int(text.strip()[:9]) <= MOST_POINTS:
        raise ModelError(f"{where}: LUT_3D_SIZE is {text.strip()[:20]!r}, expected 2 to {MOST_POINTS}")
    return int(text)


def _numbers(text: str, count: int, where: str) -> Float:
    try:
        values = np.array(text.split(), np.float64).astype(np.float32)
    except ValueError:
        values = np.zeros(0, np.float32)
    if values.size != count or not np.isfinite(values).all():
        raise ModelError(f"{where}: expected {count} numbers, got {text.strip()[:40]!r}")
    return values


def _plain(title: str) -> str:
    return "".join(c for c in title if c.isprintable() and c != '"')[:_LONGEST_TITLE]
