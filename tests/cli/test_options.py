"""The command line's options are a promise: this listing changes on purpose or not at all.

To change it: PINXIT_RENEW=1 python -m pytest tests/cli/test_options.py
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pinxit.cli import parser
from pinxit.cli.flags import add_options, chosen
from pinxit.core.errors import OptionError
from pinxit.methods.paint.spec import PaintOptions

LISTING = Path(__file__).with_name("options.txt")


def lines(words: str, room: argparse.ArgumentParser) -> Iterator[str]:
    yield words
    for action in room._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, deeper in action.choices.items():
                yield from lines(f"{words} {name}", deeper)
        elif action.help != argparse.SUPPRESS:
            told = ["  " + (" ".join(action.option_strings) or action.dest)]
            if action.choices is not None and not isinstance(action.choices, range):
                told.append("{" + ",".join(map(str, action.choices)) + "}")
            elif action.nargs != 0:
                told.append(str(action.metavar or action.dest.upper()))
            told += ["required"] * (action.required and bool(action.option_strings))
            told += [f"nargs={action.nargs}"] * (action.nargs not in (None, 0))
            yield " ".join(told)


def test_the_listing_is_as_frozen() -> None:
    text = "\n".join(lines("pinxit", parser())) + "\n"
    if os.environ.get("PINXIT_RENEW"):
        LISTING.write_text(text, encoding="utf-8")
    assert text == LISTING.read_text(encoding="utf-8")


def options(*words: str) -> dict[str, object]:
    made = argparse.ArgumentParser()
    add_options(made, PaintOptions)
    return chosen(made.parse_args(words), PaintOptions)


def test_only_what_was_given_is_passed_on() -> None:
    assert options() == {}
    assert options("--strength", "0.5", "--keep-colors") == {"strength": 0.5, "keep_colours": True}
    assert options("--max-side", "300") == {"max_side": 300}


@pytest.mark.parametrize(
    "words", [("--strength", "2"), ("--stroke", "0"), ("--threads", "0"), ("--strength", "inf")]
)
def test_out_of_range(words: tuple[str, str]) -> None:
    with pytest.raises(OptionError):
        options(*words)
