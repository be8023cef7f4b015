"""Lines of photos by a network: its graph, the size that it sees, parts that join, and what is asked of `line_art`."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from pinxit.core.errors import ModelError
from pinxit.core.picture import Picture
from pinxit.methods.lineart import linegraph, traced
from pinxit.methods.lineart.extract import line_art
from pinxit.methods.lineart.linenet import Lines, LinesShape
from pinxit.methods.lineart.spec import DRAFT, ExtractOptions
from pinxit.methods.lineart.traced import Tracing
from pinxit.runtime.session import Session

SMALL = LinesShape(widths=(8, 12))


@pytest.fixture(scope="module")
def network() -> Lines:
    """One in which every weight does something."""
    torch.manual_seed(1)
    made = Lines(SMALL).eval()
    for value in made.parameters():
        if not value.abs().sum():
            torch.nn.init.normal_(value, std=0.05)
    return made


@pytest.fixture(scope="module")
def tracing(network: Lines) -> Tracing:
    model = linegraph.build(network, "0").SerializeToString()
    return Tracing(Session(model, device="cpu", threads=1), SMALL.multiple)


def noise(*size: int) -> NDArray[np.float32]:
    return np.random.default_rng(0).random((*size, 3), np.float32)


def card(height: int, width: int) -> Picture:
    """A red disc on blue."""
    y, x = np.mgrid[:height, :width]
    inside_hw = np.hypot(y - height / 2, x - width / 2) < min(height, width) / 3
    colours_23 = np.array([[0.2, 0.3, 0.8], [0.8, 0.2, 0.1]], np.float32)
    return Picture(colours_23[inside_hw.astype(int)])


def test_the_graph_is_the_network(network: Lines, tracing: Tracing) -> None:
    rgb_hw3 = noise(40, 56)
    with torch.no_grad():
        wanted_hw = network(torch.from_numpy(rgb_hw3.transpose(2, 0, 1)[None].copy()))[0, 0].numpy()
    assert wanted_hw.std() > 0.05
    made = tracing.session.run({"picture": rgb_hw3.transpose(2, 0, 1)[None].copy()})["logits"]
    np.testing.assert_allclose(made[0, 0], wanted_hw, atol=0.03)  # weights have eight bits


def test_the_end_of_a_picture_is_no_line(tracing: Tracing) -> None:
    wide_hw, narrow_hw = (tracing.logits(np.ones((side, side, 3), np.float32)) for side in (160, 64))
    np.testing.assert_allclose(narrow_hw, wide_hw[48:112, 48:112], atol=0.05)


def test_parts_join_without_a_seam(tracing: Tracing, monkeypatch: pytest.MonkeyPatch) -> None:
    rgb_hw3 = noise(90, 330)
    whole_hw = tracing.logits(rgb_hw3)
    monkeypatch.setattr(traced, "_WINDOW", 280)
    np.testing.assert_allclose(tracing.logits(rgb_hw3), whole_hw, atol=1e-4)


def test_no_place_sees_further_than_its_context() -> None:
    torch.manual_seed(1)
    rgb = torch.rand(1, 3, 352, 352, requires_grad=True)
    full = Lines()
    for value in full.parameters():
        torch.nn.init.normal_(value, std=0.1)
    full(rgb)[0, 0, 176, 176].backward()
    assert rgb.grad is not None
    rows = np.flatnonzero(rgb.grad.abs().sum((0, 1, 3)).numpy())
    assert 176 - traced.CONTEXT <= rows.min() < rows.max() <= 176 + traced.CONTEXT


def test_a_broad_pen_sees_from_afar(tracing: Tracing, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def logits(self: Tracing, rgb_hw3: NDArray[np.float32]) -> NDArray[np.float32]:
        seen.append(rgb_hw3.shape)
        return np.full(rgb_hw3.shape[:2], -9, np.float32)

    monkeypatch.setattr(Tracing, "logits", logits)
    for width in (0.3, 1.0, 4.0, 8.0):
        assert tracing.ink(card(600, 1200), ExtractOptions(line_width=width)).shape == (600, 1200)
    # Two pixels of 2000, 500 and 250 are 1, 4 and 8 of 1000; a pen is no finer than a pixel of the photo.
    assert seen == [(1200, 2400, 3), (1000, 2000, 3), (250, 500, 3), (125, 250, 3)]
    tracing.ink(card(6000, 9), ExtractOptions(line_width=0.3))
    assert seen[-1] == (4096, 6, 3)


@pytest.mark.parametrize(
    ("long", "width", "pixels"), [(1000, 2.0, 2), (1000, 6.0, 6), (300, 0.3, 1), (6000, 0.4, 2.4)]
)
def test_the_pen_is_as_wide_as_asked(
    tracing: Tracing, monkeypatch: pytest.MonkeyPatch, long: int, width: float, pixels: float
) -> None:
    def logits(self: Tracing, rgb_hw3: NDArray[np.float32]) -> NDArray[np.float32]:
        rows, columns = rgb_hw3.shape[:2]
        away_hw = abs(np.mgrid[:rows, :columns][1] + 0.5 - columns / 2)
        return np.where(away_hw < 4, 9, -9).astype(np.float32)

    monkeypatch.setattr(Tracing, "logits", logits)
    ink_hw = tracing.ink(card(90, long), ExtractOptions(line_width=width))
    assert ink_hw[30:60].sum(1).mean() == pytest.approx(pixels, rel=0.15)


def test_faint_ends_go_with_what_is_sure_and_specks_with_nothing(
    tracing: Tracing, monkeypatch: pytest.MonkeyPatch
) -> None:
    def logits(self: Tracing, rgb_hw3: NDArray[np.float32]) -> NDArray[np.float32]:
        said_hw = np.full((60, 200), -9, np.float32)
        said_hw[20:23, 10:50], said_hw[20:23, 50:90] = 3, -0.3
        said_hw[40:43, 10:90] = -0.3
        said_hw[20:23, 120:125] = 3
        return said_hw

    monkeypatch.setattr(Tracing, "logits", logits)
    ink_hw = tracing.ink(card(60, 200), ExtractOptions(line_width=8))
    assert (ink_hw[21, 15:85] > 0.8).all()
    assert ink_hw[:, 100:].max() == ink_hw[35:].max() == 0


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (7, 5), (130, 60)])
def test_any_size(tracing: Tracing, size: tuple[int, int]) -> None:
    ink_hw = tracing.ink(Picture(noise(*size)), ExtractOptions())
    assert ink_hw.shape == size
    assert ink_hw.min() >= 0 <= ink_hw.max() <= 1


def test_the_packaged_network_draws_a_disc_closed_and_nothing_else() -> None:
    lines_hw = line_art(card(240, 320), ExtractOptions(by="network")).rgb_hw3[..., 0] < 0.5
    y, x = np.mgrid[:240, :320]
    off_hw = np.hypot(y - 120, x - 160) - 80
    assert (abs(off_hw[lines_hw]) < 4).all()
    angles = np.arctan2(y - 120, x - 160)[lines_hw]
    assert len(np.unique(np.floor(angles / np.pi * 60))) >= 119


def test_detail_gives_more_lines_and_transparent_places_are_paper() -> None:
    rgb_hw3 = 0.9 * card(160, 160).rgb_hw3 + np.float32(0.1) * noise(160, 160)
    more, fewer = (line_art(Picture(rgb_hw3), ExtractOptions(detail=detail)) for detail in (1.0, 0.0))
    assert more.rgb_hw3.sum() < fewer.rgb_hw3.sum()
    clear = Picture(rgb_hw3, alpha_hw=np.zeros((160, 160), np.float32))
    assert line_art(clear).rgb_hw3.min() == 1


def test_another_model_is_refused() -> None:
    with pytest.raises(ModelError, match=r"lines\.onnx"):
        traced.load(DRAFT)
