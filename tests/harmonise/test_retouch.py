"""Speckles of colour go, edges stay, and colours become the painting's."""

from __future__ import annotations

import numpy as np

from optimising import picture
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.methods.harmonise.retouch import calm, rebuilt, retouched


def test_speckles_of_colour_go_and_lightness_stays() -> None:
    composite_hw3 = np.full((60, 60, 3), 0.4, np.float32)
    composite_hw3[:, 30:] = 0.7
    speckled_hw3 = np.clip(composite_hw3 + 0.1 * np.random.default_rng(1).standard_normal((60, 60, 3)), 0, 1)
    before, after = (
        rgb_to_oklab(each.astype(np.float32))
        for each in (speckled_hw3, calm(speckled_hw3.astype(np.float32), composite_hw3))
    )
    assert after[..., 1:].std() < 0.5 * before[..., 1:].std()
    np.testing.assert_allclose(after[..., 0], before[..., 0], atol=5e-3)


def test_a_painting_is_rebuilt_of_itself() -> None:
    painting_hw3 = picture(30, 40, 5).rgb_hw3
    np.testing.assert_allclose(
        rebuilt(painting_hw3[5:25, 8:30], painting_hw3)[7:-7, 7:-7], painting_hw3[12:18, 15:23], atol=1e-5
    )


def test_colours_that_the_painting_has_not_become_its_own() -> None:
    painting_hw3 = np.zeros((40, 50, 3), np.float32)
    painting_hw3[..., 2] = np.linspace(0.2, 1, 50)
    made_hw3 = np.full((20, 20, 3), (0.3, 0.3, 0.6), np.float32)
    np.testing.assert_allclose(rebuilt(made_hw3, painting_hw3)[10, 10], (0, 0, 0.6), atol=0.05)


def test_what_is_fine_stays() -> None:
    painting_hw3 = picture(300, 400, 5).rgb_hw3
    part_hw3 = painting_hw3[100:200, 100:220]
    made_hw3 = retouched(part_hw3, part_hw3, painting_hw3)
    assert made_hw3.shape == part_hw3.shape
    fine = [np.diff(each.mean(2), axis=1) for each in (made_hw3, part_hw3)]
    assert np.corrcoef(fine[0].ravel(), fine[1].ravel())[0, 1] > 0.8
