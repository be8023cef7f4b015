"""`pinxit nnst`: one photo with the strokes of any pictures, each place after the place most like it."""

from __future__ import annotations

import argparse

from pinxit.cli import optimised
from pinxit.methods.nnst.spec import SPEC

_EXAMPLES = """examples:
  pinxit nnst photo.jpg painting.jpg
  pinxit nnst photo.jpg painting.jpg --strength 3 --rotations --out free.png
  pinxit nnst photo.jpg painting.jpg --keep-colours
  pinxit nnst photo.jpg painting.jpg --masks photo-regions.png painting-regions.png
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    optimised.declare(parser, SPEC, _EXAMPLES)


def run(args: argparse.Namespace) -> int:
    """Optimise, with a preview file that is renewed on the way; Ctrl-C keeps the best so far."""
    return optimised.run(args, SPEC)
