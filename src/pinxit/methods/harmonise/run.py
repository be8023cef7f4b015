"""Painting an object into a painting: `prepare` loads what the method needs, `stylise` reads the scene and has it painted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinxit.core.errors import InputError
from pinxit.core.extras import needs
from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.harmonise.fast import Paint, painted
from pinxit.methods.harmonise.scene import scene_of
from pinxit.methods.harmonise.spec import HarmoniseOptions


def prepare(
    model: Any = None, options: HarmoniseOptions | None = None, *, painter: Paint | None = None
) -> Runner:
    """Load what the method needs once.

    model: of method deep, the feature network; None: VGG-16 from the user's cache. painter: what method fast paints with, a
    function such as `pinxit.paint` (rooms do not know each other). Raises MissingExtra and MissingWeights, which name the
    command that brings them, DeviceError and ModelError (deep), InputError (fast without a painter).
    """
    options = options or HarmoniseOptions()
    if options.method == "deep":
        with needs("train"):
            from pinxit.methods.harmonise.deep import Deep
        return Deep.load(model, options)
    if painter is None:
        raise InputError("method 'fast' paints with the painter: give it (painter=pinxit.paint).")
    paint = painter

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        return painted(scene_of(inputs, options), paint, options.level, on_step)

    return stylise
