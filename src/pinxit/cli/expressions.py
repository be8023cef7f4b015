"""What there is in `pinxit expression`: in words, and on a page of one face."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pinxit.core.errors import InputError
from pinxit.core.options import build, declare
from pinxit.methods.expression.spec import MOST_DEGREES, ExpressionOptions

if TYPE_CHECKING:
    from pinxit.core.picture import Picture

SHOWN = 0.6  # intensity on a page, where none is given
_CELL = 360  # pixels of one picture on a page


def words() -> str:
    """Every expression, what it means and which action units it is made of; then the units."""
    from pinxit.methods.expression.units import EXPRESSIONS, MEANINGS

    means = {info.name: info.help.partition(";")[0] for info in declare(ExpressionOptions)}
    rows = [(_flag(name), means[name], _sum(parts)) for name, parts in EXPRESSIONS.items()]
    others = [(_flag(name), means[name]) for name in ("gaze", "turn", "nod", "tilt")]
    return "\n".join(
        [
            "expressions and single movements, -1 to 1.5; negative: the opposite; several add up",
            *_table(rows),
            "",
            f"eyes and head: x,y of -1 to 1 each; degrees, -{MOST_DEGREES:g} to {MOST_DEGREES:g}",
            *_table(others),
            "",
            "action units, after Ekman and Friesen's Facial Action Coding System",
            *_table(list(MEANINGS.items())),
        ]
    )


def page(photo: Picture, name: str, amount: float = SHOWN) -> Picture:
    """All expressions on one page, each of the largest face and what is around it. InputError where there is none."""
    from dataclasses import replace

    from pinxit.core import provenance
    from pinxit.core.picture import Picture
    from pinxit.imageops.sheet import Cell, contact_sheet
    from pinxit.methods.expression.run import changed, portrait_of, wanted_of
    from pinxit.methods.expression.wish import Wish
    from pinxit.runtime.faces import faces

    portrait = portrait_of(photo).fitted(2 * _CELL)
    face = wanted_of(faces(portrait), 1)
    cells = [Cell(portrait.rgb_hw3, "The photo", f"{photo.width} x {photo.height} pixels")]
    for title, asked in _shown(amount):
        ((option, value),) = asked.items()
        try:
            made = changed(portrait, face, Wish.of(build(ExpressionOptions, asked))).rgb_hw3
        except InputError:  # eyes whose irises are not seen
            continue
        told = f"{value:g}" if isinstance(value, float) else str(value)
        cells.append(Cell(made, title, f"{_flag(option)}{'=' if told.startswith('-') else ' '}{told}"))
    sheet = contact_sheet(cells, heading=name, note="changed by pinxit", columns=6, cell_width=_CELL)
    return replace(Picture(sheet), origin=provenance.COMPOSITE)


def _shown(amount: float) -> list[tuple[str, dict[str, Any]]]:
    """Title and option of each cell: all expressions, then eyes and head."""
    from pinxit.methods.expression.units import EXPRESSIONS

    most = min(max(amount, -1.0), 1.0)
    degrees = MOST_DEGREES * most
    return [
        *((name.replace("_", " "), {name: amount}) for name in EXPRESSIONS),
        ("gaze, to the left", {"gaze": f"{-most:g},0"}),
        ("gaze, to the right", {"gaze": f"{most:g},0"}),
        ("gaze, down", {"gaze": f"0,{most:g}"}),
        *((name, {name: degrees}) for name in ("turn", "nod", "tilt")),
    ]


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _sum(parts: dict[str, float]) -> str:
    return " + ".join(unit if share == 1 else f"{share:g} {unit}" for unit, share in parts.items())


def _table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
