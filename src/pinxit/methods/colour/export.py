"""Publishing a preset network: its graph, the golden pair and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pinxit.core.version import VERSION
from pinxit.methods.colour import graph
from pinxit.methods.colour.network import Preset, PresetShape
from pinxit.methods.colour.preset import GRAPH, Reading, repainted
from pinxit.methods.colour.spec import ColourOptions
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.zoo.manifest import Constants
from pinxit.zoo.samples import sample


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published preset into ``folder``."""
    preset = Preset(PresetShape.from_dict(content["describe"]["shape"]))
    preset.load_state_dict(content["average"])
    model = graph.build(preset.eval(), VERSION).SerializeToString()
    publish.of_two_pictures(
        content,
        folder,
        graph=(GRAPH, model),
        second=("look", sample("summer-palace")),
        paint=partial(repainted, Reading(Session(model, device="cpu"))),
        options=ColourOptions,
        data="photographs under free licences, used for training only; the looks were generated",
        # A map of colours sees no neighbours, and has no style vector.
        constants=Constants(
            context=0, multiple=1, vector=0, statistics=0, thumbnail=preset.shape.reader.side
        ),
    )
