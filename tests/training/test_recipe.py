"""Recipes say what is wrong with them before a minute is spent."""

from __future__ import annotations

from pathlib import Path

import pytest

from pinxit.core.errors import InputNotFound, OptionError
from pinxit.methods.paint.train import settings_of
from pinxit.training import loop, recipe, rooms

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'name = "a"\nroom = "paint"\nmodel = "paint.a_v1"\ntitle = "A"\nseed = 1\n'


def folders(tmp_path: Path) -> dict[str, Path]:
    for name in ("photos", "paintings"):
        (tmp_path / name).mkdir(exist_ok=True)
    return {name: tmp_path / name for name in ("photos", "paintings")}


@pytest.mark.parametrize("path", sorted((ROOT / "recipes").rglob("*.toml")), ids=lambda p: p.name)
def test_every_recipe_of_the_repository_is_valid(path: Path, tmp_path: Path) -> None:
    plan = recipe.read(path, **folders(tmp_path))
    assert rooms.part_of(plan.room, "train").settings_of(plan.settings)


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("seed = ", OptionError, "TOML"),
        ("seed = 1", OptionError, "name"),
        (HEAD + "surprise = 1", OptionError, "surprise"),
        (HEAD + "[schedule]\nminuets = 3", OptionError, "minuets"),
        (HEAD + "[schedule]\nminutes = 'many'", OptionError, "minutes: expected number"),
        (HEAD.replace("seed = 1", "seed = 1.5"), OptionError, "seed: expected integer"),
        (HEAD.replace('"paint"', '["paint"]'), OptionError, "room: expected string"),
        (HEAD.replace("paint.a_v1", "../a_v1"), OptionError, "expected one such as"),
        (HEAD + "paint = 1", OptionError, "must be a table"),
        ('base = "bad.toml"', OptionError, "stands on itself"),
    ],
)
def test_a_bad_recipe_is_named(text: str, error: type[Exception], said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text)
    with pytest.raises(error, match=said):
        recipe.read(path, **folders(tmp_path))


def test_an_unknown_method_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HEAD.replace("paint", "pianting"))
    with pytest.raises(OptionError, match="'pianting' that can train"):
        loop.train(path, out=tmp_path, device="cpu", photos=tmp_path, paintings=tmp_path)


def test_missing_folders_say_how_to_name_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PINXIT_DATA", raising=False)
    path = tmp_path / "a.toml"
    path.write_text(HEAD)
    with pytest.raises(InputNotFound, match="--photos"):
        recipe.read(path)
    monkeypatch.setenv("PINXIT_DATA", str(tmp_path / "nowhere"))
    with pytest.raises(InputNotFound, match="does not exist"):
        recipe.read(path)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "styles"),
        ({"styles": [{"name": "a"}]}, "file"),
        ({"styles": [{"name": "a", "file": "a.jpg", "title": "A"}], "styles_per_photo": 5}, "5"),
        ({"styles": [{"name": "a", "file": "a.jpg", "title": "A"}], "crop": 5}, "crop"),
        ({"styles": [{"name": "a", "file": "a.jpg", "title": "A"}], "side": "big"}, "side"),
        ({"styles": [{"name": "a/b", "file": "a.jpg", "title": "A"}], "styles_per_photo": 1}, "a/b"),
        ({"styles": [{"name": "a", "file": "a.jpg", "title": "A"}] * 2, "styles_per_photo": 1}, "two styles"),
        (
            {
                "styles": [{"name": "a", "file": "a.jpg", "title": "A"}],
                "styles_per_photo": 1,
                "weights": {"style_layers": [1, 2]},
            },
            "one weight for each",
        ),
    ],
)
def test_bad_paint_settings_are_named(table: dict[str, object], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        settings_of(table)


def test_a_recipe_can_stand_on_another(tmp_path: Path) -> None:
    (tmp_path / "below.toml").write_text(HEAD + "[schedule]\nminutes = 3\nrate = 0.5\n")
    (tmp_path / "above.toml").write_text('base = "below.toml"\nname = "b"\n[schedule]\nminutes = 4\n')
    plan = recipe.read(tmp_path / "above.toml", **folders(tmp_path))
    assert (plan.name, plan.title, plan.schedule.minutes, plan.schedule.rate) == ("b", "A", 4, 0.5)
