"""OpenRaster: layers in a file that Krita, GIMP and MyPaint open.

OpenRaster 0.0.3 (freedesktop.org): a zip with `mimetype` first and not compressed, `stack.xml` with the topmost layer first, a
PNG for each layer, the merged picture and a thumbnail. A group is a stack in the stack.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from itertools import groupby
from typing import IO
from xml.etree import ElementTree

from pinxit.core.encode import encode_picture
from pinxit.core.picture import Picture
from pinxit.methods.lineart.layers import MULTIPLY, NORMAL, SCREEN, Layer, png

_MIMETYPE = b"image/openraster"
_THUMBNAIL = 256  # pixels
_BLENDS = {NORMAL: "svg:src-over", MULTIPLY: "svg:multiply", SCREEN: "svg:screen"}


def write_openraster(layers: Sequence[Layer], picture: Picture, stream: IO[bytes]) -> None:
    """Write layers (the first at the bottom) and the picture that they make."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as ora:
        ora.writestr("mimetype", _MIMETYPE)
        image = ElementTree.Element("image", version="0.0.3", w=str(picture.width), h=str(picture.height))
        stack = ElementTree.SubElement(image, "stack")
        for group, members in groupby(reversed(list(enumerate(layers))), lambda each: _group(each[1])):
            around = stack
            if group:
                around = ElementTree.SubElement(stack, "stack", _told(group, NORMAL) | {"isolation": "auto"})
            for number, layer in members:
                place = f"data/layer{number:03d}.png"
                ora.writestr(place, png(layer.rgba()))
                told = {"src": place, "x": str(layer.left), "y": str(layer.top)}
                ElementTree.SubElement(around, "layer", _told(layer.name, layer.blend) | told)
        # Packed by the zip: PNG is packed already, and this alone is text.
        text = ElementTree.tostring(image, encoding="UTF-8", xml_declaration=True)
        ora.writestr("stack.xml", text, zipfile.ZIP_DEFLATED)
        ora.writestr("mergedimage.png", encode_picture(picture, "png"))
        ora.writestr("Thumbnails/thumbnail.png", encode_picture(picture.fitted(_THUMBNAIL), "png"))


def _told(name: str, blend: str) -> dict[str, str]:
    return {"name": name, "opacity": "1.0", "visibility": "visible", "composite-op": _BLENDS[blend]}


def _group(layer: Layer) -> str:
    """Not of what is multiplied or screened: GIMP puts a group together before it lays it on what is below, always."""
    return layer.group if layer.blend == NORMAL else ""
