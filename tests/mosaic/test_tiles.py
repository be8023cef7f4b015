"""The whole way from a photo and small pictures to a canvas, and through the front door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import pinxit
from albums import write_album
from optimising import picture
from pinxit.core.errors import InputError, PictureTooLarge
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.methods.mosaic import size
from pinxit.methods.mosaic.album import Album, read_album
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.methods.mosaic.tiles import tile_mosaic


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Album:
    return read_album([str(write_album(tmp_path_factory.mktemp("album"), 60))], 6)


def test_size_and_likeness(album: Album) -> None:
    photo = picture(90, 120, 2)
    made = tile_mosaic(photo, album, MosaicOptions(columns=24, tint=0.0))
    assert made.canvas_hw3.shape == (18 * 6, 24 * 6, 3)
    assert made.canvas_hw3.dtype == np.uint8
    assert made.chosen_hw.shape == (18, 24)
    small = [
        resize(each, 9, 12, kind="area") for each in (photo.rgb_hw3, Picture.of(made.canvas_hw3).rgb_hw3)
    ]
    assert np.corrcoef(small[0].mean(2).ravel(), small[1].mean(2).ravel())[0, 1] > 0.8


def test_every_cell_is_its_picture(album: Album) -> None:
    made = tile_mosaic(picture(30, 40, 2), album, MosaicOptions(columns=8, tint=0.0))
    for row, column in ((0, 0), (3, 2), (5, 7)):
        cell = made.canvas_hw3[row * 6 : row * 6 + 6, column * 6 : column * 6 + 6]
        assert (cell == album.tiles_nss3[made.chosen_hw[row, column]]).all()


def test_tint_moves_every_cell_to_its_colour(album: Album) -> None:
    photo = picture(30, 40, 2)
    wanted_hw3 = resize(photo.rgb_hw3, 6, 8, kind="area")

    def away(tint: float) -> float:
        made = tile_mosaic(photo, album, MosaicOptions(columns=8, tint=tint)).canvas_hw3
        return float(np.abs(made.reshape(6, 6, 8, 6, 3).mean((1, 3)) / 255 - wanted_hw3).mean())

    assert away(1.0) < 0.15 * away(0.0)
    assert away(0.5) < 0.7 * away(0.0)


@pytest.mark.parametrize(
    ("height", "width", "columns", "side"),
    [(1, 1, 5, 6), (3, 2, 40, 1), (1, 300, 20, 4), (300, 1, 1, 1), (50, 50, 1, 6)],
)
def test_odd_sizes_give_a_whole_picture(
    tmp_path: Path, height: int, width: int, columns: int, side: int
) -> None:
    album = read_album([str(write_album(tmp_path, 5, side=1))], side)
    photo = picture(height, width, 3)
    made = tile_mosaic(photo, album, MosaicOptions(columns=columns, tile_size=side)).canvas_hw3
    assert made.shape[1] == columns * side
    assert made.shape[0] == max(1, round(columns * height / width)) * side
    assert made.max() > 0


def test_too_large_is_refused(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "MOST_PIXELS", 1000)
    with pytest.raises(PictureTooLarge, match="fewer columns"):
        tile_mosaic(picture(30, 40, 2), album, MosaicOptions(columns=8))


def test_the_front_door(tmp_path: Path) -> None:
    write_album(tmp_path, 20)
    (tmp_path / "bad.jpg").write_bytes(b"x")
    made = pinxit.stylise("mosaic", picture(30, 40, 2), tiles=tmp_path, columns=8, tile_size=5)
    assert made.size == (40, 30)
    assert any("48 cells" in note for note in made.notes)
    assert any("bad.jpg left out" in note for note in made.notes)
    with pytest.raises(InputError, match="takes a photo"):
        pinxit.stylise("mosaic", {}, tiles=tmp_path)
    with pytest.raises(InputError, match="is not trained"):
        pinxit.stylise("mosaic", picture(30, 40, 2), tiles=tmp_path, resume=True)


def test_torch_and_onnx_are_not_needed(tmp_path: Path) -> None:
    write_album(tmp_path, 6)
    code = (
        "import sys\nfor name in ('torch', 'onnx', 'scipy', 'onnxruntime'): sys.modules[name] = None\n"
        "import numpy as np, pinxit\n"
        f"pinxit.stylise('mosaic', np.zeros((9, 9, 3), np.uint8), tiles={str(tmp_path)!r}, columns=3)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
