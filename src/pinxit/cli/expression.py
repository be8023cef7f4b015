"""`pinxit expression`: portraits in, the same people with another expression out; then painted, if a style is named."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pinxit.cli import expressions, jobs, many
from pinxit.cli.errors import say
from pinxit.cli.flags import add_limit, add_options, add_output, chosen, frames_a_second
from pinxit.cli.progressbar import ProgressBar
from pinxit.core.errors import InputError, OptionError
from pinxit.core.paths import in_numbers
from pinxit.core.places import is_file
from pinxit.methods.expression.spec import FPS, ExpressionOptions
from pinxit.zoo.samples import sample_path

if TYPE_CHECKING:
    from pinxit.core.picture import Picture
    from pinxit.methods.expression.film import Film

_PAGE = "expressions"  # what --list calls the page of the sample portrait
_EXAMPLES = """examples:
  pinxit expression --list
  pinxit expression portrait.jpg --smile 0.6
  pinxit expression portrait.jpg --surprise 0.8 --style great-wave --out surprised.png
  pinxit expression group.jpg --face all --smile 0.4
  pinxit expression portrait.jpg --driver other.jpg
  pinxit expression portrait.jpg --sheet
  pinxit expression frames/*.png --frames --smile 0.6 --out smiling/
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("photos", nargs="*", metavar="PORTRAIT", help="file, folder, pattern, or '-': stdin")
    parser.add_argument(
        "--list",
        action="store_true",
        help=f"say what there is, and show it on a page: of PORTRAIT, or of a sample as {_PAGE}.jpg",
    )
    parser.add_argument(
        "--sheet",
        nargs="?",
        type=float,
        const=expressions.SHOWN,
        metavar="AMOUNT",
        help="one page of all expressions",
    )
    parser.add_argument("--driver", metavar="PORTRAIT", help="take the expression of the largest face in it")
    parser.add_argument(
        "--frames",
        action="store_true",
        help="the portraits are frames of one film, in the order of their numbers",
    )
    parser.add_argument(
        "--fps", type=frames_a_second, metavar="N", help=f"frames a second, with --frames (default: {FPS:g})"
    )
    parser.add_argument("--style", metavar="STYLE", help="paint the result in it, as `pinxit paint` does")
    add_options(parser, ExpressionOptions, title="expression")
    add_output(parser, "file or folder, '-' for stdout (default: PORTRAIT-EXPRESSION.ext beside each)")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON on stdout")
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Change every portrait; one that cannot be changed is reported, with the reason, and the others are done."""
    options = chosen(args, ExpressionOptions)
    amount = args.sheet if args.sheet is not None else expressions.SHOWN if args.list else None
    _check(args, options, paged=amount is not None)
    if args.list:
        print(expressions.words(), file=sys.stderr if args.json or args.out == jobs.STREAM else sys.stdout)
    if args.list and not args.photos:
        page = f"{_PAGE}.{args.format or 'jpg'}"
        if args.out is None and not (args.overwrite or args.json) and is_file(Path(page)):
            say(f"{page} is there already and stays: --overwrite draws it again.")
            return 0
        args.photos, args.out = [str(sample_path())], args.out or page
    named = [name for name in options if name != "face"]
    suffix = "expressions" if amount is not None else "-".join([*named, *_stem(args)]).replace("_", "-")
    todo, missing = jobs.plan(args.photos, out=args.out, suffix=suffix, format=args.format)
    many.check_streams(todo, json=args.json)
    driver = _driver(args)
    film = _film(args, driver, options) if args.frames else None
    if film is not None:
        todo.sort(key=lambda job: in_numbers(job.name))

    def work(job: jobs.Job, bar: ProgressBar) -> dict[str, Any]:
        def make(photo: Picture) -> Picture:
            if film is not None:
                made = film.next(photo)
            elif amount is not None:
                made = expressions.page(photo, Path(job.name).name, amount)
            else:
                made = _changed(photo, driver, options, bar)
            return made if args.style is None else _painted(made, args.style, bar)

        return many.make(job, args, make, **options)

    return many.each(todo, missing, work, json=args.json, too_large="give a smaller picture.")


def _check(args: argparse.Namespace, options: dict[str, Any], *, paged: bool) -> None:
    """InputError and OptionError for what makes no sense together."""
    if not args.photos and not args.list:
        raise InputError("name a portrait; `pinxit expression --list` says what it can look like.")
    asked = args.driver is not None or any(name != "face" for name in options)
    if not paged and not asked:
        raise OptionError(
            "say which expression, such as --smile 0.6 or --driver PORTRAIT; or --sheet for a page of all of them."
        )
    if paged and asked:
        raise OptionError("--sheet and --list show every expression by itself: leave the others out.")
    if paged and args.frames:
        raise OptionError("--frames is one film, --sheet and --list are pages: choose one of them.")
    if args.fps is not None and not args.frames:
        raise OptionError("--fps is of a film: add --frames.")
    if paged and "face" in options:
        raise InputError("--sheet and --list are of the largest face: leave --face out.")


def _film(args: argparse.Namespace, driver: list[Picture], options: dict[str, Any]) -> Film:
    from pinxit.core.options import build
    from pinxit.methods.expression.film import Film

    return Film(build(ExpressionOptions, options), driver, args.fps or FPS)


def _stem(args: argparse.Namespace) -> list[str]:
    return [] if args.driver is None else [Path(args.driver).stem]


def _driver(args: argparse.Namespace) -> list[Picture]:
    from pinxit.core.files import read_picture

    return [] if args.driver is None else [read_picture(args.driver, max_pixels=args.max_pixels)]


def _changed(photo: Picture, driver: list[Picture], options: dict[str, Any], bar: ProgressBar) -> Picture:
    import pinxit

    return pinxit.stylise("expression", {"content": photo, "driver": driver}, on_step=bar.show, **options)


def _painted(portrait: Picture, style: str, bar: ProgressBar) -> Picture:
    from dataclasses import replace

    import pinxit

    painted = pinxit.paint(portrait, style, on_step=bar.show)
    return replace(painted, notes=(*portrait.notes, *painted.notes))
