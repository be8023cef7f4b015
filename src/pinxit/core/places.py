"""Asking about names that a person typed: no name is an error here, it only is not there.

Before Python 3.14 pathlib raises for a name that is too long or lies in a folder that may not be looked into, and still
does for the home folder of nobody.
"""

from __future__ import annotations

import os
from pathlib import Path


def is_file(path: str | Path) -> bool:
    """Whether there is a file at `path`, or a link to one."""
    return os.path.isfile(path)  # noqa: PTH113 - see above


def is_folder(path: str | Path) -> bool:
    """Whether there is a folder at `path`, or a link to one."""
    return os.path.isdir(path)  # noqa: PTH112 - see above


def from_home(text: str | Path) -> Path:
    """The path that `text` means, `~` and `~somebody` put in; as it is where nobody knows that home."""
    return Path(os.path.expanduser(text))  # noqa: PTH111 - see above
