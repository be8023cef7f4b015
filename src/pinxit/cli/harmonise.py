"""`pinxit harmonise`: an object, painted into a painting; from a composite and its mask, or from the parts."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

from pinxit.cli import optimised
from pinxit.cli.errors import say
from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.harmonise.spec import MIDDLE, SPEC, HarmoniseOptions

_EXAMPLES = """examples:
  pinxit harmonise composite.png painting.jpg --mask object.png
  pinxit harmonise --object cat.jpg --object-mask cat-mask.png --into painting.jpg --at 320,200 --scale 0.5
  pinxit harmonise --object cut-out.png --into painting.jpg --method fast
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "composite", nargs="?", metavar="COMPOSITE", help="the painting with the object laid on it"
    )
    parser.add_argument(
        "painting", nargs="?", metavar="PAINTING", help="the painting without it, of the same size"
    )
    parser.add_argument("--mask", metavar="MASK", help="of the composite: white where the object is")
    parts = parser.add_argument_group("or from the parts")
    parts.add_argument("--object", metavar="PHOTO", help="a photo of the object, or a PNG that is cut out")
    parts.add_argument(
        "--object-mask",
        metavar="MASK",
        help="white where the object is (not needed for a cut-out PNG, nor for a person)",
    )
    parts.add_argument("--into", metavar="PAINTING", help="the painting that it is set into")
    add_options(parser, HarmoniseOptions)
    add_output(parser, "file or folder, '-' for stdout (default: COMPOSITE-PAINTING.ext beside the first)")
    optimised.add_keeping(parser)
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Paint, at the level that is read from the painting if none is given.

    Method deep renews a preview file on the way, and Ctrl-C keeps the best so far.
    """
    from pinxit.methods.harmonise.level import level_of

    parts = _parts(args)
    options = chosen(args, HarmoniseOptions)
    if args.object is not None:
        options.setdefault("at", MIDDLE)
    elif "at" in options or "scale" in options:
        raise OptionError("--at and --scale are for an object: give --object and --into.")
    masks = [] if parts.mask is None else [parts.mask]
    job = optimised.job_of(args, parts.content, [parts.painting], masks)
    given: dict[str, Any] = {}
    if options.get("method") == "fast":
        import pinxit

        given["painter"] = pinxit.paint

    def read(content: Picture) -> dict[str, list[Picture]]:
        inputs = {
            "content": [content],
            "style": optimised.read_all([parts.painting], args.max_pixels),
            "mask": optimised.read_all(masks, args.max_pixels),
        }
        if options.get("level") is None:
            # Here and not in the room, so that it is said before minutes are spent on it.
            level = level_of(inputs["style"][0])
            say(f"{parts.painting}: {level.words}; --level N overrides")
            options["level"] = level.value
        return inputs

    return optimised.paint(args, job, SPEC, options, read, **given)


@dataclass(frozen=True)
class _Parts:
    """Files: the composite or the object, the painting, and the mask of the first."""

    content: str
    painting: str
    mask: str | None


def _parts(args: argparse.Namespace) -> _Parts:
    """Which of the two forms was typed; InputError for half of one or some of both."""
    whole = (args.composite, args.painting, args.mask)
    pieces = (args.object, args.object_mask, args.into)
    if any(whole) == any(pieces):
        raise InputError(
            "give a composite, the painting and --mask MASK; or --object PHOTO, --object-mask MASK and --into PAINTING."
        )
    if any(pieces):
        if not (args.object and args.into):
            raise InputError("an object and a painting go together: give --object PHOTO and --into PAINTING.")
        return _Parts(args.object, args.into, args.object_mask)
    if not (args.composite and args.painting):
        raise InputError("the painting without the object is missing: pinxit harmonise COMPOSITE PAINTING.")
    return _Parts(args.composite, args.painting, args.mask)
