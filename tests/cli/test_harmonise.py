"""`pinxit harmonise`: from a composite, from the parts, in a second, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from cli.conftest import Workshop
from harmonise.scenes import MASK, OBJECT, OBJECT_MASK, PAINTING, composite
from pinxit.core.picture import Picture
from pinxit.methods.harmonise import deep, spec
from tiny_vgg import small_vgg


@pytest.fixture
def desk(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A composite, its painting and mask; an object and its mask; the same cut out; a few steps on small features."""
    features = small_vgg(11)
    monkeypatch.setattr(deep, "vgg16", lambda *_, **__: features)
    for preset in spec.PRESETS:
        monkeypatch.setitem(spec.PRESETS, preset, (2, 2))
    alpha_hw = OBJECT_MASK.rgb_hw3[..., 0].copy()
    pictures = {
        "composite.png": composite(),
        "wave.png": PAINTING,
        "mask.png": MASK,
        "object.png": OBJECT,
        "object-mask.png": OBJECT_MASK,
        "cut-out.png": Picture(OBJECT.rgb_hw3, alpha_hw),
        "black.png": Picture(np.zeros((96, 128, 3), np.float32)),
    }
    for name, picture in pictures.items():
        shop.made.append(picture.save(shop.folder / name))
    broken = shop.folder / "broken.png"
    broken.write_bytes(bytes(range(256)))
    shop.made.append(broken)
    # The small zoo of the shop has nothing that reads levels.
    monkeypatch.delenv("PINXIT_ZOO")
    del shop.environment["PINXIT_ZOO"]
    return shop


WHOLE = ("composite.png", "wave.png", "--mask", "mask.png")
PARTS = ("--object", "object.png", "--object-mask", "object-mask.png", "--into", "wave.png")


def changed(path: str) -> tuple[float, float]:
    """The share of pixels that are not the painting's, and where in the width they lie, 0..1."""
    there = (Picture.of(path).rgb_hw3 != Picture.of("wave.png").rgb_hw3).any(2)
    return float(there.mean()), float(np.flatnonzero(there.any(0)).mean() / 128)


def test_from_a_composite(desk: Workshop) -> None:
    assert desk.run("harmonise", *WHOLE, "--level", "8", "--guide", "rgb", "--preset", "fast") == 0
    assert desk.files() == {"composite-wave.png"}, "the preview is gone when the result is there"
    share, place = changed("composite-wave.png")
    assert share == pytest.approx(32 * 32 / (96 * 128), rel=0.5)
    assert place == pytest.approx(56 / 128, abs=0.02)
    assert desk.out.startswith("composite-wave.png  128 × 96  ")
    assert "watch composite-wave-preview.png; Ctrl-C keeps the best so far" in desk.err


def test_from_the_parts(desk: Workshop) -> None:
    assert desk.run("harmonise", *PARTS, "--at", "30,50", "--scale", "1") == 0
    assert changed("object-wave.png")[1] == pytest.approx(30 / 128, abs=0.02)
    assert desk.run("harmonise", "--object", "cut-out.png", "--into", "wave.png", "--out", "a.png") == 0
    assert changed("a.png")[1] == pytest.approx(0.5, abs=0.02)


def test_in_a_second_without_torch(desk: Workshop) -> None:
    words = ("harmonise", *PARTS, "--method", "fast", "--at", "100,50", "--out")
    assert desk.run(*words, "a.png") == 0
    share, place = changed("a.png")
    assert share > 0.01
    assert place == pytest.approx(100 / 128, abs=0.02)
    done = desk.spawn(*words, "b.png", before="sys.modules['torch'] = None")
    assert done.returncode == 0, done.stderr
    np.testing.assert_array_equal(Picture.of("b.png").rgb_hw3, Picture.of("a.png").rgb_hw3)


def test_the_level_is_read_and_said_unless_it_is_given(desk: Workshop) -> None:
    words = ("harmonise", *PARTS, "--method", "fast", "--out")
    assert desk.run(*words, "read.png") == 0
    [said] = [line for line in desk.err.splitlines() if "level" in line]
    assert said.startswith("wave.png: level ")
    assert said.endswith("; --level N overrides")
    assert desk.run(*words, "auto.png", "--level", "auto") == 0
    assert said in desk.err
    assert desk.run(*words, "given.png", "--level", "10") == 0
    assert "level" not in desk.err
    read, auto, given = (Picture.of(f"{name}.png").rgb_hw3 for name in ("read", "auto", "given"))
    np.testing.assert_array_equal(read, auto)
    assert np.abs(read - given).max() > 0.01


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "give a composite"),
        (("composite.png",), 2, "the painting without the object is missing"),
        (("composite.png", "wave.png"), 2, "--mask"),
        ((*WHOLE, "--into", "wave.png"), 2, "give a composite"),
        (("--object", "object.png"), 2, "--into PAINTING"),
        (("--object", "black.png", "--into", "wave.png"), 2, "--object-mask"),
        (("--object", "object.png", "--object-mask", "mask.png", "--into", "wave.png"), 2, "same shape"),
        ((*PARTS, "--at", "900,900"), 2, "nothing of the object is seen"),
        ((*PARTS, "--at", "x"), 2, "x,y in pixels"),
        ((*PARTS, "--scale", "0"), 2, "between 0.001 and 100"),
        ((*WHOLE, "--at", "1,1"), 2, "--object"),
        ((*WHOLE, "--level", "0"), 2, "between 1 and 10"),
        ((*WHOLE, "--level", "high"), 2, "give a number, or auto"),
        ((*WHOLE, "--size", "10"), 2, "between 64 and 8192"),
        ((*WHOLE, "--method", "slow"), 2, "invalid choice"),
        (("composite.png", "wave.png", "--mask", "black.png"), 2, "mask is empty"),
        (("composite.png", "wave.png", "--mask", "gone.png"), 2, "gone.png"),
        (("object.png", "wave.png", "--mask", "mask.png"), 2, "in one size"),
        (("composite.png", "wave.png", "--mask", "broken.png"), 2, "broken.png"),
        (("broken.png", "wave.png", "--mask", "mask.png"), 2, "broken.png"),
        ((*WHOLE, "--max-pixels", "100"), 2, "--max-pixels"),
        ((*WHOLE, "--out", "-", "--save-every", "2"), 2, "--save-every"),
        ((*WHOLE, "--out", "wave.png", "--overwrite"), 3, "is an input"),
        ((*WHOLE, "--out", "mask.png", "--overwrite"), 3, "is an input"),
        ((*PARTS, "--out", "object-mask.png", "--overwrite"), 3, "is an input"),
        ((*WHOLE, "--out", "black.png"), 3, "--overwrite"),
    ],
)
def test_refused(desk: Workshop, words: tuple[str, ...], code: int, said: str) -> None:
    before = {path: path.read_bytes() for path in desk.made}
    assert desk.run("harmonise", *words) == code
    assert said in desk.err
    assert "Traceback" not in desk.err
    assert desk.files() == set()
    assert {path: path.read_bytes() for path in before} == before


def test_without_weights_or_torch_the_remedy_is_said(shop: Workshop) -> None:
    for name, picture in (("composite.png", composite()), ("wave.png", PAINTING), ("mask.png", MASK)):
        shop.made.append(picture.save(shop.folder / name))
    assert shop.run("harmonise", *WHOLE, "--level", "5") == 6
    assert "pinxit weights get vgg16" in shop.err
    done = shop.spawn("harmonise", *WHOLE, "--level", "5", before="sys.modules['torch'] = None")
    assert done.returncode == 6
    assert b'pip install "pinxit[train]"' in done.stderr
