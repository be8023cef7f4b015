"""Contact sheets: many pictures of one shape on one page, each with a title and a line under it.

Axes: h height, w width, 3 RGB. Values: sRGB 0..1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pinxit.imageops.lettering import Lettering, lettering_for

__all__ = ["Cell", "contact_sheet"]

_PAPER = (246, 243, 237)
_INK = (33, 30, 27)
_PENCIL = (128, 120, 110)
_HAIRLINE = (222, 216, 206)


@dataclass(frozen=True, eq=False)
class Cell:
    """One picture of a sheet: `rgb_hw3` float32 sRGB 0..1, its title, and a quieter line below it."""

    rgb_hw3: NDArray[np.float32]
    title: str
    line: str = ""


def contact_sheet(
    cells: Sequence[Cell], *, heading: str, note: str = "", columns: int | None = None, cell_width: int = 360
) -> NDArray[np.float32]:
    """Lay out `cells` in reading order.

    `columns` None picks the count that leaves few empty places on a page wider than tall. `cell_width`
    is in pixels; every cell gets the shape of the first picture and the others are fitted into it. Returns
    `rgb_hw3` float32. Raises ValueError without cells.
    """
    if not cells:
        raise ValueError("a contact sheet needs at least one picture")
    first_h, first_w = cells[0].rgb_hw3.shape[:2]
    # a very long strip would give cells of one row of pixels, a very tall one a page of kilometres
    cell_height = min(max(round(cell_width * first_h / first_w), cell_width // 4), cell_width * 2)
    unit = cell_width / 360  # all type and spacing follow the cell
    margin, gap, label = round(52 * unit), round(30 * unit), round(92 * unit)
    head = round(104 * unit)
    across = columns or _columns(len(cells), cell_width + gap, cell_height + label)
    down = math.ceil(len(cells) / across)
    width = 2 * margin + across * cell_width + (across - 1) * gap
    height = margin + head + down * (cell_height + label)

    page = Image.new("RGB", (width, height), _PAPER)
    draw = ImageDraw.Draw(page)
    letters = lettering_for([heading, note, *(text for cell in cells for text in (cell.title, cell.line))])
    _heading(draw, letters, heading, note, left=margin, right=width - margin, top=margin, unit=unit)
    title_font, line_font = letters.font(21 * unit), letters.font(15.5 * unit)
    for index, cell in enumerate(cells):
        x = margin + index % across * (cell_width + gap)
        y = margin + head + index // across * (cell_height + label)
        picture = _fitted(cell.rgb_hw3, cell_width, cell_height)
        page.paste(picture, (x + (cell_width - picture.width) // 2, y + (cell_height - picture.height) // 2))
        base = y + cell_height + round(12 * unit)
        draw.text((x, base), letters.shortened(cell.title, title_font, cell_width), _INK, title_font)
        draw.text(
            (x, base + round(27 * unit)),
            letters.shortened(cell.line, line_font, cell_width),
            _PENCIL,
            line_font,
        )
    return np.asarray(page, np.float32) / np.float32(255)


def _heading(
    draw: ImageDraw.ImageDraw,
    letters: Lettering,
    heading: str,
    note: str,
    *,
    left: int,
    right: int,
    top: int,
    unit: float,
) -> None:
    """A title on the left, a note on the same base line on the right, a thin line under both."""
    font, small = letters.font(38 * unit), letters.font(16 * unit)
    base = top + round(38 * unit)
    note = letters.shortened(note, small, (right - left) / 2)
    note_width = round(small.getlength(note))
    draw.text(
        (left, base),
        letters.shortened(heading, font, right - left - note_width - 24),
        _INK,
        font,
        anchor="ls",
    )
    draw.text((right - note_width, base), note, _PENCIL, small, anchor="ls")
    rule = base + round(26 * unit)
    draw.line([(left, rule), (right, rule)], _HAIRLINE, max(1, round(unit)))


def _columns(count: int, step_x: int, step_y: int) -> int:
    """The number of columns whose page is nearest to 4:3, each empty place counting against it."""

    def cost(across: int) -> float:
        down = math.ceil(count / across)
        return abs(math.log(across * step_x / (down * step_y) / (4 / 3))) + 0.12 * (across * down - count)

    return min(range(1, count + 1), key=cost)


def _fitted(rgb_hw3: NDArray[np.float32], width: int, height: int) -> Image.Image:
    picture = Image.fromarray(np.round(np.clip(rgb_hw3, 0, 1) * 255).astype(np.uint8))
    scale = min(width / picture.width, height / picture.height)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)
