"""`pinxit gatys`: its own options; what it has in common with its kind: test_optimised.py."""

from __future__ import annotations

from cli.conftest import Workshop


def test_options_and_output(atelier: Workshop) -> None:
    words = [
        "--strength",
        "3",
        "--loss",
        "wasserstein",
        "--keep-colours",
        "--style-weights",
        "2,1",
        "--seed",
        "5",
    ]
    words += ["--layer-weights", "1,1,1,0,0", "--optimiser", "adam", "--init", "noise", "--device", "cpu"]
    atelier.photo("other.png", 40, 40)
    assert (
        atelier.run(
            "gatys", "photo.jpg", "wave.jpg", "other.png", *words, "--out", "done/", "--format", "png"
        )
        == 0
    )
    assert atelier.files() == {"done/photo-wave+other.png"}


def test_refused(atelier: Workshop) -> None:
    assert atelier.run("gatys", "photo.jpg", "wave.jpg", "--layer-weights", "1") == 2
    assert "give 5 numbers" in atelier.err
    assert "Traceback" not in atelier.err
    assert atelier.files() == set()
