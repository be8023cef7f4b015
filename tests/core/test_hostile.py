"""Damaged, lying and oversized files: a picture or an error of our tree, soon, and nothing left behind."""

from __future__ import annotations

import gc
import random
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from hostile_pictures import all_seeds, damage, mended, packed, scene
from pinxit.core.errors import InputNotFound, OptionError, PictureError, PictureTooLarge, PinxitError
from pinxit.core.files import read_picture
from pinxit.core.picture import Picture

SEEDS = all_seeds()
NAMES = sorted(SEEDS)
CASES = -(-2400 // len(NAMES))  # for each kind of picture; 2,400 in all
SECONDS = 10.0  # for one small file, on a machine that is busy with other things
MAX_PIXELS = (
    4_000_000  # the damage may claim any size; the limit is tested below, and memory is not ours alone
)

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, on damaged metadata


def survive(data: bytes) -> Picture | None:
    """Read `data`; None for an error of our tree. Anything else fails the test."""
    began = time.monotonic()
    message = "(none)" * 9
    picture = None
    try:
        picture = read_picture(data, max_pixels=MAX_PIXELS)
    except PinxitError as error:
        message = str(error)
    assert len(message) > 20, "it says what to do"
    assert time.monotonic() - began < SECONDS
    if picture is not None:
        assert picture.rgb_hw3.dtype == np.float32
        assert picture.rgb_hw3.min() >= 0
        assert picture.rgb_hw3.max() <= 1
        assert picture.width * picture.height <= MAX_PIXELS
    return picture


@pytest.mark.parametrize("name", NAMES)
def test_the_undamaged_picture_is_read(name: str) -> None:
    picture = survive(SEEDS[name])
    assert picture is not None
    assert sorted(picture.size) == [18, 24]


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=CASES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**40), other=st.sampled_from(NAMES))
def test_damage(name: str, seed: int, other: str) -> None:
    survive(damage(SEEDS[name], SEEDS[other], random.Random(seed)))


@settings(max_examples=150, derandomize=True, deadline=None, database=None)
@given(st.binary(max_size=300), st.sampled_from([b"", *(data[:12] for data in SEEDS.values())]))
def test_random_bytes_bare_or_behind_a_true_beginning(noise: bytes, beginning: bytes) -> None:
    survive(beginning + noise)


@pytest.mark.parametrize("name", NAMES)
def test_every_truncation(name: str) -> None:
    data = SEEDS[name]
    for length in range(0, len(data), max(1, len(data) // 40)):
        survive(data[:length])


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs /proc")
def test_memory_does_not_grow() -> None:
    def once() -> float:
        for number in range(400):
            dice = random.Random(number)
            survive(damage(SEEDS[NAMES[number % len(NAMES)]], SEEDS[dice.choice(NAMES)], dice))
        gc.collect()
        return resident_mb()

    once()
    first = once()
    for _ in range(3):
        last = once()
    # 1,200 files that leak one header of 64 KB each would show as 77 MB.
    assert last - first < 40


# --- claims that are too large ---


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_claiming(width: int, height: int, *more: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def gif_claiming(width: int, height: int) -> bytes:
    made = bytearray(SEEDS["gif-animated"])
    made[6:10] = struct.pack("<HH", width, height)
    return bytes(made)


def jpeg_claiming(width: int, height: int) -> bytes:
    made = bytearray(SEEDS["jpeg-grey"])
    place = made.index(b"\xff\xc0") + 5
    made[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(made)


def tiff_claiming(width: int, height: int) -> bytes:
    made = bytearray(SEEDS["tiff"])
    for tag, value in ((256, width), (257, height)):
        place = next(
            at for at in (made.find(struct.pack("<HHI", tag, kind, 1)) for kind in (3, 4)) if at >= 0
        )
        made[place : place + 12] = struct.pack("<HHII", tag, 4, 1, value)
    return bytes(made)


def webp_claiming(width: int, height: int) -> bytes:
    made = bytearray(SEEDS["webp-animated"])
    made[24:30] = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return bytes(made)


CLAIMS = {
    "png": png_claiming(13000, 13000),
    "png-over": png_claiming(100_000, 100_000),
    "gif": gif_claiming(13000, 13000),
    "gif-over": gif_claiming(65535, 65535),
    "jpeg": jpeg_claiming(13000, 13000),
    "jpeg-over": jpeg_claiming(65500, 65500),
    "tiff": tiff_claiming(13000, 13000),
    "tiff-over": tiff_claiming(2**31, 2**31),
    "webp": webp_claiming(13000, 13000),
    "webp-over": webp_claiming(16383, 16383),
    "ppm": b"P6 13000 13000 255\n" + bytes(99),
    "bmp": SEEDS["bmp"][:18] + struct.pack("<ii", 13000, 13000) + SEEDS["bmp"][26:],
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_that_the_file_cannot_hold_is_refused(name: str) -> None:
    kind = PictureTooLarge if name.endswith("-over") else PictureError
    with pytest.raises(kind):
        read_picture(CLAIMS[name])


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="peak memory is counted in KB on Linux")
def test_a_claim_costs_no_memory(tmp_path: Path) -> None:
    for name, data in CLAIMS.items():
        (tmp_path / name).write_bytes(data)
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from pinxit.core.files import read_picture\n"
        "from pinxit.core.errors import PinxitError\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "before = peak()\n"
        "for path in sorted(Path(sys.argv[1]).iterdir()):\n"
        "    try:\n        read_picture(path)\n    except PinxitError:\n        pass\n"
        "print(peak() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) < 60  # MB; one of these pictures is 676 MB


def test_the_limit_is_the_callers() -> None:
    data = packed(Image.fromarray(scene(40, 30)), "PNG")
    assert read_picture(data, max_pixels=1200).size == (40, 30)
    with pytest.raises(PictureTooLarge, match=r"40 x 30 .*--max-pixels"):
        read_picture(data, max_pixels=1199)


def test_pillows_own_limit_is_neither_used_nor_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(Image.new("L", (2000, 2000)), "PNG")
    monkeypatch.setattr(
        Image, "MAX_IMAGE_PIXELS", 1_200_000
    )  # Pillow warns above it, and raises above twice that
    assert read_picture(data).size == (2000, 2000)
    assert Image.MAX_IMAGE_PIXELS == 1_200_000


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_text_chunk_that_inflates_without_end(kind: bytes) -> None:
    bomb = zlib.compress(bytes(100_000_000), 1)
    head = {b"zTXt": b"key\0\0", b"iTXt": b"key\0\1\0\0\0", b"iCCP": b"name\0\0"}[kind]
    before = resident_mb() if Path("/proc/self/statm").exists() else 0.0
    survive(png_claiming(5, 5, chunk(kind, head + bomb)))
    if before:
        assert resident_mb() - before < 50


def test_a_picture_file_that_is_too_large_for_memory_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("pinxit.core.pixels.from_image", no_memory)
    with pytest.raises(PictureTooLarge, match="memory"):
        read_picture(SEEDS["png"])


# --- files that are not pictures ---


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\0" * 4096, "not a picture"),
        (b"%PDF-1.7 something", "a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    ],
)
def test_other_files_are_named(data: bytes, says: str) -> None:
    with pytest.raises(PictureError, match=says):
        read_picture(data)


def test_the_suffix_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(SEEDS["png"])
    assert read_picture(path).size == (24, 18)
    path = tmp_path / "nosuffix"
    path.write_bytes(SEEDS["gif"])
    assert read_picture(str(path)).size == (24, 18)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="folder"):
        read_picture(tmp_path)
    with pytest.raises(InputNotFound, match="does not exist"):
        read_picture(tmp_path / "nothing.png")
    with pytest.raises(InputNotFound, match="not a file name"):
        read_picture("a\0b.png")
    with pytest.raises(PictureError, match="cannot be opened"):
        read_picture(tmp_path / ("x" * 5000 + ".png"))
    with pytest.raises(PictureError, match="device"):
        read_picture("/dev/null")


def test_a_bad_limit_is_an_option_error() -> None:
    for bad in (0, -1, 1.5, True):
        with pytest.raises(OptionError):
            read_picture(SEEDS["png"], max_pixels=bad)  # type: ignore[arg-type]


def test_checksums_are_mended_so_that_damage_gets_through() -> None:
    assert mended(SEEDS["png"]) == SEEDS["png"]
    broken = bytearray(SEEDS["png"])
    broken[30] ^= 1  # within the checksum of IHDR
    assert mended(bytes(broken)) == SEEDS["png"]
