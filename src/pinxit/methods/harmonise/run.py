"""Painting an object into a painting: `prepare` loads what the method needs, `stylise` reads the scene and has it painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from pinxit.core.errors import InputError
from pinxit.core.extras import needs
from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.harmonise.fast import Paint, painted
from pinxit.methods.harmonise.level import level_of
from pinxit.methods.harmonise.scene import Scene, scene_of
from pinxit.methods.harmonise.spec import HarmoniseOptions


def prepare(
    model: Any = None, options: HarmoniseOptions | None = None, *, painter: Paint | None = None
) -> Runner:
    """Load what the method needs once.

    model: of method deep, the feature network; None: VGG-16 from the user's cache. painter: what method fast paints with, a
    function such as `pinxit.paint` (rooms do not know each other). A level that is not given is read from each painting, and
    said in the notes of the result. Raises MissingExtra and MissingWeights, which name the command that brings them,
    DeviceError and ModelError (deep), InputError (fast without a painter).
    """
    options = options or HarmoniseOptions()
    paint = _painting(model, options, painter)

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        scene = scene_of(inputs, options)
        if options.level is not None:
            return paint(scene, options.level, on_step)
        level = level_of(scene.painting)
        return paint(scene, level.value, on_step).with_note(level.words)

    return stylise


def _painting(
    model: Any, options: HarmoniseOptions, painter: Paint | None
) -> Callable[[Scene, float, OnStep | None], Picture]:
    """What paints a scene at a level, by the method that is asked for."""
    if options.method == "deep":
        with needs("train"):
            from pinxit.methods.harmonise.deep import Deep
        return Deep.load(model, options).painted
    if painter is None:
        raise InputError("method 'fast' paints with the painter: give it (painter=pinxit.paint).")
    return partial(painted, painter)
