"""What is published: the zoo in the package is whole, small, and paints what it says."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import pinxit
from pinxit.zoo import catalogue
from pinxit.zoo.samples import sample, samples_dir

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def packaged(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINXIT_ZOO", raising=False)


def test_every_file_of_every_model_is_what_the_manifest_says() -> None:
    models = catalogue.models()
    assert "paint.core_v1" in [model.id for model in models]
    for model in models:
        listed = set(model.manifest.files)
        there = {p.relative_to(model.folder).as_posix() for p in model.folder.rglob("*") if p.is_file()}
        assert there == listed | {"manifest.json"}
        for name in listed:
            assert len(model.read(name)) == model.manifest.files[name].bytes


def test_the_painter_and_its_styles_are_small() -> None:
    model = catalogue.model("paint.core_v1")
    assert len(model.read("painter.onnx")) <= 1_500_000
    styles = catalogue.styles()
    assert len(styles) >= 12
    for path in (model.folder / "styles").glob("*.style"):
        assert path.stat().st_size <= 64 * 1024
    zoo = sum(p.stat().st_size for p in model.folder.parent.rglob("*") if p.is_file())
    assert zoo < 60e6


def test_the_golden_pair() -> None:
    for model in catalogue.models():
        golden = model.manifest.golden
        photo = pinxit.Picture.of(model.folder / golden.photo)
        style = pinxit.Style.load(model.folder / golden.style)
        painted = pinxit.Painter(model=model.id, device="cpu").paint(photo, style=style)
        expected = pinxit.Picture.of(model.folder / golden.painted)
        difference = np.abs(painted.rgb_hw3 - expected.rgb_hw3)
        assert float(difference.max()) <= golden.tolerance
        # A golden picture that is the photo itself would prove nothing.
        assert float(np.abs(expected.rgb_hw3 - photo.rgb_hw3).mean()) > 0.02


def test_every_style_has_a_title_rights_and_a_thumbnail_of_our_own() -> None:
    for style in catalogue.styles():
        assert style.title
        assert style.rights
        assert style.thumbnail is not None
        with Image.open(io.BytesIO(style.thumbnail)) as thumbnail:
            assert thumbnail.size == (144, 144)


def test_styles_differ_from_each_other_and_strength_is_a_walk() -> None:
    painter = pinxit.Painter(device="cpu")
    photo = sample("cat").fitted(256)
    pictures = [painter.paint(photo, style=style).rgb_hw3 for style in catalogue.styles()]
    for i, one in enumerate(pictures):
        for other in pictures[:i]:
            assert float(np.abs(one - other).mean()) > 0.01
    away = [
        float(np.abs(painter.paint(photo, style="great-wave", strength=s).rgb_hw3 - photo.rgb_hw3).mean())
        for s in (0.0, 0.5, 1.0)
    ]
    assert away[0] < 0.06  # the identity style gives the photo back, nearly
    assert away[0] < away[1] < away[2]


def test_sample_photos_are_credited() -> None:
    table = (samples_dir() / "SOURCES.tsv").read_text(encoding="utf-8")
    for photo in samples_dir().glob("*.jpg"):
        assert photo.name in table
