"""Method deep, through its front door, in a few steps on features that need no download."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

import pinxit
from harmonise.scenes import MASK, PAINTING, composite, harmonise, mask, parts, scene, whole
from optimising import picture
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.methods.harmonise import spec
from pinxit.methods.harmonise.deep import calm
from pinxit.methods.harmonise.losses import Weights
from pinxit.methods.harmonise.targets import LAYERS, Pass, Targets
from pinxit.methods.harmonise.work import CELL, Work, part_of
from pinxit.torchkit import memory
from pinxit.torchkit.descent import gradient
from pinxit.torchkit.features import carried
from pinxit.torchkit.pictures import to_tensor
from tiny_vgg import small_vgg


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few steps: what is asked here does not depend on how many."""
    for preset in spec.PRESETS:
        monkeypatch.setitem(spec.PRESETS, preset, (2, 3))


def targets(work: Work, **changes: Any) -> Targets:
    given = {"weights": Weights(1.0, 5.0, 25.0, 25.0, 25.0), "by_features": True, **changes}
    tight, soft, loose = (
        torch.from_numpy(work.cut(each)) for each in (work.tight_hw, work.soft_hw, work.loose_hw)
    )
    start, ground = to_tensor(work.cut(work.composite_hw3)), to_tensor(work.cut(work.painting_hw3))
    return Targets(small_vgg(11), start, ground, to_tensor(work.painting_hw3), tight, soft, loose, **given)


def test_only_the_object_changes_and_twice_it_changes_alike() -> None:
    made = harmonise()
    assert made.size == PAINTING.size
    changed = (made.rgb_hw3 != PAINTING.rgb_hw3).any(2)
    assert changed[34:58, 44:68].mean() > 0.9
    changed[26:66, 36:76] = False
    assert not changed.any()
    assert np.abs(made.rgb_hw3 - composite().rgb_hw3)[32:60, 42:70].mean() > 1e-3
    np.testing.assert_array_equal(harmonise().rgb_hw3, made.rgb_hw3)


@pytest.mark.parametrize("number", [1, 2])
def test_a_pass_pulls_only_inside_the_loose_mask(number: int) -> None:
    work = Work.of(scene({**whole(), "mask": mask(96, 128, (44, 52, 60, 68))}), 512)
    start = to_tensor(work.composite_hw3)
    wish = targets(work).at(Pass(96, 128, 1, number=number), start)
    seen = carried(torch.from_numpy(work.loose_hw), LAYERS)
    for term in wish.terms:
        expected = seen.get(term.layer, torch.from_numpy(work.loose_hw))
        torch.testing.assert_close(term.mask_hw, expected)
    value, slope = gradient(wish, start)
    assert np.isfinite(value)
    assert bool(torch.isfinite(slope).all())
    assert float(slope.abs().max()) > 0
    assert float((slope * (1 - torch.from_numpy(work.loose_hw))).abs().max()) == 0


def test_the_second_pass_looks_at_what_the_first_one_made() -> None:
    made = targets(Work.of(scene(), 512))
    one, other = (
        made.at(Pass(96, 128, 1, number=2), to_tensor(start))
        for start in (composite().rgb_hw3, picture(96, 128, 7).rgb_hw3)
    )
    x = to_tensor(composite().rgb_hw3)
    assert float(one(x)) != float(other(x))


def test_a_part_pulls_as_the_whole_does() -> None:
    """What lies further from the object than the part reaches has next to no say."""
    painting, other = picture(288, 272, 5), picture(288, 272, 9)
    box = mask(288, 272, (120, 160, 110, 150))
    composite_hw3 = np.where(box.rgb_hw3 > 0, other.rgb_hw3, painting.rgb_hw3)
    cut = Work.of(scene({"content": Picture(composite_hw3), "style": painting, "mask": box}), 512)
    whole_work = replace(cut, part=(slice(0, 288), slice(0, 272)))
    rows, columns = cut.part
    assert (rows.stop - rows.start, columns.stop - columns.start) < (200, 200)
    slopes = []
    for work in (cut, whole_work):
        start = to_tensor(work.cut(work.composite_hw3))
        step = Pass(start.shape[-2], start.shape[-1], 1, number=2)
        _, slope = gradient(targets(work).at(step, start), start)
        slopes.append(work.put(slope[0].permute(1, 2, 0).numpy())[cut.loose_hw > 0])
    assert np.corrcoef(slopes[0].ravel(), slopes[1].ravel())[0, 1] > 0.99


def test_a_smooth_painting_has_no_rank_terms() -> None:
    made = targets(Work.of(scene(), 512), weights=Weights(1.0, 5.0, 0.0, 50.0, 25.0))
    wish = made.at(Pass(96, 128, 1, number=2), to_tensor(composite().rgb_hw3))
    assert len(wish.terms) == 4 + 2 + 1


def test_the_part_holds_the_mask_and_what_its_features_see() -> None:
    loose_hw = np.zeros((500, 700), np.float32)
    loose_hw[200:260, 300:341] = 1
    rows, columns = part_of(loose_hw)
    for part, first, end in ((rows, 200, 260), (columns, 300, 341)):
        assert part.start % CELL == 0
        assert part.start <= first - 64
        assert part.stop >= end + 64
    loose_hw[:, 5:10] = 1
    assert part_of(loose_hw) == (slice(0, 500), slice(0, 416))


def test_a_large_painting_is_worked_on_small_and_keeps_its_size() -> None:
    large = picture(300, 400, 5)
    slots = {**parts(), "style": large}
    made = harmonise(slots, at="200,150", scale=4.0, size=128)
    assert made.size == (400, 300)
    changed = (made.rgb_hw3 != large.rgb_hw3).any(2)
    assert 0.05 < changed.mean() < 0.4
    assert not changed[:60].any()


@pytest.mark.parametrize("options", [{"guide": "rgb"}, {"level": 1.0}, {"level": 10.0}], ids=str)
def test_options_do_something(options: dict[str, Any]) -> None:
    assert np.abs(harmonise(**options).rgb_hw3 - harmonise().rgb_hw3).max() > 0


@pytest.mark.parametrize("size", [(1, 40), (33, 32), (40, 300)])
def test_odd_shapes(size: tuple[int, int]) -> None:
    painting = picture(*size, 5)
    slots = {
        "content": picture(*size, 6),
        "style": painting,
        "mask": mask(*size, (0, size[0] // 2 + 1, 0, 9)),
    }
    assert harmonise(slots).rgb_hw3.shape == (*size, 3)


def test_flat_pictures_and_one_pixel() -> None:
    black = Picture(np.zeros((96, 128, 3), np.float32))
    for slots in ({"content": black}, {"style": black}, {"mask": mask(96, 128, (50, 51, 60, 61))}):
        assert np.isfinite(harmonise({**whole(), **slots}).rgb_hw3).all()


def test_stopping_keeps_what_there_is_and_previews_show_the_whole_painting() -> None:
    seen: list[Step] = []

    def stop(step: Step) -> bool:
        seen.append(step)
        return len(seen) < 3

    made = harmonise(on_step=stop)
    assert any("stopped early" in note for note in made.notes)
    assert seen[0].preview is None
    assert "GB" in seen[0].note
    preview_hw3 = seen[1].preview
    assert preview_hw3 is not None
    np.testing.assert_array_equal(preview_hw3[:20], PAINTING.rgb_hw3[:20])


def test_what_does_not_fit_or_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(pinxit.ModelError, match="method fast"):
        harmonise(model=small_vgg(8))
    with pytest.raises(pinxit.OptionError, match="between 1 and 10"):
        harmonise(level=11.0)
    monkeypatch.setattr(memory, "available_bytes", lambda _: 1000)
    with pytest.raises(pinxit.PictureTooLarge):
        harmonise({**whole(), "mask": MASK})


def test_a_part_is_of_whole_cells_and_goes_back_where_it_was() -> None:
    painting = picture(90, 130, 5)
    slots = {"content": picture(90, 130, 6), "style": painting, "mask": mask(90, 130, (60, 90, 100, 130))}
    work = Work.of(scene(slots), 512)
    part_hw3 = work.cut(work.composite_hw3)
    assert part_hw3.shape[:2] == (96, 112)
    np.testing.assert_array_equal(part_hw3[90:], np.broadcast_to(part_hw3[89:90], (6, 112, 3)))
    np.testing.assert_array_equal(work.put(part_hw3), work.composite_hw3)
    made_hw3 = work.put(np.zeros_like(part_hw3))
    np.testing.assert_array_equal(made_hw3[work.loose_hw == 0], work.composite_hw3[work.loose_hw == 0])
    assert not made_hw3[work.loose_hw > 0].any()
    assert not work.preview(np.zeros_like(part_hw3))[65:, 105:].any()


def test_speckles_of_colour_go_and_lightness_and_edges_stay() -> None:
    composite_hw3 = np.full((60, 60, 3), 0.3, np.float32)
    composite_hw3[:, 30:] = (0.9, 0.6, 0.6)
    noise_hw3 = 0.1 * np.random.default_rng(1).standard_normal((60, 60, 3))
    speckled_hw3 = np.clip(composite_hw3 + noise_hw3, 0, 1).astype(np.float32)
    clean, before, after = (
        rgb_to_oklab(each) for each in (composite_hw3, speckled_hw3, calm(speckled_hw3, composite_hw3))
    )
    assert (after - clean)[..., 1:].std() < 0.6 * (before - clean)[..., 1:].std()
    np.testing.assert_allclose(after[..., 0], before[..., 0], atol=0.01)
    step = (after[:, 31, 1] - after[:, 28, 1]).mean()
    assert step == pytest.approx((clean[:, 31, 1] - clean[:, 28, 1]).mean(), rel=0.25)
