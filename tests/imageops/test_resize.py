from __future__ import annotations

import numpy as np

from pinxit.core import resample
from pinxit.imageops.resize import resize


def test_it_is_the_one_that_pictures_use() -> None:
    assert resize is resample.resize


def test_a_photo_keeps_its_mean() -> None:
    photo = np.random.default_rng(0).random((60, 80, 3), np.float32)
    for kind in ("lanczos", "area", "linear"):
        small = resize(photo, 15, 20, kind=kind)
        assert small.dtype == np.float32
        np.testing.assert_allclose(small.mean(axis=(0, 1)), photo.mean(axis=(0, 1)), atol=0.01)
    blocks = photo.reshape(15, 4, 20, 4, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(resize(photo, 15, 20, kind="area"), blocks, atol=1e-6)
