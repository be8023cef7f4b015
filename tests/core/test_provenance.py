"""A picture that was edited says so in its file, and says it again when it is saved once more."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pinxit.core import provenance
from pinxit.core.encode import encode_picture
from pinxit.core.picture import Picture

RGB = np.random.default_rng(0).random((9, 12, 3), np.float32)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("format", ["jpg", "png", "webp", "tiff"])
def test_the_source_type_is_in_the_file_and_is_read_again(format: str, depth: int) -> None:
    written = encode_picture(Picture(RGB, depth=depth, origin=provenance.COMPOSITE), format)
    assert b"digitalsourcetype/" + provenance.COMPOSITE.encode() in written
    again = Picture.of(written)
    assert again.origin == provenance.COMPOSITE
    assert again.with_rgb(RGB).fitted(6).origin == provenance.COMPOSITE


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("format", ["jpg", "png", "webp", "tiff"])
def test_a_picture_that_tells_nothing_stays_so(format: str, depth: int) -> None:
    written = encode_picture(Picture(RGB, depth=depth), format)
    assert b"xmpmeta" not in written
    assert Picture.of(written).origin is None


def test_pillow_sees_the_packet_too() -> None:
    """Other programs find it where they look for it."""
    written = encode_picture(Picture(RGB, origin=provenance.COMPOSITE), "jpg")
    assert Image.open(io.BytesIO(written)).info["xmp"] == provenance.packet(provenance.COMPOSITE)


def test_names_and_places_are_not_passed_on() -> None:
    stream = io.BytesIO()
    told = provenance.packet(provenance.COMPOSITE).replace(b"rdf:about", b'dc:creator="Ada" rdf:about')
    Image.new("RGB", (4, 4)).save(stream, "JPEG", xmp=told)
    again = encode_picture(Picture.of(stream.getvalue()), "jpg")
    assert b"Ada" not in again
    assert provenance.COMPOSITE.encode() in again


@pytest.mark.parametrize(
    "xmp", [b"\xff\xfe\x00", b"digitalsourcetype/", b"cv.iptc.org/newscodes/digitalsourcetype/<x>"]
)
def test_a_damaged_packet_tells_nothing(xmp: bytes) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "JPEG", xmp=xmp)
    assert Picture.of(stream.getvalue()).origin is None
