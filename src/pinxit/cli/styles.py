"""`pinxit styles`: which styles there are."""

from __future__ import annotations

import argparse

from pinxit.cli.streams import print_json


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--json", action="store_true", help="print a JSON list")


def run(args: argparse.Namespace) -> int:
    """Print the styles that `--style NAME` finds, and after them the looks that `pinxit colour --apply NAME` does."""
    from pinxit.zoo.catalogue import styles
    from pinxit.zoo.lookfile import own_looks
    from pinxit.zoo.stylefile import to_bytes

    rows = [
        {
            "name": style.name,
            "title": style.title,
            "artist": style.artist,
            "year": style.year,
            "source": style.source,
            "painter": style.painter,
            "bytes": len(to_bytes(style)),
        }
        for style in styles()
    ]
    if args.json:
        print_json(rows)
        return 0
    keys = ("name", "title", "artist", "year", "bytes")
    shown = [[_cell(key, row[key]) for key in keys] for row in rows]
    widths = [max(len(line[column]) for line in [*shown, list(keys)]) for column in range(len(keys))]
    for line in shown:
        print("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip())
    if looks := own_looks():
        print(f"looks of your own, for pinxit colour --apply: {', '.join(looks)}")
    return 0


def _cell(key: str, value: object) -> str:
    return f"{int(str(value)) / 1024:.1f} KB" if key == "bytes" else str(value or "")
