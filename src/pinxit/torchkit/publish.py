"""What every export writes: files by content, the graph's ports, the training, the commit it was made from; and the whole of what
a model with a golden pair of two pictures is.
"""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray

from pinxit.core.encode import encode_picture
from pinxit.core.options import declare
from pinxit.core.picture import Picture
from pinxit.zoo import manifest as card
from pinxit.zoo.samples import sample
from pinxit.zoo.store import write_whole

GOLDEN_SIDE = 192  # pixels: small enough for a page test
TOLERANCE = 2 / 255
Paint = Callable[[Picture, Picture], NDArray[np.float32]]


def of_two_pictures(
    content: Mapping[str, Any],
    folder: Path,
    *,
    graph: tuple[str, bytes],
    second: tuple[str, Picture],
    paint: Paint,
    options: type,
    data: str,
    constants: card.Constants,
    first: Picture | None = None,
) -> None:
    """Write a model that gives a photo something of another picture: its graph, a golden pair of a sample photo and that picture,
    and the manifest last, so that a folder with one is whole.

    content: of the checkpoint. graph: name of the file, and what is in it. second: what the other picture is called, and it.
    first: in place of the sample photo.
    paint: what the graph makes of two pictures (h,w,3). data: what it was trained on, in words.
    """
    (name, model), (called, other) = graph, second

    def write(file: str, what: bytes) -> None:
        write_whole(folder / file, what)

    write(name, model)
    golden = card.Golden("golden/photo.png", f"golden/{called}.png", "golden/painted.png", TOLERANCE)
    for file, picture in ((golden.photo, first or sample("astronaut")), (golden.style, other)):
        write(file, encode_picture(picture.fitted(GOLDEN_SIDE), "png", 100))
    # Painted from the files' own eight bits, as every checker will.
    shown = [Picture.of(folder / file) for file in (golden.photo, golden.style)]
    write(golden.painted, encode_picture(Picture(paint(*shown)), "png", 100))
    write_card(content, folder, graph=graph, golden=golden, options=options, data=data, constants=constants)


def write_card(
    content: Mapping[str, Any],
    folder: Path,
    *,
    graph: tuple[str, bytes],
    golden: card.Golden,
    options: type,
    data: str,
    constants: card.Constants,
) -> None:
    """Write the manifest of a model without styles, whose graph and golden pair lie in `folder` already; arguments as above."""
    name, model = graph
    # A golden picture may serve twice.
    files = dict.fromkeys((name, golden.photo, golden.style, golden.painted))
    made = card.Manifest(
        id=str(content["model"]),
        method=str(content["model"]).partition(".")[0],
        title=str(content["title"]),
        files={file: record(folder / file) for file in files},
        graph=ports(model),
        options=declare(options),
        golden=golden,
        measures={},
        training=training(content),
        rights=card.Rights(
            weights="Apache-2.0, trained by the pinxit authors", data=data, style_images="none"
        ),
        engines=("onnxruntime cpu",),
        constants=constants,
    )
    write_whole(folder / "manifest.json", card.manifest_to_json(made).encode())


def record(path: Path) -> card.FileRecord:
    """One file, by content."""
    data = path.read_bytes()
    return card.FileRecord(hashlib.sha256(data).hexdigest(), len(data))


def ports(model: bytes) -> card.Graph:
    """Inputs and outputs of an ONNX model, all float32, given as the content of its file."""

    def port(value: onnx.ValueInfoProto) -> card.Port:
        dims = value.type.tensor_type.shape.dim
        return card.Port(value.name, "float32", tuple(d.dim_param or d.dim_value for d in dims))

    described = onnx.load_from_string(model).graph
    return card.Graph(tuple(map(port, described.input)), tuple(map(port, described.output)))


def training(content: Mapping[str, Any]) -> card.Training:
    """How the checkpoint with this content came about."""
    room, _, name = str(content["model"]).partition(".")
    return card.Training(
        recipe=f"recipes/{room}/{name}.toml",
        revision=_revision(),
        seed=int(content["seed"]),
        steps=int(content["step"]),
        hardware=str(content["hardware"]),
        hours=round(float(content["seconds"]) / 3600, 2),
    )


def _revision() -> str:
    """The commit that this export was made from, or "unknown" outside a checkout."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
