"""The command line. One verb per file; only the verb asked for is imported, so the others cost nothing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol, cast

__all__ = ["VERBS", "main", "parser"]

#: verb -> (module with `declare(parser)` and `run(args) -> exit code`, help line), in the order of `--help`
VERBS: dict[str, tuple[str, str]] = {
    "paint": ("pinxit.cli.paint", "paint photos in a style, or in a blend of styles"),
    "gatys": (
        "pinxit.cli.gatys",
        "paint one photo after the pictures of a style, pixel by pixel, in minutes",
    ),
    "strotss": (
        "pinxit.cli.strotss",
        "paint one photo with what a painting looks like, place by place, in minutes",
    ),
    "nnst": (
        "pinxit.cli.nnst",
        "paint one photo with the strokes of a picture, each place after the one most like it, in minutes",
    ),
    "colour": (
        "pinxit.cli.colour",
        "give photos the colours of another photo, of a learned look or of a .cube table",
    ),
    "photo": (
        "pinxit.cli.photo",
        "give one photo the light and colours of another; it stays a photograph; in minutes",
    ),
    "mosaic": ("pinxit.cli.mosaic", "make a photo out of many small pictures, or out of textures"),
    "harmonise": (
        "pinxit.cli.harmonise",
        "paint an object into a painting, as if it had always been there; in minutes, or in a second",
    ),
    "expression": ("pinxit.cli.expression", "change the expression of a portrait, and keep the person"),
    "lineart": (
        "pinxit.cli.lineart",
        "colour line art from hints, a palette or a reference, with layers; or take line art from photos",
    ),
    "styles": ("pinxit.cli.styles", "list the styles"),
    "sheet": ("pinxit.cli.sheet", "one contact sheet of a photo in every style"),
    "demo": ("pinxit.cli.demo", "paint the packaged photo in every packaged style"),
    "studio": ("pinxit.cli.studio", "open the studio: the painter in your browser"),
    "doctor": ("pinxit.cli.doctor", "versions, devices, models, cache and a self-test"),
    "learn": ("pinxit.cli.learn", "learn a new style from one painting, in minutes"),
    "read": ("pinxit.cli.read", "make a style of any picture, at once"),
    "measure": ("pinxit.cli.measure", "measure how near paintings are to photo and style"),
    "train": ("pinxit.cli.train", "train a painter from a recipe"),
    "export": ("pinxit.cli.export", "turn a training checkpoint into a model and its styles"),
    "zoo": ("pinxit.cli.zoo", "list or check the models"),
    "weights": ("pinxit.cli.weights", "fetch the weights that training and optimising need"),
}


class Verb(Protocol):
    """What a verb's module offers."""

    def declare(self, parser: argparse.ArgumentParser) -> None:
        """Add the verb's arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; the exit code comes back."""


def _verb(name: str) -> Verb:
    return cast(Verb, import_module(VERBS[name][0]))


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from pinxit import __version__

        print(f"pinxit {__version__}")
        parser.exit()


def parser(verbs: Sequence[str] = tuple(VERBS)) -> argparse.ArgumentParser:
    """The whole parser, with the arguments of the named verbs; of the others only the line of help."""
    top = argparse.ArgumentParser(
        prog="pinxit",
        description="Paint photos with a small neural painter, on this machine.",
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    top.add_argument("--debug", action="store_true", help="show the traceback of an unexpected error")
    rooms = top.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, (_, line) in VERBS.items():
        room = rooms.add_parser(
            name, help=line, description=line[0].upper() + line[1:] + ".", allow_abbrev=False
        )
        if name in verbs:
            _verb(name).declare(room)
            # also after the verb, where people type it; SUPPRESS keeps the value given before it
            room.add_argument(
                "--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS
            )
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Exit codes: 0 done; 1 some of several inputs failed, or a check found something; 2 bad input or usage;
    3 output; 4 model or style file; 5 device; 6 something must be installed or fetched first; 70 a bug;
    130 stopped by Ctrl-C.
    """
    from pinxit.cli.errors import guarded

    words = list(sys.argv[1:] if argv is None else argv)
    asked = [word for word in words if word in VERBS][:1]

    def work() -> int:
        try:
            args = parser(asked).parse_args(words)
        except SystemExit as stop:  # argparse has said what it had to say
            return stop.code if isinstance(stop.code, int) else 2
        return _verb(args.verb).run(args)

    return guarded(work, debug="--debug" in words)
