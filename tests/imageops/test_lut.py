"""Tables of colours: sampling, interpolation, strength, masks."""

from __future__ import annotations

import numpy as np

from pinxit.imageops.lut import Float, Lut, grid

RNG = np.random.default_rng(5)
PICTURE = RNG.random((20, 30, 3)).astype(np.float32)


def curve(rgb_m3: Float) -> Float:
    """Smooth, and different for each channel."""
    return np.stack([rgb_m3[:, 0] ** 1.5, rgb_m3[:, 2], 1 - rgb_m3[:, 1] ** 2], 1).astype(np.float32)


def test_red_changes_fastest_as_in_a_cube_file() -> None:
    np.testing.assert_array_equal(grid(2)[:3], [[0, 0, 0], [1, 0, 0], [0, 1, 0]])
    table = Lut.of(lambda rgb: rgb, 3).table_bgr3
    np.testing.assert_allclose(table[0, 1, 2], [1, 0.5, 0])


def test_a_table_of_nothing_changes_nothing() -> None:
    same = Lut.of(lambda rgb: rgb)
    np.testing.assert_allclose(same(PICTURE), PICTURE, atol=1e-6)
    assert np.abs(same.apply(PICTURE) - PICTURE).max() <= 0.5 / 255 + 1e-6


def test_an_affine_map_is_exact_between_the_points() -> None:
    matrix = np.array([[0.5, 0.2, 0.1], [0.1, 0.6, 0.1], [0.0, 0.3, 0.4]], np.float32)
    lut = Lut.of(lambda rgb: rgb @ matrix.T + np.float32(0.05), 5)
    np.testing.assert_allclose(lut(PICTURE), PICTURE @ matrix.T + 0.05, atol=1e-5)


def test_a_curve_is_near_and_eight_bits_agree() -> None:
    lut, wanted = Lut.of(curve), curve(PICTURE.reshape(-1, 3)).reshape(PICTURE.shape)
    assert np.abs(lut(PICTURE) - wanted).mean() < 0.3 / 255
    assert np.abs(lut.apply(PICTURE, depth=16) - lut.apply(PICTURE, depth=8)).max() < 2.5 / 255


def test_strength_is_a_walk_from_the_photo() -> None:
    lut = Lut.of(curve)
    np.testing.assert_allclose(lut.mixed(0)(PICTURE), PICTURE, atol=1e-6)
    half = lut.mixed(0.5)(PICTURE)
    np.testing.assert_allclose(half, (PICTURE + lut(PICTURE)) / 2, atol=1e-5)
    assert lut.mixed(1) is lut


def test_a_mask_says_where() -> None:
    mask_hw = np.zeros(PICTURE.shape[:2], np.float32)
    mask_hw[:, 15:] = 1
    made = Lut.of(curve).apply(PICTURE, depth=16, mask_hw=mask_hw)
    np.testing.assert_array_equal(made[:, :15], PICTURE[:, :15])
    np.testing.assert_allclose(made[:, 15:], Lut.of(curve)(PICTURE[:, 15:]), atol=1e-6)
