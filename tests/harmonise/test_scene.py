"""From slots to a scene and back: what is refused, what stays as it was to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pinxit
from harmonise.scenes import MASK, OBJECT, OBJECT_MASK, PAINTING, composite, mask, parts, scene, whole
from pinxit.core.picture import Picture
from pinxit.methods.harmonise.scene import scene_of
from pinxit.methods.harmonise.spec import HarmoniseOptions
from pinxit.zoo.samples import sample_path

BLACK, WHITE = mask(96, 128, (0, 0, 0, 0)), mask(96, 128, (0, 96, 0, 128))


def test_outside_the_mask_and_its_seam_the_painting_is_untouched_to_the_bit() -> None:
    made = scene()
    anything_hw3 = np.random.default_rng(1).random((96, 128, 3), np.float32)
    result = made.blended(anything_hw3)
    reach = int(np.ceil(made.seam)) + 1
    outside = np.ones((96, 128), np.bool_)
    outside[30 - reach : 62 + reach, 40 - reach : 72 + reach] = False
    np.testing.assert_array_equal(result.rgb_hw3[outside], PAINTING.rgb_hw3[outside])
    np.testing.assert_allclose(
        result.rgb_hw3[30 + reach : 62 - reach, 40 + reach : 72 - reach],
        anything_hw3[30 + reach : 62 - reach, 40 + reach : 72 - reach],
        atol=1e-6,
    )


def test_the_painting_keeps_its_alpha_profile_and_depth() -> None:
    alpha_hw = np.linspace(0, 1, 96 * 128, dtype=np.float32).reshape(96, 128)
    painting = Picture(PAINTING.rgb_hw3, alpha_hw, b"profile", 16)
    result = scene({**whole(), "style": painting}).blended(composite().rgb_hw3)
    assert (result.icc, result.depth) == (b"profile", 16)
    np.testing.assert_array_equal(result.alpha_hw, alpha_hw)


def test_an_object_is_set_in_where_it_is_said() -> None:
    made = scene(parts(), at="30.5,60", scale=0.5)
    rows, columns = (np.flatnonzero((made.mask_hw > 0.5).any(axis)) for axis in (1, 0))
    assert (rows[0] + rows[-1] + 1) / 2 == pytest.approx(60, abs=1)
    assert (columns[0] + columns[-1] + 1) / 2 == pytest.approx(30.5, abs=1)
    assert rows[-1] - rows[0] + 1 == pytest.approx(16, abs=2)


def test_without_a_scale_it_fills_half_of_the_painting_and_in_the_middle() -> None:
    made = scene(parts(), at="middle")
    inside = made.mask_hw > 0.5
    assert inside.any(1).sum() == pytest.approx(48, abs=3)
    assert np.flatnonzero(inside.any(0)).mean() == pytest.approx(63.5, abs=1)


def test_a_cut_out_needs_no_mask_and_both_count() -> None:
    alpha_hw = np.zeros((40, 32), np.float32)
    alpha_hw[4:36, 4:28] = 1
    cut_out = Picture(OBJECT.rgb_hw3, alpha_hw)
    plain, masked = (
        scene(slots, at="middle", scale=1.0)
        for slots in ({**parts(), "content": cut_out, "mask": []}, parts())
    )
    np.testing.assert_array_equal(plain.mask_hw, masked.mask_hw)
    half = scene(
        {**parts(), "content": cut_out, "mask": mask(40, 32, (0, 20, 0, 32))}, at="middle", scale=1.0
    )
    assert half.mask_hw.sum() == pytest.approx(plain.mask_hw.sum() / 2, rel=0.1)


@pytest.mark.parametrize(
    ("slots", "options", "said"),
    [
        ({"mask": []}, {}, "no mask"),
        ({"mask": BLACK}, {}, "mask is empty"),
        ({"mask": WHITE}, {}, "covers the whole painting"),
        ({"mask": mask(96, 96, (3, 40, 3, 40))}, {}, "same shape"),
        ({"content": OBJECT}, {}, "32 x 40 pixels and the painting 128 x 96"),
        ({}, {"scale": 2.0}, "`at`"),
        ({"content": BLACK, "mask": []}, {"at": "middle"}, "neither a mask nor transparency"),
        ({"content": OBJECT, "mask": mask(40, 32, (0, 0, 0, 0))}, {"at": "middle"}, "mask of the object is empty"),
        ({"content": OBJECT, "mask": MASK}, {"at": "middle"}, "same shape"),
        ({"content": OBJECT, "mask": OBJECT_MASK}, {"at": "-500,20", "scale": 1.0}, "nothing of the object is seen"),
        ({"content": OBJECT, "mask": OBJECT_MASK}, {"at": "middle", "scale": 100.0}, "smaller scale"),
        ({"content": OBJECT, "mask": OBJECT_MASK}, {"at": "middle", "scale": 7.0}, "covers the whole painting"),
        ({"content": OBJECT, "mask": OBJECT_MASK}, {"at": "here"}, "x,y in pixels"),
        ({"content": OBJECT, "mask": OBJECT_MASK}, {"at": "1,2,3"}, "x,y in pixels"),
        ({"content": OBJECT, "mask": OBJECT_MASK}, {"at": "nan,3"}, "x,y in pixels"),
        ({"content": OBJECT, "mask": OBJECT_MASK}, {"at": "1e300,3"}, "nothing of the object is seen"),
    ],
)  # fmt: skip
def test_refused(slots: dict[str, Any], options: dict[str, Any], said: str) -> None:
    with pytest.raises(pinxit.InputError, match=said):
        scene({**whole(), **slots}, **options)


def test_a_person_needs_no_mask() -> None:
    astronaut = Picture.of(sample_path("astronaut")).fitted(256)
    painting = Picture(np.full((200, 300, 3), 0.5, np.float32))
    scene = scene_of({"content": [astronaut], "style": [painting]}, HarmoniseOptions(at="150,100", scale=0.5))
    assert 0.05 < scene.mask_hw.mean() < 0.25  # half of 128 x 128 pixels of 300 x 200
    assert scene.mask_hw[100, 150] > 0.9
