"""`pinxit demo`: the packaged photo in every packaged style; what `make demo` runs."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from pinxit.cli.errors import say
from pinxit.cli.flags import add_device


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("-o", "--out", type=Path, default=Path("out"), metavar="DIR", help="(default: out/)")
    parser.add_argument("--overwrite", action="store_true", help="replace pictures that exist")
    add_device(parser, "auto")


def run(args: argparse.Namespace) -> int:
    """Write one picture per style and a contact sheet; say where they are and how long each took."""
    start = time.perf_counter()
    import pinxit
    from pinxit.cli.gallery import paint_in_all, sheet_of
    from pinxit.cli.progressbar import ProgressBar
    from pinxit.core.errors import OutputExists
    from pinxit.core.files import read_picture
    from pinxit.core.places import is_file
    from pinxit.core.progress import duration
    from pinxit.zoo.samples import sample_path

    source = sample_path()
    styles = pinxit.styles()
    targets = [args.out / f"{source.stem}-{style.name}.jpg" for style in styles]
    sheet_target = args.out / "sheet.jpg"
    if not args.overwrite:
        for target in (*targets, sheet_target):
            if is_file(target):
                raise OutputExists(f"{target} exists already: choose another --out, or add --overwrite.")
    photo = read_picture(source)
    say(f"painting {source.name} ({photo.width} × {photo.height}) in {len(styles)} styles")
    painted = []
    with ProgressBar("demo") as bar:
        painter = pinxit.Painter(device=args.device)
        painter.brush()  # loaded now, so that the first style's seconds are those of painting
        for target, (style, picture, seconds) in zip(
            targets, paint_in_all(painter, photo, styles, bar.show), strict=True
        ):
            picture.save(target)
            bar.clear()
            print(f"{target}  {duration(seconds)}", flush=True)
            painted.append((style, picture))
    note = f"{len(styles)} styles, painted by pinxit"
    sheet_of(photo, source.name, painted, note=note).save(sheet_target)
    print(f"{sheet_target}  all of them on one page; {duration(time.perf_counter() - start)} in all")
    return 0
