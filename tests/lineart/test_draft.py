"""The network that proposes colours: what it is told, what its graph does, and what is made of it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pinxit.methods.lineart import draftgraph
from pinxit.methods.lineart.draft import NUMBERS, PALETTES, Drafting, palette_of
from pinxit.methods.lineart.flat import Meant
from pinxit.methods.lineart.growth import NONE
from pinxit.methods.lineart.network import Draft, DraftShape, coloured
from pinxit.methods.lineart.proposal import evenly, gathered, snapped
from pinxit.methods.lineart.regions import find_regions
from pinxit.runtime.session import Session

KNOWN = np.eye(PALETTES, NUMBERS, dtype=np.float32)
SMALL = DraftShape(widths=(8, 12, 16), whole=16)


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


def test_the_graph_is_the_network_and_whoever_gave_a_hint_has_the_last_word() -> None:
    network = trained(SMALL)
    session = Session(draftgraph.build(network, KNOWN, "0").SerializeToString(), device="cpu", threads=1)
    ink, hints = torch.rand(1, 1, 48, 64), torch.rand(1, 4, 48, 64)
    palette, used = torch.rand(2, 1, NUMBERS)
    hints[:, 3] = (hints[:, 3] > 0.7).float()
    hints[:, :3] *= hints[:, 3:]
    with torch.no_grad():
        wanted = coloured(network(ink, hints, palette, used), hints).clamp(0, 1).numpy()
    told = {"ink": ink, "hints": hints, "palette": palette, "used": used, "chance": torch.zeros(1)}
    feeds = {name: value.numpy() for name, value in told.items()}
    made = session.run(feeds)["draft"]
    np.testing.assert_allclose(made, wanted, atol=4e-3)  # weights have eight bits
    there = hints[0, 3].numpy() == 1
    np.testing.assert_allclose(made[0][:, there], hints[0, :3].numpy()[:, there], atol=1e-6)


@pytest.mark.parametrize("size", [(40, 52), (9, 700), (600, 900)])
def test_a_draft_has_the_drawings_size_and_the_hints_colours(size: tuple[int, int]) -> None:
    session = Session(
        draftgraph.build(trained(SMALL), KNOWN, "0").SerializeToString(), device="cpu", threads=1
    )
    drafting = Drafting(session, SMALL.multiple)
    walls_hw = np.zeros(size, np.bool_)
    walls_hw[:, size[1] // 2] = True
    regions = find_regions(walls_hw)
    left = int(regions.labels_hw[0, 0])
    first_r = np.full(regions.count, NONE, np.int32)
    first_r[left] = 0
    red_n3 = np.array([[0.8, 0.1, 0.1]], np.float32)
    hints = Meant(np.full(size, NONE, np.int32), first_r, np.zeros(regions.count, np.bool_), red_n3)
    draft_hw3 = drafting.draft(walls_hw.astype(np.float32), regions, hints, None, 0)
    assert draft_hw3.shape == (*size, 3)
    assert np.isfinite(draft_hw3).all()
    np.testing.assert_allclose(
        draft_hw3[:, : size[1] // 2 - 6],
        np.broadcast_to(red_n3[0], draft_hw3[:, : size[1] // 2 - 6].shape),
        atol=1e-5,
    )


def test_a_seed_names_a_palette_that_was_learned_from_or_shuffles_the_one_that_is_given() -> None:
    session = Session(
        draftgraph.build(trained(SMALL), KNOWN, "0").SerializeToString(), device="cpu", threads=1
    )
    drafting = Drafting(session, SMALL.multiple)
    asked = [drafting.told(None, seed) for seed in (0, 1, 6, PALETTES + 6)]
    assert [float(each["chance"][0]) for each in asked] == [0, 1, 6, 6]
    assert not any(each["palette"].any() for each in asked)
    given = evenly(np.array([[1, 0, 0], [0, 0, 1]], np.float32))
    plain, other = (drafting.told(given, seed) for seed in (0, 4))
    assert plain["chance"] == other["chance"] == 0
    np.testing.assert_allclose(plain["palette"][0], palette_of(given.colours_c3))
    assert other["palette"].sum() == pytest.approx(1, abs=1e-5)
    assert np.flatnonzero(other["palette"]).tolist() == np.flatnonzero(plain["palette"]).tolist()
    assert not np.allclose(other["palette"], plain["palette"])
    np.testing.assert_array_equal(other["palette"], drafting.told(given, 4)["palette"])


def test_a_known_palette_is_as_good_as_giving_it() -> None:
    session = Session(
        draftgraph.build(trained(SMALL), KNOWN, "0").SerializeToString(), device="cpu", threads=1
    )
    chance = np.random.default_rng(0)
    ink, hints = chance.random((1, 1, 32, 32), np.float32), np.zeros((1, 4, 32, 32), np.float32)
    nothing = np.zeros((1, NUMBERS), np.float32)

    def draft(palette: np.ndarray, known: int) -> np.ndarray:
        told = {"palette": palette, "used": nothing, "chance": np.array([known], np.float32)}
        return session.run({"ink": ink, "hints": hints, **told})["draft"]

    made = [draft(KNOWN[4:5], 0), draft(nothing, 5), draft(KNOWN[3:4], 0)]
    np.testing.assert_allclose(made[0], made[1], atol=1e-6)
    assert np.abs(made[0] - made[2]).max() > 5e-5  # of a network that has learned nothing


def test_colours_that_look_alike_become_one_that_of_the_largest() -> None:
    colours_r3 = np.array([[0.5, 0.5, 0.5], [0.51, 0.5, 0.5], [0.1, 0.6, 0.2]], np.float32)
    made_r3 = gathered(colours_r3, np.array([10, 500, 20]))
    np.testing.assert_array_equal(made_r3, colours_r3[[1, 1, 2]])


def test_a_draft_in_a_palette_has_no_other_colours_but_the_paper() -> None:
    palette_c3 = np.array([[0.9, 0.2, 0.1], [0.1, 0.3, 0.8]], np.float32)
    drafted_r3 = np.array([[0.7, 0.4, 0.3], [0.2, 0.3, 0.5], [0.995, 1, 0.99], [0.85, 0.87, 0.9]], np.float32)
    made_r3 = snapped(drafted_r3, palette_c3)
    np.testing.assert_array_equal(made_r3[:3], [palette_c3[0], palette_c3[1], [1, 1, 1]])
    assert (made_r3[3] != 1).any()  # pale, but not paper
