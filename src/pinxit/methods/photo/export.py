"""Publishing a wct network: its graph, the golden pair and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pinxit.core.version import VERSION
from pinxit.methods.photo import graph
from pinxit.methods.photo.network import WctShape
from pinxit.methods.photo.spec import PhotoOptions
from pinxit.methods.photo.train import Lesson
from pinxit.methods.photo.wct import GRAPH, LONGEST, MULTIPLE, Transfer, repainted
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.zoo.manifest import Constants
from pinxit.zoo.samples import sample


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published network into ``folder``."""
    lesson = Lesson(WctShape.from_dict(content["describe"]["shape"]))
    lesson.load_state_dict(content["average"])
    model = graph.build(lesson.wct.eval(), VERSION).SerializeToString()
    publish.of_two_pictures(
        content,
        folder,
        graph=(GRAPH, model),
        second=("style", sample("summer-palace")),
        paint=partial(repainted, Transfer(Session(model, device="cpu"))),
        options=PhotoOptions,
        data="photographs under free licences, used for training only; VGG-16 (CC BY 4.0) taught what to see",
        # Statistics are of the whole picture, so it is painted in one piece; there is no style vector.
        constants=Constants(context=0, multiple=MULTIPLE, vector=0, statistics=0, thumbnail=LONGEST),
    )
