"""Colours that flow within a region, and light on the forms that regions are taken for."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from pinxit.core.picture import Picture
from pinxit.methods.lineart.colours import colour_of
from pinxit.methods.lineart.regions import Regions, find_regions
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.shading import Light, Shading, shade
from pinxit.methods.lineart.spec import MODES, LineartOptions

WHITE = np.ones(3, np.float32)


def disk(side: int = 128, radius: int = 40) -> Regions:
    y, x = np.mgrid[0:side, 0:side]
    away = np.hypot(y - side / 2, x - side / 2)
    return find_regions((away >= radius) & (away < radius + 3))


def shaded(side: str = "top-left", *, height: float = 45.0, steps: bool = False, **more: Any) -> Shading:
    return shade(disk(), Light(side, height, more.get("colour_3", WHITE)), steps=steps)


def test_a_disk_is_lit_as_a_ball() -> None:
    shadow_hw = shaded(height=45).shadow_hw3[..., 0]
    assert shadow_hw[44, 44] > 0.97  # to the light
    assert shadow_hw[88, 88] < 0.75  # away from it
    along = [shadow_hw[each, each] for each in range(60, 91, 5)]
    assert all(one >= other for one, other in pairwise(along))
    y, x = np.mgrid[0:128, 0:128]
    mirrored = np.abs(shadow_hw - shadow_hw.T)[np.hypot(y - 64, x - 64) < 38]
    assert mirrored.max() < 0.06  # from the top left, both sides of the diagonal are alike


@pytest.mark.parametrize(
    ("side", "lit", "dark"),
    [("left", (64, 32), (64, 96)), ("bottom", (96, 64), (32, 64)), ("top-right", (40, 88), (88, 40))],
)
def test_the_light_comes_from_where_it_stands(side: str, lit: tuple[int, int], dark: tuple[int, int]) -> None:
    shadow_hw = shaded(side).shadow_hw3[..., 0]
    assert shadow_hw[lit] > shadow_hw[dark] + 0.1


def test_cel_shadows_are_steps_and_the_background_has_none() -> None:
    made = shaded(steps=True)
    regions = disk()
    inside = regions.labels_hw == regions.labels_hw[64, 64]
    values = made.shadow_hw3[..., 0][inside]
    low, high = values.min(), values.max()
    assert high - low > 0.3
    assert ((values < low + 0.01) | (values > high - 0.01)).mean() > 0.9
    assert (made.shadow_hw3[regions.labels_hw == regions.labels_hw[0, 0]] == 1).all()
    assert (made.glow_hw3[regions.labels_hw == regions.labels_hw[0, 0]] == 0).all()
    assert made.glow_hw3[inside].max() > 0.15


def test_a_coloured_light_tints_what_it_falls_on() -> None:
    made = shaded(colour_3=colour_of("#ffb060", ""))
    red, _, blue = made.shadow_hw3[44, 44]
    assert red > blue + 0.1


def picture_of(walls_hw: np.ndarray) -> Picture:
    return Picture.of(np.where(walls_hw, np.uint8(0), np.uint8(255)))


def soft(hints: list[dict[str, Any]], walls_hw: np.ndarray) -> np.ndarray:
    options = LineartOptions(mode="soft", lines="none")
    return prepare(None, options, hints=hints)({"content": [picture_of(walls_hw)]}).rgb_hw3


def test_colours_flow_between_hints_and_not_over_lines() -> None:
    walls_hw = np.zeros((60, 203), np.bool_)
    walls_hw[:, 100:103] = True
    made_hw3 = soft(
        [
            {"points": [[5, 2], [5, 57]], "colour": "#ff0000"},
            {"points": [[90, 2], [90, 57]], "colour": "#0000ff"},
            {"x": 150, "y": 30, "colour": "#00ff00"},
        ],
        walls_hw,
    )
    across = made_hw3[30, 5:91]
    assert (np.diff(across[:, 0]) <= 1e-6).all()  # red goes down
    np.testing.assert_allclose(across[43], (0.5, 0, 0.5), atol=0.04)
    assert (made_hw3[:, 103:] == (0, 1, 0)).all()
    assert (made_hw3[:, :100, 1] == 0).all()


def test_hatching_slows_colours_down() -> None:
    walls_hw = np.zeros((60, 100), np.bool_)
    hints = [
        {"points": [[3, 2], [3, 57]], "colour": "#ff0000"},
        {"points": [[96, 2], [96, 57]], "colour": "#0000ff"},
    ]
    plain = soft(hints, walls_hw)
    hatched_hw = walls_hw.copy()
    hatched_hw[8:52, 30:33] = True  # a line that closes nothing
    hatched = soft(hints, hatched_hw)
    jump = [made[30, 28, 0] - made[30, 35, 0] for made in (hatched, plain)]
    assert jump[0] > 2 * jump[1] > 0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (40, 50)])
@pytest.mark.parametrize("ink", [False, True])
def test_pages_with_nothing_to_colour(mode: str, shape: tuple[int, int], ink: bool) -> None:
    options = LineartOptions(mode=mode, lines="coloured", thin=2)
    hints = [{"x": 0, "y": 0, "colour": "#c83232"}]
    page = picture_of(np.full(shape, ink))
    made = prepare(None, options, hints=hints)({"content": [page]})
    assert made.size == page.size
    assert np.isfinite(made.rgb_hw3).all()
    if not ink:
        np.testing.assert_allclose(made.rgb_hw3[0, 0], colour_of("#c83232", ""), atol=2 / 255)
