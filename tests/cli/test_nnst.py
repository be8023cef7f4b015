"""`pinxit nnst`: its own options; what it has in common with its kind: test_optimised.py."""

from __future__ import annotations

from cli.conftest import Workshop


def test_options_and_output(atelier: Workshop) -> None:
    words = ["--strength", "3", "--no-colour-step", "--rotations", "--split-blocks", "3", "--seed", "5"]
    words += ["--style-weights", "2,1", "--init", "noise", "--style-scale", "0.8", "--device", "cpu"]
    words += ["--save-every", "20", "--format", "png", "--out", "done/"]
    atelier.photo("other.png", 40, 40)
    assert atelier.run("nnst", "photo.jpg", "wave.jpg", "other.png", *words) == 0
    assert {"done/photo-wave+other.png", "done/photo-wave+other-0020.png"} <= atelier.files()
    assert atelier.run("nnst", "photo.jpg", "wave.jpg", "--keep-colours", "--out", "kept.png") == 0


def test_refused(atelier: Workshop) -> None:
    assert atelier.run("nnst", "photo.jpg", "wave.jpg", "--split-blocks", "5") == 2
    assert "between 0 and 4" in atelier.err
    assert "Traceback" not in atelier.err
    assert atelier.files() == set()
