"""The measures of several paintings as a text table, or as one HTML page that carries its pictures."""

from __future__ import annotations

import base64
import html
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from pinxit.core.encode import encode_picture
from pinxit.core.picture import Picture
from pinxit.measure.metrics import Row

HEADS = {
    "style": "style",
    "content": "content",
    "judge_style": "style, judge",
    "judge_content": "content, judge",
    "cfsd": "structure",
    "edges": "edges",
    "colours": "colours",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Measures of {count} paintings</title>
<style>
:root {{ color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }}
body {{ margin: 2rem auto; max-width: 72rem; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ padding: .4rem .7rem; text-align: right; border-bottom: 1px solid #8884; font-variant-numeric: tabular-nums }}
th:first-child, td:first-child {{ text-align: left }}
td img {{ height: 8rem; margin-right: .4rem; border-radius: 2px }}
tfoot td {{ font-weight: 600 }}
</style></head><body>
<h1>Measures of {count} paintings</h1>
<p>Every number is a distance: smaller is nearer. Pictures: photo, style, painting. <b>Style</b> and <b>content</b> are
relative errors of VGG-16's Gram matrices and features, the <b>judge</b>'s those of MobileNetV2, which no loss uses.</p>
<table><thead><tr><th>painting</th>{heads}</tr></thead><tbody>
{rows}
</tbody><tfoot><tr><td>mean</td>{means}</tr></tfoot></table>
</body></html>
"""


@dataclass(frozen=True)
class Entry:
    """One measured painting and its three pictures."""

    name: str
    row: Row
    content: Picture
    style: Picture
    output: Picture


def means(rows: Sequence[Row]) -> Row:
    """The mean of every column; ``rows`` must not be empty."""
    return Row(**{key: fmean(row.to_dict()[key] for row in rows) for key in HEADS})


def table(names: Sequence[str], rows: Sequence[Row]) -> str:
    """The rows as aligned text, with a line of means when there are several."""
    lines = [["painting", *HEADS.values()]]
    lines += [[name, *_cells(row)] for name, row in zip(names, rows, strict=True)]
    if len(rows) > 1:
        lines.append(["mean", *_cells(means(rows))])
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            [line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]
        )
        for line in lines
    )


def page(entries: Sequence[Entry]) -> str:
    """The rows and their pictures as one HTML page that needs no other file."""
    rows = "\n".join(
        f"<tr><td>{_image(e.content)}{_image(e.style)}{_image(e.output)}<br>{html.escape(e.name)}</td>{_html(e.row)}</tr>"
        for e in entries
    )
    heads = "".join(f"<th>{head}</th>" for head in HEADS.values())
    mean = means([entry.row for entry in entries])
    return _PAGE.format(count=len(entries), heads=heads, rows=rows, means=_html(mean))


def _cells(row: Row) -> list[str]:
    return [f"{value:.3f}" for value in row.to_dict().values()]


def _html(row: Row) -> str:
    return "".join(f"<td>{cell}</td>" for cell in _cells(row))


def _image(picture: Picture) -> str:
    data = base64.b64encode(encode_picture(picture.fitted(320), "jpg", 82)).decode()
    return f'<img alt="" src="data:image/jpeg;base64,{data}">'
