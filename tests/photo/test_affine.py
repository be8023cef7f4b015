"""Colour maps of a photo: an exact recolouring is found and holds at full size, nothing but the photo's edges comes through."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from optimising import picture
from pinxit.core.picture import Picture
from pinxit.methods.photo import colourmaps
from pinxit.methods.photo.affine import Guide
from pinxit.methods.photo.deep import at_full_size
from pinxit.torchkit.pictures import to_tensor

MIX_33 = np.array([[0.5, 0.3, -0.1], [0.1, 0.6, 0.1], [-0.2, 0.2, 0.7]], np.float32)
MOVED_3 = np.array([0.2, 0.05, 0.1], np.float32)


def test_an_exact_recolouring_of_a_small_photo_is_that_of_the_large_one() -> None:
    """Detail that the small photo has lost is in the result: it is the photo's own, in other colours."""
    large = Picture(0.1 + 0.8 * picture(500, 700, 1).rgb_hw3)
    small = large.resized(140, 100)
    made_hw3 = np.clip(small.rgb_hw3 @ MIX_33.T + MOVED_3, 0, 1)
    expected_hw3 = np.clip(large.rgb_hw3 @ MIX_33.T + MOVED_3, 0, 1)
    found_hw3 = at_full_size(made_hw3.astype(np.float32), large.rgb_hw3)
    assert found_hw3.shape == (500, 700, 3)
    assert np.abs(found_hw3 - expected_hw3).max() < 2e-3
    detail = [np.abs(np.diff(each, axis=1)).mean() for each in (found_hw3, expected_hw3)]
    assert 0.9 < detail[0] / detail[1] < 1.1


def test_bands_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    large, made_hw3 = picture(300, 400, 2), picture(60, 80, 3).rgb_hw3
    whole_hw3 = at_full_size(made_hw3, large.rgb_hw3)
    monkeypatch.setattr(colourmaps, "BAND", 5000)
    np.testing.assert_allclose(at_full_size(made_hw3, large.rgb_hw3), whole_hw3, atol=1e-5)


def test_what_is_no_colour_map_of_the_photo_does_not_come_through() -> None:
    """Stripes on a sky that has none are gone, and the step between two halves of the photo stays sharp."""
    photo_hw3 = np.full((64, 64, 3), 0.3, np.float32)
    photo_hw3[:, 32:] = 0.7
    striped_hw3 = photo_hw3[..., ::-1] * (0.6, 0.8, 1.0) + 0.2 * (np.arange(64) % 4 < 2)[:, None, None]
    explained = Guide(to_tensor(photo_hw3), reach=1 / 8).explained(to_tensor(striped_hw3.astype(np.float32)))[
        0
    ]
    assert float(explained[:, 20:44, 10].std(1).max()) < 0.02
    step = explained[:, 30, 32] - explained[:, 30, 31]
    torch.testing.assert_close(step, torch.tensor([0.24, 0.32, 0.4]), atol=0.03, rtol=0)


def test_masks_end_at_the_edges_of_the_photo() -> None:
    photo_hw3 = np.full((48, 48, 3), 0.2, np.float32)
    photo_hw3[:, 24:] = 0.8
    late = torch.zeros(1, 48, 48)
    late[..., 27:] = 1  # three pixels too far to the right
    found_hw = Guide(to_tensor(photo_hw3), reach=1 / 6).filtered(late)[0]
    assert float(found_hw[24, 24]) - float(found_hw[24, 23]) > 0.5
