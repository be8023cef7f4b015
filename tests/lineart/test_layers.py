"""Layers: what another program puts together from them is the picture."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from layer_readers import read_ora, read_psd
from line_drawings import drawing
from pinxit.core.errors import OutputError, OutputExists
from pinxit.core.picture import Picture
from pinxit.methods.lineart.flat import Flat, flat_layer, meant
from pinxit.methods.lineart.hints import mark, read_hints
from pinxit.methods.lineart.layerfiles import write_layers
from pinxit.methods.lineart.layers import Layer, colour_layers, composed
from pinxit.methods.lineart.mixing import MOST, Mix
from pinxit.methods.lineart.mixing import mixed as mixed_of
from pinxit.methods.lineart.run import Coloured, prepare
from pinxit.methods.lineart.spec import MODES, LineartOptions

PALETTE = "#e8b04a,#2b5d8a,#b8433f,#f3e9d2,#6a9a5b"


def coloured(mode: str, **options: Any) -> Coloured:
    drawn = drawing(2, side=160)
    (x, y), (u, v) = drawn.hint(1), drawn.hint(2)
    hints = [
        {"x": x, "y": y, "colour": "#102030"},
        {"x": abs(x - 3), "y": y, "colour": "#f0f0a0"},
        {"x": u, "y": v, "colour": "#ffffff"},
    ]
    made = prepare(None, LineartOptions(mode=mode, palette=PALETTE, **options), hints=hints)
    return made.coloured({"content": [drawn.picture]})


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("lines", ["black", "coloured"])
def test_an_openraster_file_read_back_is_the_picture(mode: str, lines: str, tmp_path: Path) -> None:
    made = coloured(mode, lines=lines, light_colour="#ffe0b0")
    file = write_layers(made.layers, made.picture, tmp_path / "a.ora")
    canvas, merged, names = read_ora(file)
    for each in (canvas, read_ora(file, apart=True)[0]):
        assert np.abs(each - made.picture.rgb_hw3).max() <= 1 / 255
        assert np.abs(each - merged).max() <= 1 / 255
    assert names[0] == "lines"
    assert names[-1] == "paper"
    lit = ["light", "shadow"] if mode in ("cel", "blended") else []
    assert names[1 : 1 + len(lit)] == lit
    coloured_ones = names[1 + len(lit) : -1]
    assert all(name.startswith("colours/colour #") for name in coloured_ones)
    assert len(set(names)) == len(names)
    assert "colours/colour #102030" in names


@pytest.mark.parametrize("mode", MODES)
def test_a_psd_read_back_is_the_picture(mode: str, tmp_path: Path) -> None:
    made = coloured(mode, lines="coloured", light_colour="#ffe0b0")
    file = write_layers(made.layers, made.picture, tmp_path / "a.psd")
    canvas, names = read_psd(file)
    assert np.abs(canvas - made.picture.rgb_hw3).max() <= 1 / 255
    assert names == [f"{layer.group}/{layer.name}".lstrip("/") for layer in made.layers]
    assert ("light/shadow" in names) == (mode in ("cel", "blended"))
    with Image.open(file) as merged:
        assert np.abs(np.asarray(merged.convert("RGB")) / 255 - made.picture.rgb_hw3).max() <= 1 / 255


@pytest.mark.parametrize("width", [1, 2, 127, 128, 129, 300])
def test_rows_of_all_kinds_are_packed(width: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(width)
    rows = [
        rng.integers(0, 256, width, np.uint8),
        np.full(width, 7, np.uint8),
        rng.integers(0, 2, width, np.uint8).repeat(1 + width // 3)[:width],
    ]
    rgb_hw3 = np.stack(rows)[..., None].repeat(3, 2)
    layer = Layer("one", rgb_hw3, np.full((3, width), 255, np.uint8))
    picture = Picture.of(rgb_hw3)
    canvas, _ = read_psd(write_layers([layer], picture, tmp_path / "a.psd"))
    np.testing.assert_allclose(canvas, picture.rgb_hw3, atol=1e-6)


def test_a_picture_too_large_for_psd_is_refused(tmp_path: Path) -> None:
    picture = Picture(np.ones((1, 30_001, 3), np.float32))
    with pytest.raises(OutputError, match=r"use \.ora"):
        write_layers([], picture, tmp_path / "a.psd")
    assert not list(tmp_path.iterdir())


def test_a_folder_of_layers(tmp_path: Path) -> None:
    made = coloured("cel")
    folder = write_layers(made.layers, made.picture, tmp_path / "layers")
    told = json.loads((folder / "layers.json").read_text())["bottom to top"]
    assert [each["name"] for each in told] == [layer.name for layer in made.layers]
    assert {each["blend"] for each in told} == {"normal", "multiply", "screen"}
    for each in told:
        with Image.open(folder / each["file"]) as image:
            assert image.size == made.picture.size
            assert image.mode == "RGBA"
    np.testing.assert_allclose(
        Picture.of(folder / "merged.png").rgb_hw3, made.picture.rgb_hw3, atol=0.51 / 255
    )


def test_nothing_is_written_over_by_mistake(tmp_path: Path) -> None:
    made = coloured("flat")
    for target in (tmp_path / "a.ora", tmp_path / "a.psd", tmp_path / "layers"):
        write_layers(made.layers, made.picture, target)
        with pytest.raises(OutputExists):
            write_layers(made.layers, made.picture, target)
        write_layers(made.layers, made.picture, target, overwrite=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(OutputExists):
        write_layers(made.layers, made.picture, tmp_path / "mine", overwrite=True)
    with pytest.raises(OutputError, match="PSD"):
        write_layers(made.layers, made.picture, tmp_path / "a.tiff")
    assert not (tmp_path / "a.tiff").exists()


def test_flat_layers_hold_one_colour_and_do_not_overlap() -> None:
    layers = [layer for layer in coloured("flat").layers if layer.name.startswith("colour")]
    covered_hw = np.zeros((160, 160), np.int32)
    for layer in layers:
        assert layer.rgb_yx3.shape == (1, 1, 3)
        rows, columns = layer.alpha_yx.shape
        covered_hw[layer.top : layer.top + rows, layer.left : layer.left + columns] += layer.alpha_yx == 255
    assert covered_hw.max() == 1


def test_very_many_colours_share_a_layer() -> None:
    rng = np.random.default_rng(0)
    which_hw = np.arange(100, dtype=np.int32).reshape(10, 10).repeat(4, 0).repeat(4, 1)
    flat = Flat(which_hw, rng.random((100, 3), np.float32))
    mix = Mix(flat, tuple(range(MOST)))
    layers = colour_layers(mix)
    assert len(layers) == 1 + MOST + 1
    assert np.abs(composed(layers, 40, 40) - flat.rgb_hw3).max() <= 0.51 / 255


STROKES = [((20, 30), (60, 30)), ((90, 100), (130, 110)), ((40, 130), (60, 140)), ((120, 30), (130, 50))]


def flowing(*colours: str) -> Coloured:
    """One room of 160 x 160 pixels, a stroke of each colour in it."""
    hints = [{"points": points, "colour": colour} for points, colour in zip(STROKES, colours, strict=False)]
    made = prepare(None, LineartOptions(mode="soft", lines="none"), hints=json.loads(json.dumps(hints)))
    return made.coloured({"content": [Picture(np.ones((160, 160, 3), np.float32))]})


def test_layers_of_colours_that_flow_hold_one_colour_each_and_can_be_given_another() -> None:
    """As if the hint itself had had the other colour."""
    made = flowing("#c83232", "#3250c8", "#ffffff", "#f0d040")
    layers = made.layers[1:]
    assert sorted(each.name for each in layers) == ["colour #3250c8", "colour #c83232", "colour #f0d040"]
    assert all(each.rgb_yx3.shape == (1, 1, 3) for each in layers)
    assert max(np.unique(each.alpha_yx).size for each in layers) > 100
    green = np.array([[[50, 200, 80]]], np.uint8)
    swapped = [
        replace(each, rgb_yx3=green) if each.name == "colour #3250c8" else each for each in made.layers
    ]
    other = flowing("#c83232", "#32c850", "#ffffff", "#f0d040")
    assert np.abs(composed(swapped, 160, 160) - other.picture.rgb_hw3).max() <= 2 / 255


def test_layers_of_one_colour_make_the_colours_that_flow() -> None:
    """Beside the flow of the colours themselves, which nothing has told apart."""
    colours = ("#c83232", "#3250c8", "#ffffff", "#f0d040")
    made = flowing(*colours)
    marks = mark(read_hints([{"points": [list(each) for each in points], "colour": colour}
                             for points, colour in zip(STROKES, colours, strict=True)]), None, 160, 160)  # fmt: skip
    hints = meant(made.regions, marks)
    flat = flat_layer(made.regions, hints, np.ones((1, 3), np.float32))
    mix = mixed_of(made.regions, hints, np.zeros((160, 160), np.float32), flat, soft=True)
    assert np.abs(made.picture.rgb_hw3 - mix.rgb_hw3()).max() <= 1 / 255


def test_more_colours_that_flow_than_layers_lie_in_one_on_top() -> None:
    rng = np.random.default_rng(1)
    hints = [
        {"x": int(x), "y": int(y), "colour": "#" + rng.bytes(3).hex()}
        for x, y in rng.permutation(np.argwhere(np.ones((16, 16))))[:100] * 10
    ]
    made = prepare(None, LineartOptions(mode="soft", lines="none"), hints=hints)
    layers = made.coloured({"content": [Picture(np.ones((160, 160, 3), np.float32))]}).layers
    assert len(layers) == 1 + MOST + 1
    assert layers[-1].name == "other colours"
