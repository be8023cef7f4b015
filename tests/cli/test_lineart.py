"""`pinxit lineart`: as somebody types it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pinxit
from cli.conftest import Workshop
from pinxit.core.picture import Picture
from pinxit.imageops.sheet import Cell, contact_sheet
from pinxit.methods.lineart import run
from pinxit.methods.lineart.regions import Regions, find_regions

RED = "#c83232"


@pytest.fixture
def desk(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A drawing of two rooms, and hints for one of them: written down, and scribbled. The zoo is the packaged one."""
    monkeypatch.delenv("PINXIT_ZOO")
    del shop.environment["PINXIT_ZOO"]
    drawn_hw = np.full((60, 80), 255, np.uint8)
    drawn_hw[5:55, 5:7] = drawn_hw[5:55, 73:75] = drawn_hw[5:55, 39:41] = 0
    drawn_hw[5:7, 5:75] = drawn_hw[53:55, 5:75] = 0
    scribbles_hw4 = np.zeros((60, 80, 4), np.uint8)
    scribbles_hw4[28:31, 15:25] = (200, 50, 50, 255)
    reference_hw3 = np.zeros((30, 30, 3), np.uint8)
    reference_hw3[:15], reference_hw3[15:] = (40, 90, 200), (60, 140, 60)
    for name, values in (
        ("sketch.png", drawn_hw),
        ("scribbles.png", scribbles_hw4),
        ("reference.png", reference_hw3),
    ):
        shop.made.append(Picture.of(values).save(shop.folder / name))
    hints = shop.folder / "hints.json"
    hints.write_text(json.dumps([{"x": 20, "y": 30, "colour": RED}]))
    broken = shop.folder / "broken.json"
    broken.write_text("{")
    shop.made += [hints, broken]
    return shop


def at(path: str, x: int, y: int) -> list[int]:
    return [round(255 * float(value)) for value in Picture.of(path).rgb_hw3[y, x]]


@pytest.mark.parametrize("hints", ["hints.json", "scribbles.png"])
def test_a_hint_colours_its_region_and_what_stays_white_is_said(desk: Workshop, hints: str) -> None:
    words = ("lineart", "sketch.png", "--hints", hints, "--no-draft")
    assert desk.run(*words) == 0
    assert desk.files() == {"sketch-coloured.png"}
    assert at("sketch-coloured.png", 10, 50) == [200, 50, 50]
    assert at("sketch-coloured.png", 60, 30) == [255, 255, 255]
    assert at("sketch-coloured.png", 40, 30) == [0, 0, 0]
    assert desk.out.startswith("sketch-coloured.png  80 × 60  ")
    assert "2 of 3 regions have no hint and stay white" in desk.err
    assert desk.run(*words) == 3  # no silent overwriting


def test_a_palette_colours_the_rest_and_layers_are_written(desk: Workshop) -> None:
    words = (
        "lineart",
        "sketch.png",
        "--hints",
        "hints.json",
        "--palette",
        "#1e3c78,#f0e6c8",
        "--mode",
        "cel",
    )
    assert desk.run(*words[:-2], "--out", "flat.png") == 0
    assert desk.run(*words, "--lines", "none", "--layers", "a.ora", "--out", "a.png", "--light", "right") == 0
    assert "stay white" not in desk.err
    assert "layers: a.ora" in desk.err
    colours = [30, 60, 120], [240, 230, 200], [200, 50, 50], [255, 255, 255]
    assert at("flat.png", 2, 2) in colours
    assert at("flat.png", 60, 30) in colours[:3]
    with zipfile.ZipFile("a.ora") as ora:
        assert b"colour #c83232" in ora.read("stack.xml")
    assert desk.run(*words, "--layers", "a.ora", "--out", "b.png") == 3
    assert desk.run(*words, "--layers", "layers", "--out", "b.png") == 0
    assert (desk.folder / "layers" / "layers.json").is_file()
    assert desk.run(*words, "--layers", "a.tiff", "--out", "c.png") == 3
    assert ".ora" in desk.err


def test_a_reference_and_seeds(desk: Workshop) -> None:
    words = ("lineart", "sketch.png", "--no-draft")
    assert desk.run(*words, "--reference", "reference.png", "--out", "a.png") == 0
    assert at("a.png", 20, 30) in ([40, 90, 200], [60, 140, 60])
    for seed in ("1", "2", "3", "4"):
        asked = ("--palette", "#111111,#777777,#dddddd", "--seed", seed, "--out", f"{seed}.png")
        assert desk.run(*words, *asked) == 0
    assert len({Path(f"{seed}.png").read_bytes() for seed in (1, 2, 3, 4)}) > 1


def test_the_network_colours_what_nobody_did(desk: Workshop) -> None:
    for name, more in (("a.png", ()), ("b.png", ("--seed", "5")), ("c.png", ("--hints", "hints.json"))):
        assert desk.run("lineart", "sketch.png", *more, "--out", name) == 0
        assert "stay white" not in desk.err
    assert Path("a.png").read_bytes() != Path("b.png").read_bytes()
    assert at("c.png", 10, 50) == [200, 50, 50]


def test_a_folder_with_one_palette(desk: Workshop) -> None:
    (desk.folder / "pages").mkdir()
    for name in ("one.png", "two.png"):
        desk.made.append(Picture.of("sketch.png").save(desk.folder / "pages" / name))
    words = ("lineart", "pages", "--palette", "#1e3c78,#f0e6c8")
    assert desk.run(*words, "--out", "done", "--json") == 0
    assert [Path(each["output"]).name for each in json.loads(desk.out)["painted"]] == [
        "one-coloured.png",
        "two-coloured.png",
    ]
    assert desk.run(*words, "--hints", "hints.json", "--out", "other") == 2
    assert "--hints is for one drawing" in desk.err


def test_lines_of_a_photo(desk: Workshop) -> None:
    desk.photo("photo.jpg", 60, 80)
    for way in ("network", "xdog"):
        words = ("extract", "photo.jpg", "--by", way, "--detail", "0.8", "--out", f"{way}.png")
        assert desk.run("lineart", *words) == 0
        assert Picture.of(f"{way}.png").size == (80, 60)
    assert Path("network.png").read_bytes() != Path("xdog.png").read_bytes()
    made = pinxit.lineart_extract("photo.jpg", by="network", detail=0.8)
    np.testing.assert_allclose(made.rgb_hw3, Picture.of("network.png").rgb_hw3, atol=1 / 255)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("sketch.png", "--hints", "nothing.json"), 2, "nothing.json does not exist"),
        (("sketch.png", "--hints", "broken.json"), 2, "no JSON"),
        (("sketch.png", "--hints", "sketch.png"), 2, "transparen"),
        (("sketch.png", "--palette", "red"), 2, "#e8b04a"),
        (("sketch.png", "--light-colour", "sun"), 2, "light_colour"),
        (("sketch.png", "--detail", "0.2"), 2, "extract"),
        (("sketch.png", "--by", "xdog"), 2, "extract"),
        (("extract", "sketch.png", "--by", "hand"), 2, "xdog"),
        (("extract",), 2, "takes photos"),
        (("extract", "sketch.png", "--palette", "#fff"), 2, "--palette goes with colouring"),
        (("extract", "sketch.png", "--hints", "hints.json"), 2, "--hints goes with colouring"),
        (("broken.json",), 2, "broken.json"),
    ],
)
def test_what_cannot_be_is_said(desk: Workshop, words: tuple[str, ...], code: int, said: str) -> None:
    assert desk.run("lineart", *words) == code
    assert said in desk.err
    assert desk.files() == set()


def test_without_scipy_it_says_what_to_install(desk: Workshop) -> None:
    done = desk.spawn("lineart", "sketch.png", before="sys.modules['scipy'] = None")
    assert done.returncode == 6
    assert b'pip install "pinxit[lineart]"' in done.stderr


def test_from_python(desk: Workshop) -> None:
    made = pinxit.stylise(
        "lineart", {"content": "sketch.png", "scribbles": "scribbles.png"}, lines="none", palette="#ffeecc"
    )
    assert np.rint(made.rgb_hw3[30, 10] * 255).astype(int).tolist() == [200, 50, 50]
    hints = [{"x": 60, "y": 30, "colour": RED}]
    made = pinxit.stylise("lineart", "sketch.png", hints=hints)
    assert np.rint(made.rgb_hw3[30, 60] * 255).astype(int).tolist() == [200, 50, 50]


def test_frames_in_their_natural_order(desk: Workshop) -> None:
    """The room that is red moves to the right, one frame after the other; frame-10 comes last."""
    (desk.folder / "frames").mkdir()
    for number, left in ((1, 5), (2, 17), (10, 29)):
        drawn_hw = np.full((60, 80), 255, np.uint8)
        drawn_hw[10:50, left : left + 30] = 0
        drawn_hw[12:48, left + 2 : left + 28] = 255
        desk.made.append(Picture.of(drawn_hw).save(desk.folder / "frames" / f"frame-{number}.png"))
    hints = [{"x": 10, "y": 30, "colour": RED}, {"x": 76, "y": 5, "colour": "#3250c8", "frame": 3}]
    (desk.folder / "hints.json").write_text(json.dumps(hints))
    words = ("lineart", "frames", "--hints", "hints.json", "--out", "done", "--no-draft")
    assert desk.run(*words) == 2
    assert "--frames if they are an animation" in desk.err
    assert desk.run(*words, "--frames", "--json") == 0
    painted = [Path(each["output"]) for each in json.loads(desk.out)["painted"]]
    assert [each.name for each in painted] == [f"frame-{number}-coloured.png" for number in (1, 2, 10)]
    for path, x in zip(painted, (20, 32, 44), strict=True):
        assert at(str(path), x, 30) == [200, 50, 50]
    assert at(str(painted[1]), 76, 5) == [255, 255, 255]
    assert at(str(painted[2]), 2, 30) == [50, 80, 200]
    (desk.folder / "hints.json").write_text(json.dumps([{"x": 1, "y": 1, "colour": RED, "frame": 4}]))
    assert desk.run(*words, "--frames", "--overwrite") == 2
    assert "hint 1 is for frame 4, and there is no more than 3 frames" in desk.err
    assert desk.run("lineart", "extract", "frames", "--frames") == 2


def test_a_page_of_proposals_says_which_seed_makes_which(
    desk: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells: list[Cell] = []

    def watched(given: list[Cell], **words: Any) -> np.ndarray:
        cells.extend(given)
        return contact_sheet(given, **words)

    found = []

    def counted(*given: Any) -> Regions:
        found.append(given)
        return find_regions(*given)

    words = (
        "lineart",
        "sketch.png",
        "--hints",
        "hints.json",
        "--palette",
        "#111111,#777777,#dddddd",
        "--seed",
        "3",
    )
    with monkeypatch.context() as patched:
        patched.setattr("pinxit.imageops.sheet.contact_sheet", watched)
        patched.setattr(run, "find_regions", counted)
        assert desk.run(*words, "--proposals", "4") == 0
    assert desk.files() == {"sketch-proposals.png"}
    assert len(found) == 1
    assert [(cell.title, cell.line) for cell in cells] == [(str(n), f"--seed {n + 2}") for n in (1, 2, 3, 4)]
    assert len({cell.rgb_hw3.tobytes() for cell in cells}) > 1
    assert desk.run(*words[:-1], "5", "--out", "one.png") == 0
    np.testing.assert_allclose(Picture.of("one.png").rgb_hw3, cells[2].rgb_hw3, atol=0.51 / 255)
    for more in (("--layers", "a.ora"), ("--frames",), ("--proposals", "1")):
        assert desk.run(*words, "--proposals", "4", "--out", "two.png", *more) == 2
    assert desk.run("lineart", "extract", "sketch.png", "--proposals", "4") == 2
