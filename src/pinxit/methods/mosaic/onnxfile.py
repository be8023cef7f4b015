"""A trained mosaic for other programs: its graph, and a golden pair to check a runtime by.

FILE.onnx, FILE-photo.png, and FILE-mosaic.png: what the graph makes of that photo with the noise of throw 0 (chance.py).
"""

from __future__ import annotations

from pathlib import Path

from pinxit.core.encode import encode_picture
from pinxit.core.errors import OutputError, OutputExists
from pinxit.core.picture import Picture
from pinxit.core.version import VERSION
from pinxit.core.whole import refusal
from pinxit.methods.mosaic.export import world_of
from pinxit.methods.mosaic.graph import build
from pinxit.methods.mosaic.model import Painter
from pinxit.zoo.samples import sample
from pinxit.zoo.store import write_whole

SUFFIX = ".onnx"
GOLDEN_SIDE = 192  # pixels


def refuse(file: Path, *, overwrite: bool) -> None:
    """OutputError and OutputExists before the work instead of after it."""
    if file.suffix != SUFFIX:
        raise OutputError(f"{file}: end the name of the graph with {SUFFIX}.")
    for each in (file, *_pair(file)):
        if each.exists() and not overwrite:
            raise OutputExists(f"{each} exists already: choose another name, or add --overwrite.")
    problem = refusal(file)
    if problem:
        raise OutputError(f"{file} cannot be written: {problem}")


def export(painter: Painter, file: Path, *, overwrite: bool = False) -> tuple[Path, Path, Path]:
    """Write the graph and its golden pair; returns the three files. Raises OptionError (see graph.py), OutputError."""
    refuse(file, overwrite=overwrite)
    model = build(painter.generator, VERSION).SerializeToString()
    photo_file, mosaic_file = _pair(file)
    write_whole(file, model)
    write_whole(photo_file, encode_picture(sample().fitted(GOLDEN_SIDE), "png"))
    # Painted from the file's own eight bits, as every checker will.
    photo = Picture.of(photo_file)
    made_hw3 = world_of(model, painter.shape).paint(photo.rgb_hw3, 0, 0, 0)
    write_whole(mosaic_file, encode_picture(Picture(made_hw3), "png"))
    return file, photo_file, mosaic_file


def _pair(file: Path) -> tuple[Path, Path]:
    return file.with_name(f"{file.stem}-photo.png"), file.with_name(f"{file.stem}-mosaic.png")
