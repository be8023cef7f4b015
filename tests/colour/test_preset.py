"""The learned preset: its network, its graph, its training, on tiny shapes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from pinxit.core.errors import OptionError
from pinxit.imageops.lut import grid
from pinxit.methods.colour.graph import build
from pinxit.methods.colour.looks import random_looks
from pinxit.methods.colour.network import Preset, PresetShape
from pinxit.methods.colour.train import build as build_task
from pinxit.torchkit.reader import ReaderShape

SHAPE = PresetShape(steps=6, reader=ReaderShape(side=32, widths=(4, 6, 8, 8), hidden=8, palette=8))
TABLE = {
    "steps": 6,
    "reader": {"side": 32, "widths": [4, 6, 8, 8], "hidden": 8, "palette": 8},
}  # as a recipe has it


@pytest.fixture
def preset() -> Preset:
    torch.manual_seed(3)
    return Preset(SHAPE).eval()


def test_a_map_of_no_weights_changes_nothing(preset: Preset) -> None:
    colours = torch.rand(2, 50, 3)
    assert torch.equal(preset.add(colours, torch.zeros(2, SHAPE.steps + 1, 3)), colours)


def test_the_graph_gives_the_table_that_the_network_means(preset: Preset) -> None:
    with torch.no_grad():  # weights large enough to see
        for parameter in preset.reader.parameters():
            parameter.mul_(1.5)
    session = onnxruntime.InferenceSession(build(preset, "1").SerializeToString())
    rng = np.random.default_rng(1)
    photo, look = (rng.random((1, 3, *size), dtype=np.float32) for size in ((32, 32), (32, 32)))
    feeds = {"photo": photo, "look": look, "strength": np.array([1], np.float32)}
    (table,) = session.run(["lut"], feeds)
    assert table.shape == (33, 33, 33, 3)
    with torch.no_grad():
        removing, _ = preset.read(torch.from_numpy(photo))
        _, adding = preset.read(torch.from_numpy(look))
        cube = torch.from_numpy(grid(33))[None]
        wanted = preset.add(preset.remove(cube, removing), adding)[0].clamp(0, 1).numpy()
    np.testing.assert_allclose(
        table.reshape(-1, 3), wanted, atol=2e-3
    )  # the graph's reader has float16 weights
    (none,) = session.run(["lut"], feeds | {"strength": np.array([0], np.float32)})
    np.testing.assert_allclose(none.reshape(-1, 3), grid(33), atol=1e-6)


def test_pictures_of_any_size_are_read(preset: Preset) -> None:
    session = onnxruntime.InferenceSession(build(preset, "1").SerializeToString())
    rng = np.random.default_rng(1)
    for size in ((1, 1), (7, 300), (200, 64)):
        feeds = {name: rng.random((1, 3, *size), dtype=np.float32) for name in ("photo", "look")}
        (table,) = session.run(["lut"], {**feeds, "strength": np.array([1.5], np.float32)})
        assert np.isfinite(table).all()


def test_generated_looks_differ_and_are_colours() -> None:
    torch.manual_seed(0)
    colours = torch.rand(8, 100, 3)
    worn = random_looks(8, torch.device("cpu"))(colours)
    assert worn.shape == colours.shape
    assert 0 <= float(worn.min()) <= float(worn.max()) <= 1
    assert float((worn[0] - worn[1]).abs().mean()) > 0.01


def test_training_learns(tmp_path: Path) -> None:
    from pinxit.core.picture import Picture

    rng = np.random.default_rng(0)
    for number in range(6):
        coarse = rng.random((4, 4, 3)).astype(np.float32)
        Picture(np.kron(coarse, np.ones((16, 16, 1), np.float32))).save(tmp_path / f"{number}.png")
    torch.manual_seed(0)
    settings = {
        "photos_per_step": 4,
        "colours": 64,
        "cube_colours": 16,
        "shape": TABLE,
    }
    task = build_task(settings, photos=tmp_path, paintings=tmp_path, seed=1, device=torch.device("cpu"))
    optimiser = torch.optim.Adam(task.groups()[0]["params"], lr=5e-3)
    losses = []
    for step in range(60):
        loss, parts = task.loss(step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(loss.detach()))
        assert set(parts) == {"given", "same", "other"}
    assert np.mean(losses[-10:]) < 0.9 * np.mean(losses[:10])
    assert task.preview(task.network).dtype == np.uint8


def test_a_table_of_nonsense_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="2 or more"):
        build_task({"colours": 1}, photos=tmp_path, paintings=tmp_path, seed=1, device=torch.device("cpu"))
