"""Which vectors of the styles are chosen: shares, turns, regions; what neighbours are looked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.core.picture import Picture
from pinxit.imageops.regions import Regions, read_regions
from pinxit.methods.nnst.columns import LAYERS, grid_of, joined, pieces
from pinxit.methods.nnst.losses import Matching
from pinxit.methods.nnst.samples import View, counts_of, drawn, style_cells, views_of
from pinxit.methods.nnst.spec import NnstOptions
from pinxit.methods.nnst.targets import Pass, Targets
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.pictures import to_tensor
from tiny_vgg import small_vgg

CPU = torch.device("cpu")
PASS = Pass(64, 64, 1, first=True)


def textured(seed: int, height: int = 64, width: int = 64) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.random.default_rng(seed).random((height, width, 3), np.float32)


def halves(left: tuple[float, ...], right: tuple[float, ...], height: int = 64, width: int = 64) -> Picture:
    rgb_hw3 = np.empty((height, width, 3), np.float32)
    rgb_hw3[:, : width // 2], rgb_hw3[:, width // 2 :] = left, right
    return Picture(rgb_hw3)


RED, BLUE, GREEN = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)


def targets(
    photo: Any, *styles: Any, regions: Regions | None = None, weights: Any = None, **options: Any
) -> Targets:
    given = Given(photo, styles, weights or [1.0] * len(styles), regions)
    return Targets(small_vgg(), CPU, given, NnstOptions(device="cpu", **options))


def chosen(made: Targets, scale: Pass = PASS, picture: Tensor | None = None) -> Tensor:
    """The target hypercolumns (n,c), at length 1."""
    loss = made.at(scale, torch.zeros(1, 3, 64, 64) if picture is None else picture)
    assert isinstance(loss, Matching)
    return joined(loss._targets)


def columns(rgb_hw3: Any) -> Tensor:
    picture = to_tensor(rgb_hw3)
    return joined(pieces(small_vgg()(picture, LAYERS), grid_of(*picture.shape[-2:])))


@pytest.mark.parametrize(
    ("available", "shares", "most", "expected"),
    [
        ([256], [1.0], 100, [100]),
        ([256], [1.0], 1000, [256]),
        ([256, 256], [2.0, 1.0], 1000, [256, 128]),
        ([256, 256], [2.0, 1.0], 300, [200, 100]),
        ([1, 5000], [1.0, 1.0], 1000, [1, 500]),
        ([10, 300], [2.0, 1.0], 1000, [10, 5]),
        ([0, 300], [2.0, 1.0], 100, [0, 100]),
        ([0, 0], [1.0, 1.0], 100, [0, 0]),
        ([500, 500], [1000.0, 1.0], 100, [100, 1]),
    ],
)
def test_counts_keep_to_the_shares(
    available: list[int], shares: list[float], most: int, expected: list[int]
) -> None:
    assert counts_of(available, shares, most) == expected


def test_views_are_turned_and_styles_without_weight_are_none() -> None:
    given = Given(textured(1), [textured(2, 40, 64), textured(3)], [1.0, 0.0], None)
    (upright,) = views_of(given, PASS, CPU, rotations=False)
    assert (upright.number, upright.size) == (1, (40, 64))
    turned = views_of(given, PASS, CPU, rotations=True)
    assert [view.size for view in turned] == [(40, 64), (64, 40), (40, 64), (64, 40)]
    assert sum(view.share for view in turned) == 1
    assert torch.equal(turned[1].picture_13hw, torch.rot90(upright.picture_13hw, 1, (2, 3)))
    (fine,) = views_of(replace(given, style_scale=0.8), PASS, CPU, rotations=False)
    assert max(fine.size) == 51


@pytest.mark.parametrize("turns", range(4))
def test_the_region_of_a_turned_view_is_turned_with_it(turns: int) -> None:
    regions = read_regions([halves(RED, BLUE), halves(RED, BLUE, 40, 64)])
    red = regions.colours.index("#ff0000")
    picture = torch.rot90(to_tensor(halves(RED, BLUE, 40, 64).rgb_hw3), turns, (2, 3))
    view = View(1, turns, 1.0, picture)
    cells = style_cells(regions, red, view, view.size)
    assert cells.shape == view.size
    assert cells.any()
    assert bool((picture[0, 0].numpy()[cells] == 1).all())


def test_what_is_drawn_has_no_place_twice_and_is_that_of_the_seed() -> None:
    views = views_of(Given(textured(1), [textured(2)], [1.0], None), PASS, CPU, rotations=False)
    (one,), (same,), (other,) = (drawn(views, None, None, grid_of, 100, seed) for seed in (1, 1, 2))
    assert len(set(one.tolist())) == 100
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    assert 0 <= int(one.min()) <= int(one.max()) < 256


def test_a_photo_that_is_its_own_style_finds_itself() -> None:
    own = columns(textured(1))
    made = chosen(targets(textured(1), textured(1)))
    assert torch.allclose(made, own / own.norm(dim=1, keepdim=True), atol=1e-5)


def near(one: Tensor, among: Tensor) -> Tensor:
    """Of each vector the cosine to the nearest of others."""
    lengths: Tensor = among.norm(dim=1, keepdim=True)
    return torch.amax(one @ (among / lengths).T, dim=1)


def test_a_place_never_takes_after_another_region() -> None:
    """The photo's left (red) finds only what is red in the style's mask, which is its right half."""
    regions = read_regions([halves(RED, BLUE), halves(BLUE, RED)])
    photo = textured(1)
    style, other = textured(2), textured(2)
    other[:, :32] = textured(5)[:, :32]  # another blue half
    one, two = (chosen(targets(photo, each, regions=regions)).reshape(16, 16, -1) for each in (style, other))
    # Hypercolumns near the border see across it: those chosen are `inner`, but deep layers look far.
    blue = columns(style).reshape(16, 16, -1)[:, :8].flatten(0, 1)
    red = columns(style).reshape(16, 16, -1)[:, 8:].flatten(0, 1)
    left, right = one[:, :8].flatten(0, 1), one[:, 8:].flatten(0, 1)
    assert float(near(left, red).min()) > 1 - 1e-5
    assert float(near(right, blue).min()) > 1 - 1e-5
    assert float(near(left, blue).max()) < 1 - 1e-4
    assert not torch.equal(one[:, 8:], two[:, 8:])


def test_a_place_without_a_partner_keeps_what_it_is() -> None:
    regions = read_regions([halves(RED, GREEN), halves(RED, RED)])
    made = chosen(targets(textured(1), textured(2), regions=regions)).reshape(16, 16, -1)
    own = columns(textured(1))
    own = (own / own.norm(dim=1, keepdim=True)).reshape(16, 16, -1)
    assert torch.allclose(made[:, 8:], own[:, 8:], atol=1e-5)
    assert float((made[:, :8] - own[:, :8]).abs().max()) > 1e-3


def test_strength_is_how_much_of_the_painting_neighbours_are_looked_for() -> None:
    photo, painted = textured(1), to_tensor(textured(9))
    later = Pass(64, 64, 1)

    def looked_for(scale: Pass, strength: float) -> Tensor:
        return targets(photo, textured(2), strength=strength)._looked_for(scale, painted)

    own = to_tensor(photo)
    assert torch.allclose(looked_for(PASS, 50.0), own), "nothing is painted before the first scale"
    assert torch.allclose(looked_for(later, 0.0), own)
    moved = [float((looked_for(later, each) - own).abs().mean()) for each in (0.5, 1.0, 3.0, 50.0)]
    assert moved == sorted(moved)
    assert moved[1] == pytest.approx(0.25 * moved[3], rel=0.01)  # alpha is 0.75
    # Its finest band is always that of the photo.
    free = looked_for(later, 50.0)
    assert float((free - painted).abs().mean()) > 0.01


def test_turned_places_are_found_only_with_rotations() -> None:
    style = textured(2)
    photo = np.ascontiguousarray(np.rot90(style))
    own = columns(photo)
    own = own / own.norm(dim=1, keepdim=True)
    agreement = [
        float((chosen(targets(photo, style, rotations=rotations)) * own).sum(1).mean())
        for rotations in (False, True)
    ]
    assert agreement[1] == pytest.approx(1, abs=1e-5)
    assert agreement[0] < 0.999


@pytest.mark.parametrize(("blocks", "layers"), [(1, 2), (2, 4), (3, 7), (4, 10)])
def test_the_last_pass_compares_the_blocks_that_are_asked_for(blocks: int, layers: int) -> None:
    loss = targets(textured(1), textured(2), split_blocks=blocks).at(
        Pass(64, 64, 1, splitting=True), torch.zeros(1, 3, 64, 64)
    )
    assert len(loss.kin) == layers  # type: ignore[attr-defined]
    assert all(len(each) == 1 for each in loss.kin.values())  # type: ignore[attr-defined]
