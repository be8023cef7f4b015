"""Deep zoom: levels that halve, tiles that join, a page with nothing to fill in left."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pinxit.core.errors import OutputExists
from pinxit.imageops import deepzoom
from pinxit.imageops.deepzoom import levels, write_deep_zoom


def canvas(height: int, width: int) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    return np.random.default_rng(height).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (5, 3), (64, 64), (65, 130)])
def test_levels_halve_down_to_one_pixel(height: int, width: int) -> None:
    found = dict(levels(canvas(height, width)))
    top = max(found)
    assert top == math.ceil(math.log2(max(height, width)))
    for level, picture in found.items():
        shrunk = 2 ** (top - level)
        assert picture.shape == (math.ceil(height / shrunk), math.ceil(width / shrunk), 3)
    assert sorted(found) == list(range(top + 1))


def test_halves_are_means() -> None:
    picture = canvas(8, 6)
    half = dict(levels(picture))[2]
    wanted = picture.reshape(4, 2, 3, 2, 3).mean((1, 3))
    assert np.abs(half - wanted).max() <= 0.5


def test_the_tiles_join_to_the_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deepzoom, "SIDE", 16)
    smooth = np.zeros((40, 50, 3), np.uint8)
    smooth[..., 0] = np.arange(50)[None] * 5
    smooth[..., 1] = np.arange(40)[:, None] * 6
    page = write_deep_zoom(smooth, tmp_path / "zoom", title="<b> & %WIDTH%", quality=95)
    assert page == tmp_path / "zoom" / "index.html"
    files = tmp_path / "zoom" / "mosaic_files" / "6"
    rows = [
        np.concatenate([np.asarray(Image.open(files / f"{x}_{y}.jpg")) for x in range(4)], 1)
        for y in range(3)
    ]
    joined = np.concatenate(rows, 0)
    assert joined.shape == smooth.shape
    assert np.abs(joined.astype(int) - smooth).mean() < 3
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt; &amp; %WIDTH%" in text
    assert "const WIDTH = 50, HEIGHT = 40, SIDE = 16" in text
    assert re.findall(r"https?://", text) == []  # nothing is fetched from anywhere else
    description = (tmp_path / "zoom" / "mosaic.dzi").read_text(encoding="utf-8")
    assert 'Width="50" Height="40"' in description


def test_a_folder_of_something_else_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "letter.txt").write_text("dear", encoding="utf-8")
    for overwrite in (False, True):
        with pytest.raises(OutputExists):
            write_deep_zoom(canvas(4, 4), folder, title="x", overwrite=overwrite)
    assert [file.name for file in tmp_path.rglob("*")] == ["mine", "letter.txt"]


def test_overwrite_replaces_a_deep_zoom_whole(tmp_path: Path) -> None:
    write_deep_zoom(canvas(40, 40), tmp_path / "zoom", title="one")
    with pytest.raises(OutputExists, match="--overwrite"):
        write_deep_zoom(canvas(4, 4), tmp_path / "zoom", title="two")
    write_deep_zoom(canvas(4, 4), tmp_path / "zoom", title="two", overwrite=True)
    assert sorted(file.name for file in (tmp_path / "zoom" / "mosaic_files").iterdir()) == ["0", "1", "2"]
    assert [file.name for file in tmp_path.iterdir()] == ["zoom"]
