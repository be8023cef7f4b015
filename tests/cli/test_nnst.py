"""`pinxit nnst`: what is its own; all that it shares with the other verbs is asked in test_gatys.py."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cli.conftest import Workshop
from pinxit.core.picture import Picture
from pinxit.methods.nnst import run
from pinxit.methods.nnst.spec import PRESETS
from tiny_vgg import small_vgg


@pytest.fixture
def atelier(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A photo and a painting, features without a download, few steps."""
    monkeypatch.setattr(run, "vgg16", lambda *_, **__: small_vgg())
    for preset in PRESETS:
        monkeypatch.setitem(PRESETS, preset, 8)
    shop.photo("photo.jpg")
    shop.photo("wave.jpg", 50, 40)
    return shop


def test_one_photo_beside_itself(atelier: Workshop) -> None:
    assert atelier.run("nnst", "photo.jpg", "wave.jpg", "--size", "64", "--preset", "fast") == 0
    assert atelier.files() == {"photo-wave.jpg"}, "the preview is gone when the result is there"
    assert Picture.of("photo-wave.jpg").size == (64, 48)
    assert atelier.err.startswith("about ")
    assert "Ctrl-C keeps the best so far" in atelier.err


def test_options_and_output(atelier: Workshop) -> None:
    words = ["--strength", "3", "--no-colour-step", "--rotations", "--split-blocks", "3", "--seed", "5"]
    words += ["--style-weights", "2,1", "--init", "noise", "--style-scale", "0.8", "--device", "cpu"]
    words += ["--save-every", "20", "--format", "png", "--out", "done/"]
    atelier.photo("other.png", 40, 40)
    assert atelier.run("nnst", "photo.jpg", "wave.jpg", "other.png", *words) == 0
    assert {"done/photo-wave+other.png", "done/photo-wave+other-0020.png"} <= atelier.files()
    assert atelier.run("nnst", "photo.jpg", "wave.jpg", "--keep-colours", "--out", "kept.png") == 0


def test_masks(atelier: Workshop) -> None:
    mask_hw3 = np.zeros((48, 64, 3), np.float32)
    mask_hw3[:, 32:] = (1, 0, 0)
    atelier.made.append(Picture(mask_hw3).save("photo-mask.png"))
    atelier.made.append(Picture(np.zeros((50, 40, 3), np.float32)).save("wave-mask.png"))
    assert atelier.run("nnst", "photo.jpg", "wave.jpg", "--masks", "photo-mask.png", "wave-mask.png") == 0
    assert "photo.jpg: region #ff0000 is in no style's mask: left as in the photo" in atelier.err


def test_what_the_painter_made_is_a_start(atelier: Workshop) -> None:
    words: list[Any] = ["nnst", "photo.jpg", "wave.jpg"]
    assert atelier.run(*words, "--init", "painter", "--init-style", "great-wave", "--out", "a.png") == 0
    assert atelier.run(*words, "--out", "b.png") == 0
    assert np.abs(Picture.of("a.png").rgb_hw3 - Picture.of("b.png").rgb_hw3).mean() > 1e-3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["photo.jpg"], 2, "STYLE"),
        (["photo.jpg", "gone.jpg"], 2, "gone.jpg"),
        (["photo.jpg", "wave.jpg", "--split-blocks", "5"], 2, "between 0 and 4"),
        (["photo.jpg", "wave.jpg", "--style-weights", "1,2"], 2, "give 1 numbers"),
        (["photo.jpg", "wave.jpg", "--masks", "photo.jpg"], 2, "1 masks for 2 pictures"),
        (["photo.jpg", "wave.jpg", "--init", "painter"], 2, "--init-style"),
        (["photo.jpg", "wave.jpg", "--out", "wave.jpg", "--overwrite"], 3, "is an input"),
    ],
)
def test_refused(atelier: Workshop, words: list[str], code: int, said: str) -> None:
    assert atelier.run("nnst", *words) == code
    assert said in atelier.err
    assert "Traceback" not in atelier.err
    assert atelier.files() == set()
