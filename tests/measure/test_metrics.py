"""Every measure is 0 for the same picture, grows with what it is about, and hardly moves with what it is not about."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from pinxit.core.errors import PictureError
from pinxit.core.picture import Picture
from pinxit.measure.metrics import (
    Ruler,
    colour_distance,
    edge_similarity,
    edges,
    histogram,
    structure_distance,
)
from pinxit.zoo.samples import samples_dir


@pytest.fixture(scope="module")
def ruler(ruler_home: Path) -> Ruler:
    return Ruler(side=192)


@pytest.fixture(scope="module")
def cat() -> Picture:
    return Picture.of(samples_dir() / "cat.jpg").resized(192, 128)


@pytest.fixture(scope="module")
def coffee() -> Picture:
    return Picture.of(samples_dir() / "coffee.jpg").resized(192, 128)


def test_a_picture_is_at_no_distance_from_itself(ruler: Ruler, cat: Picture) -> None:
    assert ruler.measure(cat, cat, cat).to_dict() == pytest.approx(
        dict.fromkeys(("style", "content", "judge_style", "judge_content", "cfsd", "edges", "colours"), 0.0),
        abs=1e-5,
    )


def test_a_painting_that_is_the_photo_has_its_content_and_not_the_style(
    ruler: Ruler, cat: Picture, coffee: Picture
) -> None:
    row = ruler.measure(cat, coffee, cat)
    assert max(row.content, row.judge_content, row.cfsd, row.edges) < 1e-5
    assert min(row.style, row.judge_style, row.colours) > 0.05


def test_a_painting_that_is_the_style_has_its_style_and_not_the_content(
    ruler: Ruler, cat: Picture, coffee: Picture
) -> None:
    row = ruler.measure(cat, coffee, coffee)
    assert max(row.style, row.judge_style, row.colours) < 1e-4
    assert min(row.content, row.judge_content, row.cfsd, row.edges) > 0.05


def test_the_sizes_of_the_files_do_not_matter(ruler: Ruler, cat: Picture, coffee: Picture) -> None:
    small = ruler.measure(cat, coffee, cat).to_dict()
    large = ruler.measure(cat.resized(384, 256), coffee, cat).to_dict()
    assert large["style"] == pytest.approx(small["style"])
    assert large["edges"] < 0.1


def test_what_a_ruler_remembers_is_of_that_picture_and_size(
    ruler: Ruler, cat: Picture, coffee: Picture
) -> None:
    again = Ruler(ruler.side)
    for content, style, output in (
        (cat, coffee, cat),
        (coffee, cat, cat),
        (cat, cat, coffee.resized(128, 192)),
    ):
        assert ruler.measure(content, style, output) == again.measure(content, style, output)
        again = Ruler(ruler.side)  # has seen nothing


def test_a_ribbon_cannot_be_measured(ruler: Ruler, cat: Picture) -> None:
    ribbon = Picture(np.zeros((10, 2000, 3), np.float32))
    with pytest.raises(PictureError, match="too narrow"):
        ruler.measure(cat, cat, ribbon)


def test_structure_does_not_see_the_scale_of_channels_that_are_alike() -> None:
    feat = torch.rand(1, 8, 6, 6, generator=torch.Generator().manual_seed(1))
    assert structure_distance(feat, feat[:, torch.randperm(8)]) == pytest.approx(0, abs=1e-6)
    assert structure_distance(feat, feat.flip(3)) > 1e-3
    # Whether a network counts in units or in hundreds is no matter of structure.
    other = feat.flip(3)
    assert structure_distance(100 * feat, 100 * other) == pytest.approx(
        structure_distance(feat, other), rel=1e-3
    )


def test_edges_do_not_see_brightness() -> None:
    picture = torch.rand(1, 3, 40, 40, generator=torch.Generator().manual_seed(1)) * 0.5
    assert edge_similarity(edges(picture), edges(picture + 0.3)) == pytest.approx(1, abs=1e-4)
    assert edge_similarity(edges(picture), edges(picture.flip(3))) < 0.8


def test_colours_do_not_see_where_they_are() -> None:
    picture = torch.rand(1, 3, 40, 40, generator=torch.Generator().manual_seed(1))
    assert colour_distance(histogram(picture), histogram(picture.flip(2))) == pytest.approx(0, abs=1e-6)
    other = picture * torch.tensor([1.0, 0.5, 0.2]).view(1, 3, 1, 1)
    assert 0.1 < colour_distance(histogram(picture), histogram(other)) <= 1
