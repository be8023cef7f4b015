"""What is wished of a picture: the formula, regions that keep to themselves, points, several styles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.imageops.regions import Regions, read_regions
from pinxit.methods.strotss.grounds import grounds_of
from pinxit.methods.strotss.hypercolumns import maps_of, sampled
from pinxit.methods.strotss.losses import (
    COLOUR,
    COSINE,
    content_loss,
    directions,
    moment_loss,
    relaxed_emd,
    spreads,
)
from pinxit.methods.strotss.points import Pair
from pinxit.methods.strotss.targets import ALPHA, FIRST, Targets
from pinxit.methods.strotss.wish import POINTS, Wish
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.optimise import Scale
from tiny_vgg import small_vgg

Float = NDArray[np.float32]

FEATURES = small_vgg(10)
SCALE = Scale(64, 64, 1)


def halves(left: float, right: float) -> Float:
    rgb_hw3 = np.random.default_rng(1).random((64, 64, 3), np.float32) * 0.2
    rgb_hw3[:, :32] += left
    rgb_hw3[:, 32:] += right
    return rgb_hw3


def mask(rgb_hw3: Float) -> Picture:
    return Picture(np.ascontiguousarray(rgb_hw3, np.float32))


def flat(*colour: float) -> Picture:
    return mask(np.broadcast_to(np.array(colour, np.float32), (64, 64, 3)))


RED_BLUE = mask(np.where(np.arange(64)[None, :, None] < 32, (1, 0, 0), (0, 0, 1)).repeat(64, 0))
BLUE_RED = mask(RED_BLUE.rgb_hw3[:, ::-1])


def wish(
    styles: Sequence[Float],
    *,
    masks: Sequence[Picture] = (),
    weights: Sequence[float] | None = None,
    pairs: Sequence[Pair] = (),
    strength: float = 1.0,
    scale: Scale = SCALE,
) -> Wish:
    regions = read_regions(masks) if masks else None
    given = Given(halves(0.3, 0.6), styles, weights or [1.0] * len(styles), regions)
    return Targets(FEATURES, torch.device("cpu"), given, pairs, strength, 0).at(scale)


def noise(seed: int = 1) -> Tensor:
    return torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(seed))


def seen_in(made: Wish, picture: Tensor) -> Tensor:
    """The hypercolumns that the wish saw of a picture, at its present places."""
    return sampled(maps_of(made.features, picture), made._places_n2)


def test_the_whole_loss_is_the_formula() -> None:
    made, x = wish([halves(0.1, 0.7)], strength=3.0), noise()
    value = float(made(x))
    columns = seen_in(made, x)
    style = made.areas[0].style
    assert made.alpha == ALPHA * FIRST / 64
    content = content_loss(directions(columns), made._similarity_nn)
    terms = (
        relaxed_emd(directions(columns), style.unit_md, COSINE)
        + moment_loss(spreads(columns, [len(each.mean_c) for each in style.spreads]), style.spreads)
        + relaxed_emd(columns[:, :3], style.colours_m3, COLOUR) / made.alpha
    )
    assert value == pytest.approx(float(made.alpha * content + 3.0 * terms), rel=1e-5)


def test_the_gradient_by_differences() -> None:
    made, x = wish([halves(0.1, 0.7)], strength=3.0), noise().requires_grad_(True)
    (slope,) = torch.autograd.grad(made(x), x)
    way = torch.sign(slope)
    with torch.no_grad():
        ahead, behind = (float(made(x + step * way)) for step in (1e-5, -1e-5))
    assert float((slope * way).sum()) == pytest.approx((ahead - behind) / 2e-5, rel=0.02)


def test_without_strength_only_the_photo_counts() -> None:
    photo = torch.from_numpy(halves(0.3, 0.6).transpose(2, 0, 1)[None].copy())
    assert float(wish([halves(0.1, 0.7)], strength=0.0)(photo)) == pytest.approx(0, abs=1e-5)


def test_the_content_counts_half_as_much_at_twice_the_size() -> None:
    small, large = (wish([halves(0, 0.5)], scale=Scale(side, side, 1)).alpha for side in (64, 128))
    assert small == 2 * large


def test_places_are_drawn_anew_every_few_steps() -> None:
    made = wish([halves(0.1, 0.7)])
    values = [float(made(noise())) for _ in range(6)]
    assert len(set(values[:5])) == 1
    assert values[5] != values[0]


def test_one_seed_one_loss() -> None:
    one, other = (wish([halves(0.1, 0.7)])(noise()) for _ in range(2))
    assert float(one) == float(other)


def by_side(made: Wish) -> dict[str, int]:
    """The number of the area on either side of the photo."""
    return {
        "left" if float(area.cells_hw[:, : area.cells_hw.shape[1] // 2].sum()) > 0 else "right": number
        for number, area in enumerate(made.areas)
    }


def test_a_region_never_takes_features_of_another() -> None:
    """The style's red half, on its right, is what the photo's left wants; its blue half changes nothing of that, but for
    what VGG sees across the seam.
    """
    masks = [RED_BLUE, BLUE_RED]
    one, other = (wish([halves(left, 0.7)], masks=masks) for left in (0.1, 0.5))
    areas = {side: (one.areas[number], other.areas[number]) for side, number in by_side(one).items()}
    assert [area.share for area in one.areas] == [0.5, 0.5]
    for side, same in (("left", True), ("right", False)):
        colours = [area.style.colours_m3 for area in areas[side]]
        assert torch.equal(*colours) is same
    assert float(areas["left"][0].style.colours_m3.min()) >= 0.7
    assert float(areas["right"][0].style.colours_m3.max()) <= 0.3 + 1e-6


def test_places_of_a_region_lie_in_it() -> None:
    made = wish([halves(0.1, 0.7)], masks=[RED_BLUE, BLUE_RED])
    made(noise())
    places = dict(
        zip(by_side(made), torch.split(made._places_n2, [area.count for area in made.areas]), strict=True)
    )
    assert float(places["left"][:, 0].max()) < 0.5 <= float(places["right"][:, 0].min())


def test_the_colours_of_a_region_pull_on_it_alone() -> None:
    made, x = wish([halves(0.1, 0.7)], masks=[RED_BLUE, BLUE_RED]), noise().requires_grad_(True)
    made(x)
    number = by_side(made)["left"]
    inside = torch.split(seen_in(made, x)[:, :3], [area.count for area in made.areas])[number]
    (slope,) = torch.autograd.grad(relaxed_emd(inside, made.areas[number].style.colours_m3, COLOUR), x)
    assert float(slope[..., :32].abs().sum()) > 0
    assert float(slope[..., 33:].abs().max()) == 0


def test_a_region_thinner_than_a_cell_has_places_all_the_same() -> None:
    thin_hw3 = np.zeros((64, 64, 3), np.float32)
    thin_hw3[:] = (0, 0, 1)
    thin_hw3[:, 31:33] = (1, 0, 0)
    made = wish([halves(0, 0.5)], masks=[mask(thin_hw3), RED_BLUE])
    assert sorted(area.count for area in made.areas) == [32, 992]
    assert np.isfinite(float(made(noise())))


def test_styles_share_the_sample_by_their_weights() -> None:
    made = wish([halves(0.0, 0.0), halves(0.8, 0.8)], weights=[3, 1])
    dark = (made.areas[0].style.colours_m3.max(1).values < 0.3).float().mean()
    assert float(dark) == pytest.approx(0.75)
    alone = wish([halves(0.0, 0.0), halves(0.8, 0.8)], weights=[1, 0])
    assert float(alone.areas[0].style.colours_m3.max()) < 0.3


def shared_regions() -> Regions:
    return read_regions([RED_BLUE, RED_BLUE, flat(1, 0, 0)])


def test_a_region_has_the_styles_that_have_it() -> None:
    grounds = grounds_of(shared_regions(), (64, 64), [(64, 64), (64, 64)], [1.0, 3.0])
    counts = {tuple(ground.count_in(number, 800) for number in (0, 1)) for ground in grounds}
    assert counts == {(100, 300), (400, 0)}


def test_regions_that_only_styles_of_no_weight_have() -> None:
    regions = read_regions([RED_BLUE, flat(0, 1, 0), RED_BLUE])
    with pytest.raises(InputError, match="--style-weights"):
        grounds_of(regions, (64, 64), [(64, 64), (64, 64)], [1.0, 0.0])


def test_tied_places_want_what_the_style_is_at_theirs() -> None:
    style_hw3 = halves(0.1, 0.7)
    pair = Pair(photo=(0.25, 0.5), style=(0.75, 0.5))
    made, x = wish([style_hw3], pairs=[pair]), noise()
    assert made.ties.places_k2.shape == (9, 2)
    assert made.ties.places_k2.mean(0).tolist() == pytest.approx([0.25, 0.5])
    with_points, without = float(made(x)), float(wish([style_hw3])(x))
    assert 0 < with_points - without < 2 * POINTS
    style = torch.from_numpy(style_hw3.transpose(2, 0, 1)[None].copy())
    swapped = wish([style_hw3], pairs=[Pair(photo=(0.75, 0.5), style=(0.75, 0.5))])
    there = float(swapped(style)) - float(wish([style_hw3])(style))
    assert there == pytest.approx(0, abs=1e-4), "the style itself has it already"


def test_tied_places_at_the_border_stay_in_the_picture() -> None:
    made = wish([halves(0.1, 0.7)], pairs=[Pair(photo=(0.0, 1.0), style=(1.0, 0.0))])
    assert float(made.ties.places_k2.min()) >= 0
    assert float(made.ties.places_k2.max()) <= 1
    assert np.isfinite(float(made(noise())))
