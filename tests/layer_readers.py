"""Readers of layer files, by the formats' descriptions and by nobody's library: what other programs would put together."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from PIL import Image


def read_ora(file: Path, *, apart: bool = False) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """An OpenRaster reader, by the format's description: layers laid on each other, the merged picture, names from the top,
    those in a group as "group/name".

    apart: as programs do that put a group together before they lay it on what is below, whatever its isolation.
    """
    with zipfile.ZipFile(file) as ora:
        first = ora.infolist()[0]
        assert (first.filename, first.compress_type, ora.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            b"image/openraster",
        )
        image = ElementTree.fromstring(ora.read("stack.xml"))
        canvas = np.zeros((int(image.attrib["h"]), int(image.attrib["w"]), 4))
        stack = image.find("stack")
        assert stack is not None
        _lay_stack(canvas, stack, ora, apart=apart)
        np.testing.assert_allclose(canvas[..., 3], 1)
        merged = np.asarray(Image.open(io.BytesIO(ora.read("mergedimage.png"))).convert("RGB")) / 255
        thumbnail = Image.open(io.BytesIO(ora.read("Thumbnails/thumbnail.png")))
        assert max(thumbnail.size) <= 256
        return canvas[..., :3], merged, list(_names(stack))


def _names(stack: ElementTree.Element, before: str = "") -> Iterator[str]:
    for each in stack:
        name = before + each.attrib["name"]
        if each.tag == "stack":
            yield from _names(each, f"{name}/")
        else:
            yield name


def _lay_stack(canvas: np.ndarray, stack: ElementTree.Element, ora: zipfile.ZipFile, *, apart: bool) -> None:
    for each in reversed(stack):
        assert (each.attrib["opacity"], each.attrib["visibility"]) == ("1.0", "visible")
        blend = each.attrib["composite-op"]
        if each.tag == "layer":
            rgba = np.asarray(Image.open(io.BytesIO(ora.read(each.attrib["src"]))).convert("RGBA")) / 255
            _lay(canvas, rgba, blend, int(each.attrib["y"]), int(each.attrib["x"]))
        elif apart:
            own = np.zeros_like(canvas)
            _lay_stack(own, each, ora, apart=apart)
            _lay(canvas, own, blend, 0, 0)
        else:
            assert (each.attrib["isolation"], blend) == ("auto", "svg:src-over")
            _lay_stack(canvas, each, ora, apart=apart)


def _lay(canvas: np.ndarray, rgba: np.ndarray, blend: str, top: int, left: int) -> None:
    """W3C, Compositing and Blending Level 1: mixed where both are, as it is where it is alone."""
    part = canvas[top : top + rgba.shape[0], left : left + rgba.shape[1]]
    below, colour = part[..., :3].copy(), rgba[..., :3]
    below_alpha, alpha = part[..., 3:].copy(), rgba[..., 3:]
    mixed = {
        "svg:src-over": colour,
        "svg:multiply": below * colour,
        "svg:screen": below + colour - below * colour,
    }[blend]
    own = (1 - below_alpha) * colour + below_alpha * mixed
    both = alpha + below_alpha * (1 - alpha)
    part[..., :3] = (alpha * own + (1 - alpha) * below_alpha * below) / np.maximum(both, 1e-9)
    part[..., 3:] = both


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
    """A PSD reader, by the format's description: layers laid on each other, names from the bottom, in a group as "group/name".

    A group lets what is below it through, so its layers lie as if they were in none.
    """
    data = file.read_bytes()
    kind, version, channels, height, width, depth, mode = struct.unpack(">4sH6xHIIHH", data[:26])
    assert (kind, version, channels, depth, mode) == (b"8BPS", 1, 3, 8, 3)
    outer, size, count = struct.unpack(">IIh", data[34:44])
    assert outer == size + 8
    at, records = 44, []
    names: list[str] = []
    open_at: list[int] = []
    for _ in range(count):
        top, left, bottom, right, parts = struct.unpack(">IIIIH", data[at : at + 18])
        sizes = [struct.unpack(">hI", data[at + 18 + 6 * each : at + 24 + 6 * each]) for each in range(parts)]
        at += 18 + 6 * parts
        sign, blend, opacity, _, flags, more = struct.unpack(">4s4sBBBxI", data[at : at + 16])
        assert (sign, opacity, flags & 2) == (b"8BIM", 255, 0)
        extra = data[at + 16 : at + 16 + more]
        at += 16 + more
        assert extra[:8] == bytes(8)
        name = extra[9 : 9 + extra[8]].decode()
        divider = _divider(extra[8 + 4 * -(-(extra[8] + 1) // 4) :])
        records.append((top, left, bottom, right, blend, sizes))
        if divider is None:
            names.append(name)
        elif divider == (3, None):
            open_at.append(len(names))
        else:
            assert (divider, blend) == ((1, b"pass"), b"pass")
            begin = open_at.pop()
            names[begin:] = [f"{name}/{each}" for each in names[begin:]]
    assert not open_at
    canvas = np.zeros((height, width, 3))
    for top, left, bottom, right, blend, sizes in records:
        planes = {}
        for number, length in sizes:
            if bottom > top:
                planes[number] = unpacked(data[at : at + length], bottom - top, right - left)
            at += length
        if not planes:
            continue
        part, colour = canvas[top:bottom, left:right], np.stack([planes[each] for each in range(3)], 2)
        mixed = {b"norm": colour, b"mul ": part * colour, b"scrn": part + colour - part * colour}[blend]
        part += (mixed - part) * planes[-1][..., None]
    assert at + at % 2 == 42 + size
    return canvas, names


def _divider(blocks: bytes) -> tuple[int, bytes | None] | None:
    """What kind of mark of a group a layer is, and how the group lies on what is below it; None: a layer of its own."""
    if not blocks:
        return None
    sign, key, length = struct.unpack(">4s4sI", blocks[:12])
    assert (sign, key, length) == (b"8BIM", b"lsct", len(blocks) - 12)
    kind = struct.unpack(">I", blocks[12:16])[0]
    return kind, blocks[20:24] if length == 12 and blocks[16:20] == b"8BIM" else None
