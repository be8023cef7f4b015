"""`pinxit measure`: how near paintings are to their photos and to their styles."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pinxit.cli.flags import add_limit, compared_side
from pinxit.core.errors import InputError

if TYPE_CHECKING:
    from pinxit.measure.report import Entry


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "outputs", nargs="+", metavar="PAINTING", help="painted pictures: files, folders or globs"
    )
    names = "with a folder, a painting is called PHOTO-STYLE, as `pinxit paint` calls it"
    parser.add_argument(
        "--content", required=True, metavar="PHOTO", help=f"the photo, or a folder of them; {names}"
    )
    parser.add_argument(
        "--style", required=True, metavar="PICTURE", help="the picture whose style was meant, or a folder"
    )
    parser.add_argument(
        "--side",
        type=compared_side,
        default=512,
        metavar="PIXELS",
        help="long side of what is compared (default: 512)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, one object for each painting")
    parser.add_argument("--html", type=Path, metavar="FILE", help="also write a page with the pictures")
    parser.add_argument("--overwrite", action="store_true", help="write over an existing page")
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Measure every painting and print the table."""
    from pinxit.cli.progressbar import ProgressBar
    from pinxit.cli.streams import print_json
    from pinxit.core.extras import needs
    from pinxit.core.files import expand_inputs, read_picture
    from pinxit.core.progress import Step
    from pinxit.zoo.store import write_whole

    outputs = expand_inputs(args.outputs)
    contents, styles = expand_inputs([args.content]), expand_inputs([args.style])
    todo = [(output, *partners(output, contents, styles)) for output in outputs]
    entries: list[Entry] = []
    with needs("train"):
        from pinxit.measure import report
        from pinxit.measure.metrics import Ruler

        ruler = Ruler(args.side)
        with ProgressBar("measure") as bar:
            for done, (output, content, style) in enumerate(todo):
                bar.show(Step(done, len(todo), output.name))
                pictures = [
                    read_picture(path, max_pixels=args.max_pixels) for path in (content, style, output)
                ]
                entries.append(
                    report.Entry(output.name, ruler.measure(*pictures), *(p.fitted(320) for p in pictures))
                )
    if args.html:
        write_whole(args.html, report.page(entries).encode(), overwrite=args.overwrite)
    if args.json:
        print_json(
            [
                {"painting": str(o), "content": str(c), "style": str(s), "measures": e.row.to_dict()}
                for (o, c, s), e in zip(todo, entries, strict=True)
            ]
        )
    else:
        print(report.table([entry.name for entry in entries], [entry.row for entry in entries]))
    return 0


def partners(output: Path, contents: list[Path], styles: list[Path]) -> tuple[Path, Path]:
    """The photo and the style of one painting: the only ones there are, or those that make up its name.

    Raises InputError when none fits.
    """
    pairs = [
        (content, style)
        for content in contents
        for style in styles
        if (len(contents) == 1 or output.stem.startswith(f"{content.stem}-"))
        and (len(styles) == 1 or output.stem.endswith(f"-{style.stem}"))
        and (len(contents) == 1 or len(styles) == 1 or output.stem == f"{content.stem}-{style.stem}")
    ]
    if not pairs:
        raise InputError(
            f"{output.name} is called after no photo and style that were given: with folders, PHOTO-STYLE is expected, "
            f"for example {contents[0].stem}-{styles[0].stem}{output.suffix}"
        )
    return max(pairs, key=lambda pair: len(pair[0].stem) + len(pair[1].stem))
