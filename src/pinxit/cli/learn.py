"""`pinxit learn`: one painting becomes a style file; only the style vector is trained."""

from __future__ import annotations

import argparse
from pathlib import Path

from pinxit.cli import newstyle
from pinxit.cli.errors import say
from pinxit.cli.flags import positive_minutes

_MINUTES = 10.0
_MINUTES_FROM_READER = 3.5  # a third: it begins where the reader got to


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("painting", type=Path, metavar="PAINTING", help="a picture of it")
    parser.add_argument(
        "--minutes",
        type=positive_minutes,
        metavar="N",
        help=f"(default: {_MINUTES:g}, from the reader {_MINUTES_FROM_READER:g})",
    )
    parser.add_argument(
        "--from-reader",
        action="store_true",
        help="begin with what `pinxit read` makes of it, not with the nearest style",
    )
    newstyle.add_arguments(parser, name_needed=True)
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

    # All that can be refused is refused before ten minutes are spent.
    places = newstyle.places(args, args.name)
    painting = read_picture(args.painting)
    minutes = args.minutes or (_MINUTES_FROM_READER if args.from_reader else _MINUTES)
    preview = places.target.with_name(f"{args.name}-preview.jpg")
    with needs("train"):
        from pinxit.methods.paint.learn import learn

        say(f"learning for {minutes:g} minutes; watch {preview}; Ctrl-C keeps the best so far")
        with ProgressBar(args.name) as bar, gentle_stop() as stop:
            style = learn(
                painting,
                name=args.name,
                minutes=minutes,
                from_reader=args.from_reader,
                device=args.device,
                photos=args.photos,
                preview=preview,
                on_step=stop.wrap(bar.show),
                **newstyle.texts(args),
            )
    places.keep(style)
    return 0
