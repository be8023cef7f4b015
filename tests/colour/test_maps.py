"""The maps of colours do what their papers say, on clouds of colours made for the purpose."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from pinxit.methods.colour.classical import histogram, mkl, reinhard
from pinxit.methods.colour.regrain import regrained
from pinxit.methods.colour.transport import idt

Float = NDArray[np.float32]
MAPS: dict[str, Callable[[Float, Float], Callable[[Float], Float]]] = {
    "reinhard": reinhard,
    "mkl": mkl,
    "idt": idt,
    "histogram": histogram,
}


def cloud(seed: int, mean: tuple[float, float, float], spread: float) -> Float:
    """Colours around a mean, their channels correlated."""
    rng = np.random.default_rng(seed)
    mix = np.eye(3) + 0.5 * rng.standard_normal((3, 3))
    colours = mean + spread * rng.standard_normal((4000, 3)) @ mix
    return np.clip(colours, 0.02, 0.98).astype(np.float32)


PHOTO, LOOK = cloud(1, (0.4, 0.5, 0.6), 0.08), cloud(2, (0.6, 0.45, 0.35), 0.12)


def sliced(one: Float, other: Float) -> float:
    """Mean distance of the sorted colours along a few directions."""
    rng = np.random.default_rng(0)
    along = rng.standard_normal((3, 16))
    along /= np.linalg.norm(along, axis=0)
    return float(np.abs(np.sort(one @ along, axis=0) - np.sort(other @ along, axis=0)).mean())


@pytest.mark.parametrize("name", MAPS)
def test_colours_come_much_nearer_to_the_look(name: str) -> None:
    mapped = MAPS[name](PHOTO, LOOK)(PHOTO)
    assert mapped.shape == PHOTO.shape
    assert sliced(mapped, LOOK) < 0.35 * sliced(PHOTO, LOOK)


@pytest.mark.parametrize("name", MAPS)
def test_a_picture_with_its_own_colours_stays(name: str) -> None:
    assert np.abs(MAPS[name](PHOTO, PHOTO)(PHOTO) - PHOTO).mean() < 0.004


@pytest.mark.parametrize("name", MAPS)
def test_flat_pictures_give_finite_colours(name: str) -> None:
    grey = np.full((50, 3), 0.5, np.float32)
    for pair in ((grey, LOOK), (PHOTO, grey), (grey, grey)):
        assert np.isfinite(MAPS[name](*pair)(PHOTO)).all()


def test_mkl_matches_mean_and_covariance_exactly() -> None:
    mapped = mkl(PHOTO, LOOK)(PHOTO)
    np.testing.assert_allclose(mapped.mean(0), LOOK.mean(0), atol=1e-4)
    np.testing.assert_allclose(np.cov(mapped.T), np.cov(LOOK.T), atol=2e-4)


def test_mkl_is_symmetric_so_it_turns_nothing_that_it_need_not() -> None:
    """The Jacobian of a gradient: of all linear maps with that covariance, the one that moves colours least."""
    base = mkl(PHOTO, LOOK)(np.zeros((1, 3), np.float32))
    matrix = (mkl(PHOTO, LOOK)(np.eye(3, dtype=np.float32)) - base).T
    np.testing.assert_allclose(matrix, matrix.T, atol=1e-5)
    assert (np.linalg.eigvalsh(matrix) > 0).all()


def test_histogram_matches_every_channel() -> None:
    mapped = histogram(PHOTO, LOOK)(PHOTO)
    quantiles = np.linspace(0.02, 0.98, 25)
    np.testing.assert_allclose(np.quantile(mapped, quantiles, 0), np.quantile(LOOK, quantiles, 0), atol=0.01)


def test_histogram_of_lightness_leaves_hues() -> None:
    from pinxit.imageops.colour import rgb_to_oklab

    grey = PHOTO * 0.5 + 0.2
    mapped = histogram(grey, np.clip(grey * 1.2, 0, 1), lightness=True)(grey)
    before, after = (rgb_to_oklab(each[None])[0] for each in (grey, mapped))
    assert np.abs(after[:, 1:] - before[:, 1:]).max() < 5e-3
    assert after[:, 0].mean() > before[:, 0].mean() + 0.02


def test_idt_follows_a_distribution_that_no_linear_map_reaches() -> None:
    two = np.concatenate([cloud(3, (0.25, 0.3, 0.7), 0.02)[::2], cloud(4, (0.75, 0.6, 0.3), 0.02)[::2]])
    assert sliced(idt(PHOTO, two)(PHOTO), two) < 0.5 * sliced(mkl(PHOTO, two)(PHOTO), two)


def test_idt_is_the_same_for_one_seed_only() -> None:
    np.testing.assert_array_equal(idt(PHOTO, LOOK, 3)(PHOTO), idt(PHOTO, LOOK, 3)(PHOTO))
    assert np.abs(idt(PHOTO, LOOK, 3)(PHOTO) - idt(PHOTO, LOOK, 4)(PHOTO)).max() > 0


def test_grain_control_takes_steps_out_of_flat_places_and_keeps_the_colours() -> None:
    y_h1, x_1w = np.mgrid[0:64, 0:96].astype(np.float32)
    photo = np.repeat((0.3 + 0.001 * x_1w + 0 * y_h1)[..., None], 3, 2)
    photo[:, 48:] += 0.3  # an edge, which holds the colours on both sides
    graded = np.round(np.clip(photo * 1.1, 0, 1) * 20) / 20  # posterised
    made = regrained(photo, graded.astype(np.float32))
    flat = np.s_[:, 4:44]
    assert np.abs(np.diff(made[flat], axis=1)).max() < 0.3 * np.abs(np.diff(graded[flat], axis=1)).max()
    assert abs(float((made[:, 48:] - made[:, :48]).mean() - (graded[:, 48:] - graded[:, :48]).mean())) < 0.1
