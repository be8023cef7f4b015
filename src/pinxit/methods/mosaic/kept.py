"""Where a trained mosaic is kept: by a name for this user, or in a file of its own."""

from __future__ import annotations

from pathlib import Path

from pinxit.core.places import from_home
from pinxit.zoo.store import cache_dir
from pinxit.zoo.stylefile import check_name

SUFFIX = ".mosaic"


def place_of(name: str) -> Path:
    """The file that a name, or a path that ends in .mosaic, stands for. OptionError for a name that cannot be one."""
    if name.endswith(SUFFIX):
        return from_home(name)
    check_name(name, kind="mosaic")
    return cache_dir() / "mosaics" / f"{name}{SUFFIX}"
