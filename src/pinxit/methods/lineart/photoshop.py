"""PSD: layers in a file that Photoshop, Krita, GIMP, Affinity and Clip Studio open.

Adobe Photoshop File Formats Specification (2019): header, three lengths that are 0 here (colours of an index, resources, masks),
the layers from the bottom up, the merged picture; big-endian. Rows are packed as PackBits does it. A group is two layers without
pixels, one below its layers, where it ends, and one above them, which has its name.
Axes: y rows, x columns of a layer; 3 RGB; bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import IO

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import OutputError
from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.methods.lineart.layers import MULTIPLY, NORMAL, SCREEN, Layer

Bytes = NDArray[np.uint8]

LONGEST = 30_000  # pixels a side
_RGB, _DEPTH = 3, 8
_PLAIN, _PACKED = 0, 1
_ALPHA = -1  # the number of a layer's transparency among its channels
_NORMAL = b"norm"
_BLENDS = {NORMAL: _NORMAL, MULTIPLY: b"mul ", SCREEN: b"scrn"}
_SEEN, _NO_PIXELS = 8, 16  # what is said of a layer: seen (and that is meant), nothing to be seen of its own
_THROUGH = b"pass"  # layers of a group lie on what is below the group
_OPEN, _END = 1, 3  # a group as it is shown, and where it ends
_RUN = 128  # bytes at most that PackBits says in one piece
_BUSY = 8  # pixels: a row whose values change more often than once in as many is written as it is


def write_psd(layers: Sequence[Layer], picture: Picture, stream: IO[bytes]) -> None:
    """Write layers (the first at the bottom) and the picture that they make. OutputError for one too large for the format."""
    if max(picture.size) > LONGEST:
        raise OutputError(
            f"{picture.width} x {picture.height} pixels: PSD holds {LONGEST} a side at most; use .ora."
        )
    stream.write(struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, picture.height, picture.width, _DEPTH, _RGB))
    stream.write(struct.pack(">II", 0, 0))
    parts = list(_parts(layers))
    info = struct.pack(">h", len(parts))
    info += b"".join(record for record, _ in parts) + b"".join(contents for _, contents in parts)
    info += b"\0" * (len(info) % 2)
    stream.write(struct.pack(">II", len(info) + 8, len(info)) + info + struct.pack(">I", 0))
    _write_merged(picture, stream)


def _parts(layers: Sequence[Layer]) -> Iterator[tuple[bytes, bytes]]:
    """What is said of each layer, and what its channels hold."""
    for group, members in groupby(layers, attrgetter("group")):
        if group:
            yield _mark("</Layer group>", _NORMAL, struct.pack(">I", _END))
        for layer in members:
            rows, columns = layer.alpha_yx.shape
            box = (layer.top, layer.left, layer.top + rows, layer.left + columns)
            channels = list(_channels(layer))
            record = _record(layer.name, box, _BLENDS[layer.blend], channels)
            yield record, b"".join(data for _, data in channels)
        if group:
            yield _mark(group, _THROUGH, struct.pack(">I4s4s", _OPEN, b"8BIM", _THROUGH))


def _mark(name: str, blend: bytes, divider: bytes) -> tuple[bytes, bytes]:
    """A layer without pixels. divider: what kind of mark it is."""
    channels = [(number, struct.pack(">H", _PLAIN)) for number in (_ALPHA, *range(3))]
    block = struct.pack(">4s4sI", b"8BIM", b"lsct", len(divider)) + divider
    record = _record(name, (0, 0, 0, 0), blend, channels, _SEEN | _NO_PIXELS, block)
    return record, b"".join(data for _, data in channels)


def _record(
    name: str,
    box: tuple[int, int, int, int],
    blend: bytes,
    channels: list[tuple[int, bytes]],
    flags: int = _SEEN,
    more: bytes = b"",
) -> bytes:
    """What is said of a layer: opaque, its own base; no mask, no ranges of blending. box: top, left, bottom, right."""
    sizes = b"".join(struct.pack(">hI", number, len(data)) for number, data in channels)
    called = name.encode("ascii", "replace")[:255]
    called = bytes([len(called)]) + called
    called += b"\0" * (-len(called) % 4)
    extra = struct.pack(">II", 0, 0) + called + more
    how = struct.pack(">4s4sBBBxI", b"8BIM", blend, 255, 0, flags, len(extra))
    return struct.pack(">IIIIH", *box, len(channels)) + sizes + how + extra


def _channels(layer: Layer) -> Iterator[tuple[int, bytes]]:
    """The channels of a layer by number, packed."""
    rows, columns = layer.alpha_yx.shape
    for number, values_yx in ((_ALPHA, layer.alpha_yx), *enumerate(np.moveaxis(layer.rgb_yx3, 2, 0))):
        if values_yx.shape == (rows, columns):
            packed = [_row(each) for each in values_yx]
        else:  # one colour
            packed = [_row(np.broadcast_to(values_yx[0], (columns,)))] * rows
        yield number, struct.pack(">H", _PACKED) + _lengths(packed) + b"".join(packed)


def _write_merged(picture: Picture, stream: IO[bytes]) -> None:
    bytes_hw3 = quantise(picture.rgb_hw3)
    packed = [_row(each) for channel in np.moveaxis(bytes_hw3, 2, 0) for each in channel]
    stream.write(struct.pack(">H", _PACKED) + _lengths(packed) + b"".join(packed))


def _lengths(packed: Sequence[bytes]) -> bytes:
    return np.array([len(each) for each in packed], ">u2").tobytes()


def _row(values_x: Bytes) -> bytes:
    """One row as PackBits writes it: runs of one value, or pieces as they are."""
    changes = np.flatnonzero(values_x[1:] != values_x[:-1]) + 1
    if len(changes) > len(values_x) // _BUSY:
        text = values_x.tobytes()
        pieces = [text[begin : begin + _RUN] for begin in range(0, len(text), _RUN)]
        return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces)
    out = bytearray()
    begins = [0, *changes.tolist()]
    for begin, end in zip(begins, [*begins[1:], len(values_x)], strict=True):
        value, left = int(values_x[begin]), end - begin
        while left > 1:
            length = min(left, _RUN)
            out += bytes((257 - length, value))
            left -= length
        if left:
            out += bytes((0, value))
    return bytes(out)
