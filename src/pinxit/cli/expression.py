"""`pinxit expression`: portraits in, the same people with another expression out; then painted, if a style is named."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pinxit.cli import jobs, many
from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.cli.progressbar import ProgressBar
from pinxit.core.errors import InputError, OptionError
from pinxit.core.options import build
from pinxit.methods.expression.spec import ExpressionOptions

if TYPE_CHECKING:
    from pinxit.core.picture import Picture

_CELL = 360  # pixels of one picture on a sheet
_SHOWN = 0.6  # intensity on a sheet, where none is given
_EXAMPLES = """examples:
  pinxit expression portrait.jpg --smile 0.6
  pinxit expression portrait.jpg --surprise 0.8 --style great-wave --out surprised.png
  pinxit expression group.jpg --face all --smile 0.4
  pinxit expression portrait.jpg --driver other.jpg
  pinxit expression portrait.jpg --sheet
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("photos", nargs="+", metavar="PORTRAIT", help="file, folder, pattern, or '-': stdin")
    parser.add_argument(
        "--sheet", nargs="?", type=float, const=_SHOWN, metavar="AMOUNT", help="one page of all expressions"
    )
    parser.add_argument("--driver", metavar="PORTRAIT", help="take the expression of the largest face in it")
    parser.add_argument("--style", metavar="STYLE", help="paint the result in it, as `pinxit paint` does")
    add_options(parser, ExpressionOptions, title="expression")
    add_output(parser, "file or folder, '-' for stdout (default: PORTRAIT-EXPRESSION.ext beside each)")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON on stdout")
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Change every portrait; one that cannot be changed is reported, with the reason, and the others are done."""
    options = chosen(args, ExpressionOptions)
    named = [name for name in options if name != "face"]
    if args.sheet is None and not named and args.driver is None:
        raise OptionError(
            "say which expression, such as --smile 0.6 or --driver PORTRAIT; or --sheet for a page of all of them."
        )
    if args.sheet is not None and (named or args.driver is not None):
        raise OptionError("--sheet shows every expression by itself: leave the others out.")
    driver = _driver(args)
    suffix = "expressions" if args.sheet is not None else "-".join([*named, *_stem(args)]).replace("_", "-")
    todo, missing = jobs.plan(args.photos, out=args.out, suffix=suffix, format=args.format)
    many.check_streams(todo, json=args.json)

    def work(job: jobs.Job, bar: ProgressBar) -> dict[str, Any]:
        def make(photo: Picture) -> Picture:
            made = (
                _changed(photo, driver, options, bar)
                if args.sheet is None
                else _sheet(photo, Path(job.name).name, args.sheet, options)
            )
            return made if args.style is None else _painted(made, args.style, bar)

        return many.make(job, args, make, **options)

    return many.each(todo, missing, work, json=args.json, too_large="give a smaller picture.")


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


def _sheet(photo: Picture, name: str, amount: float, options: dict[str, Any]) -> Picture:
    """All expressions on one page, each of the largest face and what is around it."""
    from dataclasses import replace

    from pinxit.core import provenance
    from pinxit.core.picture import Picture
    from pinxit.imageops.sheet import Cell, contact_sheet
    from pinxit.methods.expression.run import changed, portrait_of, units_of, wanted_of
    from pinxit.methods.expression.units import EXPRESSIONS
    from pinxit.runtime.faces import faces

    if "face" in options:
        raise InputError("--sheet is of the largest face: leave --face out.")
    portrait = portrait_of(photo).fitted(2 * _CELL)
    face = wanted_of(faces(portrait), 1)
    cells = [Cell(portrait.rgb_hw3, "The photo", f"{photo.width} x {photo.height} pixels")]
    for expression in EXPRESSIONS:
        made = changed(portrait, face, units_of(build(ExpressionOptions, {expression: amount})))
        cells.append(
            Cell(made.rgb_hw3, expression.replace("_", " "), f"--{expression.replace('_', '-')} {amount:g}")
        )
    page = contact_sheet(cells, heading=name, note="changed by pinxit", columns=6, cell_width=_CELL)
    return replace(Picture(page), origin=provenance.COMPOSITE)
