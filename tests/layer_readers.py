"""Readers of layer files, by the formats' descriptions and by nobody's library: what other programs would put together."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image


def read_ora(file: Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """An OpenRaster reader, by the format's description: layers laid on each other, the merged picture, names from the top."""
    with zipfile.ZipFile(file) as ora:
        first = ora.infolist()[0]
        assert (first.filename, first.compress_type, ora.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            b"image/openraster",
        )
        image = ElementTree.fromstring(ora.read("stack.xml"))
        canvas = np.zeros((int(image.attrib["h"]), int(image.attrib["w"]), 3))
        layers = image.findall("stack/layer")
        for layer in reversed(layers):
            rgba = np.asarray(Image.open(io.BytesIO(ora.read(layer.attrib["src"]))).convert("RGBA")) / 255
            top, left = int(layer.attrib["y"]), int(layer.attrib["x"])
            part = canvas[top : top + rgba.shape[0], left : left + rgba.shape[1]]
            colour, alpha = rgba[..., :3], rgba[..., 3:]
            mixed = {
                "svg:src-over": colour,
                "svg:multiply": part * colour,
                "svg:screen": part + colour - part * colour,
            }[layer.attrib["composite-op"]]
            part[...] = part * (1 - alpha) + mixed * alpha
        merged = np.asarray(Image.open(io.BytesIO(ora.read("mergedimage.png"))).convert("RGB")) / 255
        thumbnail = Image.open(io.BytesIO(ora.read("Thumbnails/thumbnail.png")))
        assert max(thumbnail.size) <= 256
        return canvas, merged, [layer.attrib["name"] for layer in layers]


def unpacked(data: bytes, rows: int, columns: int) -> np.ndarray:
    """A channel of a PSD file, by the description of PackBits."""
    assert struct.unpack(">H", data[:2]) == (1,)
    lengths = np.frombuffer(data, ">u2", rows, 2)
    at, out = 2 + 2 * rows, bytearray()
    for length in lengths.tolist():
        end = at + length
        while at < end:
            head = data[at]
            if head < 128:
                out += data[at + 1 : at + head + 2]
                at += head + 2
            else:
                out += data[at + 1 : at + 2] * (257 - head)
                at += 2
        assert at == end
    return np.frombuffer(bytes(out), np.uint8).reshape(rows, columns) / 255


def read_psd(file: Path) -> tuple[np.ndarray, list[str]]:
    """A PSD reader, by the format's description: layers laid on each other, names from the bottom."""
    data = file.read_bytes()
    kind, version, channels, height, width, depth, mode = struct.unpack(">4sH6xHIIHH", data[:26])
    assert (kind, version, channels, depth, mode) == (b"8BPS", 1, 3, 8, 3)
    outer, size, count = struct.unpack(">IIh", data[34:44])
    assert outer == size + 8
    at, records, names = 44, [], []
    for _ in range(count):
        top, left, bottom, right, parts = struct.unpack(">IIIIH", data[at : at + 18])
        sizes = [struct.unpack(">hI", data[at + 18 + 6 * each : at + 24 + 6 * each]) for each in range(parts)]
        at += 18 + 6 * parts
        sign, blend, opacity, _, flags, more = struct.unpack(">4s4sBBBxI", data[at : at + 16])
        assert (sign, opacity, flags & 2) == (b"8BIM", 255, 0)
        name = data[at + 25 : at + 25 + data[at + 24]]
        at += 16 + more
        records.append((top, left, bottom, right, blend, sizes))
        names.append(name.decode())
    canvas = np.zeros((height, width, 3))
    for top, left, bottom, right, blend, sizes in records:
        planes = {}
        for number, length in sizes:
            planes[number] = unpacked(data[at : at + length], bottom - top, right - left)
            at += length
        part, colour = canvas[top:bottom, left:right], np.stack([planes[each] for each in range(3)], 2)
        mixed = {b"norm": colour, b"mul ": part * colour, b"scrn": part + colour - part * colour}[blend]
        part += (mixed - part) * planes[-1][..., None]
    assert at + at % 2 == 42 + size
    return canvas, names
