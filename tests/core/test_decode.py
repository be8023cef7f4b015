"""What reading makes of each kind of picture."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from hostile_pictures import SRGB, all_seeds, packed, scene
from pinxit.core.errors import PictureError
from pinxit.core.files import read_picture
from pinxit.core.picture import Picture

SEEDS = all_seeds()


def close(picture: Picture, expected_hw3: NDArray[Any], atol: float = 1e-6) -> None:
    np.testing.assert_allclose(picture.rgb_hw3, expected_hw3, atol=atol)


# --- orientation ---


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_orientation_is_applied(format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options: dict[str, Any] = {"lossless": True} if format == "WEBP" else {}
    data = packed(Image.fromarray(scene()), format, exif=exif, **options)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    picture = read_picture(data)
    assert picture.size == ((18, 24) if orientation > 4 else (24, 18))
    close(picture, np.asarray(upright) / 255)
    close(Picture.of(Image.open(io.BytesIO(data))), np.asarray(upright) / 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_alpha_and_sixteen_bits(orientation: int) -> None:
    deep = Picture.of(np.random.default_rng(0).integers(0, 65536, (5, 9, 4)).astype(np.uint16))
    from pinxit.core.encode import encode_picture

    exif = Image.Exif()
    exif[0x0112] = orientation
    png = encode_picture(deep, "png")
    block = exif.tobytes().removeprefix(b"Exif\0\0")
    data = png[:33] + chunk(b"eXIf", block) + png[33:]
    picture = read_picture(data)
    expected = np.asarray(turned(Image.fromarray(np.arange(45, dtype=np.uint8).reshape(5, 9)), orientation))
    flat = deep.rgb_hw3.reshape(-1, 3)[expected.ravel()].reshape(*expected.shape, 3)
    close(picture, flat, 0)
    assert picture.depth == 16
    assert picture.alpha_hw is not None
    assert deep.alpha_hw is not None
    assert np.array_equal(picture.alpha_hw, deep.alpha_hw.ravel()[expected])


def turned(image: Image.Image, orientation: int) -> Image.Image:
    image.getexif()[0x0112] = orientation
    return ImageOps.exif_transpose(image)


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_orientation_that_is_nonsense(value: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = value
    assert read_picture(packed(Image.fromarray(scene()), "JPEG", exif=exif)).size == (24, 18)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_broken_exif_is_no_reason_to_refuse() -> None:
    data = packed(Image.fromarray(scene()), "JPEG", exif=b"Exif\0\0MM\0*garbage everywhere")
    assert read_picture(data).size == (24, 18)


# --- modes ---


def test_palette_with_and_without_transparency() -> None:
    image = Image.fromarray(scene()).quantize(8)
    close(read_picture(packed(image, "PNG")), np.asarray(image.convert("RGB")) / 255)
    assert read_picture(packed(image, "PNG")).alpha_hw is None
    picture = read_picture(packed(image, "PNG", transparency=3))
    assert picture.alpha_hw is not None
    assert np.array_equal(picture.alpha_hw == 0, np.asarray(image) == 3)
    soft = read_picture(packed(image, "PNG", transparency=bytes([0, 128, 255, 255, 255, 255, 255, 255])))
    assert soft.alpha_hw is not None
    assert len(np.unique(soft.alpha_hw)) == 3


def test_key_colour_of_grey_and_rgb() -> None:
    grey = Image.fromarray(scene()[..., 0])
    level = int(np.asarray(grey)[4, 4])
    picture = read_picture(packed(grey, "PNG", transparency=level))
    assert picture.alpha_hw is not None
    assert np.array_equal(picture.alpha_hw == 0, np.asarray(grey) == level)
    picture = read_picture(
        packed(Image.fromarray(scene()), "PNG", transparency=tuple(scene()[4, 4].tolist()))
    )
    assert picture.alpha_hw is not None
    assert picture.alpha_hw[4, 4] == 0
    assert picture.alpha_hw.mean() > 0.9


@pytest.mark.parametrize("mode", ["1", "L", "LA", "RGBA"])
def test_plain_modes(mode: str) -> None:
    image = Image.fromarray(np.dstack([scene(), scene()[..., 0]])).convert(mode)
    picture = read_picture(packed(image, "PNG"))
    close(picture, np.asarray(image.convert("RGB")) / 255)
    assert (picture.alpha_hw is not None) == mode.endswith("A")
    assert picture.notes == ()


def test_cmyk_without_a_profile() -> None:
    image = Image.fromarray(scene()).convert("CMYK")
    picture = read_picture(packed(image, "TIFF"))
    close(picture, np.asarray(image.convert("RGB")) / 255)
    assert "colours may shift" in picture.notes[0]
    # Adobe writes CMYK JPEG inverted, and Pillow too.
    assert np.abs(read_picture(packed(image, "JPEG", quality=100)).rgb_hw3 - picture.rgb_hw3).mean() < 0.02


def test_grey_profile_is_used_up_and_not_passed_on() -> None:
    # A grey profile with gamma 1.0: middle grey in light is brighter in sRGB.
    profile = grey_profile()
    ImageCms.ImageCmsProfile(io.BytesIO(profile))
    picture = read_picture(packed(Image.new("L", (4, 4), 128), "PNG", icc_profile=profile))
    assert picture.icc is None
    assert picture.notes == ("converted from L to sRGB by its profile",)
    np.testing.assert_allclose(picture.rgb_hw3, 188 / 255, atol=2 / 255)


def grey_profile() -> bytes:
    """The smallest grey ICC profile: white point D50 and a linear curve."""
    d50 = struct.pack(">iii", 63190, 65536, 54061)
    tags = {b"wtpt": b"XYZ \0\0\0\0" + d50, b"kTRC": b"curv\0\0\0\0" + struct.pack(">I", 0)}
    table, body = struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", 128 + 4 + 12 * len(tags) + len(body), len(data))
        body += data
    size = 128 + len(table) + len(body)
    head = struct.pack(
        ">I4sI4s4s4s12s4s", size, b"\0" * 4, 0x02100000, b"mntr", b"GRAY", b"XYZ ", b"\0" * 12, b"acsp"
    )
    return head.ljust(68, b"\0") + d50 + b"\0" * (128 - 80) + table + body


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "TIFF"])
@pytest.mark.parametrize(
    "icc", [SRGB, b"this is no profile at all" * 9, SRGB[:200]], ids=["good", "junk", "cut"]
)
def test_profiles_of_rgb_are_kept_byte_for_byte(format: str, icc: bytes) -> None:
    picture = read_picture(packed(Image.fromarray(scene()), format, icc_profile=icc))
    assert picture.icc == icc
    assert picture.notes == ()


def test_a_profile_that_cannot_fit_is_dropped_and_said() -> None:
    wrong = SRGB[:16] + b"CMYK" + SRGB[20:]
    picture = read_picture(packed(Image.fromarray(scene()), "PNG", icc_profile=wrong))
    close(picture, scene() / 255)
    assert picture.icc is None
    assert "another colour space" in picture.notes[0]
    broken = SRGB[:16] + b"CMYK" + SRGB[20:]
    cmyk = read_picture(packed(Image.fromarray(scene()).convert("CMYK"), "JPEG", icc_profile=broken))
    assert cmyk.icc is None
    assert "without a profile" in cmyk.notes[0]


def test_lab_is_converted() -> None:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(Image.fromarray(scene()), srgb, lab, outputMode="LAB")
    assert image is not None
    picture = read_picture(packed(image, "TIFF"))
    assert picture.notes == ("converted from LAB to sRGB by its profile",)
    assert np.abs(picture.rgb_hw3 - scene() / 255).mean() < 0.01


def test_numbers_of_instruments() -> None:
    ramp = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)
    picture = read_picture(packed(Image.fromarray(ramp), "TIFF"))
    close(picture, np.dstack([ramp] * 3))
    assert (picture.depth, picture.notes) == (16, ())
    metres = read_picture(packed(Image.fromarray(ramp * 500 - 20), "TIFF"))
    close(metres, np.dstack([ramp] * 3), atol=1e-5)
    assert metres.notes == ("values from -20 to 480 scaled to 0..1",)
    odd = ramp.copy()
    odd[0, 0] = np.nan
    assert np.isfinite(read_picture(packed(Image.fromarray(odd), "TIFF")).rgb_hw3).all()
    counts = read_picture(packed(Image.fromarray((ramp * 65535).astype(np.int32)), "TIFF"))
    close(counts, np.dstack([ramp] * 3), atol=1e-4)


# --- sixteen bits ---


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png16(array: NDArray[np.uint16], colour_type: int, *more: bytes) -> bytes:
    height, width = array.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in array)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + body


def tiff16(
    array: NDArray[np.uint16], *, planes: bool = False, order: str = "<", deflate: bool = False
) -> bytes:
    height, width, channels = array.shape
    stored = array.astype(order + "u2")
    strips = [stored[..., each].tobytes() for each in range(channels)] if planes else [stored.tobytes()]
    strips = [zlib.compress(strip) for strip in strips] if deflate else strips
    ends = np.cumsum([8, *map(len, strips)]).tolist()
    numbers: list[tuple[int, str, list[int]]] = [
        (256, "I", [width]),
        (257, "I", [height]),
        (258, "H", [16] * channels),
        (259, "H", [8 if deflate else 1]),
        (262, "H", [2]),
        (273, "I", ends[:-1]),
        (277, "H", [channels]),
        (278, "I", [height]),
        (279, "I", [len(strip) for strip in strips]),
        (284, "H", [2 if planes else 1]),
    ]
    table, spilled = b"", b""
    for tag, kind, values in numbers:
        data = struct.pack(f"{order}{len(values)}{kind}", *values)
        if len(data) > 4:
            place = ends[-1] + 2 + 12 * len(numbers) + 4 + len(spilled)
            data, spilled = struct.pack(order + "I", place), spilled + data
        table += struct.pack(order + "HHI", tag, {"H": 3, "I": 4}[kind], len(values)) + data.ljust(4, b"\0")
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", ends[-1])
    return head + b"".join(strips) + struct.pack(order + "H", len(numbers)) + table + bytes(4) + spilled


def noise(channels: int) -> NDArray[np.uint16]:
    return np.random.default_rng(channels).integers(0, 65536, (7, 5, channels)).astype(np.uint16)


@pytest.mark.parametrize(("colour_type", "channels"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_png_keeps_sixteen_bits(colour_type: int, channels: int) -> None:
    array = noise(channels)
    picture = read_picture(png16(array, colour_type))
    close(picture, np.broadcast_to(array[..., : channels - 1 + channels % 2], (7, 5, 3)) / 65535, atol=1e-7)
    assert picture.depth == 16
    assert picture.notes == ()
    assert (picture.alpha_hw is not None) == (channels in (2, 4))
    if picture.alpha_hw is not None:
        np.testing.assert_allclose(picture.alpha_hw, array[..., -1] / 65535, atol=1e-7)


def test_png_key_colour_of_sixteen_bits() -> None:
    array = noise(3)
    # One that differs in its low byte only must stay opaque.
    array[0, 1] = array[0, 0] ^ 1
    key = chunk(b"tRNS", array[0, 0].astype(">u2").tobytes())
    picture = read_picture(png16(array, 2, key))
    assert picture.alpha_hw is not None
    assert picture.alpha_hw[0, 0] == 0
    assert picture.alpha_hw.sum() == array.shape[0] * array.shape[1] - 1
    grey = noise(1)
    picture = read_picture(png16(grey, 0, chunk(b"tRNS", grey[2, 2].astype(">u2").tobytes())))
    assert picture.alpha_hw is not None
    assert picture.alpha_hw[2, 2] == 0


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("deflate", [False, True])
def test_tiff_keeps_sixteen_bits(order: str, deflate: bool) -> None:
    picture = read_picture(tiff16(noise(3), order=order, deflate=deflate))
    close(picture, noise(3) / 65535, atol=1e-7)
    assert (picture.depth, picture.notes) == (16, ())


def test_tiff_in_separate_planes_is_said_or_refused_but_never_wrong() -> None:
    picture = read_picture(tiff16(noise(3), planes=True, deflate=True))
    close(picture, noise(3) / 65535, atol=1 / 255)
    assert (picture.depth, picture.notes) == (8, ("16 bits per channel read as 8",))
    with pytest.raises(PictureError, match="separate colour planes"):
        read_picture(tiff16(noise(3), planes=True))


# --- several frames ---


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("gif-animated", "animated: first frame of 3"),
        ("webp-animated", "animated: first frame of 3"),
        ("apng", "animated: first frame of 3"),
        ("tiff-pages", "first of 3 pages"),
    ],
)
def test_the_first_frame_is_read_and_said(name: str, note: str) -> None:
    picture = read_picture(SEEDS[name])
    assert picture.notes == (note,)
    assert np.abs(picture.rgb_hw3 - scene() / 255).mean() < 0.05


def test_pages_without_end_are_not_counted_to_it() -> None:
    data = bytearray(packed(Image.new("L", (4, 4)), "TIFF"))
    data += b"\0" * (len(data) % 2)
    (start,) = struct.unpack("<I", data[4:8])
    (entries,) = struct.unpack("<H", data[start : start + 2])
    end = start + 2 + 12 * entries
    page, pages = bytes(data[start:end]), 1200  # each the first page's directory once more
    data[end : end + 4] = struct.pack("<I", len(data))
    for number in range(1, pages + 1):
        follows = len(data) + len(page) + 4 if number < pages else 0
        data += page + struct.pack("<I", follows)
    assert read_picture(bytes(data)).notes == ("first of more than 1000 pages",)


def test_a_broken_second_frame_does_not_spoil_the_first() -> None:
    data = SEEDS["gif-animated"]
    assert read_picture(data[:-40]).size == (24, 18)


# --- errors of plugins ---


@pytest.mark.parametrize(
    "error",
    [
        SyntaxError,
        struct.error,
        OverflowError,
        zlib.error,
        EOFError,
        KeyError,
        RecursionError,
        AssertionError,
        OSError,
    ],
)
@pytest.mark.parametrize("moment", ["open", "load"])
def test_every_exception_becomes_ours(
    error: type[Exception], moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise error("from a plugin")

    if moment == "open":
        factory, accept = Image.OPEN["PNG"]
        monkeypatch.setitem(Image.OPEN, "PNG", (fail, accept))
        assert factory is not fail
    else:
        monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", fail)
    with pytest.raises(
        PictureError, match=r"damaged or cut short.*from a plugin|from a plugin.*damaged or cut short"
    ):
        read_picture(SEEDS["png"])


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_stopping_is_not_swallowed(stop: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise stop

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", fail)
    with pytest.raises(stop):
        read_picture(SEEDS["png"])
