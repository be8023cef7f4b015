"""The questions that `doctor` and `zoo check` ask of a model: are its files what was published, does it paint as it did?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pinxit.zoo.catalogue import Model

__all__ = ["Finding", "check_files", "check_golden"]


@dataclass(frozen=True)
class Finding:
    """One answer: about what, whether it is well, and in words."""

    about: str
    well: bool
    words: str


def check_files(model: Model) -> Iterator[Finding]:
    """The sha256 of every file that the manifest lists, and that every packaged style can be read."""
    from pinxit.core.errors import ModelError
    from pinxit.zoo.catalogue import identity, styles

    size = 0
    for name, record in model.manifest.files.items():
        try:
            model.read(name)
        except ModelError as error:
            yield Finding(model.id, False, str(error))
        else:
            size += record.bytes
    yield Finding(model.id, True, f"{len(model.manifest.files)} files, {size / 1e6:.2f} MB, sha256 as published")
    try:
        identity(model)
        yield Finding(model.id, True, f"{len(styles(model))} styles")
    except ModelError as error:
        yield Finding(model.id, False, str(error))


def check_golden(model: Model, device: str = "cpu") -> Finding:
    """Paint the golden photo and compare with the golden painting."""
