"""Publishing a lines network: its graph, the golden pair (a photo, and where lines are likely in it) and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pinxit.core.encode import encode_picture
from pinxit.core.picture import Picture
from pinxit.core.version import VERSION
from pinxit.methods.lineart import linegraph
from pinxit.methods.lineart.linenet import Lines, LinesShape
from pinxit.methods.lineart.spec import ExtractOptions
from pinxit.methods.lineart.traced import CONTEXT, GRAPH, LONGEST, Tracing, likelihood
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.zoo.manifest import Constants, Golden
from pinxit.zoo.samples import sample
from pinxit.zoo.store import write_whole

# There is no style: the photo serves twice.
GOLDEN = Golden("golden/photo.png", "golden/photo.png", "golden/likely.png", publish.TOLERANCE)
_SIDE = 128  # pixels: the pair is not to be larger than the network


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published lines network into ``folder``, the manifest last."""
    network = Lines(LinesShape.from_dict(content["describe"]["shape"]))
    network.load_state_dict(content["average"])
    model = linegraph.build(network.eval(), VERSION).SerializeToString()
    write_whole(folder / GRAPH, model)
    photo = sample("astronaut").fitted(_SIDE)
    write_whole(folder / GOLDEN.photo, encode_picture(photo, "png", 100))
    # Told from the file's own eight bits, as every checker will.
    multiple = network.shape.multiple
    tracing = Tracing(Session(model, device="cpu"), multiple)
    likely_hw3 = likelihood(tracing, Picture.of(folder / GOLDEN.photo))
    write_whole(folder / GOLDEN.painted, encode_picture(Picture(likely_hw3), "png", 100))
    publish.write_card(
        content,
        folder,
        graph=(GRAPH, model),
        golden=GOLDEN,
        options=ExtractOptions,
        data="drawings in the public domain (Debian's openclipart-svg) and textures of photographs under free licences, used for "
        "training only",
        constants=Constants(context=CONTEXT, multiple=multiple, vector=0, statistics=0, thumbnail=LONGEST),
    )
