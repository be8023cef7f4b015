"""16 bits per channel, which Pillow reads as 8 and cannot write in colour.

Reading: Pillow unpacks 16-bit RGB by taking the high byte of each value. Unpacked a second time with the byte
order named the other way round it takes the low byte, so two passes of Pillow's own decoder give all 16 bits,
for PNG and TIFF, interlaced or compressed in any way. Writing: both formats are a header and deflated rows,
done here.
"""

from __future__ import annotations

import struct
import sys
import zlib
from typing import IO, Any

import numpy as np
from PIL import Image

from pinxit.core import provenance
from pinxit.core.errors import PictureError
from pinxit.core.picture import Picture
from pinxit.core.pixels import quantised_bands

_NATIVE = "L" if sys.byteorder == "little" else "B"
_OTHER = {"L": "B", "B": "L", "N": "B" if _NATIVE == "L" else "L"}
_PLANES, _BITS = 284, 258  # TIFF tags
_LEVEL = 4  # of zlib: 16-bit photos hardly shrink more at 6, and take twice as long


def raw_mode(image: Image.Image, name: str) -> str | None:
    """Name the 16-bit layout of a colour picture that is opened and not loaded; None if it has another depth.

    Raises PictureError (which says `name`) for uncompressed 16-bit TIFF in separate planes, which
    Pillow would unpack as noise.
    """
    tiles: Any = getattr(image, "tile", None) or ()
    tags: Any = getattr(image, "tag_v2", {})
    if tags.get(_PLANES) == 2 and 16 in tags.get(_BITS, ()):
        if any(tile[0] == "raw" for tile in tiles):
            raise PictureError(
                f"{name} is a 16-bit TIFF with separate colour planes, which is not read: save it interleaved."
            )
        return "planes;16"
    modes = {_mode(tile) for tile in tiles}
    mode = modes.pop() if len(modes) == 1 else ""
    return mode if ";16" in mode and image.mode in ("RGB", "RGBA", "CMYK") else None


def low_bytes(image: Image.Image, raw: str) -> Image.Image | None:
    """Unpack the low byte of every value of a 16-bit picture.

    image: opened and not loaded; it is used up. raw: its `raw_mode`. Returns an image of the mode and size
    that plain loading gives (which has the high bytes), or None for a layout that cannot be turned round.
    """
    opened: Any = image
    if raw == "LA;16B":
        # Four bytes, grey high and low, alpha high and low, are taken as if they were R, G, B and A.
        opened.tile = [_with_mode(tile, "RGBA") for tile in opened.tile]
        opened.load()
        grey, alpha = opened.getchannel("G"), opened.getchannel("A")
        return Image.merge("RGBA", (grey, grey, grey, alpha))
    if raw[:-1] not in ("RGB;16", "RGBA;16"):
        return None
    opened.tile = [_with_mode(tile, raw[:-1] + _OTHER[raw[-1]]) for tile in opened.tile]
    opened.load()
    return image


def _mode(tile: Any) -> str:
    args = tile[3]
    return str(args if isinstance(args, str) else args[0] if args else "")


def _with_mode(tile: Any, mode: str) -> Any:
    args = mode if isinstance(tile[3], str) else (mode, *tile[3][1:])
    # A plain tuple in Pillow 10, a named one since.
    return tile._replace(args=args) if hasattr(tile, "_replace") else (*tile[:3], args)


def write_png(picture: Picture, stream: IO[bytes]) -> None:
    """Write a 16-bit RGB or RGBA PNG (rows filtered "up"); the alpha and the profile are kept."""
    width, height = picture.size
    channels = 3 if picture.alpha_hw is None else 4
    stream.write(b"\x89PNG\r\n\x1a\n")
    _chunk(stream, b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2 if channels == 3 else 6, 0, 0, 0))
    if picture.icc is not None:
        _chunk(stream, b"iCCP", b"ICC Profile\0\0" + zlib.compress(picture.icc))
    else:
        _chunk(stream, b"sRGB", b"\0")
    if picture.origin is not None:
        told = provenance.packet(picture.origin)
        _chunk(stream, b"iTXt", provenance.PNG_KEYWORD.encode() + b"\0\0\0\0\0" + told)
    packer = zlib.compressobj(_LEVEL)
    above = np.zeros((1, width * channels * 2), np.uint8)
    for _, band in quantised_bands(picture.rgb_hw3, picture.alpha_hw, 16):
        rows = band.astype(">u2").reshape(len(band), -1).view(np.uint8)
        filtered = np.empty((len(rows), rows.shape[1] + 1), np.uint8)
        filtered[:, 0] = 2
        np.subtract(rows, np.concatenate([above, rows[:-1]]), out=filtered[:, 1:])
        above = rows[-1:]
        data = packer.compress(filtered.data)
        if data:
            _chunk(stream, b"IDAT", data)
    _chunk(stream, b"IDAT", packer.flush())
    _chunk(stream, b"IEND", b"")


def _chunk(stream: IO[bytes], name: bytes, data: bytes) -> None:
    stream.write(struct.pack(">I", len(data)) + name)
    stream.write(data)
    stream.write(struct.pack(">I", zlib.crc32(data, zlib.crc32(name))))


def write_tiff(picture: Picture, stream: IO[bytes]) -> None:
    """Write a 16-bit RGB or RGBA TIFF, deflated strips, little-endian; the alpha and the profile are kept."""
    width, height = picture.size
    channels = 3 if picture.alpha_hw is None else 4
    stream.write(b"II*\0\0\0\0\0")  # the offset of the directory is filled in at the end
    place, offsets, counts, rows = 8, [], [], 0
    for _, band in quantised_bands(picture.rgb_hw3, picture.alpha_hw, 16):
        rows = rows or len(band)
        # Predictor 2: each value minus the one a pixel to its left, which deflates far better than the value.
        band[:, 1:] -= band[:, :-1].copy()
        data = zlib.compress(band.astype("<u2").data, _LEVEL)
        stream.write(data)
        offsets.append(place)
        counts.append(len(data))
        place += len(data)
    tags: list[tuple[int, str, list[int] | bytes]] = [
        (256, "I", [width]),
        (257, "I", [height]),
        (258, "H", [16] * channels),
        (259, "H", [8]),  # deflate
        (262, "H", [2]),  # RGB
        (273, "I", offsets),
        (277, "H", [channels]),
        (278, "I", [rows]),
        (279, "I", counts),
        (284, "H", [1]),  # channels together
        (317, "H", [2]),
    ]
    if channels == 4:
        tags.append((338, "H", [2]))  # straight alpha
    if picture.origin is not None:
        tags.append((provenance.TIFF_TAG, "B", provenance.packet(picture.origin)))
    if picture.icc is not None:
        tags.append((34675, "B", picture.icc))
    _directory(stream, place, tags)


def _directory(stream: IO[bytes], place: int, tags: list[tuple[int, str, list[int] | bytes]]) -> None:
    stream.write(b"\0" * (place % 2))
    place += place % 2
    entries, spilled = b"", b""
    after = place + 2 + 12 * len(tags) + 4
    for tag, kind, values in tags:
        data = values if isinstance(values, bytes) else struct.pack(f"<{len(values)}{kind}", *values)
        value = data.ljust(4, b"\0")
        if len(data) > 4:
            value = struct.pack("<I", after + len(spilled))
            spilled += data + b"\0" * (len(data) % 2)
        entries += struct.pack("<HHI", tag, {"B": 7, "H": 3, "I": 4}[kind], len(values)) + value
    stream.write(struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0) + spilled)
    stream.seek(4)
    stream.write(struct.pack("<I", place))
