"""A style that a verb makes: what is said of it, where it goes, and that it may go there. For `learn` and `read`."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pinxit.cli.errors import say
from pinxit.core.errors import OutputError, OutputExists
from pinxit.core.places import is_file, is_folder
from pinxit.core.whole import refusal

if TYPE_CHECKING:
    from pinxit.zoo.stylefile import Style

_TEXTS = ("title", "artist", "year", "rights")


def add_arguments(parser: argparse.ArgumentParser, *, name_needed: bool) -> None:
    """Add `--name`, the texts, and where the file goes."""
    default = "" if name_needed else " (default: made of the file's name)"
    parser.add_argument(
        "--name", required=name_needed, help=f"what `--style` calls it: letters, digits, '-', '_'{default}"
    )
    parser.add_argument("--title", default="", help="of the painting")
    parser.add_argument("--artist", default="")
    parser.add_argument("--year", default="")
    parser.add_argument("--rights", default="", help="who may use the painting, in words")
    parser.add_argument("-o", "--out", metavar="PATH", help="style file or folder (default: NAME.style here)")
    parser.add_argument("--install", action="store_true", help="also keep it, to be found by name")
    parser.add_argument("--overwrite", action="store_true", help="replace a style file that exists")


def texts(args: argparse.Namespace) -> dict[str, str]:
    """What was said of the painting, by field of a style."""
    return {key: getattr(args, key) for key in _TEXTS}


@dataclass(frozen=True)
class Places:
    """Where a style goes: its file, and the user's shelf when it is to be found by name."""

    target: Path
    kept: Path | None
    overwrite: bool

    def keep(self, style: Style) -> None:
        """Write the style and say how to use it."""
        style.save(self.target, overwrite=self.overwrite)
        if self.kept is not None:
            say(f"kept as {style.save(self.kept, overwrite=self.overwrite)}")
        say(f"use it: pinxit paint photo.jpg --style {style.name if self.kept else self.target}")
        print(self.target)


def places(args: argparse.Namespace, name: str) -> Places:
    """Where the style ``name`` goes. Raises OptionError (the name), OutputExists, OutputError."""
    from pinxit.zoo.catalogue import user_styles_dir
    from pinxit.zoo.stylefile import check_name

    check_name(name)
    target = _target(args.out, f"{name}.style")
    kept = user_styles_dir() / f"{name}.style" if args.install else None
    for place in (target, kept):
        if place is not None:
            _refuse(place, overwrite=args.overwrite)
    return Places(target, kept, args.overwrite)


def _target(text: str | None, name: str) -> Path:
    if text is None:
        return Path(name)
    out = Path(text)
    if text.endswith(("/", os.sep)) or is_folder(out):
        return out / name
    if out.suffix != ".style":  # `--style` would take it for a name
        raise OutputError(f"{out}: end the name of a style file with .style, or that of a folder with '/'.")
    return out


def _refuse(place: Path, *, overwrite: bool) -> None:
    if is_file(place) and not overwrite:
        raise OutputExists(f"{place} exists already: choose another --out or --name, or add --overwrite.")
    problem = refusal(place)
    if problem:
        raise OutputError(f"{place} cannot be written: {problem}")
