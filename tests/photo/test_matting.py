"""The matting Laplacian without its matrix: against the definition, its zeros, its gradient."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.methods.photo.matting import EPSILON, Matting


def random(height: int, width: int, seed: int) -> Tensor:
    return torch.rand(1, 3, height, width, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


def written_down(photo_13hw: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """L as a matrix, entry by entry, as Levin et al. 2006 (eq. 12) define it."""
    photo_hw3 = photo_13hw[0].permute(1, 2, 0).numpy()
    height, width = photo_hw3.shape[:2]
    index_hw = np.arange(height * width).reshape(height, width)
    matrix = np.zeros((height * width, height * width))
    for y in range(height - 2):
        for x in range(width - 2):
            inside = index_hw[y : y + 3, x : x + 3].ravel()
            colours_n3 = photo_hw3[y : y + 3, x : x + 3].reshape(9, 3)
            centred_n3 = colours_n3 - colours_n3.mean(0)
            spread = centred_n3.T @ centred_n3 / 9 + EPSILON / 9 * np.eye(3)
            affinity = (1 + centred_n3 @ np.linalg.inv(spread) @ centred_n3.T) / 9
            matrix[np.ix_(inside, inside)] += np.eye(9) - affinity
    return matrix


def test_it_is_the_matrix_of_the_definition() -> None:
    photo, picture = random(7, 9, 1), random(7, 9, 2)
    photo[..., :4] = 0.5  # flat windows too
    matrix = written_down(photo)
    expected = np.stack([matrix @ channel.numpy().ravel() for channel in picture[0]]).reshape(3, 7, 9)
    matting = Matting(photo)
    np.testing.assert_allclose(matting.times(picture[0]).numpy(), expected, atol=1e-7)
    energy = sum(float(channel.numpy().ravel() @ matrix @ channel.numpy().ravel()) for channel in picture[0])
    assert float(matting.energy(picture)) == pytest.approx(energy / 63, rel=1e-6)


def test_colour_maps_of_the_photo_are_its_zeros() -> None:
    photo = random(16, 20, 1)
    mix_33 = torch.tensor([[0.2, 0.7, -0.3], [0.5, 0.1, 0.1], [0.0, -0.4, 1.2]], dtype=torch.float64)
    mapped = torch.einsum("cd,bdhw->bchw", mix_33, photo) + 0.25
    assert float(Matting(photo).energy(mapped)) < 1e-6
    assert float(Matting(photo).energy(random(16, 20, 2))) > 0.1


def test_other_maps_on_either_side_of_an_edge_cost_nothing_but_on_it() -> None:
    photo = random(16, 20, 1)
    halves = torch.cat([photo[..., :10] * 0.3, 1 - photo[..., 10:]], 3)
    columns = Matting(photo).times(halves[0]).abs().amax((0, 1))
    assert float(columns[:8].max()) < 1e-5
    assert float(columns[12:].max()) < 1e-5
    assert float(columns[8:12].max()) > 0.01


def test_the_gradient_by_differences() -> None:
    matting, x, direction = Matting(random(8, 10, 1)), random(8, 10, 2), random(8, 10, 3) - 0.5
    (slope,) = torch.autograd.grad(3 * matting.energy(x.requires_grad_(True)), x)
    with torch.no_grad():
        ahead, behind = (3 * float(matting.energy(x + step * direction)) for step in (1e-4, -1e-4))
    assert float((slope * direction).sum()) == pytest.approx((ahead - behind) / 2e-4, rel=1e-6)
