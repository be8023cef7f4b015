"""What the verbs of the rooms that optimise a picture have in common (cli/optimised.py), asked of each, or of gatys alone."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import numpy as np
import pytest

from cli.conftest import Workshop
from optimising import ROOMS, half_red
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods import spec


@pytest.fixture(params=[room.name for room in ROOMS])
def verb(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_one_photo_beside_itself(atelier: Workshop, verb: str) -> None:
    assert atelier.run(verb, "photo.jpg", "wave.jpg", "--size", "64", "--preset", "fast") == 0
    assert atelier.files() == {"photo-wave.jpg"}, "the preview is gone when the result is there"
    assert Picture.of("photo-wave.jpg").size == (64, 48)
    assert atelier.out.startswith("photo-wave.jpg  64 × 48  ")
    assert atelier.err.startswith("about ")
    assert " GB; watch photo-wave-preview.jpg; Ctrl-C keeps the best so far" in atelier.err


def test_every_third_step_is_kept(atelier: Workshop) -> None:
    assert atelier.run("gatys", "photo.jpg", "wave.jpg", "--out", "x.png", "--save-every", "3") == 0
    steps = sorted(atelier.files() - {"x.png"})
    assert steps[:2] == ["x-0003.png", "x-0006.png"]
    assert len(steps) == 5
    assert np.abs(Picture.of(steps[0]).rgb_hw3 - Picture.of(steps[1]).rgb_hw3).mean() > 1e-4


def test_nothing_is_written_over_on_the_way(atelier: Workshop) -> None:
    words = ["gatys", "photo.jpg", "wave.jpg", "--out", "x.png"]
    for name, every in (("x-preview.png", []), ("x-0003.png", ["--save-every", "3"])):
        path = atelier.photo(name)
        assert atelier.run(*words, *every) == 3
        assert name in atelier.err
        path.unlink()
    atelier.photo("x-0003.png")
    atelier.photo("x-1.jpg")
    assert atelier.run(*words) == 0


def test_a_preview_is_renewed_on_the_way(atelier: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pinxit.cli.optimised._PREVIEW_EVERY_S", -1.0)
    seen: list[set[str]] = []
    monkeypatch.setattr("pinxit.cli.optimised.ProgressBar.show", lambda *_: seen.append(atelier.files()))
    assert atelier.run("gatys", "photo.jpg", "wave.jpg") == 0
    assert seen[0] == set()
    assert seen[1] == {"photo-wave-preview.jpg"}
    assert atelier.files() == {"photo-wave.jpg"}


def test_ctrl_c_keeps_the_best_so_far(atelier: Workshop, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: Any, step: Step) -> None:
        if step.done > step.total / 2:
            os.kill(os.getpid(), signal.SIGINT)

    if sys.platform == "win32":
        pytest.skip("no signals of that kind there")
    monkeypatch.setattr("pinxit.cli.optimised.ProgressBar.show", interrupt)
    assert atelier.run(verb, "photo.jpg", "wave.jpg") == 0
    assert atelier.files() == {"photo-wave.jpg"}
    assert "photo.jpg: stopped early: the best so far" in atelier.err


def test_masks(atelier: Workshop, verb: str) -> None:
    atelier.made.append(Picture(half_red(48, 64).rgb_hw3[:, ::-1].copy()).save("photo-mask.png"))
    atelier.made.append(Picture(np.zeros((50, 40, 3), np.float32)).save("wave-mask.png"))
    assert atelier.run(verb, "photo.jpg", "wave.jpg", "--masks", "photo-mask.png", "wave-mask.png") == 0
    assert "photo.jpg: region #ff0000 is in no style's mask: left as in the photo" in atelier.err


@pytest.mark.parametrize(
    ("words", "least"), [(["gatys", "--strength", "0"], 0.01), (["nnst"], 1e-3)], ids=["gatys", "nnst"]
)
def test_what_the_painter_made_is_a_start(atelier: Workshop, words: list[str], least: float) -> None:
    words = [words[0], "photo.jpg", "wave.jpg", *words[1:]]
    assert atelier.run(*words, "--init", "painter", "--init-style", "great-wave", "--out", "a.png") == 0
    assert atelier.run(*words, "--out", "b.png") == 0
    assert np.abs(Picture.of("a.png").rgb_hw3 - Picture.of("b.png").rgb_hw3).mean() > least


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["photo.jpg"], 2, "STYLE"),
        (["photo.jpg", "gone.jpg"], 2, "gone.jpg"),
        (["gone.jpg", "wave.jpg"], 2, "gone.jpg"),
        ([".", "wave.jpg"], 2, "one photo"),
        (["photo.jpg", "wave.jpg", "--size", "10"], 2, "between 64 and 8192"),
        (["photo.jpg", "wave.jpg", "--preset", "best-of-all"], 2, "invalid choice"),
        (["photo.jpg", "wave.jpg", "--style-weights", "1,2"], 2, "give 1 numbers"),
        (["photo.jpg", "wave.jpg", "--strength", "-1"], 2, "between 0 and 100"),
        (["photo.jpg", "wave.jpg", "--masks", "photo.jpg"], 2, "1 masks for 2 pictures"),
        (["photo.jpg", "wave.jpg", "--init", "painter"], 2, "--init-style"),
        (["photo.jpg", "wave.jpg", "--init-style", "great-wave"], 2, "--init painter"),
        (["photo.jpg", "wave.jpg", "--init", "painter", "--init-style", "grate-wave"], 2, "great-wave"),
        (["photo.jpg", "wave.jpg", "--out", "photo.jpg", "--overwrite"], 3, "is an input"),
        (["photo.jpg", "wave.jpg", "--out", "taken.png"], 3, "--overwrite"),
        (["photo.jpg", "wave.jpg", "--out", "wave.jpg", "--overwrite"], 3, "is an input"),
        (["photo.jpg", "wave.jpg", "--out", "-", "--save-every", "2"], 2, "--save-every"),
        (["photo.jpg", "wave.jpg", "--save-every", "0"], 2, "number between"),
        (["photo.jpg", "wave.jpg", "--max-pixels", "100"], 2, "--max-pixels"),
    ],
)
def test_refused(atelier: Workshop, verb: str, words: list[str], code: int, said: str) -> None:
    atelier.photo("taken.png")
    before = {path: path.read_bytes() for path in atelier.made}
    assert atelier.run(verb, *words) == code
    assert said in atelier.err
    assert "Traceback" not in atelier.err
    assert atelier.files() == set()
    assert {path: path.read_bytes() for path in before} == before


def test_without_weights_or_torch_the_remedy_is_said(shop: Workshop, verb: str) -> None:
    shop.photo("photo.jpg")
    assert shop.run(verb, "photo.jpg", "photo.jpg") == 6
    assert "pinxit weights get vgg16" in shop.err
    done = shop.spawn(verb, "photo.jpg", "photo.jpg", before="sys.modules['torch'] = None")
    assert done.returncode == 6
    assert f'pip install "pinxit[{spec(verb).extra}]"'.encode() in done.stderr
