"""The verbs beside `paint`."""

from __future__ import annotations

import hashlib
import inspect
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tiny_zoo
from cli.conftest import Workshop, scene
from pinxit.cli import VERBS
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.zoo.stylefile import Style


def test_styles(shop: Workshop) -> None:
    assert shop.run("styles") == 0
    first, *rest = shop.out.splitlines()
    assert first.split() == ["great-wave", "Great", "Wave", "Nobody", "2026", "0.4", "KB"]
    assert [line.split()[0] for line in rest] == ["starry-night", "the-scream"]
    assert shop.run("styles", "--json") == 0
    rows = json.loads(shop.out)
    assert {row["name"] for row in rows} == set(tiny_zoo.STYLES)
    assert set(rows[0]) == {"name", "title", "artist", "year", "source", "painter", "bytes"}
    assert 0 < rows[0]["bytes"] <= 64 * 1024


def test_sheet_shows_the_photo_and_every_style(shop: Workshop) -> None:
    shop.photo("photo.png", 90, 120)
    assert shop.run("sheet", "photo.png") == 0
    assert shop.files() == {"photo-sheet.jpg"}
    sheet = Picture.of("photo-sheet.jpg")
    assert min(sheet.size) > 600
    assert "3 styles" in shop.out
    assert shop.run("sheet", "photo.png") == 3  # no silent overwriting
    assert shop.run("sheet", "photo.png", "--out", "x.png", "--columns", "1") == 0
    assert Picture.of("x.png").height > 2 * Picture.of("x.png").width
    assert shop.run("sheet", "photo.png", "--out", "y.png", "--max-pixels", "100") == 2
    assert "--max-pixels" in shop.err


def test_sheet_of_several_is_refused(shop: Workshop) -> None:
    shop.photo("a.png")
    shop.photo("b.png")
    assert shop.run("sheet", "*.png") == 2
    assert "one photo" in shop.err


def test_demo_paints_the_sample_in_every_style(shop: Workshop) -> None:
    assert shop.run("demo", "--out", "out") == 0
    assert shop.files() == {"out/sheet.jpg", *(f"out/astronaut-{name}.jpg" for name in tiny_zoo.STYLES)}
    lines = shop.out.splitlines()
    assert len(lines) == 4
    assert all(line.endswith((" s", " s in all")) for line in lines)
    assert shop.run("demo", "--out", "out") == 3
    assert shop.run("demo", "--out", "out", "--overwrite") == 0


def test_doctor_is_content_with_a_good_installation(shop: Workshop) -> None:
    assert shop.run("doctor") == 0, shop.out
    for word in (
        "python",
        "pinxit",
        "onnxruntime",
        "devices",
        "cpu",
        "sha256 as published",
        "golden pair on cpu",
    ):
        assert word in shop.out
    assert shop.run("doctor", "--json") == 0
    assert all(row["well"] for row in json.loads(shop.out))


@pytest.mark.parametrize("file", ["painter.onnx", "golden/painted.png", "styles/great-wave.style"])
def test_damage_is_found_and_named(
    shop: Workshop, zoo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    copy = tmp_path / "damaged"
    shutil.copytree(zoo, copy)
    path = copy / tiny_zoo.PAINTER / file
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    monkeypatch.setenv("PINXIT_ZOO", str(copy))
    for words in (("doctor",), ("zoo", "check")):
        assert shop.run(*words) == 1
        [line] = [
            line for line in shop.out.splitlines() if line.startswith("BAD") and "published with" in line
        ][:1]
        assert file in line
        assert "sha256" in line


def test_a_painter_that_paints_otherwise_is_found(
    shop: Workshop, zoo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "other"
    shutil.copytree(zoo, copy)
    folder = copy / tiny_zoo.PAINTER
    rgb_hw3 = Picture.of(folder / "golden" / "painted.png").rgb_hw3
    Picture(1 - rgb_hw3).save(folder / "golden" / "painted.png")
    data = (folder / "golden" / "painted.png").read_bytes()
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files["golden/painted.png"] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    tiny_zoo.edit_manifest(copy, files=files)
    monkeypatch.setenv("PINXIT_ZOO", str(copy))
    assert shop.run("zoo", "check") == 1
    assert "more than the tolerance" in shop.out


def test_an_installation_that_is_not_well(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PINXIT_ZOO", str(tmp_path / "empty"))
    assert shop.run("doctor") == 1
    assert shop.run("zoo", "check") == 1
    assert "no models" in shop.out
    monkeypatch.setenv("PINXIT_ZOO", str(tmp_path / "gone"))
    assert shop.run("doctor") == 1, "it says what is wrong, and goes on"
    assert [line for line in shop.out.splitlines() if line.startswith("BAD") and "PINXIT_ZOO" in line]
    assert shop.run("zoo", "check", "--device", "tpu") == 2
    assert shop.run("demo", "--device", "tpu") == 2


@pytest.mark.parametrize("loads", [False, True])
def test_without_a_working_onnx_runtime_the_remedy_is_said(shop: Workshop, loads: bool) -> None:
    shop.photo()
    fake = shop.folder / "onnxruntime.py"  # the current folder comes first
    fake.write_text("raise ImportError('DLL load failed')")
    before = "sys.path.insert(0, '')" if loads else "sys.modules['onnxruntime'] = None"
    done = shop.spawn("paint", "photo.jpg", "-s", "great-wave", before=before)
    assert done.returncode == 6
    assert (b"DLL load failed" if loads else b"pip install onnxruntime") in done.stderr


def test_doctor_names_a_broken_style_of_the_user(shop: Workshop, tmp_path: Path) -> None:
    mine = tmp_path / "home" / "styles" / "mine.style"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"not a style")
    assert shop.run("doctor") == 1
    assert "mine.style" in shop.out


def test_zoo_list(shop: Workshop) -> None:
    assert shop.run("zoo", "list") == 0
    assert shop.out.startswith("paint.core_v2  Tiny, untrained")
    assert "speed_512: seconds 0.01" in shop.out
    assert shop.run("zoo", "list", "--json") == 0
    assert json.loads(shop.out)[0]["id"] == "paint.core_v2"


def test_weights(shop: Workshop) -> None:
    assert shop.run("weights", "list") == 0
    assert "vgg16  not here: pinxit weights get vgg16" in shop.out
    assert shop.run("weights", "get", "vgg61") == 2
    assert "vgg16" in shop.err
    assert shop.run("weights", "get", "vgg16", "--from", "gone.safetensors") == 2
    assert "gone.safetensors" in shop.err


class Stand:
    """Stands where a long training would: takes what the real function takes, tells two steps, returns `result`."""

    def __init__(self, real: Any, result: Any) -> None:
        self.signature, self.result = inspect.signature(real), result
        self.given: dict[str, Any] = {}

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        self.given = self.signature.bind(*args, **keywords).arguments
        assert self.given["on_step"](Step(1, 2, "loss 0.5")) is True
        return self.result


@pytest.fixture
def learner(zoo: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """What stands in for learning, which takes minutes."""
    from pinxit.methods.paint import learn

    size = Style.load(zoo / tiny_zoo.PAINTER / "identity.style").vector.size
    stand = Stand(learn.learn, tiny_zoo.make_style("mine", tiny_zoo.style_vector(size, 9)))
    monkeypatch.setattr(learn, "learn", stand)
    return stand


def test_learn_writes_a_style_that_paint_can_use(shop: Workshop, learner: Stand) -> None:
    shop.photo("painting.png")
    shop.photo()
    words = ["learn", "painting.png", "--name", "mine", "--minutes", "0.5", "--artist", "Me", "--install"]
    assert shop.run(*words) == 0
    assert shop.out == "mine.style\n"
    assert learner.given["minutes"] == 0.5
    assert learner.given["artist"] == "Me"
    assert learner.given["preview"] == Path("mine-preview.jpg")
    for style in ("mine.style", "mine"):
        assert shop.run("paint", "photo.jpg", "--style", style, "--overwrite") == 0, shop.err
    learner.given = {}
    assert shop.run(*words) == 3  # refused before the minutes are spent
    assert shop.run(*words, "--out", "new.style") == 3, "the installed one is there too"
    assert shop.run(*words, "--overwrite") == 0
    learner.given = {}
    assert shop.run("learn", "gone.png", "--name", "x") == 2
    assert shop.run("learn", "painting.png", "--name", "x", "--minutes", "0") == 2
    assert shop.run("learn", ".", "--name", "x") == 2
    assert "folder" in shop.err
    for name in ("../x", "-", "", "a b", "identity"):
        assert shop.run("learn", "painting.png", f"--name={name}") == 2, name
        assert "style name" in shop.err
    assert shop.run("learn", "painting.png", "--name", "x", "--out", "x.txt") == 3
    assert shop.run("learn", "painting.png", "--name", "x", "--out", "photo.jpg/") == 3
    assert learner.given == {}


def test_learning_from_the_reader_takes_a_third_of_the_time(shop: Workshop, learner: Stand) -> None:
    shop.photo("painting.png")
    assert shop.run("learn", "painting.png", "--name", "mine", "--from-reader") == 0
    assert (learner.given["from_reader"], learner.given["minutes"]) == (True, 3.5)
    assert shop.run("learn", "painting.png", "--name", "mine", "--overwrite") == 0
    assert (learner.given["from_reader"], learner.given["minutes"]) == (False, 10)


def test_read_writes_a_style_that_paint_can_use(shop: Workshop) -> None:
    shop.photo("a painting.png")
    shop.photo()
    assert shop.run("read", "a painting.png", "--artist", "Me", "--install") == 0
    assert shop.out == "a-painting.style\n"
    assert "--style a-painting" in shop.err
    style = Style.load("a-painting.style")
    assert (style.source, style.artist, style.title) == ("read", "Me", "a-painting")
    painted = []
    for given in ("a-painting.style", "a-painting", "a painting.png"):
        assert shop.run("paint", "photo.jpg", "-s", given, "-o", "x.png", "--overwrite") == 0, shop.err
        painted.append(Picture.of("x.png").rgb_hw3)
    np.testing.assert_allclose(painted[1], painted[0], atol=1e-6)
    np.testing.assert_allclose(painted[2], painted[0], atol=1 / 255)
    assert shop.run("read", "a painting.png", "--name", "corner", "--part", "0,0,0.2,0.2") == 0
    assert not Style.load("corner.style").same_as(style)
    assert shop.run("read", "a painting.png") == 3  # there already
    for words in (["--part", "0,0,2,1"], ["--part", "0,0"], ["--name", "a b"]):
        assert shop.run("read", "a painting.png", "-o", "new.style", *words) == 2, words
    assert shop.run("read", "gone.png") == 2
    assert "new.style" not in shop.files()


def test_train_prints_only_the_checkpoint(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    from pinxit.training import loop

    stand = Stand(loop.train, Path("there") / "core.ckpt")
    monkeypatch.setattr(loop, "train", stand)
    assert (
        shop.run("train", "core.toml", "--out", "there", "--resume", "--minutes", "3", "--photos", "p") == 0
    )
    assert shop.out == f"{Path('there') / 'core.ckpt'}\n"
    assert "pinxit export" in shop.err
    assert {key: stand.given[key] for key in ("resume", "minutes", "photos", "device")} == {
        "resume": True,
        "minutes": 3.0,
        "photos": Path("p"),
        "device": "auto",
    }


def test_a_recipe_or_checkpoint_that_is_not_there(shop: Workshop) -> None:
    assert shop.run("train", "gone.toml") == 2
    assert "gone.toml" in shop.err
    assert shop.run("export", "gone.ckpt") == 2
    assert "gone.ckpt" in shop.err


def test_every_verb_explains_itself(shop: Workshop) -> None:
    assert shop.run("--help") == 0
    assert all(verb in shop.out for verb in VERBS)
    for verb in VERBS:
        assert shop.run(verb, "--help") == 0
        assert shop.out.startswith(f"usage: pinxit {verb}")
    assert shop.run("--version") == 0
    assert shop.out.startswith("pinxit 0.")
    assert shop.run() == 2
    assert shop.run("pianted") == 2


def test_a_verb_word_elsewhere_is_no_verb(shop: Workshop) -> None:
    (shop.folder / "styles").mkdir()
    shop.made.append(Picture(scene(40, 40)).save(shop.folder / "styles" / "x.png"))
    assert shop.run("paint", "styles", "-s", "great-wave", "--out", "demo") == 0
    assert shop.files() == {"demo/x-great-wave.png"}
    assert np.isfinite(Picture.of("demo/x-great-wave.png").rgb_hw3).all()
