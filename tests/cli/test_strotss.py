"""`pinxit strotss`: what it has beside the verbs of its kind (tests/cli/test_gatys.py asks for what they share)."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import numpy as np
import pytest

from cli.conftest import Workshop
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods.strotss import run
from pinxit.methods.strotss.points import read_points
from pinxit.methods.strotss.spec import PRESETS
from tiny_vgg import small_vgg


@pytest.fixture
def atelier(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A photo and a painting, features without a download, few steps."""
    monkeypatch.setattr(run, "vgg16", lambda *_, **__: small_vgg(10))
    for preset in PRESETS:
        monkeypatch.setitem(PRESETS, preset, 4)
    shop.photo("photo.jpg")
    shop.photo("wave.jpg", 50, 40)
    return shop


def test_one_photo_beside_itself(atelier: Workshop) -> None:
    assert atelier.run("strotss", "photo.jpg", "wave.jpg", "--size", "64", "--preset", "fast") == 0
    assert atelier.files() == {"photo-wave.jpg"}
    assert Picture.of("photo-wave.jpg").size == (64, 48)
    assert atelier.err.startswith("about ")
    assert " GB; watch photo-wave-preview.jpg; Ctrl-C keeps the best so far" in atelier.err


def test_options_and_output(atelier: Workshop) -> None:
    words = ["--strength", "3", "--keep-colours", "--style-weights", "2,1", "--style-scale", "0.7"]
    words += ["--seed", "5", "--init", "noise", "--device", "cpu", "--save-every", "6"]
    atelier.photo("other.png", 40, 40)
    assert atelier.run("strotss", "photo.jpg", "wave.jpg", "other.png", *words, "--out", "x.png") == 0
    assert atelier.files() == {"x.png", "x-0006.png"}


def test_points_may_be_given_again_and_again(atelier: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    def read(text: str | None, *pictures: Picture) -> Any:
        seen.append(text)
        return read_points(text, *pictures)

    monkeypatch.setattr(run, "read_points", read)
    words = ["strotss", "photo.jpg", "wave.jpg", "--overwrite"]
    assert atelier.run(*words) == 0
    assert atelier.run(*words, "--point", "1,2=3,4") == 0
    assert atelier.run(*words, "--point", "1,2=3,4", "--point", "5.5,6=7,8") == 0
    assert seen == [None, "1,2=3,4", "1,2=3,4 5.5,6=7,8"]


def test_masks(atelier: Workshop) -> None:
    mask_hw3 = np.zeros((48, 64, 3), np.float32)
    mask_hw3[:, 32:] = (1, 0, 0)
    atelier.made.append(Picture(mask_hw3).save("photo-mask.png"))
    atelier.made.append(Picture(np.zeros((50, 40, 3), np.float32)).save("wave-mask.png"))
    assert atelier.run("strotss", "photo.jpg", "wave.jpg", "--masks", "photo-mask.png", "wave-mask.png") == 0
    assert "photo.jpg: region #ff0000 is in no style's mask: left as in the photo" in atelier.err


def test_ctrl_c_keeps_the_best_so_far(atelier: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Any, step: Step) -> None:
        if step.done > step.total / 2:
            os.kill(os.getpid(), signal.SIGINT)

    if sys.platform == "win32":
        pytest.skip("no signals of that kind there")
    monkeypatch.setattr("pinxit.cli.optimised.ProgressBar.show", interrupt)
    assert atelier.run("strotss", "photo.jpg", "wave.jpg") == 0
    assert atelier.files() == {"photo-wave.jpg"}
    assert "photo.jpg: stopped early: the best so far" in atelier.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["photo.jpg"], 2, "STYLE"),
        (["photo.jpg", "wave.jpg", "--point", "1,2"], 2, "give pairs such as"),
        (["photo.jpg", "wave.jpg", "--point", "64,2=1,1"], 2, "outside the photo, which is 64 x 48"),
        (["photo.jpg", "wave.jpg", "--point", "1,1=1,50"], 2, "outside the first style"),
        (["photo.jpg", "wave.jpg", "--point"], 2, "expected one argument"),
        (["photo.jpg", "wave.jpg", "--points", "1,1=1,1"], 2, "unrecognized"),
        (["photo.jpg", "wave.jpg", "--masks", "photo.jpg"], 2, "1 masks for 2 pictures"),
        (["photo.jpg", "wave.jpg", "--style-weights", "1,2"], 2, "give 1 numbers"),
        (["photo.jpg", "wave.jpg", "--init", "painter"], 2, "--init-style"),
        (["photo.jpg", "wave.jpg", "--strength", "-1"], 2, "between 0 and 100"),
    ],
)
def test_refused(atelier: Workshop, words: list[str], code: int, said: str) -> None:
    assert atelier.run("strotss", *words) == code
    assert said in atelier.err
    assert "Traceback" not in atelier.err
    assert atelier.files() == set()
