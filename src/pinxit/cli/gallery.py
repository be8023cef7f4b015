"""One photo in many styles, and the sheet of them: what `sheet` and `demo` share."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pinxit import Painter
    from pinxit.core.picture import Picture
    from pinxit.core.progress import Step
    from pinxit.zoo.stylefile import Style

__all__ = ["credit", "paint_in_all", "sheet_of"]

_CELL = 360  # pixels of one picture on a sheet


def paint_in_all(
    painter: Painter, photo: Picture, styles: Sequence[Style], show: Callable[[Step], None], **options: Any
) -> Iterator[tuple[Style, Picture, float]]:
    """Paint `photo` in every style, one after the other: (style, painted, seconds)."""
    from pinxit.core.progress import Step

    for done, style in enumerate(styles):
        show(Step(done, len(styles), style.name))
        start = time.perf_counter()
        painted = painter.paint(photo, style, **options)
        yield style, painted, time.perf_counter() - start


def sheet_of(
    photo: Picture,
    name: str,
    painted: Sequence[tuple[Style, Picture]],
    *,
    note: str,
    columns: int | None = None,
) -> Picture:
    """The contact sheet: the photo itself first, then each style with its title, artist and year."""
    from pinxit.core.picture import Picture
    from pinxit.imageops.sheet import Cell, contact_sheet

    # "x" and not "×": plain letters keep to the font that is the same on every machine
    cells = [Cell(photo.fitted(2 * _CELL).rgb_hw3, "The photo", f"{photo.width} x {photo.height} pixels")]
    for style, picture in painted:
        cells.append(Cell(picture.fitted(2 * _CELL).rgb_hw3, style.title or style.name, credit(style)))
    page = contact_sheet(cells, heading=name, note=note, columns=columns, cell_width=_CELL)
    return Picture(page).made_of(photo)


def credit(style: Style) -> str:
    """`Katsushika Hokusai, 1831`, or what is known of it."""
    return ", ".join(part for part in (style.artist, style.year) if part) or style.name
