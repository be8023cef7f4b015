"""Publishing a level network: its graph, the golden pair and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pinxit.core.encode import encode_picture
from pinxit.core.picture import Picture
from pinxit.core.version import VERSION
from pinxit.methods.harmonise import graph
from pinxit.methods.harmonise.level import GRAPH, LevelReader, pixel_of
from pinxit.methods.harmonise.network import LevelNetwork
from pinxit.methods.harmonise.spec import HarmoniseOptions
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.torchkit.reader import ReaderShape
from pinxit.zoo.manifest import Constants, Golden
from pinxit.zoo.samples import sample
from pinxit.zoo.store import write_whole

# The painting is the style of this room. What is made of it are three shares: a picture of one pixel.
GOLDEN = Golden("golden/painting.png", "golden/painting.png", "golden/shares.png", publish.TOLERANCE)


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published level network into ``folder``, the manifest last."""
    table = content["describe"]["shape"]
    network = LevelNetwork(ReaderShape(**{**table, "widths": tuple(table["widths"])}))
    network.load_state_dict(content["average"])
    model = graph.build(network.eval(), VERSION).SerializeToString()
    write_whole(folder / GRAPH, model)
    painting = sample().fitted(publish.GOLDEN_SIDE)
    write_whole(folder / GOLDEN.style, encode_picture(painting, "png", 100))
    # Read from the file's own eight bits, as every checker will.
    told = LevelReader(Session(model, device="cpu"))(Picture.of(folder / GOLDEN.style))
    write_whole(folder / GOLDEN.painted, encode_picture(Picture(pixel_of(told)), "png", 100))
    publish.write_card(
        content,
        folder,
        graph=(GRAPH, model),
        golden=GOLDEN,
        options=HarmoniseOptions,
        data=f"{content['describe']['paintings']} paintings in the public domain, used for training only; levels by the "
        "movements of their painters",
        # It sees the whole picture, shrunk to its own side, and has no style vector.
        constants=Constants(
            context=0, multiple=1, vector=0, statistics=0, thumbnail=network.reader.shape.side
        ),
    )
