"""The worlds that are shipped. These fail, and do not skip, where they are missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import pinxit
from pinxit.cli import main
from pinxit.core.picture import Picture
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.imageops.resize import resize
from pinxit.methods.mosaic.patterns import PATTERNS
from pinxit.methods.mosaic.worlds import GRAPH, find
from pinxit.zoo.samples import sample, sample_path
from pinxit.zoo.store import packaged_zoo

WORLDS = ("strokes", "threads", "waves")


@pytest.fixture(autouse=True)
def packaged(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("PINXIT_ZOO", raising=False)


def lightness(picture: Picture, side: int | None = None) -> np.ndarray:
    rgb_hw3 = picture.rgb_hw3 if side is None else resize(picture.rgb_hw3, side, side, kind="area")
    return np.asarray(rgb_to_oklab(rgb_hw3)[..., 0])


@pytest.mark.parametrize("name", WORLDS)
def test_they_are_small_whole_and_measured(name: str) -> None:
    card = find(name)
    assert card is not None
    assert card.folder.parent == packaged_zoo()
    assert name in PATTERNS
    assert card.manifest.files[GRAPH].bytes < 1_000_000
    for file in card.manifest.files:
        assert card.path(file).is_file()
    measured = card.manifest.measures["photos"]
    assert float(measured["nearer to the texture"]) >= 0.6
    assert float(measured["likeness to the photo"]) >= 0.8


@pytest.mark.parametrize("name", WORLDS)
def test_the_photo_is_there_from_afar(name: str) -> None:
    photo = sample("astronaut").resized(384, 384)
    made = pinxit.stylise("mosaic", photo, model=name, size="384")
    assert np.corrcoef(lightness(made, 24).ravel(), lightness(photo, 24).ravel())[0, 1] > 0.8


@pytest.mark.parametrize("name", WORLDS)
def test_even_nothing_becomes_a_texture_and_each_throw_another(name: str) -> None:
    nothing = Picture(np.full((256, 256, 3), 0.5, np.float32))
    one, other = (
        lightness(pinxit.stylise("mosaic", nothing, model=name, size="256", seed=seed)) for seed in (0, 1)
    )
    assert one.std() > 0.02
    assert np.abs(one - other).mean() > 0.005


def test_the_command_needs_no_torch(tmp_path: Path) -> None:
    words = ["mosaic", str(sample_path("cat")), "--model", "strokes", "--keep-colours"]
    words += ["--size", "320", "--out", str(tmp_path / "out.png")]
    code = f"import sys; sys.modules['torch'] = None; from pinxit.cli import main; sys.exit(main({words!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert Picture.of(tmp_path / "out.png").size == (320, 213)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--onnx", "wood.onnx"], "graph for other programs already"),
        (["--save", "wood"], "go with --textures"),
        (["--tones", "1"], "does not go with --model"),
        (["--tileable"], "a world paints photos"),
    ],
)
def test_refused(words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.png"
    assert main(["mosaic", str(sample_path("cat")), "--model", "waves", "--out", str(out), *words]) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()
