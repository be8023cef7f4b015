"""`pinxit read`: any picture becomes a style file, in a moment."""

from __future__ import annotations

import argparse

from pinxit.cli import newstyle
from pinxit.cli.flags import add_limit
from pinxit.core.errors import OptionError

_EXAMPLES = """examples:
  pinxit read painting.jpg --name my-style
  pinxit read wall.jpg --part 0.5,0,0.5,0.5 --name graffiti --install
  pinxit paint photo.jpg --style painting.jpg      (the same without a file in between)
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("painting", metavar="PAINTING", help="a picture of it")
    parser.add_argument(
        "--part",
        type=_part,
        default=(0.0, 0.0, 1.0, 1.0),
        metavar="L,T,W,H",
        help="the part that counts: left, top, width and height as shares, 0..1 (default: all of it)",
    )
    newstyle.add_arguments(parser, name_needed=False)
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Read, and write the style file."""
    from pinxit.core.files import read_picture
    from pinxit.methods.paint.reading import name_of, read

    name = args.name or name_of(args.painting)
    places = newstyle.places(args, name)
    picture = read_picture(args.painting, max_pixels=args.max_pixels)
    places.keep(read(picture, name=name, part=args.part, **newstyle.texts(args)))
    return 0


def _part(text: str) -> tuple[float, ...]:
    from pinxit.methods.paint.reading import checked_part

    try:
        return checked_part(text.split(","))
    except OptionError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
