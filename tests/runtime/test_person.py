"""People are found where they are, and nowhere where nobody is."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.core.picture import Picture
from pinxit.runtime.person import people
from pinxit.zoo.samples import sample_path


def test_the_astronaut_is_found_as_the_original_finds_her() -> None:
    """0.5452 is the mean of MediaPipe's own mask of this photo at 256 x 256 pixels."""
    person_hw = people(Picture.of(sample_path("astronaut")))
    assert person_hw.mean() == pytest.approx(0.5452, abs=0.01)
    height, width = person_hw.shape
    assert person_hw[height // 5, 12 * width // 25] > 0.95  # her face
    assert person_hw[: height // 8, 5 * width // 8 :].max() < 0.05  # the wall behind


@pytest.mark.parametrize("sample", ["summer-palace", "coffee"])
def test_nobody_is_found_where_nobody_is(sample: str) -> None:
    assert not people(Picture.of(sample_path(sample))).any()


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (3, 5)])
def test_any_shape_has_a_mask_of_its_size(size: tuple[int, int]) -> None:
    person_hw = people(Picture(np.random.default_rng(0).random((*size, 3), np.float32)))
    assert person_hw.shape == size
    assert np.isfinite(person_hw).all()
