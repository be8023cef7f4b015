"""What writing keeps: size, alpha, profile and depth, in every format that can hold them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hostile_pictures import SRGB, all_seeds, packed, scene
from pinxit.core.encode import canonical, encode_picture, format_of, losses
from pinxit.core.errors import OptionError, OutputError
from pinxit.core.files import read_picture
from pinxit.core.picture import Picture

LOSSLESS = ("png", "tiff", "webp")


def picture(depth: int = 8, *, alpha: bool = True, icc: bytes | None = SRGB) -> Picture:
    kind = np.uint16 if depth == 16 else np.uint8
    channels = np.random.default_rng(0).integers(0, np.iinfo(kind).max + 1, (19, 13, 4 if alpha else 3))
    made = Picture.of(channels.astype(kind))
    return Picture(made.rgb_hw3, made.alpha_hw, icc, depth)


@pytest.mark.parametrize("format", LOSSLESS)
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("icc", [None, SRGB, b"not a profile, and kept all the same"])
def test_eight_bits_there_and_back(format: str, alpha: bool, icc: bytes | None) -> None:
    given = picture(alpha=alpha, icc=icc)
    back = read_picture(encode_picture(given, format, 100))
    assert np.array_equal(back.rgb_hw3, given.rgb_hw3)
    assert (back.icc, back.depth, back.notes) == (icc, 8, ())
    if alpha:
        assert back.alpha_hw is not None
        assert given.alpha_hw is not None
        assert np.array_equal(back.alpha_hw, given.alpha_hw)
    else:
        assert back.alpha_hw is None


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("icc", [None, SRGB, b"odd"])
def test_sixteen_bits_there_and_back(format: str, alpha: bool, icc: bytes | None) -> None:
    given = picture(16, alpha=alpha, icc=icc)
    data = encode_picture(given, format)
    back = read_picture(data)
    assert np.array_equal(back.rgb_hw3, given.rgb_hw3)
    assert (back.icc, back.depth, back.notes) == (icc, 16, ())
    assert (back.alpha_hw is not None) == alpha
    # Others must be able to read it too: Pillow sees the high bytes.
    image = Image.open(io.BytesIO(data))
    image.load()
    high = np.round(given.rgb_hw3 * 65535).astype(np.uint16) >> 8
    assert np.array_equal(np.asarray(image)[..., :3], high)


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("size", [(1, 1), (3, 700), (700, 3)])
def test_sixteen_bits_in_many_bands(
    format: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.random.default_rng(1).integers(0, 65536, (size[1], size[0], 3)).astype(np.uint16)
    monkeypatch.setattr("pinxit.core.pixels._BAND_PIXELS", 64)
    monkeypatch.setattr("pinxit.core.pixels.bands.__defaults__", (64,))
    given = Picture.of(values)
    assert np.array_equal(read_picture(encode_picture(given, format)).rgb_hw3, given.rgb_hw3)


def test_jpeg_lays_transparency_on_white_and_it_is_said() -> None:
    clear = Picture(np.zeros((8, 8, 3), np.float32), np.zeros((8, 8), np.float32), SRGB)
    back = read_picture(encode_picture(clear, "jpg"))
    assert back.alpha_hw is None
    assert back.rgb_hw3.min() == 1
    assert back.icc == SRGB
    half = Picture(np.zeros((8, 8, 3), np.float32), np.full((8, 8), 0.5, np.float32))
    np.testing.assert_allclose(read_picture(encode_picture(half, "jpg")).rgb_hw3, 0.5, atol=0.01)
    assert losses(clear, "jpg") == ("transparency laid on white: JPEG has none",)


def test_losses() -> None:
    assert losses(picture(16), "png") == ()
    assert losses(picture(16), "tiff") == ()
    assert losses(picture(16), "webp") == ("16 bits per channel reduced to 8: WebP has no more",)
    assert len(losses(picture(16), "jpeg")) == 2
    assert losses(picture(alpha=False), "jpeg") == ()


def test_quality_decides_the_size() -> None:
    given = Picture.of(np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype(np.uint8))
    for format in ("jpg", "webp"):
        sizes = [len(encode_picture(given, format, quality)) for quality in (10, 60, 95)]
        assert sizes == sorted(sizes)


def test_exif_is_not_written() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    given = read_picture(packed(Image.fromarray(scene()), "JPEG", exif=exif))
    for format in ("jpg", "png", "webp", "tiff"):
        again = Image.open(io.BytesIO(encode_picture(given, format)))
        assert 0x0112 not in again.getexif()
        assert again.size == given.size == (18, 24)


@pytest.mark.parametrize("quality", [0, 101, -5, 92.5, True, "92"])
def test_bad_quality(quality: Any) -> None:
    with pytest.raises(OptionError, match="between 1 and 100"):
        encode_picture(picture(), "jpg", quality)


def test_formats_by_name_and_suffix() -> None:
    assert [canonical(name) for name in ("JPG", ".jpeg", "tif", "png")] == ["jpeg", "jpeg", "tiff", "png"]
    assert format_of(Path("A.JPEG")) == "jpeg"
    for bad in ("bmp", "", "jp g"):
        with pytest.raises(OptionError, match="choose jpg"):
            canonical(bad)
    with pytest.raises(OutputError, match="end the name with"):
        format_of(Path("a.gif"))
    with pytest.raises(OutputError, match="no suffix"):
        format_of(Path("a"))


@pytest.mark.parametrize(("format", "width"), [("webp", 16384), ("jpg", 65501)])
def test_pictures_too_long_for_a_format(format: str, width: int) -> None:
    with pytest.raises(OutputError, match="use png"):
        encode_picture(Picture(np.zeros((1, width, 3), np.float32)), format)


@pytest.mark.parametrize("error", [ValueError, RuntimeError, MemoryError])
def test_an_encoder_that_fails(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error("odd")

    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(OutputError):
        encode_picture(picture(), "jpg")


@pytest.mark.parametrize("format", ["jpg", "png", "webp", "tiff"])
def test_every_picture_that_is_read_can_be_written(format: str) -> None:
    for data in all_seeds().values():
        given = read_picture(data)
        assert read_picture(encode_picture(given, format)).size == given.size


@pytest.mark.parametrize("format", ["png", "tiff", "webp", "jpeg"])
def test_an_image_of_bytes_is_written_as_it_is(format: str) -> None:
    """What is too large for floats: a canvas of 100 megapixels."""
    channels_hw3 = np.full((19, 13, 3), (200, 90, 30), np.uint8)
    image = Image.fromarray(channels_hw3)
    back = read_picture(encode_picture(image, format, 100))
    assert np.abs(back.rgb_hw3 * 255 - channels_hw3).max() <= (2 if format == "jpeg" else 0)
    assert (back.alpha_hw, back.icc, back.depth) == (None, None, 8)
    assert losses(image, format) == ()
    with pytest.raises(OptionError):
        encode_picture(image, "bmp")
