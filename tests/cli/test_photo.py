"""`pinxit photo`: its own options; what it has in common with its kind: test_optimised.py."""

from __future__ import annotations

import numpy as np
import pytest

from cli.conftest import Workshop
from optimising import half_red
from pinxit.core.picture import Picture


def test_found_regions_are_shown_and_used(atelier: Workshop) -> None:
    words = ["photo", "photo.jpg", "wave.jpg", "--auto-masks", "--seed", "2", "--out", "made.png"]
    assert atelier.run(*words, "--show-masks", "regions.png") == 0
    assert atelier.files() == {"made.png", "regions.png"}
    assert "regions: regions.png" in atelier.err
    shown = Picture.of("made.png").rgb_hw3
    assert atelier.run(*words, "--overwrite") == 0
    np.testing.assert_array_equal(Picture.of("made.png").rgb_hw3, shown)


def test_painted_regions_are_shown(atelier: Workshop) -> None:
    atelier.made.append(half_red(48, 64).save(atelier.folder / "a.png"))
    atelier.made.append(half_red(50, 40).save(atelier.folder / "b.png"))
    words = ["photo", "photo.jpg", "wave.jpg", "--masks", "a.png", "b.png", "--strength", "2"]
    assert atelier.run(*words, "--photorealism", "3", "--show-masks", "regions.png") == 0
    assert atelier.files() == {"photo-wave.jpg", "regions.png"}
    rgb_hw3 = Picture.of("regions.png").rgb_hw3
    assert (rgb_hw3[..., 0] - rgb_hw3[..., 1] > 0.3).mean() > 0.05


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--show-masks", "regions.png"], 2, "--auto-masks"),
        (["--auto-masks", "--masks", "photo.jpg", "wave.jpg"], 2, "one or the other"),
        (["--auto-masks", "--show-masks", "wave.jpg", "--overwrite"], 3, "is an input"),
        (["--auto-masks", "--show-masks", "taken.png"], 3, "--overwrite"),
        (["--auto-masks", "--show-masks", "x.png", "--out", "x.png"], 3, "as well"),
    ],
)
def test_refused(atelier: Workshop, words: list[str], code: int, said: str) -> None:
    atelier.photo("taken.png")
    assert atelier.run("photo", "photo.jpg", "wave.jpg", *words) == code
    assert said in atelier.err
    assert "Traceback" not in atelier.err
    assert atelier.files() == set()
