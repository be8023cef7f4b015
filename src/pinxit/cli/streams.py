"""stdin, stdout and stderr as they may be: closed, full, or unable to write every letter."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["print_json", "settle", "silence_stdout"]


def settle() -> None:
    """Make the three streams safe to use, whatever this process was started with.

    Where one is closed (`>&-`, a program without a console) Python gives None: nothing takes its place. A
    letter that a stream cannot write (a Chinese file name on a Windows pipe) is written as `\\u5317`.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # open for as long as this process lives
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names on POSIX are bytes: one that is no UTF-8 is written as it is, and can be used again.
            raw = os.name == "posix" and stream.encoding.lower().replace("-", "") == "utf8"
            stream.reconfigure(errors="surrogateescape" if raw else "backslashreplace")


def silence_stdout() -> None:
    """Point stdout at nothing: what is still to be flushed at exit would only fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_json(value: Any) -> None:
    """Print `value` as JSON: letters as they are for a person, in ASCII for a pipe, whose reader may expect
    any encoding.
    """
    import json

    print(json.dumps(value, indent=2, ensure_ascii=not sys.stdout.isatty()))
