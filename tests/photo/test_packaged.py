"""The wct network that is shipped. These fail, and do not skip, where it is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import pinxit
from pinxit.cli import main
from pinxit.core.picture import Picture
from pinxit.measure.metrics import colour_distance, edge_similarity, edges, histogram
from pinxit.methods.photo.spec import WCT
from pinxit.torchkit.pictures import to_tensor
from pinxit.zoo.catalogue import model
from pinxit.zoo.samples import sample, sample_path
from pinxit.zoo.store import packaged_zoo


@pytest.fixture(autouse=True)
def packaged(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.delenv("PINXIT_ZOO", raising=False)


def recoloured(photo: Picture, style: Picture) -> Picture:
    return pinxit.stylise("photo", {"content": photo, "style": style}, method="wct", size=384)


def test_it_is_small_and_whole() -> None:
    card = model(WCT, packaged_zoo())
    assert card.manifest.files["wct.onnx"].bytes <= 4_000_000
    for name in card.manifest.files:
        assert card.path(name).is_file()


@pytest.mark.parametrize(
    ("photo", "style"), [("coffee", "summer-palace"), ("summer-palace", "coffee"), ("astronaut", "coffee")]
)
def test_colours_come_near_and_edges_stay(photo: str, style: str) -> None:
    content, look = sample(photo).fitted(384), sample(style).fitted(384)
    x, p, s = (to_tensor(each.rgb_hw3) for each in (recoloured(content, look), content, look))
    assert edge_similarity(edges(x), edges(p)) > 0.85
    wanted = histogram(s)
    assert colour_distance(histogram(x), wanted) < 0.65 * colour_distance(histogram(p), wanted)


def test_a_photo_in_its_own_style_stays() -> None:
    photo = sample("astronaut").fitted(384)
    assert np.abs(recoloured(photo, photo).rgb_hw3 - photo.rgb_hw3).mean() < 1e-3


def test_the_command_needs_no_torch(tmp_path: Path) -> None:
    photo, style = (str(sample_path(name)) for name in ("cat", "coffee"))
    words = ["photo", photo, style, "--method", "wct", "--size", "128", "--out", str(tmp_path / "out.png")]
    code = f"import sys; sys.modules['torch'] = None; from pinxit.cli import main; sys.exit(main({words!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert Picture.of(tmp_path / "out.png").size == sample("cat").size


def test_found_masks_name_what_they_need(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo, style = (str(sample_path(name)) for name in ("cat", "coffee"))
    words = ["photo", photo, style, "--method", "wct", "--auto-masks", "--out", str(tmp_path / "out.png")]
    assert main(words) == 6
    assert "pinxit weights get vgg16" in capsys.readouterr().err
