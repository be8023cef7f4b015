"""Worlds: learned from many photos, published, painted without torch, in tiles that agree."""

from __future__ import annotations

import dataclasses
import json
import random
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import pinxit
from optimising import picture
from pinxit.cli import main
from pinxit.core.errors import InputError, ModelError, OptionError
from pinxit.core.picture import Picture
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.methods.mosaic import chance, spec, train, worlds
from pinxit.methods.mosaic.patterns import pattern
from pinxit.methods.mosaic.sources import ManyPhotos
from pinxit.methods.mosaic.spec import MosaicOptions, Preset
from pinxit.torchkit.crops import Crops
from pinxit.training import checkpoint
from pinxit.training.export import export
from pinxit.training.loop import train as run
from pinxit.zoo.catalogue import Model
from pinxit.zoo.catalogue import model as find_model

TINY = Preset(32, 2, 4, 4, 3, 3, 5e-3, 0.0, everywhere=0, local=3, waves=0)
RECIPE = """
name = "wood_v1"
room = "mosaic"
model = "mosaic.wood_v1"
title = "Wood"
seed = 1

[schedule]
rate = 5e-3

[mosaic]
patterns = ["bark"]
seeds = 1
texture_scale = 0.2
statistics_weight = 0.0
"""


@pytest.fixture(scope="module")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zoo with one small world in it, trained on four photos."""
    place = tmp_path_factory.mktemp("world")
    for folder in ("photos", "paintings"):
        (place / folder).mkdir()
    for number in range(4):
        picture(60, 80, number).save(place / "photos" / f"{number}.png")
    recipe = place / "wood.toml"
    recipe.write_text(RECIPE)
    go = partial(run, recipe, out=place, device="cpu", photos=place / "photos", paintings=place / "paintings")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(spec.PRESETS, "light", TINY)
        file = go(minutes=0.02)
        steps = checkpoint.load(file)["step"]
        go(minutes=0.01, resume=True)
    assert checkpoint.load(file)["step"] > steps
    export(file, place / "zoo")
    return place / "zoo"


@pytest.fixture
def wood(zoo: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    monkeypatch.setenv("PINXIT_ZOO", str(zoo))
    return find_model("mosaic.wood_v1")


def test_what_is_published_is_whole(wood: Model, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["zoo", "check"]) == 0
    said = capsys.readouterr().out
    assert "golden pair on cpu" in said
    assert "BAD" not in said
    texture = Picture.of(wood.read(wood.manifest.golden.style))
    np.testing.assert_allclose(texture.rgb_hw3, pattern("bark").rgb_hw3[:192, :192], atol=1 / 255)
    assert wood.manifest.constants.multiple == 8
    assert wood.manifest.constants.context == 40


def test_tiles_are_equal_to_the_whole(wood: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    world, photo = worlds.load(wood, "cpu"), picture(50, 70, 9)
    whole = worlds.painted(world, photo, MosaicOptions(size="241"))
    monkeypatch.setattr(worlds, "WINDOW", 120)
    tiled = worlds.painted(world, photo, MosaicOptions(size="241"))
    assert whole.shape == (172, 241, 3)
    assert np.abs(whole.astype(int) - tiled).max() <= 1  # rounding to bytes


def test_another_seed_is_another_throw(wood: Model) -> None:
    one, same, other = (
        pinxit.stylise("mosaic", picture(40, 40, 1), model="wood", size="64", seed=seed).rgb_hw3
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_in_the_colours_of_the_photo(wood: Model) -> None:
    rng = np.random.default_rng(3)
    photo = Picture(rng.random((6, 8, 3), np.float32).repeat(10, 0).repeat(10, 1) * 0.4 + 0.3)
    plain, coloured = (
        rgb_to_oklab(pinxit.stylise("mosaic", photo, model="wood", size="80", keep_colours=kept).rgb_hw3)
        for kept in (False, True)
    )
    assert np.abs(coloured[..., 0] - plain[..., 0]).mean() < 0.01
    own = rgb_to_oklab(photo.rgb_hw3)[..., 1:]
    assert np.abs(coloured[..., 1:] - own).mean() < 0.2 * np.abs(plain[..., 1:] - own).mean()


def test_a_mosaic_of_the_user_comes_before_a_world(wood: Model) -> None:
    photo = picture(40, 56, 1)
    world = pinxit.stylise("mosaic", photo, model="wood", size="56").rgb_hw3
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(spec.PRESETS, "small", TINY)
        both: Any = {"content": photo, "textures": [pattern("bark", 64)]}
        made = pinxit.stylise("mosaic", both, minutes=0.002, size="56", save="wood", device="cpu").rgb_hw3
    np.testing.assert_array_equal(pinxit.stylise("mosaic", photo, model="wood", size="56").rgb_hw3, made)
    assert (made != world).any()
    by_id = pinxit.stylise("mosaic", photo, model="mosaic.wood_v1", size="56").rgb_hw3
    np.testing.assert_array_equal(by_id, world)


def test_the_last_version_is_meant(
    wood: Model, zoo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in (2, 10):
        folder = tmp_path / f"mosaic.wood_v{version}"
        folder.mkdir()
        told = json.loads((wood.folder / "manifest.json").read_text()) | {"id": folder.name}
        (folder / "manifest.json").write_text(json.dumps(told))
    monkeypatch.setenv("PINXIT_ZOO", str(tmp_path))
    found = worlds.find("wood")
    assert found is not None
    assert found.id == "mosaic.wood_v10"
    assert worlds.find("woo") is None
    with pytest.raises(ModelError, match=r"cannot be read"):
        worlds.load(found, "cpu")


def test_what_a_world_does_not_take(wood: Model) -> None:
    photo = picture(20, 20, 1)
    with pytest.raises(InputError, match="paints photos"):
        pinxit.stylise("mosaic", {}, model="wood")
    with pytest.raises(InputError, match="knows its textures"):
        pinxit.stylise("mosaic", {"content": photo, "textures": [photo]}, model="wood")
    with pytest.raises(InputError, match="tileable"):
        pinxit.stylise("mosaic", photo, model="wood", tileable=True)
    other = dataclasses.replace(wood, manifest=dataclasses.replace(wood.manifest, files={}))
    with pytest.raises(ModelError, match="no texture world"):
        worlds.load(other, "cpu")


def test_noise_of_a_window_is_that_of_the_whole() -> None:
    whole = chance.cells(7, 3, 0, 0, 20, 30)
    np.testing.assert_array_equal(chance.cells(7, 3, 4, 9, 5, 6), whole[:, :, 4:9, 9:15])
    assert whole.shape == (1, 3, 20, 30)
    assert whole.dtype == np.float32
    many = chance.cells(0, 10, 0, 0, 100, 100)
    assert np.abs(many).max() <= 1
    assert abs(many.mean()) < 0.01
    assert many.var() == pytest.approx(1 / 3, rel=0.02)
    # Neighbours, channels and throws have nothing in common.
    others = (many[..., 1:, :], many[..., 1:], many[:, 1:], chance.cells(1, 10, 0, 0, 100, 100))
    for axis, other in zip((2, 3, 1, 0), others, strict=True):
        one = many if axis == 0 else np.delete(many, -1, axis)
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.02


def test_numbers_that_other_languages_are_held_to() -> None:
    """web/tests/engine/noise.test.ts has the same."""
    found = chance.cells(5, 2, 3, 4, 1, 2).ravel()
    assert found.tolist() == pytest.approx([-0.1839281321, -0.3442432880, 0.0619780794, -0.9456731081])


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "patterns"),
        ({"patterns": []}, "give one or more of bark"),
        ({"patterns": ["moss"]}, "give one or more of bark"),
        ({"patterns": ["bark"], "seeds": 0}, "seeds is 0"),
        ({"patterns": ["bark"], "calm": 2}, "calm is 2"),
        ({"patterns": ["bark"], "skips": 9}, "skips"),
        ({"patterns": ["bark"], "preset": "huge"}, "preset"),
        ({"patterns": ["bark"], "colour": 1}, "colour"),
    ],
)
def test_bad_settings_are_named(table: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        train.settings_of(table)


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> train.WorldTask:
    monkeypatch.setitem(spec.PRESETS, "light", TINY)
    for number in range(3):
        picture(60, 80, number).save(tmp_path / f"{number}.png")
    table = {"patterns": ["bark"], "statistics_weight": 0.0, "content_weight": 40.0, "tones": 0.0}
    return train.build(table, photos=tmp_path, paintings=tmp_path, seed=1, device=torch.device("cpu"))


def test_it_learns_to_look_like_photos(task: train.WorldTask) -> None:
    optimiser = torch.optim.Adam(task.groups(), lr=2e-3)

    def step(number: int) -> float:
        loss, parts = task.loss(number)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        return parts["content"]

    found = [step(number) for number in range(60)]
    assert np.mean(found[-10:]) < 0.5 * np.mean(found[:3])
    # Going back through the generator's loss teaches the discriminator nothing: that has a step of its own.
    assert all(weight.grad is None for weight in task.network.critic.parameters())


def test_some_crops_lose_contrast(tmp_path: Path) -> None:
    picture(60, 80, 1).save(tmp_path / "a.png")
    plain, calm = (
        ManyPhotos(Crops(tmp_path, 32, random.Random(1)), share).windows([(0, 0)] * 40, 32)
        for share in (0.0, 0.5)
    )
    assert plain.std((2, 3)).min() > 0.1
    assert 3 <= (calm.std((2, 3)).mean(1) < 0.1).sum() <= 20
    assert calm.mean() == pytest.approx(float(plain.mean()), abs=0.1)


def test_preview(task: train.WorldTask) -> None:
    sheet = task.preview(task.network.eval())
    assert sheet.shape == (2 * train.SHOWN_SIDE, train.SHOWN * train.SHOWN_SIDE, 3)
    assert task.describe()["patterns"] == ["bark"]
