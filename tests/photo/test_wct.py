"""Method "wct" through the front door, with a network that was never trained: what is asked is how it runs, not how it looks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import pinxit
from optimising import OTHER, PHOTO, RED, STYLE, away, half_red, picture
from pinxit.cli.checks import check_golden
from pinxit.core.picture import Picture
from pinxit.methods.photo.export import export
from pinxit.methods.photo.network import WctShape
from pinxit.methods.photo.train import Lesson
from pinxit.methods.photo.wct import LONGEST, working_size
from pinxit.zoo.catalogue import Model, model

SHAPE = WctShape((6, 8, 12, 16))
BLACK = Picture(np.zeros((40, 40, 3), np.float32))
GREEN = Picture(np.full((40, 40, 3), (0, 1, 0), np.float32))


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A published network."""
    torch.manual_seed(1)
    content = {
        "model": "photo.wct_v1",
        "title": "untrained",
        "seed": 1,
        "step": 0,
        "seconds": 0.0,
        "hardware": "none",
        "describe": {"shape": SHAPE.to_dict()},
        "average": Lesson(SHAPE).state_dict(),
    }
    root = tmp_path_factory.mktemp("zoo")
    export(content, root / "photo.wct_v1")
    return model("photo.wct_v1", root)


def photo(card: Model, inputs: dict[str, Any] | None = None, **options: Any) -> Picture:
    given = {"content": PHOTO, "style": STYLE} | (inputs or {})
    options = dict[str, Any](method="wct", size=64, device="cpu") | options
    return pinxit.stylise("photo", given, model=card, **options)


def test_what_is_published_checks_itself(card: Model) -> None:
    assert check_golden(card).well
    assert {port.name for port in card.manifest.graph.inputs} == {
        "content",
        "style",
        "content_regions",
        "style_regions",
    }


def test_strength(card: Model) -> None:
    whole = photo(card)
    assert away(whole, PHOTO) > 0.01
    assert away(photo(card, strength=0), PHOTO) == 0
    assert away(photo(card, strength=0.5), PHOTO) < 0.7 * away(whole, PHOTO)


@pytest.mark.parametrize("size", [(1, 1), (20, 1000), (1000, 1), (33, 31)])
def test_hostile_sizes(card: Model, size: tuple[int, int]) -> None:
    for inputs in ({"content": picture(*size, 1)}, {"style": picture(*size, 1)}):
        made = photo(card, inputs)
        assert made.size == pinxit.Picture.of(({"content": PHOTO} | inputs)["content"]).size
        assert np.isfinite(made.rgb_hw3).all()


@pytest.mark.parametrize("flat", ["content", "style"])
def test_a_flat_picture(card: Model, flat: str) -> None:
    assert np.isfinite(photo(card, {flat: BLACK}).rgb_hw3).all()


def test_sides_halve_well_and_stay_within_bounds() -> None:
    assert working_size(picture(300, 400, 1), 200) == (152, 200)
    assert working_size(picture(20, 1000, 1), 512) == (32, 512)
    assert working_size(picture(2, 2000, 1), LONGEST) == (32, LONGEST)


def test_alpha_and_a_large_photo_are_kept(card: Model) -> None:
    large = picture(300, 400, 1)
    alpha_hw = np.linspace(0, 1, 300 * 400, dtype=np.float32).reshape(300, 400)
    made = photo(card, {"content": Picture(large.rgb_hw3, alpha_hw)})
    assert made.size == (400, 300)
    assert made.alpha_hw is not None
    np.testing.assert_array_equal(made.alpha_hw, alpha_hw)


def test_a_region_without_partner_stays_and_it_is_said(card: Model) -> None:
    made = photo(card, {"masks": [half_red(48, 64), RED]})
    assert made.notes == ("region #000000 is in no style's mask: left as in the photo",)
    difference = np.abs(made.rgb_hw3 - PHOTO.rgb_hw3)
    assert difference[:, :30].mean() > 0.01
    assert difference[:, 34:].max() < 1e-6


def test_each_region_has_its_own_style(card: Model) -> None:
    """Another picture for the right half changes the right half, and the left hardly."""
    masks = [half_red(48, 64), RED, BLACK]
    made = photo(card, {"style": [STYLE, OTHER], "masks": masks})
    other = photo(card, {"style": [STYLE, Picture(OTHER.rgb_hw3[..., ::-1].copy())], "masks": masks})
    difference = np.abs(made.rgb_hw3 - other.rgb_hw3)
    assert difference[:, 44:].mean() > 4 * difference[:, :20].mean()


def test_styles_are_mixed_by_their_weights(card: Model) -> None:
    both = {"style": [STYLE, OTHER]}
    np.testing.assert_allclose(photo(card, both, style_weights="3,0").rgb_hw3, photo(card).rgb_hw3, atol=1e-6)
    mixed = photo(card, both)
    assert away(mixed, photo(card)) > 1e-3
    np.testing.assert_array_equal(mixed.rgb_hw3, photo(card, both, style_weights="2,2").rgb_hw3)


def test_options_do_something(card: Model) -> None:
    plain = photo(card)
    for options in ({"style_scale": 0.5}, {"keep_colours": True}):
        assert away(photo(card, **options), plain) > 1e-4, options


def test_progress_shows_the_picture(card: Model) -> None:
    seen: list[pinxit.Step] = []
    photo(card, {"style": [STYLE, OTHER]}, on_step=seen.append)
    assert [(step.done, step.total) for step in seen] == [(1, 2), (2, 2)]
    assert all(step.preview is not None for step in seen)
    stopped = photo(card, {"style": [STYLE, OTHER]}, on_step=lambda _: False)
    assert stopped.notes == ("stopped early: the best so far",)
    np.testing.assert_allclose(stopped.rgb_hw3, photo(card).rgb_hw3, atol=1e-6)


@pytest.mark.parametrize(
    ("inputs", "options", "error", "said"),
    [
        ({}, {"init": "noise"}, pinxit.OptionError, "no start"),
        ({"init": OTHER}, {}, pinxit.InputError, "no start"),
        ({}, {"size": 4000}, pinxit.OptionError, "up to 1536"),
        ({}, {"method": "wtc"}, pinxit.OptionError, "did you mean wct"),
        ({"masks": [STYLE]}, {}, pinxit.InputError, "1 masks for 2 pictures"),
        ({"masks": [half_red(48, 64), GREEN]}, {}, pinxit.InputError, "no colour in common"),
        ({}, {"style_weights": "1,2"}, pinxit.OptionError, "give 1 numbers"),
        ({}, {"model": "photo.wct_v99"}, pinxit.ModelError, "photo.wct_v99"),
        ({}, {"model": "colour.preset_v1"}, pinxit.ModelError, "no wct.onnx"),
    ],
)
def test_refused(
    card: Model, inputs: dict[str, Any], options: dict[str, Any], error: type[Exception], said: str
) -> None:
    options = dict(options)
    with pytest.raises(error, match=said):
        photo(options.pop("model", card), inputs, **options)


def test_training_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pinxit.methods.photo import train
    from tiny_vgg import STAGES, small_vgg

    for number in range(6):
        picture(96, 96, number).save(tmp_path / f"{number}.png")
    monkeypatch.setattr(train, "vgg16", lambda _: small_vgg())
    monkeypatch.setattr(train, "STAGES", STAGES)
    monkeypatch.setattr(train, "USUAL", (1.0, 1.0, 1.0, 1.0))
    torch.manual_seed(0)
    table = {"side": 128, "photos_per_step": 2, "shape": {"widths": [6, 8, 12, 16]}}
    task = train.build(table, photos=tmp_path, paintings=tmp_path, seed=1, device=torch.device("cpu"))
    optimiser = torch.optim.Adam(task.groups()[0]["params"], lr=5e-3)
    losses = []
    for step in range(25):
        loss, parts = task.loss(step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(float(loss.detach()))
        assert set(parts) == {"seen", "spread", "rebuilt", "pixels", "again", "moved"}
    assert np.mean(losses[-5:]) < 0.85 * np.mean(losses[:5])
    assert task.preview(task.network).dtype == np.uint8


@pytest.mark.parametrize(
    ("table", "said"), [({"side": 16}, "at least"), ({"shape": {"widths": [8]}}, "2 to 4")]
)
def test_a_table_of_nonsense_is_refused(table: dict[str, Any], said: str) -> None:
    from pinxit.methods.photo.train import settings_of

    with pytest.raises(pinxit.OptionError, match=said):
        settings_of(table)
