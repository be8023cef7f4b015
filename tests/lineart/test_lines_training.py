"""Training the lines network: what a lesson is, and that it learns."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from pinxit.core.errors import InputNotFound, OptionError
from pinxit.methods.lineart.drawings import Drawings
from pinxit.methods.lineart.linelessons import line_lesson, scene_of
from pinxit.methods.lineart.linetrain import LinesTask, settings_of
from pinxit.methods.lineart.train import build
from pinxit.torchkit.crops import Pictures

TABLE = {"network": "lines", "shape": {"widths": [8, 12]}, "side": 64, "lessons_per_step": 2}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four drawings, a red disc on white with a black outline, and pictures without texture."""
    data = tmp_path_factory.mktemp("data")
    for name in ("drawings/train", "paintings", "photos"):
        (data / name).mkdir(parents=True)
    chance = np.random.default_rng(3)
    for number in range(4):
        y, x = np.mgrid[0:60, 0:80]
        off = np.hypot(y - chance.integers(25, 35), x - chance.integers(30, 50))
        rgba = np.full((60, 80, 4), (255, 255, 255, 0), np.uint8)
        rgba[..., 3] = np.where(abs(off - 16) < 2.5, 255, 0)
        rgba[off < 16, :3] = (200, 60, 40)
        file = data / "drawings" / "train" / f"{number}.png"
        Image.fromarray(rgba).save(file)
        Image.fromarray((off < 16).astype(np.uint16)).save(file.with_suffix(".regions.png"))
    for number in range(2):
        for folder in ("photos", "paintings"):
            Image.new("RGB", (120, 90), (90 * number, 120, 60)).save(data / folder / f"{number}.png")
    return data


def test_a_lesson_wants_thin_lines_where_there_is_something_to_see(data: Path) -> None:
    chance = np.random.default_rng(0)
    drawings = Drawings(data / "drawings" / "train", chance)
    pictures = Pictures(data / "photos", random.Random(0))
    for number in range(12):
        other = drawings.next() if number % 2 else None
        one = line_lesson(drawings.next(), other, pictures.next, 64, chance)
        assert one.rgb_hw3.shape == (64, 64, 3)
        assert one.rgb_hw3.dtype == one.wanted_hw.dtype == one.weight_hw.dtype == np.float32
        assert one.rgb_hw3.min() >= 0 <= one.rgb_hw3.max() <= 1
        lines_hw = one.wanted_hw > 0.5
        assert 0.01 < lines_hw.mean() < 0.2
        for axis in (0, 1):  # a pen of two pixels fills no window of five
            assert not np.lib.stride_tricks.sliding_window_view(lines_hw, (5, 5)).all((2, 3)).any(), axis


def test_what_stands_in_front_hides_what_is_behind(data: Path) -> None:
    chance = np.random.default_rng(1)
    drawing = Drawings(data / "drawings" / "train", chance).at(0)
    front, back = (scene_of(drawing, 64, chance) for _ in range(2))
    both = front.over(back)
    thing_hw = ~front.outside_hw
    np.testing.assert_array_equal(both.rgb_hw3[thing_hw], front.rgb_hw3[thing_hw])
    np.testing.assert_array_equal(both.pen_hw[thing_hw], front.pen_hw[thing_hw])
    assert (back.pen_hw[thing_hw] > both.pen_hw[thing_hw]).any()
    assert (both.outside_hw == (front.outside_hw & back.outside_hw)).all()


def test_it_learns(data: Path) -> None:
    torch.manual_seed(0)
    task = build(
        TABLE, photos=data / "photos", paintings=data / "paintings", seed=1, device=torch.device("cpu")
    )
    assert isinstance(task, LinesTask)
    optimiser = torch.optim.Adam(task.groups(), lr=5e-3)

    def error() -> float:
        task.rng.seed(5)
        with torch.no_grad():
            return float(np.mean([task.loss(0)[1]["apart"] for _ in range(8)]))

    before = error()
    for step in range(100):
        loss, _ = task.loss(step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert error() < 0.95 * before
    assert task.preview(task.network).shape == (3 * 64, 10 * 64, 3)
    assert task.describe()["network"] == "lines"


def test_what_is_wrong_is_said(data: Path, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="multiple of 16"):
        settings_of({"network": "lines", "side": 60})
    with pytest.raises(OptionError, match="lessons_per_step"):
        settings_of({"network": "lines", "lessons_per_step": 0})
    with pytest.raises(InputNotFound, match=r"tools/drawings\.py"):
        build(
            TABLE,
            photos=data / "photos",
            paintings=tmp_path / "paintings",
            seed=1,
            device=torch.device("cpu"),
        )
