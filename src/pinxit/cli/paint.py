"""`pinxit paint`: photos in, paintings out."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pinxit.cli import jobs, many
from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.cli.progressbar import ProgressBar
from pinxit.core.errors import InputError
from pinxit.methods.paint.spec import PaintOptions

if TYPE_CHECKING:
    from pinxit import Painter
    from pinxit.zoo.stylefile import Style

_EXAMPLES = """examples:
  pinxit paint photo.jpg --style great-wave
  pinxit paint photo.jpg --style any-painting.jpg
  pinxit paint photos/ --style great-wave:0.6,the-scream:0.4 --strength 0.8 --out painted/
  pinxit paint photo.jpg --style great-wave --mask sky.png --style2 starry-night
  curl -s https://example.org/photo.jpg | pinxit paint - --style the-scream > painted.jpg
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("photos", nargs="+", metavar="PHOTO", help="file, folder, pattern, or '-': stdin")
    parser.add_argument(
        "-s",
        "--style",
        required=True,
        metavar="STYLE",
        help="a name (`pinxit styles` lists them), any picture, a .style file, or a blend a:0.6,b:0.4",
    )
    parser.add_argument(
        "--mask",
        action="append",
        default=[],
        metavar="MASK",
        help="a picture, white where the matching --style2 paints; may be repeated",
    )
    parser.add_argument(
        "--style2", action="append", default=[], metavar="STYLE", help="the style of the matching --mask"
    )
    add_options(parser, PaintOptions)
    add_output(parser, "file or folder, '-' for stdout (default: PHOTO-STYLE.ext beside each photo)")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON on stdout")
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Paint every photo; one that fails is reported and the others are painted."""
    work = _Work.prepare(args)
    todo, missing = jobs.plan(args.photos, out=args.out, suffix=work.style.name, format=args.format)
    many.check_streams(todo, json=args.json)
    if todo:
        work.painter.brush()  # a device that is not there is said once, not for every photo
    return many.each(todo, missing, work.paint, json=args.json, too_large="--max-side makes it smaller.")


@dataclass(frozen=True)
class _Work:
    """What is the same for every photo of the run, made and checked once."""

    args: argparse.Namespace
    painter: Painter
    style: Style
    extra: dict[str, Any]

    @classmethod
    def prepare(cls, args: argparse.Namespace) -> _Work:
        import pinxit
        from pinxit.core.files import read_picture
        from pinxit.methods.paint.coat import MASK_SIDE
        from pinxit.methods.paint.reading import as_style

        extra = chosen(args, PaintOptions)
        if len(args.mask) != len(args.style2):
            raise InputError(
                f"{len(args.mask)} --mask and {len(args.style2)} --style2: give one --style2 for each --mask."
            )
        style = as_style(args.style)
        if args.mask:
            # Kept for the whole run, so no larger than what is used of them: a large one is half a gigabyte.
            extra["masks"] = [
                read_picture(mask, max_pixels=args.max_pixels).fitted(MASK_SIDE) for mask in args.mask
            ]
            extra["styles"] = [as_style(text) for text in args.style2]
        place = {key: extra.pop(key) for key in ("device", "threads") if key in extra}
        return cls(args, pinxit.Painter(**place), style, extra)

    def paint(self, job: jobs.Job, bar: ProgressBar) -> dict[str, Any]:
        """Read, paint, write one picture; what `--json` says about it."""
        # reuse: the photo is not needed again, and two arrays of a large one are many hundred megabytes
        return many.make(
            job,
            self.args,
            lambda photo: self.painter.paint(photo, self.style, on_step=bar.show, reuse=True, **self.extra),
            style=self.style.name,
        )
