"""`pinxit strotss`: one photo in the style of any pictures, by carrying over their features place by place."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from pinxit.cli import optimised
from pinxit.methods.strotss.spec import SPEC

_EXAMPLES = """examples:
  pinxit strotss photo.jpg painting.jpg
  pinxit strotss photo.jpg painting.jpg --masks photo-regions.png painting-regions.png
  pinxit strotss photo.jpg portrait.jpg --point 310,220=150,90 --point 360,220=190,92
  pinxit strotss photo.jpg one.jpg two.jpg --style-weights 2,1 --preset best --out both.png
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    optimised.declare(parser, SPEC, _EXAMPLES, skip=("points",))
    parser.add_argument(
        "--point",
        dest="points",
        action=_Joined,
        default=argparse.SUPPRESS,
        metavar="X1,Y1=X2,Y2",
        help="a place of the photo and one of the first style that belong together, in pixels; may be given again",
    )


def run(args: argparse.Namespace) -> int:
    """Optimise, with a preview file that is renewed on the way; Ctrl-C keeps the best so far."""
    return optimised.run(args, SPEC)


class _Joined(argparse.Action):
    """What is given again is added, with a blank between: the option is one text."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        before = getattr(namespace, self.dest, None)
        setattr(namespace, self.dest, f"{before} {values}" if before else values)
