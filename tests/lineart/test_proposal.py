"""Colours for regions without a hint: from a palette, from a reference, other ones by seed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from line_drawings import drawing
from pinxit.core.picture import Picture
from pinxit.methods.lineart.colours import palette_of
from pinxit.methods.lineart.proposal import evenly, palette_from, propose
from pinxit.methods.lineart.regions import Regions, find_regions
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.spec import LineartOptions


@dataclass(frozen=True, eq=False)
class Fixed:
    """Proposes the same for every drawing, in place of the network."""

    draft_r3: np.ndarray

    def draft(self, *about: object) -> np.ndarray:
        return self.draft_r3


FOUR = palette_of("#e8b04a,#2b5d8a,#b8433f,#6a9a5b")


@pytest.fixture(scope="module")
def regions() -> Regions:
    return find_regions(walls_of(ink_of(drawing(7).picture)))


def proposed(regions: Regions, seed: int = 0) -> np.ndarray:
    white_r3 = np.ones((regions.count, 3), np.float32)
    return propose(regions, evenly(FOUR), white_r3, np.zeros(regions.count, np.bool_), seed)


def test_all_of_a_palette_is_used_and_neighbours_differ(regions: Regions) -> None:
    made_r3 = proposed(regions)
    assert {tuple(each) for each in made_r3.tolist()} == {tuple(each) for each in FOUR.tolist()}
    labels_hw = regions.labels_hw
    border = labels_hw[:, 1:] != labels_hw[:, :-1]
    same = (made_r3[labels_hw[:, 1:][border]] == made_r3[labels_hw[:, :-1][border]]).all(1)
    assert same.mean() < 0.1  # four colours are not always enough for one after the other


def test_a_seed_gives_another_proposal_and_the_same_one_again(regions: Regions) -> None:
    np.testing.assert_array_equal(proposed(regions, 3), proposed(regions, 3))
    others = {proposed(regions, seed).tobytes() for seed in range(5)}
    assert len(others) == 5


def test_what_is_fixed_stays_and_its_neighbours_shun_it(regions: Regions) -> None:
    fixed_r = np.zeros(regions.count, np.bool_)
    largest = int(regions.sizes().argmax())
    fixed_r[largest] = True
    fixed_r3 = np.ones((regions.count, 3), np.float32)
    fixed_r3[largest] = FOUR[1]
    made_r3 = propose(regions, evenly(FOUR), fixed_r3, fixed_r)
    assert (made_r3[largest] == FOUR[1]).all()
    labels_hw = regions.labels_hw
    border = labels_hw[:, 1:] != labels_hw[:, :-1]
    for one, other in ((labels_hw[:, 1:], labels_hw[:, :-1]), (labels_hw[:, :-1], labels_hw[:, 1:])):
        beside = other[border & (one == largest)]
        assert (made_r3[beside] != FOUR[1]).any(1).mean() > 0.9


def test_a_draft_stands_in_for_a_palette_and_hints_win() -> None:
    drawn = drawing(7)
    count = find_regions(walls_of(ink_of(drawn.picture))).count
    draft_r3 = FOUR[np.where(np.arange(count) % 2, 0, 3)]
    x, y = drawn.hint(1)
    hints = [{"x": x, "y": y, "colour": "#102030"}]
    bare = prepare(None, LineartOptions(draft=False, lines="none"), hints=hints)
    colourist = replace(bare, drafting=Fixed(draft_r3))  # type: ignore[arg-type]
    made = colourist.coloured({"content": [drawn.picture]})
    colours = {
        tuple(each) for each in np.rint(made.picture.rgb_hw3.reshape(-1, 3) * 255).astype(int).tolist()
    }
    assert colours == {(0x10, 0x20, 0x30), (0xE8, 0xB0, 0x4A), (0x6A, 0x9A, 0x5B)}
    assert made.picture.notes == ()


def test_colours_of_a_reference_lie_where_they_lie_in_it() -> None:
    sky_over_grass = np.zeros((60, 60, 3), np.float32)
    sky_over_grass[:30], sky_over_grass[30:] = (0.4, 0.6, 0.9), (0.2, 0.5, 0.2)
    palette = palette_from(Picture(sky_over_grass))
    assert len(palette.colours_c3) == 2
    np.testing.assert_allclose(palette.share_c, 0.5, atol=0.02)
    walls_hw = np.zeros((40, 40), np.bool_)
    walls_hw[19:21] = True
    two = find_regions(walls_hw)
    for seed in range(5):
        made_r3 = propose(two, palette, np.ones((2, 3), np.float32), np.zeros(2, np.bool_), seed)
        np.testing.assert_allclose(made_r3[two.labels_hw[0, 0]], (0.4, 0.6, 0.9), atol=0.01)
        np.testing.assert_allclose(made_r3[two.labels_hw[-1, 0]], (0.2, 0.5, 0.2), atol=0.01)
