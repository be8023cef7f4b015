"""Training on small sizes: it goes on exactly, it learns, it keeps, it refuses."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import pinxit
from optimising import picture
from pinxit.core.errors import InputError, InputNotFound, MissingWeights, ModelError, OptionError
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods.mosaic import model, spec, textured
from pinxit.methods.mosaic.adversarial import Training
from pinxit.methods.mosaic.patterns import pattern
from pinxit.methods.mosaic.sources import PhotoView, Textures
from pinxit.methods.mosaic.spec import ADVERSARIES, CONTENTS, MosaicOptions, Preset
from tiny_vgg import small_vgg

TINY = Preset(32, 2, 4, 4, 3, 3, 5e-4, 0.0, everywhere=1, local=3, waves=1)
PHOTO, BARK = picture(40, 56, 1), pattern("bark", 64)
CPU = torch.device("cpu")


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every preset of a size that trains in moments."""
    for name in spec.PRESETS:
        monkeypatch.setitem(spec.PRESETS, name, TINY)


def training(photo: bool = True, **options: Any) -> Training:
    chosen = MosaicOptions(**options)
    view = PhotoView(PHOTO, 40, 56) if photo else None
    features = small_vgg(10) if chosen.content == "features" else None
    return Training(Textures([BARK]), view, (40, 56), chosen, CPU, features)


@pytest.mark.parametrize("options", [{}, {"templates": 3}, {"adversary": "wgan-gp", "content": "map"}])
@pytest.mark.parametrize("photo", [True, False])
def test_it_goes_on_exactly(tmp_path: Path, photo: bool, options: dict[str, Any]) -> None:
    through = training(photo, **options)
    wanted = [through.advance() for _ in range(6)]
    first = training(photo, **options)
    found = [first.advance() for _ in range(3)]
    model.save(tmp_path / "a.mosaic", first.average, first.state())
    torch.rand(5)  # chance elsewhere changes nothing
    again = training(photo, **options)
    kept = model.read(tmp_path / "a.mosaic")
    again.restore(kept["weights"], kept["training"])
    found += [again.advance() for _ in range(3)]
    assert found == wanted
    assert again.step == 6
    for name, weight in through.average.generator.state_dict().items():
        torch.testing.assert_close(again.average.generator.state_dict()[name], weight, atol=0, rtol=0)


@pytest.mark.parametrize("adversary", ADVERSARIES)
@pytest.mark.parametrize("content", CONTENTS)
def test_every_pair_of_losses_trains(adversary: str, content: str) -> None:
    parts = training(adversary=adversary, content=content, critic_steps=2).advance()
    assert set(parts) == {"critic", "adversary", "content"}
    assert all(np.isfinite(value) for value in parts.values())


def test_critic_steps_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    run = training(critic_steps=3)
    taken: list[torch.Tensor] = []

    def teach(fake: torch.Tensor) -> float:
        taken.append(fake)
        return 0.0

    monkeypatch.setattr(run, "_teach_critic", teach)
    run.advance()
    assert len(taken) == 3


def test_weights_of_the_memory_count() -> None:
    one = training(templates=3).advance()
    other = training(templates=3, new_weight=0.2, entropy_weight=0.0).advance()
    assert set(one) == {"critic", "adversary", "content", "copied", "new", "entropy", "rough", "variety"}
    assert other["new"] == pytest.approx(2 * one["new"], rel=0.05)
    assert other["entropy"] == 0
    assert "copied adversary" in training(templates=2, copied_adversary_weight=1.0).advance()


def test_it_learns_to_look_like_the_photo() -> None:
    run = training(content_weight=20.0, tones=0.0, noise_everywhere=0, noise_local=1, noise_waves=0)
    first = np.mean([run.advance()["content"] for _ in range(5)])
    for _ in range(120):
        run.advance()
    assert np.mean([run.advance()["content"] for _ in range(5)]) < 0.5 * first


def stylise(inputs: dict[str, Any], **options: Any) -> Picture:
    chosen: dict[str, Any] = {"minutes": 0.004, "size": "56"} | options
    return pinxit.stylise("mosaic", inputs, device="cpu", **chosen)


def test_trained_kept_resumed_and_applied(tmp_path: Path) -> None:
    file = tmp_path / "wood.mosaic"
    steps: list[Step] = []
    both = {"content": PHOTO, "textures": [BARK]}
    made = stylise(both, save=file, on_step=lambda step: steps.append(step))
    assert made.size == (56, 40)
    assert "steps in" in made.notes[-1]
    assert steps[0].note.startswith("step 1: critic")
    before = model.read(file)["training"]["step"]
    assert len([step for step in steps if step.note.startswith("step")]) == before
    np.testing.assert_array_equal(stylise({"content": PHOTO}, model=file).rgb_hw3, made.rgb_hw3)
    stylise(both, save=file, resume=True)
    assert model.read(file)["training"]["step"] > before
    other = stylise({"content": picture(30, 90, 5)}, model=file, size="90")
    assert other.size == (90, 30)


def test_templates_are_kept_too(tmp_path: Path) -> None:
    file = tmp_path / "wood.mosaic"
    made = stylise({"content": PHOTO, "textures": [BARK]}, save=file, templates=3)
    np.testing.assert_array_equal(stylise({"content": PHOTO}, model=file).rgb_hw3, made.rgb_hw3)


def test_a_texture_alone(tmp_path: Path) -> None:
    made = stylise({"textures": [BARK]}, size="64x32", tileable=True, save=tmp_path / "a.mosaic")
    assert made.size == (64, 32)
    with pytest.raises(InputError, match="textures alone"):
        stylise({"content": PHOTO}, model=tmp_path / "a.mosaic")


def test_stopping_keeps_the_best_so_far(tmp_path: Path) -> None:
    file = tmp_path / "a.mosaic"
    made = stylise({"textures": [BARK]}, minutes=5, save=file, on_step=lambda step: step.done < 0)
    assert "1 steps in 0.0 minutes, stopped early: the best so far" in made.notes
    assert model.read(file)["training"]["step"] == 1


@pytest.mark.parametrize(
    ("inputs", "options", "said"),
    [
        ({"content": PHOTO}, {}, "needs textures"),
        ({"textures": [BARK]}, {"size": "50x50", "tileable": True}, "--size 48x48"),
        ({"textures": [BARK]}, {"size": "64", "tileable": True, "templates": 2}, "no templates"),
        ({"content": PHOTO, "textures": [BARK]}, {"tileable": True}, "no photo"),
        ({"textures": [BARK]}, {"noise_local": 0, "noise_everywhere": 0, "noise_waves": 0}, "noise"),
        ({"textures": [BARK]}, {"resume": True}, "--save"),
        ({"textures": [BARK]}, {"keep_colours": True}, "those of a photo"),
    ],
)
def test_refused(inputs: dict[str, Any], options: dict[str, Any], said: str) -> None:
    with pytest.raises((InputError, OptionError), match=said):
        stylise(inputs, **options)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match="there is no mosaic"):
        stylise({"content": PHOTO}, model=tmp_path / "none.mosaic")
    bad = tmp_path / "bad.mosaic"
    bad.write_bytes(b"no torch file")
    with pytest.raises(ModelError, match="not a readable mosaic"):
        stylise({"content": PHOTO}, model=bad)
    torch.save({"format": "pinxit mosaic", "version": 1, "shape": {"width": 3}}, bad)
    with pytest.raises(ModelError, match="damaged"):
        stylise({"content": PHOTO}, model=bad)
    torch.save([1, 2], bad)
    with pytest.raises(ModelError, match="version 1"):
        stylise({"content": PHOTO}, model=bad)


def test_a_training_of_another_kind_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.mosaic"
    stylise({"content": PHOTO, "textures": [BARK]}, save=file)
    monkeypatch.setitem(spec.PRESETS, "small", dataclasses.replace(TINY, width=8))
    with pytest.raises(ModelError, match="does not fit"):
        stylise({"content": PHOTO, "textures": [BARK]}, save=file, resume=True)


def test_statistics_are_learned_where_they_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(textured, "vgg16", lambda *_, **__: small_vgg(5))
    notes: list[str] = []
    for weight in (2.0, 0.0):
        stylise({"textures": [BARK]}, statistics_weight=weight, on_step=lambda step: notes.append(step.note))
    assert "statistics" in notes[0]
    assert "statistics" not in notes[-2]


def test_the_small_preset_needs_vgg_and_says_how_to_get_it(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(spec.PRESETS, "small", dataclasses.replace(TINY, statistics=1.0))
    with pytest.raises(MissingWeights, match="pinxit weights get vgg16"):
        stylise({"textures": [BARK]})
    assert stylise({"textures": [BARK]}, statistics_weight=0.0).size == (56, 56)
