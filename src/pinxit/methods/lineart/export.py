"""Publishing a network of the room: its graph, a golden pair and the manifest. The draft's pair are lines, and a reference for
their colours; that of the lines network (lineexport.py) is a photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pinxit.core.version import VERSION
from pinxit.methods.lineart import draftgraph, lineexport
from pinxit.methods.lineart.draft import GRAPH, SIDE, Drafting, drafted
from pinxit.methods.lineart.extract import line_art
from pinxit.methods.lineart.linetrain import NETWORK as LINES
from pinxit.methods.lineart.network import Draft, DraftShape
from pinxit.methods.lineart.spec import ExtractOptions, LineartOptions
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.zoo.manifest import Constants
from pinxit.zoo.samples import sample


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published network into ``folder``."""
    described = content["describe"]
    if described.get("network") == LINES:
        lineexport.export(content, folder)
        return
    network = Draft(DraftShape.from_dict(described["shape"]))
    network.load_state_dict(content["average"])
    model = draftgraph.build(network.eval(), VERSION).SerializeToString()
    multiple = network.shape.multiple
    publish.of_two_pictures(
        content,
        folder,
        graph=(GRAPH, model),
        first=line_art(sample("astronaut").fitted(publish.GOLDEN_SIDE), ExtractOptions(by="xdog")),
        second=("reference", sample("coffee")),
        paint=partial(drafted, Drafting(Session(model, device="cpu"), multiple)),
        options=LineartOptions,
        data="drawings in the public domain (Debian's openclipart-svg), used for training only",
        # The whole picture is looked at, and at one size; there is no style vector.
        constants=Constants(context=0, multiple=multiple, vector=0, statistics=0, thumbnail=SIDE),
    )
