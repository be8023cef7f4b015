"""`pinxit colour`: photos in, the same photos with other colours out; tables of colours in and out; looks learned."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pinxit.cli import jobs, many
from pinxit.cli.errors import say
from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.cli.progressbar import ProgressBar
from pinxit.core.errors import InputError, OptionError, OutputExists
from pinxit.methods.colour.spec import ColourOptions

if TYPE_CHECKING:
    from pinxit.core.picture import Picture
    from pinxit.imageops.lut import Lut

LEARN = "learn"
_CUBE = ".cube"
_EXAMPLES = """examples:
  pinxit colour photo.jpg --like sunset.jpg
  pinxit colour photos/ --like sunset.jpg --method mkl --strength 0.7 --out graded/
  pinxit colour photo.jpg --like sunset.jpg --lut sunset.cube
  pinxit colour photo.jpg --apply sunset.cube --mask sky.png
  pinxit colour learn album/ --name summer
  pinxit colour photo.jpg --apply summer
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "photos",
        nargs="+",
        metavar="PHOTO",
        help=f"file, folder, pattern, or '-': stdin; '{LEARN}' before them: learn a look from them (--name)",
    )
    look = parser.add_mutually_exclusive_group()
    look.add_argument("--like", metavar="PICTURE", help="the photo whose colours to take")
    look.add_argument(
        "--apply", metavar="LOOK", help="a .cube table, a learned look by name, or a .look file"
    )
    parser.add_argument("--mask", metavar="MASK", help="a picture, white where colours change")
    parser.add_argument(
        "--lut", metavar="FILE.cube", help="also write the table of colours (33 points, for one photo)"
    )
    add_options(parser, ColourOptions)
    learning = parser.add_argument_group(f"{LEARN}ing a look")
    learning.add_argument(
        "--name", help="what --apply calls it; it is kept for this user, or written to --out"
    )
    add_output(parser, "file or folder, '-' for stdout (default: PHOTO-LOOK.ext beside each photo)")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON on stdout")
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Change the colours of every photo; one that fails is reported and the others are done."""
    if args.photos[0] == LEARN:
        return _learn(args)
    if args.name is not None:
        raise OptionError(f"--name goes with `pinxit colour {LEARN} PHOTO ...`")
    options = chosen(args, ColourOptions)
    given = args.like or args.apply
    if given is None:
        raise InputError("say which colours: --like PICTURE, or --apply with a .cube table or a learned look")
    todo, missing = jobs.plan(args.photos, out=args.out, suffix=Path(given).stem, format=args.format)
    many.check_streams(todo, json=args.json)
    _check_lut(args, len(todo) + len(missing))
    grading = _Grading(args, options)

    def work(job: jobs.Job, bar: ProgressBar) -> dict[str, Any]:
        return many.make(job, args, grading.grade, look=Path(given).stem, method=grading.method)

    return many.each(todo, missing, work, json=args.json, too_large="give a smaller picture.")


class _Grading:
    """What is the same for every photo of the run, read and checked once."""

    def __init__(self, args: argparse.Namespace, options: dict[str, Any]) -> None:
        from pinxit.core.files import read_picture
        from pinxit.methods.colour.run import prepare
        from pinxit.zoo.lookfile import as_picture

        self.args, self.options = args, ColourOptions(**options)
        self.table, self.look = None, None
        if args.apply and args.apply.lower().endswith(_CUBE):
            self.table = _read_table(args.apply)
        elif args.apply:
            self.look = as_picture(args.apply)
        else:
            self.look = read_picture(args.like, max_pixels=args.max_pixels)
        self.mask = [] if args.mask is None else [read_picture(args.mask, max_pixels=args.max_pixels)]
        self._run = prepare(None, self.options, lut=self.table)

    @property
    def method(self) -> str:
        """For the report."""
        return self.options.method if self.table is None else "table"

    def grade(self, photo: Picture) -> Picture:
        """One photo; writes its table too where one is asked for."""
        from pinxit.core.method import check
        from pinxit.methods.colour.spec import SPEC

        like = [] if self.look is None else [self.look]
        inputs, _ = check(SPEC, {"content": photo, "like": like, "mask": self.mask}, self.options)
        made = self._run(inputs)
        if self.args.lut:
            self._write_table(photo)
        return made

    def _write_table(self, photo: Picture) -> None:
        from pinxit.imageops.cube import cube_text
        from pinxit.methods.colour.run import table
        from pinxit.zoo.store import write_whole

        if self.look is None:
            made = self.table.mixed(self.options.strength)  # type: ignore[union-attr]
        else:
            made = table(photo, self.look, self.options)
        path = write_whole(Path(self.args.lut), cube_text(made).encode(), overwrite=self.args.overwrite)
        say(f"table of colours: {path}")


def _read_table(path: str) -> Lut:
    from pinxit.core.places import from_home
    from pinxit.imageops.cube import read_cube

    return read_cube(from_home(path))


def _check_lut(args: argparse.Namespace, photos: int) -> None:
    from pinxit.imageops.cube import check_target

    if args.lut is None:
        return
    if photos > 1:
        raise OptionError(f"--lut writes the table of one photo, and there are {photos}: give one.")
    check_target(Path(args.lut))
    if Path(args.lut).exists() and not args.overwrite:
        raise OutputExists(f"{args.lut} exists already: choose another --lut, or add --overwrite.")


def _learn(args: argparse.Namespace) -> int:
    from pinxit.core.files import expand_inputs, read_picture
    from pinxit.zoo import lookfile

    if args.name is None:
        raise OptionError(f"`pinxit colour {LEARN}` needs --name: what --apply will call the look")
    lookfile.check_name(args.name)
    if args.like or args.apply or args.mask or args.lut:
        raise OptionError(
            f"`pinxit colour {LEARN}` takes photos, --name and --out, no --like, --apply, --mask or --lut"
        )
    file = f"{args.name}{lookfile.SUFFIX}"
    target = lookfile.own_looks_dir() / file
    if args.out is not None:
        target = Path(args.out) if args.out.endswith(lookfile.SUFFIX) else Path(args.out) / file
    if target.exists() and not args.overwrite:
        raise OutputExists(f"{target} exists already: choose another --name, or add --overwrite.")
    files = expand_inputs(args.photos[1:])
    # Kept small while they are read: only a cell of each is used.
    photos = [read_picture(each, max_pixels=args.max_pixels).fitted(2 * lookfile.SIDE) for each in files]
    print(lookfile.learn(photos, args.name).save(target, overwrite=args.overwrite))
    return 0
