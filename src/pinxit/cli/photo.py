"""`pinxit photo`: one photo in the light and colours of another, and a photograph still."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from pinxit.cli import optimised
from pinxit.cli.errors import say
from pinxit.core.errors import OptionError, OutputError, OutputExists
from pinxit.core.extras import needs
from pinxit.core.files import write_picture
from pinxit.core.picture import Picture
from pinxit.methods.photo.spec import SPEC, PhotoOptions

_EXAMPLES = """examples:
  pinxit photo house.jpg sunset.jpg
  pinxit photo house.jpg sunset.jpg --method wct
  pinxit photo house.jpg sunset.jpg --auto-masks --show-masks regions.png
  pinxit photo house.jpg sunset.jpg --masks house-regions.png sunset-regions.png --strength 2
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    optimised.declare(parser, SPEC, _EXAMPLES)
    parser.add_argument(
        "--show-masks",
        metavar="FILE",
        help="first write a picture of the regions, laid over photo and style",
    )


def run(args: argparse.Namespace) -> int:
    """Optimise, with a preview file that is renewed on the way; Ctrl-C keeps the best so far."""
    if args.show_masks is None:
        return optimised.run(args, SPEC)
    target = Path(args.show_masks)
    optimised.refuse_input(target, (args.content, *args.style, *args.masks), "--show-masks")
    if args.out is not None and target.absolute() == Path(args.out).absolute():
        raise OutputError(f"{target} is to be the result as well: choose another --show-masks.")
    if target.exists() and not args.overwrite:
        raise OutputExists(f"{target} exists already: move it, or add --overwrite.")

    def show(inputs: dict[str, list[Picture]], options: dict[str, Any]) -> None:
        with needs("photo"):
            from pinxit.methods.photo.deep import masks_for
            from pinxit.methods.photo.matched import overlay
        if options.pop("auto_masks", False):
            inputs["masks"] = masks_for(inputs, PhotoOptions(**options))
        pictures = [*inputs["content"], *inputs["style"]]
        if len(inputs["masks"]) != len(pictures):
            raise OptionError(
                "--show-masks shows regions: give --auto-masks, or --masks with one for each picture."
            )
        write_picture(overlay(pictures, inputs["masks"]), target, overwrite=args.overwrite)
        say(f"regions: {target}")

    return optimised.run(args, SPEC, ready=show)
