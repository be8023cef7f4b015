"""Training the network: what it is shown, and that it learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from pinxit.core.errors import InputNotFound, OptionError, PictureError
from pinxit.methods.lineart.drawings import Drawings, hint_places, lesson
from pinxit.methods.lineart.train import DraftTask, build, settings_of

SHAPE = {"widths": [8, 12, 16], "whole": 16, "region": 16}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of six drawings: a red disc on blue, in other places."""
    data = tmp_path_factory.mktemp("data")
    (data / "drawings" / "train").mkdir(parents=True)
    (data / "paintings").mkdir()
    chance = np.random.default_rng(3)
    for number in range(6):
        y, x = np.mgrid[0:60, 0:80]
        off = np.hypot(y - chance.integers(20, 40), x - chance.integers(25, 55))
        rgba = np.full((60, 80, 4), (60, 90, 200, 0), np.uint8)
        rgba[..., 3] = np.where(abs(off - 16) < 1, 255, 0)
        rgba[off < 16, :3] = (200, 60, 40)
        file = data / "drawings" / "train" / f"{number}.png"
        Image.fromarray(rgba).save(file)
        Image.fromarray((off < 16).astype(np.uint16)).save(file.with_suffix(".regions.png"))
    return data


def test_hints_have_the_colours_of_their_regions_whole(folder: Path) -> None:
    chance = np.random.default_rng(0)
    drawings = Drawings(folder / "drawings" / "train", chance)
    assert len(drawings) == 6
    told = 0
    for _ in range(40):
        one = lesson(drawings.next(), 64, chance)
        assert one.ink_hw.shape == one.weight_hw.shape == (64, 64)
        assert set(np.unique(one.hints_hw4[..., 3])) <= {0.0, 1.0}
        assert not one.hints_hw4[one.hints_hw4[..., 3] == 0].any()
        there_hw = (one.hints_hw4[..., 3] == 1) & (one.weight_hw > 0)
        np.testing.assert_allclose(one.hints_hw4[there_hw][:, :3], one.wanted_hw3[there_hw], atol=1e-6)
        assert one.palette_n.sum() == pytest.approx(1, abs=1e-4) or not one.palette_n.any()
        told += bool(there_hw.any())
    assert 10 < told < 40


def test_a_region_gets_one_hint_at_most_and_never_on_a_line(folder: Path) -> None:
    drawing = Drawings(folder / "drawings" / "train", np.random.default_rng(0)).at(0)
    paper_hw = drawing.rgba_hw4[..., 3] < 25
    places = hint_places(drawing.labels_hw, paper_hw, 9, np.random.default_rng(1))
    assert sorted(int(drawing.labels_hw[place]) for place in places) == [0, 1]
    assert all(paper_hw[place] for place in places)


def test_it_learns(folder: Path) -> None:
    torch.manual_seed(0)
    table = {"shape": SHAPE, "side": 64, "drawings_per_step": 4}
    task = build(table, photos=folder, paintings=folder / "paintings", seed=1, device=torch.device("cpu"))
    assert isinstance(task, DraftTask)
    optimiser = torch.optim.Adam(task.groups(), lr=1e-2)

    def error() -> float:
        task.rng.seed(5)
        with torch.no_grad():
            return float(np.mean([task.loss(0)[1]["surprise"] for _ in range(8)]))

    before = error()
    for step in range(80):
        loss, _ = task.loss(step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert error() < 0.92 * before
    assert task.preview(task.network).shape == (4 * 64, 8 * 64, 3)
    assert task.describe()["shape"] == settings_of(table).shape.to_dict()


def test_what_is_wrong_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="multiple of 8"):
        settings_of({"shape": SHAPE, "side": 60})
    with pytest.raises(InputNotFound, match=r"tools/drawings\.py"):
        build({}, photos=tmp_path, paintings=tmp_path / "paintings", seed=1, device=torch.device("cpu"))
    (tmp_path / "a.png").write_bytes((folder / "drawings" / "train" / "0.png").read_bytes())
    with pytest.raises(PictureError, match=r"tools/drawings\.py"):
        Drawings(tmp_path, np.random.default_rng(0)).at(0)
