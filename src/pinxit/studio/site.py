"""Where the built site is."""

from __future__ import annotations

from pathlib import Path

from pinxit.core.errors import MissingExtra

__all__ = ["data_dir", "site_dir"]

_PACKAGE = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The package's data, whose models and samples a packed site shares."""
    return _PACKAGE / "data"


def site_dir(package: Path = _PACKAGE) -> Path:
    """The folder of the built site: that of the checkout, which has everything, or else the one in the package.

    MissingExtra says how it is made where there is none.
    """
    checkout = package.parent.parent / "web"
    places = [package / "data" / "site"]
    if (checkout / "package.json").is_file():
        places.insert(0, checkout / "dist")
    for place in places:
        if (place / "index.html").is_file():
            return place
    raise MissingExtra(
        "the studio's site is not in this installation: run `make site` in a checkout of pinxit (it needs Node 20), "
        "or install the wheel that `make wheel` builds"
    )
