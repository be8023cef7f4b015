"""Publishing a world: its graph, the golden pair and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.core.version import VERSION
from pinxit.methods.mosaic import graph
from pinxit.methods.mosaic.network import Generator, Shape
from pinxit.methods.mosaic.patterns import pattern
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.methods.mosaic.worlds import GRAPH, World
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.zoo.manifest import Constants

SHOWN_SIDE = 192  # pixels of the texture that stands for the world


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published world into ``folder``."""
    shape = Shape.from_dict(content["describe"]["shape"])
    generator = Generator(shape)
    own = "generator."
    generator.load_state_dict(
        {name.removeprefix(own): value for name, value in content["average"].items() if name.startswith(own)}
    )
    model = graph.build(generator.eval(), VERSION).SerializeToString()
    world = world_of(model, shape)

    def paint(photo: Picture, texture: Picture) -> NDArray[np.float32]:
        return world.paint(photo.rgb_hw3, 0, 0, 0)

    texture = pattern(content["describe"]["patterns"][0])
    part_hw3 = np.ascontiguousarray(texture.rgb_hw3[:SHOWN_SIDE, :SHOWN_SIDE])
    publish.of_two_pictures(
        content,
        folder,
        graph=(GRAPH, model),
        second=("texture", Picture(part_hw3)),
        paint=paint,
        options=MosaicOptions,
        data="photographs under free licences, used for training only; textures made by formula; VGG-16 (CC BY 4.0) taught what "
        "to see",
        # There is no style vector; the texture is known by heart.
        constants=Constants(
            context=shape.context, multiple=shape.multiple, vector=0, statistics=0, thumbnail=SHOWN_SIDE
        ),
    )


def world_of(model: bytes, shape: Shape) -> World:
    """A graph that was just built, ready to paint as its users will."""
    return World(Session(model, device="cpu"), shape.noise.channels, shape.multiple, shape.context)
