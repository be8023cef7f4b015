"""Publishing a wct network: its graph, the golden pair and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pinxit.core.encode import encode_picture
from pinxit.core.options import declare
from pinxit.core.picture import Picture
from pinxit.core.version import VERSION
from pinxit.methods.photo import graph
from pinxit.methods.photo.network import WctShape
from pinxit.methods.photo.spec import PhotoOptions
from pinxit.methods.photo.train import Lesson
from pinxit.methods.photo.wct import GRAPH, LONGEST, MULTIPLE, Transfer, repainted
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.zoo import manifest as card
from pinxit.zoo.samples import sample_path
from pinxit.zoo.store import write_whole

GOLDEN_SIDE = 192  # pixels: small enough for a page test
TOLERANCE = 2 / 255


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published network into ``folder``; the manifest last, so that a folder with one is whole."""
    lesson = Lesson(WctShape.from_dict(content["describe"]["shape"]))
    lesson.load_state_dict(content["average"])
    model = graph.build(lesson.wct.eval(), VERSION).SerializeToString()

    def write(name: str, data: bytes) -> None:
        write_whole(folder / name, data)

    write(GRAPH, model)
    golden = card.Golden("golden/photo.png", "golden/style.png", "golden/painted.png", TOLERANCE)
    for name, sample in ((golden.photo, "astronaut"), (golden.style, "summer-palace")):
        write(name, encode_picture(Picture.of(sample_path(sample)).fitted(GOLDEN_SIDE), "png", 100))
    # Painted from the files' own eight bits, as every checker will.
    photo, style = (Picture.of(folder / name) for name in (golden.photo, golden.style))
    painted = repainted(Transfer(Session(model, device="cpu")), photo, style)
    write(golden.painted, encode_picture(Picture(painted), "png", 100))

    made = card.Manifest(
        id=str(content["model"]),
        method="photo",
        title=str(content["title"]),
        files={
            name: publish.record(folder / name)
            for name in (GRAPH, golden.photo, golden.style, golden.painted)
        },
        graph=publish.ports(model),
        options=declare(PhotoOptions),
        golden=golden,
        measures={},
        training=publish.training(content),
        rights=card.Rights(
            weights="Apache-2.0, trained by the pinxit authors",
            data="photographs under free licences, used for training only; VGG-16 (CC BY 4.0) taught what to see",
            style_images="none",
        ),
        engines=("onnxruntime cpu",),
        # Statistics are of the whole picture, so it is painted in one piece; there is no style vector.
        constants=card.Constants(context=0, multiple=MULTIPLE, vector=0, statistics=0, thumbnail=LONGEST),
    )
    write("manifest.json", card.manifest_to_json(made).encode())
