"""`pinxit sheet`: all styles on one page."""

from __future__ import annotations

import argparse

from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.core.errors import InputError
from pinxit.methods.paint.spec import PaintOptions


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("photo", metavar="PHOTO", help="a picture, or '-' for stdin")
    parser.add_argument(
        "--columns", type=int, choices=range(1, 21), metavar="1..20", help="(default: what fits best)"
    )
    add_options(parser, PaintOptions, skip=("max_side",))
    add_output(parser, "the sheet, '-' for stdout (default: PHOTO-sheet.jpg beside the photo)")
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Paint the photo in every style at the sheet's size and write the page."""
    import pinxit
    from pinxit.cli import jobs
    from pinxit.cli.gallery import paint_in_all, sheet_of
    from pinxit.cli.progressbar import ProgressBar

    options = chosen(args, PaintOptions)
    # A sheet is a page of many small pictures: JPEG, whatever the photo was, unless something else is named.
    format = args.format or (None if jobs.names_a_file(args.out) else "jpg")
    todo, missing = jobs.plan([args.photo], out=args.out, suffix="sheet", format=format)
    if missing:
        raise missing[0][1]
    if len(todo) != 1:
        raise InputError(f"{args.photo} holds {len(todo)} pictures: a sheet is of one photo.")
    job = todo[0]
    jobs.refuse(job, overwrite=args.overwrite)
    photo, _ = jobs.read(job, max_pixels=args.max_pixels)
    painter = pinxit.Painter(**{key: options.pop(key) for key in ("device", "threads") if key in options})
    styles = pinxit.styles()
    with ProgressBar("sheet") as bar:
        # A cell is 360 pixels wide: more than twice that would be painted only to be thrown away.
        rows = list(paint_in_all(painter, photo.fitted(720), styles, bar.show, **options))
    sheet = sheet_of(
        photo,
        "stdin" if job.source is None else job.source.name,
        [(style, picture) for style, picture, _ in rows],
        note=f"{len(styles)} styles, painted by pinxit",
        columns=args.columns,
    )
    jobs.write(sheet, job, format=format, quality=args.quality, overwrite=args.overwrite)
    if job.target is not None:
        print(f"{job.target}  {sheet.width} × {sheet.height}  {len(styles)} styles")
    return 0
