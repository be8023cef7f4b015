from __future__ import annotations

import functools
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from hostile_pictures import SRGB, all_seeds, packed, scene
from pinxit.core import pixels, resample
from pinxit.core.errors import OptionError, OutputExists, PictureError, PictureTooLarge
from pinxit.core.picture import Picture


def test_every_source_gives_the_same_picture(tmp_path: Path) -> None:
    array = scene()
    image = Image.fromarray(array)
    data = packed(image, "PNG")
    path = tmp_path / "a.png"
    path.write_bytes(data)
    unit = array.astype(np.float64) / 255
    sources: list[Any] = [array, unit, unit.astype(np.float32), image, data, bytearray(data), path, str(path)]
    sources += [io.BytesIO(data), array.astype(np.uint16) * 257, array.astype(">u2") * 257]
    for source in sources:
        picture = Picture.of(source)
        assert picture.rgb_hw3.dtype == np.float32
        assert picture.rgb_hw3.flags.c_contiguous
        np.testing.assert_allclose(picture.rgb_hw3, array / 255, atol=1e-7)
    with path.open("rb") as stream:
        assert Picture.of(stream).size == (24, 18)
    for source in (data, path, io.BytesIO(data)):
        with pytest.raises(PictureTooLarge, match="max_pixels="):
            Picture.of(source, max_pixels=10)
    picture = Picture.of(array)
    assert Picture.of(picture) is picture
    assert (picture.width, picture.height, picture.size) == (24, 18, (24, 18))


def test_eight_bits_come_back_exactly() -> None:
    array = np.arange(256 * 3, dtype=np.uint16).reshape(16, 16, 3).astype(np.uint8)
    picture = Picture.of(array)
    assert (picture.rgb_hw3.min(), picture.rgb_hw3.max()) == (0, 1)
    assert np.array_equal(np.asarray(picture.to_pil()), array)


def test_arrays_are_copied_and_may_be_views() -> None:
    array = scene()
    picture = Picture.of(array[::-1, ::2])
    array[...] = 0
    assert picture.size == (12, 18)
    assert picture.rgb_hw3.max() > 0.5


def test_grey_alpha_and_depth() -> None:
    grey = Picture.of(scene()[..., 0])
    assert np.array_equal(grey.rgb_hw3[..., 0], grey.rgb_hw3[..., 2])
    assert Picture.of(scene()[..., :1]).size == (24, 18)
    with_alpha = Picture.of(np.dstack([scene(), scene()[..., 0]]))
    assert with_alpha.alpha_hw is not None
    np.testing.assert_allclose(with_alpha.alpha_hw, scene()[..., 0] / 255, atol=1e-7)
    assert Picture.of(np.full((2, 2, 3), 65535, np.uint16)).depth == 16
    assert Picture.of(np.ones((2, 2), bool)).rgb_hw3.min() == 1


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (scene().astype(np.float32), "divide by 255"),
        (np.full((2, 2, 3), np.nan, np.float32), "floats must be 0..1"),
        (scene().astype(np.int64), "give uint8"),
        (np.zeros((2, 2, 2), np.uint8), "H x W x 3"),
        (np.zeros((0, 2, 3), np.uint8), "not a picture"),
        (np.zeros(5, np.uint8), "not a picture"),
        (3.5, "a float is not a picture"),
        (None, "give a path"),
        (io.StringIO("text"), "binary mode"),
        (b"", "empty"),
    ],
)
def test_what_is_no_picture(source: Any, says: str) -> None:
    with pytest.raises(PictureError, match=says):
        Picture.of(source)


def test_a_lazy_image_that_cannot_be_decoded() -> None:
    data = all_seeds()["jpeg"]
    with pytest.raises(PictureError, match="cannot be decoded"):
        Picture.of(Image.open(io.BytesIO(data[:-40])))


def test_construction_is_checked() -> None:
    rgb = np.zeros((3, 4, 3), np.float32)
    with pytest.raises(PictureError):
        Picture(rgb[0])
    with pytest.raises(PictureError, match="same size"):
        Picture(rgb, np.zeros((4, 3), np.float32))
    with pytest.raises(OptionError):
        Picture(rgb, depth=12)
    assert Picture(rgb).rgb_hw3 is rgb
    assert Picture(rgb[:, ::-1]).rgb_hw3.flags.c_contiguous
    doubles: Any = rgb.astype(np.float64)
    assert Picture(doubles).rgb_hw3.dtype == np.float32


def test_with_rgb_keeps_the_rest_and_resizes_alpha() -> None:
    alpha = np.ones((18, 24), np.float32)
    picture = Picture(Picture.of(scene()).rgb_hw3, alpha, SRGB, 16, ("said",))
    same = picture.with_rgb(picture.rgb_hw3 * 0.5)
    assert same.alpha_hw is alpha
    assert (same.icc, same.depth, same.notes) == (SRGB, 16, ("said",))
    larger = picture.with_rgb(np.zeros((36, 48, 3), np.float32))
    assert larger.alpha_hw is not None
    assert larger.alpha_hw.shape == (36, 48)
    assert larger.with_note("more").notes == ("said", "more")


def test_sizes() -> None:
    picture = Picture.of(scene(40, 20))
    assert picture.resized(13, 7).size == (13, 7)
    assert picture.resized(40, 20) is picture
    assert picture.fitted(20).size == (20, 10)
    assert picture.fitted(500) is picture
    assert picture.fitted(1).size == (1, 1)
    assert 0 <= picture.resized(80, 50).rgb_hw3.min() <= picture.resized(80, 50).rgb_hw3.max() <= 1
    for bad in (0, -3):
        with pytest.raises(OptionError):
            picture.fitted(bad)
        with pytest.raises(OptionError):
            picture.resized(5, bad)


@pytest.mark.parametrize("size", [(1, 1), (20, 3000), (3000, 1)])
def test_extreme_shapes(size: tuple[int, int]) -> None:
    picture = Picture.of(packed(Image.new("RGB", size, (10, 20, 30)), "PNG"))
    assert picture.size == size
    assert max(picture.fitted(16).size) <= 16
    assert picture.resized(7, 5).size == (7, 5)
    assert picture.to_pil().size == size


def test_twenty_by_ten_thousand() -> None:
    picture = Picture.of(packed(Image.new("L", (20, 10_000), 7), "PNG"))
    assert picture.size == (20, 10_000)
    assert picture.fitted(1024).size == (2, 1024)


def test_to_pil_has_the_profile() -> None:
    picture = Picture(np.zeros((2, 2, 3), np.float32), np.ones((2, 2), np.float32), SRGB)
    image = picture.to_pil()
    assert image.mode == "RGBA"
    assert image.info["icc_profile"] == SRGB


def test_save_overwrites_unless_told(tmp_path: Path) -> None:
    picture = Picture.of(scene())
    target = tmp_path / "a.png"
    assert picture.save(target) == target
    picture.save(str(target))
    with pytest.raises(OutputExists, match="--overwrite"):
        picture.save(target, overwrite=False)


# --- resampling ---


@pytest.mark.parametrize("kind", ["lanczos", "area", "linear"])
@pytest.mark.parametrize("size", [(9, 5), (18, 24), (37, 61), (1, 1), (100, 3)])
def test_bands_join_without_a_seam(
    kind: resample.Kind, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    array = np.random.default_rng(0).random((18, 24, 2), np.float32)
    whole = resample.resize(array, *size, kind=kind)
    few = functools.partial(pixels.bands, pixels=60)
    monkeypatch.setattr("pinxit.core.resample.bands", few)
    # "area" has hard edges, so a centre that falls on one may be counted on either side when enlarging.
    slack = 1.0 if kind == "area" and size[0] > 18 else 1e-5
    assert np.abs(resample.resize(array, *size, kind=kind) - whole).max() <= slack


def test_resize_keeps_what_it_should() -> None:
    flat = np.full((10, 12, 5), 0.3, np.float32)
    for kind in ("lanczos", "area", "linear"):
        out = resample.resize(flat, 31, 7, kind=kind)
        assert out.shape == (31, 7, 5)
        np.testing.assert_allclose(out, 0.3, atol=1e-6)
    step = np.zeros((8, 8), np.float32)
    step[:, 4:] = 1
    assert resample.resize(step, 64, 64).min() < 0
    assert resample.resize(step, 64, 64, clip=True).min() == 0
    assert resample.resize(step, 64, 64, kind="linear").max() <= 1
    copy = resample.resize(step, 8, 8)
    assert copy is not step
    np.testing.assert_array_equal(copy, step)
    assert resample.resize(step, 1, 1, kind="area")[0, 0] == 0.5


def test_resize_refuses() -> None:
    for bad in ((0, 5), (5, -1)):
        with pytest.raises(ValueError, match="cannot resize"):
            resample.resize(np.zeros((4, 4), np.float32), *bad)
    with pytest.raises(ValueError, match="is expected"):
        resample.resize(np.zeros(4, np.float32), 2, 2)
