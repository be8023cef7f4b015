"""`pinxit learn`: one painting becomes a style file; only the style vector is trained."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from pinxit.cli.errors import say
from pinxit.cli.flags import positive_minutes
from pinxit.core.errors import OutputError, OutputExists
from pinxit.core.places import is_file, is_folder
from pinxit.core.whole import refusal


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("painting", type=Path, metavar="PAINTING", help="a picture of it")
    parser.add_argument("--name", required=True, help="what `--style` calls it: letters, digits, '-', '_'")
    parser.add_argument("--minutes", type=positive_minutes, default=10.0, metavar="N", help="(default: 10)")
    parser.add_argument("--title", default="", help="of the painting")
    parser.add_argument("--artist", default="")
    parser.add_argument("--year", default="")
    parser.add_argument("--rights", default="", help="who may use the painting, in words")
    parser.add_argument("-o", "--out", metavar="PATH", help="style file or folder (default: NAME.style here)")
    parser.add_argument("--install", action="store_true", help="also keep it, to be found by name")
    parser.add_argument("--overwrite", action="store_true", help="replace a style file that exists")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"), help="(default: auto)")
    parser.add_argument(
        "--photos", type=Path, metavar="DIR", help="photos to practise on (default: the packaged samples)"
    )


def run(args: argparse.Namespace) -> int:
    """Learn, with a preview file that is renewed while it learns; Ctrl-C keeps the best so far."""
    from pinxit.cli.progressbar import ProgressBar
    from pinxit.cli.stopping import gentle_stop
    from pinxit.core.extras import needs
    from pinxit.core.files import read_picture
    from pinxit.zoo.catalogue import user_styles_dir
    from pinxit.zoo.stylefile import check_name

    # All that can be refused is refused before ten minutes are spent.
    check_name(args.name)
    painting = read_picture(args.painting)
    target = _target(args)
    kept = user_styles_dir() / f"{args.name}.style" if args.install else None
    for place in (target, kept):
        if place is not None:
            _refuse(place, overwrite=args.overwrite)
    preview = target.with_name(f"{args.name}-preview.jpg")
    with needs("train"):
        from pinxit.methods.paint.learn import learn

        say(f"learning for {args.minutes:g} minutes; watch {preview}; Ctrl-C keeps the best so far")
        with ProgressBar(args.name) as bar, gentle_stop() as stop:
            style = learn(
                painting,
                name=args.name,
                minutes=args.minutes,
                title=args.title,
                artist=args.artist,
                year=args.year,
                rights=args.rights,
                device=args.device,
                photos=args.photos,
                preview=preview,
                on_step=stop.wrap(bar.show),
            )
    style.save(target, overwrite=args.overwrite)
    if kept is not None:
        say(f"kept as {style.save(kept, overwrite=args.overwrite)}")
    say(f"use it: pinxit paint photo.jpg --style {args.name if args.install else target}")
    print(target)
    return 0


def _target(args: argparse.Namespace) -> Path:
    name = f"{args.name}.style"
    if args.out is None:
        return Path(name)
    out = Path(args.out)
    if args.out.endswith(("/", os.sep)) or is_folder(out):
        return out / name
    if out.suffix != ".style":  # `--style` would take it for a name
        raise OutputError(f"{out}: end the name of a style file with .style, or that of a folder with '/'.")
    return out


def _refuse(place: Path, *, overwrite: bool) -> None:
    if is_file(place) and not overwrite:
        raise OutputExists(f"{place} exists already: choose another --out or --name, or add --overwrite.")
    problem = refusal(place)
    if problem:
        raise OutputError(f"{place} cannot be written: {problem}")
