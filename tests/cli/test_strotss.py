"""`pinxit strotss`: its own options; what it has in common with its kind: test_optimised.py."""

from __future__ import annotations

from typing import Any

import pytest

from cli.conftest import Workshop
from pinxit.core.picture import Picture
from pinxit.methods.strotss import run
from pinxit.methods.strotss.points import read_points


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


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["photo.jpg", "wave.jpg", "--point", "1,2"], 2, "give pairs such as"),
        (["photo.jpg", "wave.jpg", "--point", "64,2=1,1"], 2, "outside the photo, which is 64 x 48"),
        (["photo.jpg", "wave.jpg", "--point", "1,1=1,50"], 2, "outside the first style"),
        (["photo.jpg", "wave.jpg", "--point"], 2, "expected one argument"),
        (["photo.jpg", "wave.jpg", "--points", "1,1=1,1"], 2, "unrecognized"),
    ],
)
def test_refused(atelier: Workshop, words: list[str], code: int, said: str) -> None:
    assert atelier.run("strotss", *words) == code
    assert said in atelier.err
    assert "Traceback" not in atelier.err
    assert atelier.files() == set()
