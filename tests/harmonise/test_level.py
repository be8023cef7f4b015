"""The network that reads the level of a painting: what it says, its graph, its labels, its training; on tiny shapes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch

from pinxit.core.errors import InputError, InputNotFound, ModelError, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.harmonise.graph import build
from pinxit.methods.harmonise.labels import Movement, labelled
from pinxit.methods.harmonise.level import KINDS, Level, level_of, pixel_of
from pinxit.methods.harmonise.network import LevelNetwork
from pinxit.methods.harmonise.train import build as build_task
from pinxit.methods.harmonise.train import told
from pinxit.torchkit.reader import ReaderShape
from pinxit.training import checkpoint

SHAPE = {"side": 32, "widths": [6, 8, 8, 8], "hidden": 12}  # as a recipe has it
ARTISTS = {1: ("Anna", "Bert"), 5: ("Cleo", "Dora", "Emil"), 10: ("Finn", "Gina")}
MOVEMENTS = {f"m{level}": {"level": level, "artists": list(names)} for level, names in ARTISTS.items()}


@pytest.fixture
def network() -> LevelNetwork:
    torch.manual_seed(3)
    made = LevelNetwork(ReaderShape(side=32, widths=(6, 8, 8, 8), hidden=12)).eval()
    with torch.no_grad():  # weights large enough to see
        made.reader.outer.weight.mul_(20)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two paintings by every artist: plain ones, striped ones and chequered ones; and one by nobody."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:48, :40]
    patterns = {1: 0 * x, 5: np.sin(y / 2), 10: np.sign(np.sin(x / 3) * np.sin(y / 3))}
    rows = ["file\ttitle\tartist", "nobody.png\tUntitled\t"]
    Picture(np.full((48, 40, 3), 0.5, np.float32)).save(tmp_path / "nobody.png")
    for level, names in ARTISTS.items():
        for name in names:
            for number in range(2):
                grey_hw1 = 0.5 + 0.3 * patterns[level][..., None]
                rgb_hw3 = grey_hw1 * rng.uniform(0.6, 1.2, 3) + 0.02 * rng.standard_normal((48, 40, 3))
                file = f"{name}-{number}.png".lower()
                Picture(np.clip(rgb_hw3, 0, 1).astype(np.float32)).save(tmp_path / file)
                rows.append(f"{file}\t“A title” with 'marks'\t{name}")
    (tmp_path / "SOURCES.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return tmp_path


def task(folder: Path, **changes: Any) -> Any:
    table = {"movements": MOVEMENTS, "shape": SHAPE, "folds": 2, "pictures_per_step": 8, **changes}
    return build_task(table, photos=folder, paintings=folder, seed=1, device=torch.device("cpu"))


def test_the_level_is_the_mean_of_the_kinds() -> None:
    assert [Level(shares).value for shares in ((1, 0, 0), (0, 1, 0), (0, 0, 1))] == [1, 5, 10]
    between = Level((0.0, 0.5, 0.5))
    assert between.value == 7.5
    assert between.words.startswith("level 7.5, nearest to ")
    assert {Level((1, 0, 0)).words, Level((0, 1, 0)).words, Level((0, 0, 1)).words} == {
        f"level {level:.1f}, nearest to {kind}, read from the painting" for level, kind in KINDS.items()
    }
    assert pixel_of(between).shape == (1, 1, 3)


def test_the_graph_says_what_the_network_says(network: LevelNetwork) -> None:
    session = onnxruntime.InferenceSession(build(network, "1").SerializeToString())
    painting = np.random.default_rng(1).random((1, 3, 32, 32), dtype=np.float32)
    level, shares = session.run(["level", "shares"], {"painting": painting})
    with torch.no_grad():
        wanted = network(torch.from_numpy(painting)).softmax(1).numpy()
    np.testing.assert_allclose(shares, wanted, atol=2e-3)  # weights are float16 in the file
    assert wanted.std() > 0.01
    assert level[0] == pytest.approx(Level(tuple(shares[0])).value, abs=1e-3)
    for size in ((1, 1), (7, 300), (200, 64)):
        (shares,) = session.run(["shares"], {"painting": np.ones((1, 3, *size), np.float32)})
        assert shares.sum() == pytest.approx(1, abs=1e-3)


def test_a_painter_is_in_one_part_and_every_part_has_every_kind(folder: Path) -> None:
    movements = {name: Movement(each["level"], tuple(each["artists"])) for name, each in MOVEMENTS.items()}  # type: ignore[arg-type]
    found = labelled(folder, movements, 2)
    assert len(found) == 14
    assert len({(each.artist, each.fold) for each in found}) == 7
    assert {(each.kind, each.fold) for each in found} == {
        (kind, fold) for kind in range(3) for fold in (0, 1)
    }
    hidden = task(folder, hidden=1)
    assert {each.artist for each in hidden.learned} == {"Anna", "Cleo", "Emil", "Finn"}
    assert {each.artist for each in hidden.hidden} == {"Bert", "Dora", "Gina"}


def test_training_tells_kinds_apart_for_painters_it_has_not_seen(folder: Path) -> None:
    torch.manual_seed(0)
    made = task(folder, hidden=0, decay=0.0)
    [group] = made.groups()
    optimiser = torch.optim.Adam(group["params"], lr=5e-3)
    for step in range(60):
        loss, parts = made.loss(step)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        assert set(parts) == {"entropy", "off"}
    levels = told(made.network.eval(), made.hidden, torch.device("cpu"))
    off = [abs(level.value - list(KINDS)[each.kind]) for each, level in zip(made.hidden, levels, strict=True)]
    assert np.mean(off) < 1.0
    assert made.preview(made.network).shape[2] == 3


def test_only_the_last_layers_learn(folder: Path) -> None:
    made = task(folder)
    learning = {id(parameter) for parameter in made.groups()[0]["params"]}
    names = {name for name, value in made.network.named_parameters() if id(value) in learning}
    assert names == {f"reader.{layer}.{part}" for layer in ("inner", "outer") for part in ("weight", "bias")}


def test_training_can_begin_with_the_painters_reader() -> None:
    recipes = Path(__file__).resolve().parents[2] / "recipes"
    given = checkpoint.load(recipes / "paint" / "core_v2.ckpt")["average"]
    own = LevelNetwork().state_dict()
    new = {name for name, value in own.items() if name not in given or given[name].shape != value.shape}
    assert new == {"reader.outer.weight", "reader.outer.bias"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"folds": 3}, "2 painters of level 1"),
        (
            {"movements": MOVEMENTS | {"mx": {"level": 3, "artists": ["Hugo"]}}},
            "level is 3: give one of 1, 5, 10",
        ),
        ({"movements": MOVEMENTS | {"mx": {"level": 5, "artists": ["Anna"]}}}, "Anna has another level"),
        ({"views": 0}, "views"),
        ({"hidden": 2}, "hidden"),
        ({"smallest_part": 0.0}, "smallest_part"),
        ({"movements": {}}, "0 painters of level 1"),
    ],
)
def test_a_table_of_nonsense_is_refused(folder: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        task(folder, **changes)


def test_a_folder_that_does_not_say_who_painted_what(folder: Path) -> None:
    (folder / "anna-0.png").unlink()
    with pytest.raises(InputNotFound, match=r"anna-0\.png"):
        task(folder)
    (folder / "SOURCES.tsv").write_text("painting,artist\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns file and artist"):
        task(folder)
    (folder / "SOURCES.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(InputNotFound, match="who painted what"):
        task(folder)


def test_a_zoo_without_the_network_says_what_to_do(tiny: Path) -> None:
    with pytest.raises(ModelError, match="say the level yourself"):
        level_of(Picture(np.zeros((8, 8, 3), np.float32)))
