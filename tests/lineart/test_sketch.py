"""From a drawing, a scan or a photo of one to its lines; lines thinned, lines of a photo."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from line_drawings import drawing
from pinxit.core.picture import Picture
from pinxit.methods.lineart.extract import line_art
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.spec import ExtractOptions
from pinxit.methods.lineart.thinning import ends, skeleton, thinned
from pinxit.zoo.samples import sample_path

Float = NDArray[np.float32]


def grey(values_hw: NDArray[np.floating]) -> Picture:
    return Picture(np.repeat(np.asarray(values_hw, np.float32)[..., None], 3, axis=2))


def ring(width: float = 8.0, side: int = 120) -> Float:
    """Ink of a ring with soft edges."""
    y, x = np.mgrid[0:side, 0:side]
    off = abs(np.hypot(y - side / 2, x - side / 2) - side / 3)
    return np.asarray(np.clip(width / 2 + 0.5 - off, 0, 1), np.float32)


def test_a_clean_drawing_comes_out_as_it_went_in() -> None:
    ink_hw = ring()
    np.testing.assert_allclose(ink_of(grey(1 - ink_hw)), ink_hw, atol=0.02)


def photographed(ink_hw: Float, seed: int = 0) -> Picture:
    """A pencil drawing on yellow paper, a lamp at one side, a shadow with an edge, noise of a camera."""
    height, width = ink_hw.shape
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    light_hw = (1 - 0.4 * x) * np.where(x + y > 1.4, 0.7, 1.0)
    colours_hw3 = np.array([0.98, 0.93, 0.8]) * (1 - 0.75 * ink_hw[..., None])
    noise = np.random.default_rng(seed).normal(0, 0.015, (height, width, 3))
    return Picture(np.clip(light_hw[..., None] * colours_hw3 + noise, 0, 1).astype(np.float32))


def test_paper_light_shadow_and_noise_go_and_the_lines_stay() -> None:
    drawn = drawing(5, side=400, gaps=0)
    ink_hw = ndimage.gaussian_filter(1 - drawn.picture.rgb_hw3[..., 0], 0.7)
    found_hw = walls_of(ink_of(photographed(ink_hw)))
    wanted_hw = ink_hw > 0.5
    assert (found_hw & wanted_hw).sum() > 0.95 * wanted_hw.sum()
    away_hw = ndimage.distance_transform_edt(~wanted_hw)
    assert (away_hw[found_hw] <= 2).mean() > 0.999
    assert ink_of(photographed(ink_hw))[away_hw > 6].max() == 0


def test_places_filled_with_ink_stay_ink() -> None:
    ink_hw = ring()
    ink_hw[40:80, 40:80] = 1
    assert ink_of(grey(1 - ink_hw))[45:75, 45:75].min() > 0.9


def test_coloured_pencil_is_a_line_and_transparency_is_paper() -> None:
    alpha_hw = ring()
    blue = Picture(np.full((120, 120, 3), (0.1, 0.3, 1.0), np.float32), alpha_hw)
    assert walls_of(ink_of(blue))[ring() > 0.9].all()
    assert not walls_of(ink_of(blue))[ring() == 0].any()


@pytest.mark.parametrize("level", [1.0, 0.5, 0.0])
def test_an_empty_page_has_no_lines(level: float) -> None:
    assert not walls_of(ink_of(grey(np.full((30, 50), level)))).any()


def test_specks_are_no_lines() -> None:
    ink_hw = ring()
    ink_hw[5:7, 5:8] = 1
    walls_hw = walls_of(ink_hw)
    assert not walls_hw[:10, :10].any()
    assert walls_hw.any()


def test_thinned_lines_are_as_wide_as_asked_and_stay_whole() -> None:
    thin_hw = thinned(ring(9), 3)
    crossing = thin_hw[60, :60].sum()  # ink along a way across the line
    assert crossing == pytest.approx(3, abs=0.8)
    assert (thin_hw <= ring(9)).all()
    _, parts = ndimage.label(thin_hw > 0.5, np.ones((3, 3)))
    _, sides = ndimage.label(thin_hw <= 0.5)
    assert (parts, sides) == (1, 2)
    np.testing.assert_allclose(thinned(ring(2), 6), ring(2), atol=1e-6)


def test_a_skeleton_is_one_pixel_wide_and_ends_where_the_line_does() -> None:
    line_hw = np.zeros((30, 80), np.bool_)
    line_hw[12:17, 10:70] = True
    middle_hw = skeleton(line_hw)
    assert (middle_hw[:, 20:60].sum(0) == 1).all()
    assert np.argwhere(ends(middle_hw))[:, 1].tolist() == pytest.approx([12, 67], abs=3)
    assert not ends(skeleton(ring(6) > 0.5)).any()


@pytest.mark.parametrize("way", ["network", "xdog"])
def test_lines_of_a_photo(way: str) -> None:
    photo = Picture.of(sample_path("coffee"))
    lines = line_art(photo, ExtractOptions(by=way))
    assert lines.size == photo.size
    dark = lines.rgb_hw3[..., 0] < 0.5
    assert 0.01 < dark.mean() < 0.15
    # Lines lie where the photo changes.
    slope_hw = ndimage.gaussian_gradient_magnitude(photo.rgb_hw3.mean(2), 1.5)
    assert slope_hw[dark].mean() > 3 * slope_hw.mean()
    more, fewer = (line_art(photo, ExtractOptions(by=way, detail=detail)) for detail in (0.9, 0.1))
    assert more.rgb_hw3.mean() < lines.rgb_hw3.mean() < fewer.rgb_hw3.mean()


@pytest.mark.parametrize("way", ["network", "xdog"])
def test_a_plain_photo_has_no_lines(way: str) -> None:
    assert line_art(grey(np.full((40, 60), 0.3)), ExtractOptions(by=way)).rgb_hw3.min() == 1


def test_lines_all_of_one_grey_become_black() -> None:
    for paper in (1.0, 0.8):
        page_hw = np.full((60, 60), paper, np.float32)
        page_hw[20:23, 5:55] = 0.6 * paper
        ink_hw = ink_of(grey(page_hw))
        assert ink_hw[21, 10:50].min() > 0.9
        assert ink_hw[40:].max() == 0
