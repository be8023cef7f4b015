"""The network that proposes colours: what it is told, what its graph does, and what is made of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from line_drawings import drawing
from pinxit.methods.lineart import draftgraph
from pinxit.methods.lineart.choosing import chosen
from pinxit.methods.lineart.draft import Drafting, load, places_of, seen_of, varied
from pinxit.methods.lineart.flat import Meant
from pinxit.methods.lineart.grid import NUMBERS, palette_of
from pinxit.methods.lineart.growth import NONE
from pinxit.methods.lineart.harmony import harmony
from pinxit.methods.lineart.network import Draft, DraftShape, Told
from pinxit.methods.lineart.proposal import evenly, gathered
from pinxit.methods.lineart.regions import find_regions
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.spec import DRAFT
from pinxit.runtime.session import Session

SMALL = DraftShape(widths=(8, 12, 16), whole=16, region=16)


def test_a_palette_divides_a_colour_between_its_neighbours_on_the_grid() -> None:
    numbers = palette_of(np.array([[1, 0, 1 / 3]], np.float32))
    assert numbers[3 * 16 + 0 * 4 + 1] == pytest.approx(1, abs=1e-6)
    halfway = palette_of(np.array([[0.5, 0, 0]], np.float32))
    assert halfway[16] == pytest.approx(0.5, abs=1e-6)
    assert halfway[32] == pytest.approx(0.5, abs=1e-6)
    many = palette_of(np.random.default_rng(0).random((50, 3), np.float32))
    assert many.sum() == pytest.approx(1, abs=1e-5)
    assert (many >= 0).all()


def trained(shape: DraftShape) -> Draft:
    """A network in which every weight does something."""
    torch.manual_seed(1)
    network = Draft(shape).eval()
    for value in network.parameters():
        if not value.abs().sum():
            torch.nn.init.normal_(value, std=0.05)
    return network


def session_of(network: Draft) -> Session:
    return Session(draftgraph.build(network, "0").SerializeToString(), device="cpu", threads=1)


def told_of(size: tuple[int, int], regions: int, seed: int = 0) -> Told:
    """Anything: noise for lines and hints, regions here and there, one place in ten of none."""
    torch.manual_seed(seed)
    rows, columns = size
    hints = torch.rand(1, 4, rows, columns)
    hints[:, 3] = (hints[:, 3] > 0.7).float()
    hints[:, :3] *= hints[:, 3:]
    labels = torch.randint(0, regions + regions // 10 + 1, (1, rows // 2, columns // 2)).clamp(max=regions)
    places = torch.from_numpy(places_of(labels[0].numpy(), regions))[None]
    hinted = (9 * torch.rand(1, regions, NUMBERS)).softmax(-1) * (torch.rand(1, regions, 1) > 0.6)
    palette, used = torch.rand(2, 1, NUMBERS).softmax(-1)
    return Told(torch.rand(1, 1, rows, columns), hints, palette, used, labels, places, hinted)


def feeds_of(told: Told) -> dict[str, np.ndarray]:
    named = {
        "ink": told.ink_b1hw,
        "hints": told.hints_b4hw,
        "palette": told.palette_bn,
        "used": told.used_bn,
        "labels": told.labels_bhw.float(),
        "places": told.places_br3,
        "hinted": told.hinted_brn,
        "seen": torch.arange(told.places_br3.shape[1]).float(),
    }
    return {name: value.numpy() for name, value in named.items()}


def test_the_graph_is_the_network() -> None:
    network = trained(SMALL)
    session = session_of(network)
    told = told_of((48, 64), 20)
    with torch.no_grad():
        wanted = network(told).numpy()
        quiet = network(replace(told, hinted_brn=torch.zeros_like(told.hinted_brn)))
    assert np.abs(wanted - quiet.numpy()).max() > 0.1  # so what is compared has heard something
    made = session.run(feeds_of(told))["logits"]
    np.testing.assert_allclose(made, wanted, atol=0.02)  # weights have eight bits


def test_regions_that_are_not_there_change_nothing() -> None:
    network, told = trained(SMALL), told_of((48, 64), 20)
    more = replace(
        told,
        labels_bhw=torch.where(told.labels_bhw == 20, 27, told.labels_bhw),
        places_br3=torch.cat([told.places_br3, torch.zeros(1, 7, 3)], 1),
        hinted_brn=torch.cat([told.hinted_brn, torch.zeros(1, 7, NUMBERS)], 1),
    )
    with torch.no_grad():
        np.testing.assert_allclose(network(more)[:, :20], network(told), atol=1e-4)


def test_regions_have_their_middle_and_share() -> None:
    labels_hw = np.zeros((10, 20), np.int64)
    labels_hw[:, 10:15] = 1
    labels_hw[0, 0] = 3
    places_r3 = places_of(labels_hw, 3)
    np.testing.assert_allclose(places_r3[1], [2.5 / 20, 0, 0.5], atol=1e-6)
    np.testing.assert_array_equal(places_r3[2], 0)
    assert seen_of(places_r3, np.array([False, True, False])).tolist() == [1, 0]


@pytest.mark.parametrize("size", [(40, 52), (9, 700), (600, 900)])
def test_a_draft_has_a_colour_for_each_region_and_the_hints_where_they_are(size: tuple[int, int]) -> None:
    drafting = Drafting(session_of(trained(SMALL)), SMALL.multiple)
    walls_hw = np.zeros(size, np.bool_)
    walls_hw[:, size[1] // 2] = True
    walls_hw[2:7, 3:8] = True  # around a region that is smaller than what the network sees
    walls_hw[3:6, 4:7] = False
    regions = find_regions(walls_hw)
    assert regions.count == 3
    left = int(regions.labels_hw[0, 0])
    first_r = np.full(regions.count, NONE, np.int32)
    first_r[left] = 0
    red_n3 = np.array([[0.8, 0.1, 0.1]], np.float32)
    hints = Meant(np.full(size, NONE, np.int32), first_r, np.zeros(regions.count, np.bool_), red_n3)
    draft_r3 = drafting.draft(walls_hw.astype(np.float32), regions, hints, None, 0)
    assert draft_r3.shape == (3, 3)
    assert np.isfinite(draft_r3).all()
    np.testing.assert_array_equal(draft_r3[left], red_n3[0])


def test_a_seed_is_a_palette_or_shuffles_the_one_that_is_given() -> None:
    assert varied(None, 0) is None
    first, second = varied(None, 1), varied(None, 2)
    assert first is not None
    assert second is not None
    assert first.share_c.sum() == pytest.approx(1, abs=1e-5)
    assert np.abs(first.colours_c3 - second.colours_c3).max() > 0.1
    given = evenly(np.array([[1, 0, 0], [0, 0, 1]], np.float32))
    assert varied(given, 0) is given
    other, again = varied(given, 4), varied(given, 4)
    assert other is not None
    assert again is not None
    np.testing.assert_array_equal(other.colours_c3, given.colours_c3)
    np.testing.assert_array_equal(other.share_c, again.share_c)
    assert other.share_c.sum() == pytest.approx(1, abs=1e-5)
    assert not np.allclose(other.share_c, given.share_c)


def test_a_draft_has_the_colours_of_its_palette_of_hints_and_of_paper() -> None:
    drawn = drawing(5)
    regions = find_regions(walls_of(ink_of(drawn.picture)))
    first_r = np.full(regions.count, NONE, np.int32)
    first_r[1] = 0
    red_n3 = np.array([[0.8, 0.1, 0.1]], np.float32)
    unmarked_hw = np.full(regions.labels_hw.shape, NONE, np.int32)
    hints = Meant(unmarked_hw, first_r, np.zeros(regions.count, np.bool_), red_n3)
    made_r3 = load(DRAFT).draft(ink_of(drawn.picture), regions, hints, None, 7)
    allowed = np.concatenate([harmony(7).colours_c3, red_n3, np.ones((1, 3), np.float32)]).tolist()
    assert all(each in allowed for each in made_r3.tolist())
    assert len(np.unique(made_r3, axis=0)) > 2


def test_colours_that_look_alike_become_one_and_what_is_nearly_white_is_paper() -> None:
    colours_r3 = np.array([[0.5, 0.5, 0.5], [0.51, 0.5, 0.5], [0.1, 0.6, 0.2], [0.99, 1, 0.99]], np.float32)
    made_r3 = gathered(colours_r3, np.array([10, 500, 20, 900]))
    np.testing.assert_array_equal(made_r3[:3], colours_r3[[1, 1, 2]])
    np.testing.assert_array_equal(made_r3[3], 1)


def test_neighbours_differ_where_both_colours_are_likely() -> None:
    walls_hw = np.zeros((40, 60), np.bool_)
    walls_hw[:, 20] = walls_hw[:, 40] = True
    regions = find_regions(walls_hw)
    logits_rn = np.full((3, NUMBERS), -20, np.float32)
    red, blue = 3 * 16, 3
    logits_rn[:, red], logits_rn[:, blue] = 2, 1.5
    nothing_r3, nobody_r = np.zeros((3, 3), np.float32), np.zeros(3, np.bool_)
    left, middle, right = chosen(logits_rn, regions, nothing_r3, nobody_r)[regions.labels_hw[5, [5, 30, 50]]]
    np.testing.assert_allclose(left, right, atol=0.05)
    assert np.abs(left - middle).max() > 0.5
    fixed_r3 = np.tile(np.array([[1, 0, 0]], np.float32), (3, 1))
    only_middle_r = np.arange(3) == regions.labels_hw[5, 30]
    made_r3 = chosen(logits_rn, regions, fixed_r3, only_middle_r)
    assert (made_r3[regions.labels_hw[5, [5, 50]], 2] > 0.5).all()


def test_in_a_palette_there_are_no_other_colours_but_paper() -> None:
    walls_hw = np.zeros((40, 80), np.bool_)
    walls_hw[:, [20, 40, 60]] = True
    regions = find_regions(walls_hw)
    palette_c3 = np.array([[0.9, 0.2, 0.1], [0.1, 0.3, 0.8]], np.float32)
    logits_rn = np.zeros((4, NUMBERS), np.float32)
    names = regions.labels_hw[5, [5, 30, 50, 70]]
    for name, likely in zip(names, (3 * 16, 1 * 4 + 3, NUMBERS - 1, NUMBERS - 2), strict=True):
        logits_rn[name, likely] = 9
    made_r3 = chosen(logits_rn, regions, np.zeros((4, 3), np.float32), np.zeros(4, np.bool_), palette_c3)
    np.testing.assert_array_equal(made_r3[names[:3]], [palette_c3[0], palette_c3[1], [1, 1, 1]])
    assert made_r3[names[3]].tolist() in palette_c3.tolist()
