from __future__ import annotations

import numpy as np

from pinxit.methods.paint.carry import MIX, guide, guide_small


def test_the_guide_has_the_paintings_colour_and_the_photos_detail() -> None:
    rng = np.random.default_rng(1)
    grey = np.full((30, 30, 3), 0.5, np.float32)
    noise = (0.05 * rng.standard_normal((30, 30, 1))).astype(np.float32)
    red = np.zeros_like(grey) + np.array([0.6, 0.3, 0.3], np.float32)
    made = guide(grey + noise, red, grey)
    # The photo's lightness detail comes through whole: once in the mixed-in photo, once laid over the painting.
    np.testing.assert_allclose(made, MIX * red + (1 - MIX) * grey + noise, atol=1e-5)
    np.testing.assert_allclose(guide(grey, red, grey), guide_small(grey, red), atol=1e-6)


def test_the_guide_of_an_unchanged_photo_is_the_photo() -> None:
    grey = np.random.default_rng(1).random((30, 30, 1), np.float32) * np.ones(3, np.float32)
    soft = np.full_like(grey, 0.5)
    np.testing.assert_allclose(guide(grey, soft, soft), grey, atol=1e-5)
