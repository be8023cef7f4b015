"""Square roots of matrices against scipy, and their gradient against differences."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import Tensor

from pinxit.torchkit.roots import polar_factor, square_roots, trace_of_root


def covariance(n: int, seed: int, dtype: torch.dtype = torch.float64) -> Tensor:
    """Of rank n, with eigenvalues that differ by a factor of a few hundred."""
    rows = torch.randn(4 * n, n, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    rows *= torch.logspace(0, -1, n, dtype=torch.float64)
    return (rows.T @ rows / (4 * n)).to(dtype)


@pytest.mark.parametrize("n", [1, 3, 24])
def test_roots_are_those_of_scipy(n: int) -> None:
    linalg = pytest.importorskip("scipy.linalg")
    a_nn = covariance(n, 1)
    root, inverse = square_roots(a_nn, 20)
    expected = linalg.sqrtm(a_nn.numpy())
    np.testing.assert_allclose(root.numpy(), expected, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(inverse.numpy(), np.linalg.inv(expected), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("n", [1, 3, 24])
def test_the_polar_factor_is_that_of_singular_values(n: int) -> None:
    generator = torch.Generator().manual_seed(n)
    a_nn = torch.randn(n, n, generator=generator, dtype=torch.float64) + 2 * torch.eye(n, dtype=torch.float64)
    left, _, right = torch.linalg.svd(a_nn)
    torch.testing.assert_close(polar_factor(a_nn, 40), left @ right, rtol=0, atol=1e-6)


def test_sixteen_iterations_in_single_precision_are_enough() -> None:
    a_nn = covariance(24, 2, torch.float32)
    root, _ = square_roots(a_nn)
    assert torch.linalg.matrix_norm(root @ root - a_nn) < 1e-3 * torch.linalg.matrix_norm(a_nn)
    values = torch.linalg.eigvalsh(covariance(24, 2))
    assert float(trace_of_root(a_nn)) == pytest.approx(float(values.sqrt().sum()), rel=0.01)


def test_the_size_of_the_matrix_does_not_matter() -> None:
    a_nn = covariance(8, 3)
    for scale in (1e-8, 1e8):
        assert float(trace_of_root(scale * a_nn)) == pytest.approx(scale**0.5 * float(trace_of_root(a_nn)))


def test_nothing_and_less_than_full_rank() -> None:
    assert float(trace_of_root(torch.zeros(5, 5))) == 0
    one_nn = torch.outer(torch.arange(1.0, 5.0), torch.arange(1.0, 5.0)).requires_grad_(True)
    trace = trace_of_root(one_nn)
    assert float(trace.detach()) == pytest.approx(30**0.5, rel=1e-4)
    (slope,) = torch.autograd.grad(trace, one_nn)
    assert torch.isfinite(slope).all()


def test_the_gradient_is_that_of_differences() -> None:
    a_nn = covariance(5, 4).requires_grad_(True)
    (slope,) = torch.autograd.grad(trace_of_root(a_nn), a_nn)
    for seed in range(3):
        direction = torch.randn(5, 5, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
        direction = direction + direction.T  # covariances stay symmetric
        step = 1e-5 * direction
        with torch.no_grad():
            difference = (trace_of_root(a_nn + step) - trace_of_root(a_nn - step)) / 2e-5
        assert float((slope * direction).sum()) == pytest.approx(float(difference), rel=1e-3)
