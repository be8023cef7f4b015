from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from pinxit.core import pixels
from pinxit.imageops.colour import keep_colours, linear_to_srgb, oklab_to_rgb, rgb_to_oklab, srgb_to_linear

Float = NDArray[np.float32]


def noise(height: int = 31, width: int = 17, seed: int = 0) -> Float:
    return np.random.default_rng(seed).random((height, width, 3), np.float32)


def test_the_srgb_curve() -> None:
    known = np.array([0, 0.04045, 0.5, 1], np.float32)
    np.testing.assert_allclose(srgb_to_linear(known), [0, 0.0031308, 0.21404114, 1], atol=1e-6)
    ramp = np.linspace(0, 1, 4097, dtype=np.float32)
    np.testing.assert_allclose(linear_to_srgb(srgb_to_linear(ramp)), ramp, atol=1e-5)
    assert srgb_to_linear(ramp).dtype == np.float32
    assert np.isfinite(linear_to_srgb(np.array([-0.1, 1.2], np.float32))).all()


def test_known_values_of_oklab() -> None:
    # From the article's own conversion code: sRGB red, green, blue, white, black.
    rgb = np.array([[[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [0, 0, 0]]], np.float32)
    lab = np.array(
        [
            [0.62796, 0.22486, 0.12585],
            [0.86644, -0.23389, 0.17950],
            [0.45201, -0.03246, -0.31153],
            [1, 0, 0],
            [0, 0, 0],
        ]
    )
    np.testing.assert_allclose(rgb_to_oklab(rgb)[0], lab, atol=1e-4)


def test_there_and_back() -> None:
    np.testing.assert_allclose(oklab_to_rgb(rgb_to_oklab(noise())), noise(), atol=5e-5)
    levels = np.linspace(0, 1, 256).astype(np.float32)
    grey = np.dstack([levels[None]] * 3)
    assert np.array_equal(pixels.quantise(oklab_to_rgb(rgb_to_oklab(grey))), pixels.quantise(grey))
    assert np.abs(rgb_to_oklab(grey)[..., 1:]).max() < 1e-5


def test_bands_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = keep_colours(noise(), noise(seed=1))
    monkeypatch.setattr(
        "pinxit.imageops.colour.bands", lambda height, width, _: pixels.bands(height, width, 40)
    )
    assert np.array_equal(keep_colours(noise(), noise(seed=1)), whole)


def test_keep_colours_takes_lightness_from_one_and_colour_from_the_other() -> None:
    # Moderate colours, so that nothing leaves the gamut.
    painted, photo = noise() * 0.3 + 0.35, noise(seed=1) * 0.3 + 0.35
    lab = rgb_to_oklab(keep_colours(painted, photo))
    np.testing.assert_allclose(lab[..., 0], rgb_to_oklab(painted)[..., 0], atol=1e-3)
    np.testing.assert_allclose(lab[..., 1:], rgb_to_oklab(photo)[..., 1:], atol=1e-3)
    np.testing.assert_allclose(keep_colours(photo, photo), photo, atol=5e-5)


def test_colours_out_of_gamut_keep_lightness_and_hue() -> None:
    # A painting near white, a saturated blue photo: no such blue exists.
    painted, photo = np.full((2, 2, 3), 0.9, np.float32), np.zeros((2, 2, 3), np.float32)
    photo[..., 2] = 1
    result = keep_colours(painted, photo)
    assert 0 <= result.min() <= result.max() <= 1
    lab, wanted = rgb_to_oklab(result), rgb_to_oklab(photo)
    np.testing.assert_allclose(lab[..., 0], rgb_to_oklab(painted)[..., 0], atol=2e-3)
    np.testing.assert_allclose(
        np.arctan2(lab[..., 2], lab[..., 1]), np.arctan2(wanted[..., 2], wanted[..., 1]), atol=0.03
    )
    assert np.hypot(lab[..., 1], lab[..., 2]).min() > 0.02


def test_black_and_white_paintings_stay_so() -> None:
    for level in (0.0, 1.0):
        painted = np.full((4, 4, 3), level, np.float32)
        np.testing.assert_allclose(keep_colours(painted, noise(4, 4)), level, atol=2e-3)


def test_in_place() -> None:
    painted, photo = noise(), noise(seed=1)
    expected = keep_colours(painted, photo)
    copy = painted.copy()
    assert keep_colours(copy, photo, out=copy) is copy
    assert np.array_equal(copy, expected)
    assert np.array_equal(keep_colours(painted, photo, out=photo), expected)


def test_sizes_must_agree() -> None:
    with pytest.raises(ValueError, match="one size"):
        keep_colours(noise(), noise(5, 5))
