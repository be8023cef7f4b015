"""The colour step: mean and covariance, edges, grey pictures, regions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pinxit.core.picture import Picture
from pinxit.imageops.colour import oklab_to_rgb, rgb_to_oklab
from pinxit.imageops.regions import Regions, read_regions
from pinxit.methods.nnst.recolour import matched, recoloured, smoothed
from pinxit.torchkit.canvas import Given

Array = np.ndarray[Any, np.dtype[np.float32]]


def soft(seed: int, colours: float = 0.05, height: int = 48, width: int = 64) -> Array:
    """Soft patches about a middle grey, in colours of about this deviation from a mean of their own."""
    rng = np.random.default_rng(seed)
    small = rng.standard_normal((6, 8, 3)).astype(np.float32)
    large = small.repeat(height // 6, 0).repeat(width // 8, 1)
    large = (large - large.mean((0, 1))) / large.std((0, 1))
    lab_hw3 = np.array([0.6, 0.3 * colours, -0.3 * colours]) * [1, seed, seed] + large * [
        0.1,
        colours,
        0.6 * colours,
    ]
    return oklab_to_rgb(lab_hw3.astype(np.float32))


def given(photo: Array, *styles: Array, weights: Any = None, regions: Regions | None = None) -> Given:
    return Given(photo, styles, weights or [1.0] * len(styles), regions)


def ab(rgb_hw3: Array) -> Array:
    return rgb_to_oklab(rgb_hw3).reshape(-1, 3)[:, 1:]


def covariance(values_n2: Array) -> Array:
    found: Array = np.cov(values_n2, rowvar=False, bias=True).astype(np.float32)
    return found


def test_mean_and_covariance_are_those_asked_for() -> None:
    values = (np.random.default_rng(1).standard_normal((500, 2)) @ [[0.1, 0.02], [0, 0.04]]).astype(
        np.float32
    )
    mean, wanted = np.array([0.02, -0.05], np.float32), np.array([[4e-3, -1e-3], [-1e-3, 2e-3]], np.float32)
    made = matched(values, mean, wanted)
    np.testing.assert_allclose(made.mean(0), mean, atol=1e-6)
    np.testing.assert_allclose(covariance(made), wanted, atol=1e-6)
    same = matched(values, values.mean(0), covariance(values))
    np.testing.assert_allclose(same, values, atol=1e-6)


def test_colours_of_next_to_nothing_are_not_made_loud() -> None:
    values = (1e-5 * np.random.default_rng(1).standard_normal((500, 2))).astype(np.float32)
    made = matched(values, np.zeros(2, np.float32), np.diag([4e-3, 4e-3]).astype(np.float32))
    assert float(made.std()) < 1e-3


def test_the_result_has_the_forms_of_the_painting_and_the_colours_of_the_style() -> None:
    painted, photo, style = soft(1), soft(2), soft(3, 0.03)
    made = recoloured(painted, given(photo, style))
    assert made.shape == painted.shape
    assert 0 <= float(made.min()) <= float(made.max()) <= 1
    light, wanted, found = (rgb_to_oklab(each)[..., 0] for each in (painted, style, made))
    assert np.corrcoef(light.ravel(), found.ravel())[0, 1] > 0.99
    assert (float(found.mean()), float(found.std())) == pytest.approx(
        (float(wanted.mean()), float(wanted.std())), rel=0.06
    )  # what lies outside the style's range is clipped
    np.testing.assert_allclose(ab(made).mean(0), ab(style).mean(0), atol=4e-3)
    np.testing.assert_allclose(covariance(ab(made)), covariance(ab(style)), atol=4e-4)
    # Laid out as in the photo, not as in the painting.
    likeness = [np.corrcoef(ab(made)[:, 0], ab(each)[:, 0])[0, 1] for each in (photo, painted)]
    assert likeness[0] > 0.8
    assert likeness[0] > likeness[1] + 0.5


def test_a_painting_that_sank_into_black_is_as_bright_as_the_style() -> None:
    style = soft(3, 0.03)
    made = recoloured(soft(1) * 0.3, given(soft(2), style))
    assert float(rgb_to_oklab(made)[..., 0].mean()) == pytest.approx(
        float(rgb_to_oklab(style)[..., 0].mean()), rel=0.03
    )


def test_nothing_leaves_the_range_of_the_style() -> None:
    style = soft(3, 0.02)
    lab = rgb_to_oklab(recoloured(soft(1, 0.1), given(soft(2, 0.1), style)))
    wanted = rgb_to_oklab(style)
    assert bool((lab >= wanted.min((0, 1)) - 2e-3).all())
    assert bool((lab <= wanted.max((0, 1)) + 2e-3).all())


def test_a_grey_style_makes_a_grey_picture() -> None:
    grey = np.repeat(soft(3)[..., :1], 3, axis=2)
    made = recoloured(soft(1), given(soft(2), grey))
    assert float(np.abs(ab(made)).max()) < 2e-3


def test_a_grey_photo_gets_the_colours_of_the_painting() -> None:
    grey, painted, style = np.repeat(soft(2)[..., :1], 3, axis=2), soft(1), soft(3)
    made = recoloured(painted, given(grey, style))
    np.testing.assert_allclose(ab(made).mean(0), ab(style).mean(0), atol=4e-3)
    assert np.corrcoef(ab(made)[:, 0], ab(painted)[:, 0])[0, 1] > 0.8


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_flat_pictures_are_no_error(value: float) -> None:
    flat = np.full((48, 64, 3), value, np.float32)
    for made in (
        recoloured(flat, given(soft(1), soft(2))),
        recoloured(soft(1), given(flat, soft(2))),
        recoloured(soft(1), given(soft(2), flat)),
        recoloured(flat, given(flat, flat)),
    ):
        assert np.isfinite(made).all()


def test_several_styles_are_mixed_by_their_weights() -> None:
    painted, photo, one, other = soft(1), soft(2), soft(3), soft(4, 0.02)
    np.testing.assert_array_equal(
        recoloured(painted, given(photo, one, other, weights=[2.0, 0.0])),
        recoloured(painted, given(photo, one)),
    )
    mixed = recoloured(painted, given(photo, one, other, weights=[3.0, 1.0]))
    expected = 0.75 * ab(one).mean(0) + 0.25 * ab(other).mean(0)
    np.testing.assert_allclose(ab(mixed).mean(0), expected, atol=4e-3)


def halves(left: tuple[float, ...], right: tuple[float, ...]) -> Picture:
    rgb_hw3 = np.empty((48, 64, 3), np.float32)
    rgb_hw3[:, :32], rgb_hw3[:, 32:] = left, right
    return Picture(rgb_hw3)


RED, BLUE, GREEN = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 1.0, 0.0)


def test_a_region_never_takes_the_colours_of_another() -> None:
    regions = read_regions([halves(RED, BLUE), halves(BLUE, RED)])
    style, other = soft(3), soft(3)
    other[:, :32] = soft(6)[:, :32]  # what is blue there
    one, two = (recoloured(soft(1), given(soft(2), each, regions=regions)) for each in (style, other))
    np.testing.assert_array_equal(one[:, :32], two[:, :32])
    assert np.abs(one[:, 32:] - two[:, 32:]).mean() > 1e-3


def test_a_region_without_a_partner_stays_as_it_is_painted() -> None:
    regions = read_regions([halves(RED, GREEN), halves(RED, RED)])
    painted = soft(1)
    flat = painted.copy()
    flat[:, 32:] = 0.5  # so that smoothing has nothing to do there
    made = recoloured(flat, given(soft(2), soft(3), regions=regions))
    np.testing.assert_allclose(made[:, 32:], flat[:, 32:], atol=2e-3)
    assert np.abs(made[:, :32] - flat[:, :32]).mean() > 0.01


def test_smoothing_stops_at_edges_of_lightness_and_of_labels() -> None:
    values = np.zeros((12, 20, 2), np.float32)
    values[:, 10:] = 1
    flat, edge = np.full((12, 20), 0.5, np.float32), np.zeros((12, 20), np.float32)
    edge[:, 10:] = 1
    nothing, labels = np.zeros((12, 20), np.int64), edge.astype(np.int64)
    across = smoothed(values, flat, nothing)
    assert 0.2 < float(across[6, 9, 0]) < 0.6
    assert float(smoothed(values, edge, nothing)[6, 9, 0]) < 1e-3
    np.testing.assert_array_equal(smoothed(values, flat, labels), values)
    constant = np.full((12, 20, 2), 0.3, np.float32)
    np.testing.assert_allclose(smoothed(constant, edge, nothing), constant, atol=1e-6)
