"""Texture worlds: generators of the zoo that paint any photo, without torch, in tiles that agree.

Axes: h rows, w columns, 3 sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError, ModelError
from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.core.progress import OnStep, report
from pinxit.imageops.colour import keep_colours
from pinxit.imageops.tiles import plan_tiles
from pinxit.methods.mosaic import chance
from pinxit.methods.mosaic.size import size_of
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.methods.mosaic.view import View
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import Model, models

Float = NDArray[np.float32]
Bytes = NDArray[np.uint8]

GRAPH = "world.onnx"
WINDOW = 1024  # pixels of a tile, its context included


@dataclass(frozen=True)
class World:
    """A loaded world. Holds no mutable state.

    channels: of its noise, one cell for every `multiple` pixels. context: pixels round a tile that can change what is in it.
    """

    session: Session
    channels: int
    multiple: int
    context: int

    def paint(self, window_hw3: Float, throw: int, y0: int, x0: int) -> Float:
        """What becomes of a window of a photo whose corner is (y0, x0), both multiples of `multiple`: (h,w,3)."""
        rows, columns = (-(-side // self.multiple) for side in window_hw3.shape[:2])
        noise = chance.cells(throw, self.channels, y0 // self.multiple, x0 // self.multiple, rows, columns)
        photo = np.ascontiguousarray(window_hw3.transpose(2, 0, 1)[None])
        made_3hw = self.session.run({"photo": photo, "noise": noise})["mosaic"][0]
        return np.ascontiguousarray(made_3hw.transpose(1, 2, 0))


def find(name: str) -> Model | None:
    """The world of the zoo that is called so, strokes or mosaic.strokes_v1, in its last version; None where there is none."""
    worlds = [model for model in models() if model.manifest.method == "mosaic"]
    called = [model for model in worlds if name in (model.id, short(model.id))]
    return max(called, key=lambda model: int(model.id.rpartition("_v")[2]), default=None)


def short(id: str) -> str:
    """strokes, of mosaic.strokes_v1."""
    return id.removeprefix("mosaic.").rpartition("_v")[0]


def load(model: Model, device: str) -> World:
    """Make a world ready. ModelError for a model that is none, DeviceError."""
    graph, constants = model.manifest.graph, model.manifest.constants
    channels = next((port.shape[1] for port in graph.inputs if port.name == "noise"), None)
    if GRAPH not in model.manifest.files or not isinstance(channels, int):
        raise ModelError(f"{model.id} is no texture world: it has no {GRAPH} with noise")
    return World(Session(model.read(GRAPH), device=device), channels, constants.multiple, constants.context)


def painted(
    world: World, photo: Picture | None, options: MosaicOptions, on_step: OnStep | None = None
) -> Bytes:
    """The photo in that world at the size of the options, (h,w,3). on_step is told, and cannot stop it: half a mosaic is none.

    Raises InputError without a photo, OptionError, PictureTooLarge.
    """
    if photo is None:
        raise InputError("a texture world paints photos: give one (pinxit mosaic PHOTO --model NAME).")
    if options.tileable:
        raise InputError("tileable goes with a texture alone: a world paints photos.")
    height, width = size_of(options.size, photo)
    view = View(photo, height, width)
    canvas_hw3 = np.empty((height, width, 3), np.uint8)
    tiles = plan_tiles(height, width, window=WINDOW, context=world.context, multiple=world.multiple)
    for done, tile in enumerate(tiles, 1):
        window_hw3 = view.window_hw3(tile.y0, tile.x0, tile.y1 - tile.y0, tile.x1 - tile.x0)
        kept_hw3 = world.paint(window_hw3, options.seed, tile.y0, tile.x0)[tile.kept]
        if options.keep_colours:
            kept_hw3 = keep_colours(kept_hw3, window_hw3[tile.kept])
        canvas_hw3[tile.inner] = quantise(kept_hw3)
        report(on_step, done, len(tiles), "painting the mosaic")
    return canvas_hw3
