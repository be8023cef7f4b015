"""Publishing a painter: graph, styles with their thumbnails, the golden pair and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from pinxit.core.encode import encode_picture
from pinxit.core.options import declare
from pinxit.core.picture import Picture
from pinxit.core.version import VERSION
from pinxit.imageops.resize import resize
from pinxit.methods.paint import graph, reader_graph
from pinxit.methods.paint.network import MULTIPLE, NOISE_CELLS, PainterShape
from pinxit.methods.paint.reading import GRAPH as READER_GRAPH
from pinxit.methods.paint.spec import PaintOptions
from pinxit.methods.paint.thumbnail import sample_square, thumbnail
from pinxit.methods.paint.train import IDENTITY, Studio
from pinxit.runtime.session import Session
from pinxit.torchkit import publish
from pinxit.torchkit.reader import ReaderShape
from pinxit.zoo import manifest as card
from pinxit.zoo.store import write_whole
from pinxit.zoo.stylefile import Style

GOLDEN_SIZE = (160, 192)  # height, width: small enough for a page test, large enough to show every layer
TOLERANCE = 2 / 255


def export(content: Mapping[str, Any], folder: Path) -> None:
    """Write the files of one published painter into ``folder``; the manifest last, so that a folder with one is whole."""
    entries = content["describe"]["styles"]
    reader = content["describe"].get("reader")
    studio = Studio(
        PainterShape(**content["describe"]["shape"]),
        [entry["name"] for entry in entries],
        None if reader is None else ReaderShape(**{**reader, "widths": tuple(reader["widths"])}),
    )
    studio.load_state_dict(content["average"])
    studio.eval()
    model = graph.build(studio.painter, VERSION)
    painter_id = str(content["model"])
    press = _Press(model.SerializeToString(), studio.painter.layout.statistics_length)
    golden = resize(sample_square(), *GOLDEN_SIZE, clip=True)
    strengths = torch.tensor([1.0, *(float(entry["strength"]) for entry in entries)])[:, None]
    vectors = torch.lerp(studio.styles[:1], studio.styles, strengths).detach().numpy()

    def write(name: str, data: bytes) -> None:
        write_whole(folder / name, data)

    write("painter.onnx", press.model)
    if studio.reader is not None:
        read = reader_graph.build(studio.reader, studio.around(), VERSION)
        write(READER_GRAPH, read.SerializeToString())
    _style(
        painter_id, vectors[IDENTITY], {"name": "identity", "title": "The photo itself"}, "identity", None
    ).save(folder / "identity.style")
    for entry, vector in zip(entries, vectors[1:], strict=True):
        data = thumbnail(partial(press.paint, vector=vector))
        _style(painter_id, vector, entry, "learned", data).save(folder / "styles" / f"{entry['name']}.style")
    write("golden/photo.png", encode_picture(Picture(golden), "png", 100))
    # Painted from the file's own eight bits, as every checker will.
    read_back = Picture.of(folder / "golden" / "photo.png").rgb_hw3
    write("golden/painted.png", encode_picture(Picture(press.paint(read_back, vectors[1])), "png", 100))

    style_names = [f"styles/{entry['name']}.style" for entry in entries]
    graphs = ["painter.onnx", *([READER_GRAPH] if studio.reader is not None else [])]
    names = [*graphs, "identity.style", *style_names, "golden/photo.png", "golden/painted.png"]
    made = card.Manifest(
        id=painter_id,
        method="paint",
        title=str(content["title"]),
        files={name: publish.record(folder / name) for name in names},
        graph=publish.ports(press.model),
        options=declare(PaintOptions),
        golden=card.Golden("golden/photo.png", style_names[0], "golden/painted.png", TOLERANCE),
        measures={},
        training=publish.training(content),
        rights=card.Rights(
            weights="Apache-2.0, trained by the pinxit authors",
            data="photographs under free licences and paintings in the public domain, used for training only",
            style_images="; ".join(sorted({f"{entry['title']}: {entry['rights']}" for entry in entries})),
        ),
        engines=("onnxruntime cpu",),
        constants=card.Constants(
            context=graph.CONTEXT,
            multiple=NOISE_CELLS * MULTIPLE,
            vector=studio.painter.layout.length,
            statistics=studio.painter.layout.statistics_length,
            thumbnail=1024,
        ),
    )
    write("manifest.json", card.manifest_to_json(made).encode())


class _Press:
    """The exported graph itself, so that thumbnails and golden pictures come from what is published."""

    def __init__(self, model: bytes, statistics: int) -> None:
        self.model = model
        self._session = Session(model, device="cpu")
        self._statistics = np.zeros((1, statistics), np.float32)

    def paint(
        self, rgb_hw3: np.ndarray[Any, np.dtype[np.float32]], vector: np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        feeds = {
            "photo": np.ascontiguousarray(rgb_hw3.transpose(2, 0, 1)[None]),
            "style": np.asarray(vector[None], np.float32),
            "statistics": self._statistics,
            "given": np.zeros(1, np.float32),
        }
        return np.ascontiguousarray(self._session.run(feeds, ["painted"])["painted"][0].transpose(1, 2, 0))


def _style(
    painter: str, vector: np.ndarray[Any, Any], entry: Mapping[str, Any], source: str, thumbnail: bytes | None
) -> Style:
    texts = {key: str(entry.get(key, "")) for key in ("name", "title", "artist", "year", "rights")}
    return Style(
        painter=painter, vector=np.asarray(vector, np.float32), source=source, thumbnail=thumbnail, **texts
    )
