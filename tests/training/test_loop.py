"""The loop as a user meets it: train a little, resume, export, paint, learn. Real VGG-16, a very small painter."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import pinxit
from pinxit.core.errors import DeviceError, InputNotFound, ModelError
from pinxit.core.progress import Step
from pinxit.torchkit.device import device_of
from pinxit.training import checkpoint, loop
from pinxit.training.export import export
from pinxit.zoo.samples import sample_path

RECIPE = """
name = "tiny"
room = "paint"
model = "paint.tiny_v1"
title = "A very small painter"
seed = 3
[schedule]
minutes = 1
preview_steps = 2
[paint]
side = 64
photos_per_step = 1
styles_per_photo = 2
reconstruct_steps = 2
ramp_steps = 1
[paint.shape]
fine = 8
coarse = 8
head = 8
last = 8
blocks_coarse = 1
[[paint.styles]]
name = "stripes"
file = "stripes.png"
title = "Stripes"
side = 96
[[paint.styles]]
name = "dots"
file = "dots.png"
title = "Dots"
side = 96
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, vgg_home: Path) -> Path:
    """A folder with photos, procedural paintings and a recipe."""
    folder = tmp_path_factory.mktemp("studio")
    (folder / "photos").mkdir()
    (folder / "paintings").mkdir()
    for name in ("cat", "coffee"):
        (folder / "photos" / f"{name}.jpg").write_bytes(sample_path(name).read_bytes())
    y, x = np.mgrid[:128, :128]
    stripes = np.stack([np.sin((x + y) / 4), np.cos(x / 9), np.sin(y / 5)], 2) * 127 + 128
    dots = ((np.sin(x / 3) * np.sin(y / 3) > 0.3)[..., None] * np.array([220, 40, 90])).astype(float)
    Image.fromarray(stripes.astype(np.uint8)).save(folder / "paintings" / "stripes.png")
    Image.fromarray(dots.astype(np.uint8)).save(folder / "paintings" / "dots.png")
    (folder / "tiny.toml").write_text(RECIPE)
    return folder


def run(studio: Path, out: Path, steps: int, resume: bool = False, recipe: str = "tiny.toml") -> Path:
    seen: list[Step] = []

    def on_step(step: Step) -> bool:
        seen.append(step)
        return len(seen) < steps

    file = loop.train(
        studio / recipe,
        out=out,
        resume=resume,
        device="cpu",
        on_step=on_step,
        photos=studio / "photos",
        paintings=studio / "paintings",
    )
    assert len(seen) == steps
    return file


@pytest.fixture(scope="module")
def trained(studio: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(studio, tmp_path_factory.mktemp("trained"), 4)


def test_a_run_leaves_checkpoint_log_and_preview(trained: Path) -> None:
    content = checkpoint.load(trained)
    assert content["step"] == 4
    assert trained.stat().st_size < 16_000_000
    lines = [json.loads(line) for line in trained.with_suffix(".jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [2, 4]
    assert "reconstruction" in lines[0]
    assert {"style", "content", "steady", "identity"} <= set(lines[1])
    with Image.open(trained.with_suffix(".preview.png")) as preview:
        assert preview.size == (2 * 64, 2 * 128)


def test_resume_goes_on_where_it_stopped(studio: Path, trained: Path, tmp_path: Path) -> None:
    copy = tmp_path / trained.name
    copy.write_bytes(trained.read_bytes())
    before = checkpoint.load(copy)
    after = checkpoint.load(run(studio, tmp_path, 1, resume=True))
    assert after["step"] == 5
    assert after["seconds"] > before["seconds"]
    name = "painter.stem.weight"
    moved = (after["network"][name] - before["network"][name]).abs().max()
    assert 0 < float(moved) < 0.1


def test_resume_refuses_another_network(studio: Path, trained: Path, tmp_path: Path) -> None:
    content = checkpoint.load(trained)
    content["network"].pop("painter.stem.weight")
    checkpoint.save(tmp_path / trained.name, content)
    with pytest.raises(ModelError, match="does not fit"):
        run(studio, tmp_path, 1, resume=True)


def test_hostile_checkpoints_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound):
        checkpoint.load(tmp_path / "none.ckpt")
    bad = tmp_path / "bad.ckpt"
    bad.write_bytes(b"\x80\x04cos\nsystem\n(S'true'\ntR.")  # a pickle that would run a program
    with pytest.raises(ModelError):
        checkpoint.load(bad)
    odd = {"room": "paint", "model": "paint.odd_v1"}
    for content, said in (
        ({}, "its id"),
        ({**odd, "model": "../../odd"}, "its id"),
        ({**odd, "room": "nowhere"}, "no method 'nowhere' that can export"),
        (odd, "cannot be exported"),
    ):
        checkpoint.save(bad, content)
        with pytest.raises(ModelError, match=said):
            export(bad, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_absent_device_is_an_error() -> None:
    with pytest.raises(DeviceError):
        device_of("tpu")


def test_the_rate_warms_up_and_falls() -> None:
    from pinxit.training.recipe import Schedule

    schedule = Schedule(rate=1.0, last_rate=0.0, warm_up_steps=10)
    assert loop.rate_at(schedule, 0.0, 0) == pytest.approx(0.1)
    assert loop.rate_at(schedule, 0.5, 100) == pytest.approx(0.5)
    assert loop.rate_at(schedule, 1.0, 100) == pytest.approx(0.0)


def test_what_was_trained_is_exported_painted_with_and_learned_on(
    trained: Path, studio: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = export(trained, tmp_path)
    assert folder == tmp_path / "paint.tiny_v1"
    monkeypatch.setenv("PINXIT_ZOO", str(tmp_path))
    painter = pinxit.Painter(model="paint.tiny_v1", device="cpu")
    golden = pinxit.Picture.of(folder / "golden" / "photo.png")
    painted = painter.paint(golden, style="stripes")
    expected = pinxit.Picture.of(folder / "golden" / "painted.png")
    assert float(np.abs(painted.rgb_hw3 - expected.rgb_hw3).max()) <= 2 / 255

    from pinxit.methods.paint.learn import learn

    seen: list[Step] = []

    def on_step(step: Step) -> bool:
        seen.append(step)
        return len(seen) < 2

    style = learn(
        studio / "paintings" / "dots.png",
        name="my-dots",
        device="cpu",
        painter="paint.tiny_v1",
        on_step=on_step,
    )
    path = style.save(tmp_path / "my-dots.style")
    assert path.stat().st_size <= 64 * 1024
    assert painter.paint(golden, style=str(path)).size == golden.size


def test_a_reader_is_trained_beside_a_painter_that_was_trained_before(
    trained: Path, studio: Path, tmp_path: Path
) -> None:
    (studio / "old.ckpt").write_bytes(trained.read_bytes())
    (studio / "reading.toml").write_text("""
base = "tiny.toml"
name = "reading"
start = "old.ckpt"
[paint]
reconstruct_steps = 0
[paint.reading]
per_photo = 1
measured = 96
hidden = ["dots.png"]
shape = { side = 32, widths = [8, 8], hidden = 8 }
""")
    file = run(studio, tmp_path, 2, recipe="reading.toml")
    content = checkpoint.load(file)
    moved = (
        content["network"]["painter.stem.weight"] - checkpoint.load(trained)["average"]["painter.stem.weight"]
    )
    assert 0 < float(moved.abs().max()) < 0.1
    assert json.loads(file.with_suffix(".jsonl").read_text().splitlines()[-1])["read"] > 0
    folder = export(file, tmp_path)
    from pinxit.runtime.session import Session

    session = Session((folder / "reader.onnx").read_bytes(), device="cpu")
    picture = np.random.default_rng(1).random((1, 3, 50, 70), np.float32)
    vector = session.run({"picture": picture}, ["style"])["style"]
    assert vector.shape == (1, pinxit.Painter(model="paint.tiny_v1", zoo=tmp_path).styles()[0].vector.size)
    checkpoint.save(studio / "old.ckpt", {**content, "average": {}})
    with pytest.raises(ModelError, match="no weights that"):
        run(studio, tmp_path / "again", 1, recipe="reading.toml")


def test_a_light_checkpoint_is_small_and_can_be_gone_on_from(
    studio: Path, trained: Path, tmp_path: Path
) -> None:
    light = tmp_path / trained.name
    checkpoint.lighten(trained, light)
    assert light.stat().st_size < trained.stat().st_size / 2
    assert checkpoint.load(run(studio, tmp_path, 1, resume=True))["step"] == 5


def test_the_identity_alone_can_learn_on(studio: Path, trained: Path, tmp_path: Path) -> None:
    text = RECIPE.replace("[paint]\n", "[paint]\nidentity_only = true\n")
    (tmp_path / "tiny.toml").write_text(text)
    checkpoint.lighten(trained, tmp_path / trained.name)
    before = checkpoint.load(tmp_path / trained.name)["network"]
    seen: list[Step] = []
    file = loop.train(
        tmp_path / "tiny.toml",
        out=tmp_path,
        resume=True,
        device="cpu",
        photos=studio / "photos",
        paintings=studio / "paintings",
        on_step=lambda step: seen.append(step) or len(seen) < 3,  # type: ignore[func-returns-value]
    )
    after = checkpoint.load(file)["network"]
    moved = [name for name in before if not before[name].equal(after[name])]
    assert moved == ["styles"]
    assert before["styles"][1:].equal(after["styles"][1:])
