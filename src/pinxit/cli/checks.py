"""What `doctor` and `zoo check` ask of a model: are its files what was published, does it paint as it did?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from pinxit.methods import ROOMS

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
    from pinxit.zoo.catalogue import IDENTITY, identity, styles

    whole, size = 0, 0
    for name, record in model.manifest.files.items():
        try:
            model.read(name)
        except ModelError as error:
            yield Finding(model.id, False, str(error))
        else:
            whole += 1
            size += record.bytes
    yield Finding(model.id, True, f"{whole} files, {size / 1e6:.2f} MB, sha256 as published")
    if IDENTITY not in model.manifest.files:
        return  # a model without styles
    try:
        identity(model)
        yield Finding(model.id, True, f"{len(styles(model))} styles")
    except ModelError as error:
        yield Finding(model.id, False, str(error))


def check_golden(model: Model, device: str = "cpu") -> Finding:
    """Paint the golden photo on `device` and compare it with the published golden painting."""
    import numpy as np

    from pinxit.core.errors import PinxitError
    from pinxit.core.picture import Picture

    golden = model.manifest.golden
    try:
        wanted = Picture.of(model.read(golden.painted)).rgb_hw3
        # A zoo may hold a model of a later pinxit, whose room is not here.
        if model.manifest.method not in ROOMS:
            return Finding(model.id, False, f"golden pair: there is no method {model.manifest.method!r} here")
        room = import_module(f"pinxit.methods.{model.manifest.method}.golden")
        painted, place = room.paint(model, device)
        if painted.shape != wanted.shape:
            return Finding(model.id, False, f"golden pair: painted {painted.shape}, published {wanted.shape}")
        worst = float(np.abs(painted - wanted).max())
    except PinxitError as error:
        return Finding(model.id, False, f"golden pair on {device}: {error}")
    # The published painting is an 8-bit file: its own rounding is not the model's difference.
    well = worst <= golden.tolerance + 0.5 / 255
    verdict = "within" if well else "more than"
    words = f"golden pair on {place}: worst difference {worst * 255:.2f} of 255"
    return Finding(model.id, well, f"{words}, {verdict} the tolerance of {golden.tolerance * 255:.0f}")
