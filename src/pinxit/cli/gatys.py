"""`pinxit gatys`: one photo in the style of any pictures, by optimising its pixels."""

from __future__ import annotations

import argparse

from pinxit.cli import optimised
from pinxit.methods.gatys.spec import SPEC

_EXAMPLES = """examples:
  pinxit gatys photo.jpg painting.jpg
  pinxit gatys photo.jpg one.jpg two.jpg --style-weights 2,1 --preset best --out both.png
  pinxit gatys photo.jpg painting.jpg --masks photo-regions.png painting-regions.png
  pinxit gatys photo.jpg wave.jpg --init painter --init-style great-wave
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    optimised.declare(parser, SPEC, _EXAMPLES)


def run(args: argparse.Namespace) -> int:
    """Optimise, with a preview file that is renewed on the way; Ctrl-C keeps the best so far."""
    return optimised.run(args, SPEC)
