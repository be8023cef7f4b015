"""Method fast: what the painter is shown, and what is made of what it paints."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import pinxit
from harmonise.scenes import PAINTING, composite, harmonise, parts, scene, whole
from pinxit.core.picture import Picture
from pinxit.core.progress import Step
from pinxit.methods.harmonise.fast import painted, strength_of


class Painter:
    """Paints everything darker, and remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[Picture, Picture, dict[str, Any]]] = []

    def __call__(self, photo: Picture, style: Picture, **options: Any) -> Picture:
        self.given.append((photo, style, options))
        return photo.with_rgb(0.5 * photo.rgb_hw3)


def test_the_painter_sees_the_object_alone_and_all_of_the_painting() -> None:
    painter = Painter()
    red_hw3 = PAINTING.rgb_hw3.copy()
    red_hw3[30:62, 40:72] = (1, 0, 0)
    painted(painter, scene({**whole(), "content": Picture(red_hw3)}), 5.0)
    [(photo, style, options)] = painter.given
    np.testing.assert_allclose(photo.rgb_hw3, np.broadcast_to((1, 0, 0), photo.rgb_hw3.shape), atol=1e-4)
    np.testing.assert_array_equal(style.rgb_hw3, PAINTING.rgb_hw3)
    assert options["strength"] == 1
    assert 0.25 <= options["stroke"] <= 4


def test_the_painting_is_untouched_outside_the_mask_itself() -> None:
    result = painted(Painter(), scene(), 5.0)
    outside = np.ones((96, 128), np.bool_)
    outside[30:62, 40:72] = False
    np.testing.assert_array_equal(result.rgb_hw3[outside], PAINTING.rgb_hw3[outside])
    assert np.abs(result.rgb_hw3 - composite().rgb_hw3)[30:62, 40:72].mean() > 0.05


def test_a_higher_level_goes_nearer_to_the_colours_of_the_painting() -> None:
    grey = Picture(
        np.where(np.arange(96)[:, None, None] < 48, 0.2, 0.3).repeat(128, 1).repeat(3, 2).astype(np.float32)
    )
    distance = []
    for level in (1.0, 5.0, 10.0):
        made = painted(Painter(), scene({**whole(), "style": grey}), level).rgb_hw3[36:56, 46:66]
        distance.append(float(np.abs(made - made.mean(2, keepdims=True)).mean()))
    assert distance[0] > distance[1] > distance[2]
    assert [strength_of(level) for level in (1, 5, 10)] == [pytest.approx(0.6), 1.0, 1.5]


def test_through_the_front_door_with_the_real_interface(tiny: Any) -> None:
    steps: list[Step] = []
    made = harmonise(
        parts(), method="fast", model=None, at="40,50", painter=pinxit.paint, on_step=steps.append
    )
    assert made.size == PAINTING.size
    assert [step.done for step in steps] == [1]
    assert 0 < (made.rgb_hw3 != PAINTING.rgb_hw3).any(2).mean() < 0.4
    with pytest.raises(pinxit.InputError, match=r"painter=pinxit\.paint"):
        harmonise(method="fast")


def test_a_tiny_object_and_one_at_the_border() -> None:
    for options in ({"at": "3,3", "scale": 0.05}, {"at": "127,95", "scale": 1.0}):
        assert painted(Painter(), scene(parts(), **options), 5.0).size == PAINTING.size
