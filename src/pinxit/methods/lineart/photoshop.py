"""PSD: layers in a file that Photoshop, Krita, GIMP, Affinity and Clip Studio open.

Adobe Photoshop File Formats Specification (2019): header, three lengths that are 0 here (colours of an index, resources, masks),
the layers from the bottom up, the merged picture; big-endian. Rows are packed as PackBits does it.
Axes: y rows, x columns of a layer; 3 RGB; bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import IO

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import OutputError
from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.methods.lineart.layers import MULTIPLY, NORMAL, SCREEN, Layer

Bytes = NDArray[np.uint8]

LONGEST = 30_000  # pixels a side
_RGB, _DEPTH, _PACKED = 3, 8, 1
_ALPHA = -1  # the number of a layer's transparency among its channels
_BLENDS = {NORMAL: b"norm", MULTIPLY: b"mul ", SCREEN: b"scrn"}
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
    packed = [list(_channels(layer)) for layer in layers]
    info = struct.pack(">h", len(layers))
    info += b"".join(_record(layer, channels) for layer, channels in zip(layers, packed, strict=True))
    info += b"".join(data for channels in packed for _, data in channels)
    info += b"\0" * (len(info) % 2)
    stream.write(struct.pack(">II", len(info) + 8, len(info)) + info + struct.pack(">I", 0))
    _write_merged(picture, stream)


def _record(layer: Layer, channels: list[tuple[int, bytes]]) -> bytes:
    rows, columns = layer.alpha_yx.shape
    place = struct.pack(">IIII", layer.top, layer.left, layer.top + rows, layer.left + columns)
    sizes = b"".join(struct.pack(">hI", number, len(data)) for number, data in channels)
    name = layer.name.encode("ascii", "replace")[:255]
    name = bytes([len(name)]) + name
    name += b"\0" * (-len(name) % 4)
    # Opaque, its own base, seen (8: and that is meant); no mask, no ranges of blending.
    how = struct.pack(">4s4sBBBxIII", b"8BIM", _BLENDS[layer.blend], 255, 0, 8, 8 + len(name), 0, 0)
    return place + struct.pack(">H", len(channels)) + sizes + how + name


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
