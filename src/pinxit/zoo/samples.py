"""The sample photos that come with the package (origin and licence in ``data/samples/SOURCES.tsv``)."""

from __future__ import annotations

from pathlib import Path

from pinxit.core.errors import InputNotFound
from pinxit.core.picture import Picture


def samples_dir() -> Path:
    """The folder of sample photos inside the package."""
    return Path(__file__).resolve().parent.parent / "data" / "samples"


def sample_path(name: str = "astronaut") -> Path:
    """The file of one sample photo. Raises InputNotFound, naming those that are there."""
    path = samples_dir() / f"{name}.jpg"
    if Path(name).name != name or not path.is_file():
        known = ", ".join(sorted(p.stem for p in samples_dir().glob("*.jpg")))
        raise InputNotFound(f"no sample photo is called {name!r}; there are {known}")
    return path


def sample(name: str = "astronaut") -> Picture:
    """One sample photo, decoded."""
    return Picture.of(sample_path(name))
