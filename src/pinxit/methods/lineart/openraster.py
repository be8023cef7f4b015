"""Layers as files: one OpenRaster file, or a folder of pictures.

OpenRaster 0.0.3 (freedesktop.org): a zip with `mimetype` first and not compressed, `stack.xml` with the topmost layer first, a
PNG for each layer, the merged picture and a thumbnail. Krita, GIMP and MyPaint open it.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from pinxit.core.encode import encode_picture
from pinxit.core.errors import OutputError, OutputExists
from pinxit.core.picture import Picture
from pinxit.core.whole import output_file, output_folder, refusal, refuse_folder
from pinxit.methods.lineart.layers import MULTIPLY, NORMAL, SCREEN, Bytes, Layer

SUFFIX = ".ora"
INDEX = "layers.json"  # what a folder of layers is known by
_MIMETYPE = b"image/openraster"
_THUMBNAIL = 256  # pixels
_BLENDS = {NORMAL: "svg:src-over", MULTIPLY: "svg:multiply", SCREEN: "svg:screen"}


def refuse_layers(target: Path, *, overwrite: bool) -> None:
    """OutputExists and OutputError before the work instead of after it."""
    kind = target.suffix.lower()
    if kind not in (SUFFIX, ""):
        raise OutputError(
            f"{target}: layers are written as OpenRaster ({SUFFIX}) or into a folder, not as {kind}; "
            f"Krita and GIMP save an {SUFFIX} file as PSD."
        )
    if kind != SUFFIX:
        refuse_folder(target, overwrite=overwrite, known_by=INDEX)
        return
    if target.exists() and not overwrite:
        raise OutputExists(f"{target} exists already: choose another name, or add --overwrite.")
    problem = refusal(target)
    if problem:
        raise OutputError(f"{target} cannot be written: {problem}")


def write_layers(layers: Sequence[Layer], picture: Picture, target: Path, *, overwrite: bool = False) -> Path:
    """Write layers (the first at the bottom) and the picture that they make; as told by the suffix, a file or a folder.

    Whole or not at all. Raises OutputExists, OutputError.
    """
    refuse_layers(target, overwrite=overwrite)
    if target.suffix.lower() == SUFFIX:
        with (
            output_file(target, Path(os.path.realpath(target)), overwrite=overwrite) as stream,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as ora,
        ):
            _fill(ora, layers, picture)
    else:
        with output_folder(target, overwrite=overwrite, known_by=INDEX) as folder:
            _fill_folder(folder, layers, picture)
    return target


def _fill(ora: zipfile.ZipFile, layers: Sequence[Layer], picture: Picture) -> None:
    ora.writestr("mimetype", _MIMETYPE)
    image = ElementTree.Element("image", version="0.0.3", w=str(picture.width), h=str(picture.height))
    stack = ElementTree.SubElement(image, "stack")
    for number, layer in reversed(list(enumerate(layers))):
        place = f"data/layer{number:03d}.png"
        ora.writestr(place, _png(layer.rgba()))
        ElementTree.SubElement(
            stack,
            "layer",
            {
                "name": layer.name,
                "src": place,
                "x": str(layer.left),
                "y": str(layer.top),
                "opacity": "1.0",
                "visibility": "visible",
                "composite-op": _BLENDS[layer.blend],
            },
        )
    # Packed by the zip: PNG is packed already, and this alone is text.
    text = ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True)
    ora.writestr("stack.xml", text, zipfile.ZIP_DEFLATED)
    ora.writestr("mergedimage.png", encode_picture(picture, "png"))
    ora.writestr("Thumbnails/thumbnail.png", encode_picture(picture.fitted(_THUMBNAIL), "png"))


def _fill_folder(folder: Path, layers: Sequence[Layer], picture: Picture) -> None:
    """Each layer as large as the picture, so that any program can lay them on each other; what is not laid on plainly says so."""
    told = []
    for number, layer in enumerate(layers):
        whole_hw4 = np.zeros((picture.height, picture.width, 4), np.uint8)
        rows, columns = layer.alpha_yx.shape
        whole_hw4[layer.top : layer.top + rows, layer.left : layer.left + columns] = layer.rgba()
        blend = "" if layer.blend == NORMAL else f"-{layer.blend}"
        file = f"{number:02d}-{layer.name.replace(' #', '-').replace(' ', '-')}{blend}.png"
        (folder / file).write_bytes(_png(whole_hw4))
        told.append({"file": file, "name": layer.name, "blend": layer.blend})
    (folder / "merged.png").write_bytes(encode_picture(picture, "png"))
    (folder / INDEX).write_text(json.dumps({"bottom to top": told}, indent=1), encoding="utf-8")


def _png(rgba_hw4: Bytes) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(rgba_hw4).save(stream, "PNG", compress_level=3)
    return stream.getvalue()
