"""Square roots of symmetric positive matrices, by matrix products alone. Axes: n rows and columns."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

ITERATIONS = 16  # with 12, as others have it, a painting is up to 0.05 away from itself (in wasserstein); with 16, 0.008


def square_roots(a_nn: Tensor, iterations: int = ITERATIONS) -> tuple[Tensor, Tensor]:
    """A^1/2 and A^-1/2 by the coupled Newton-Schulz iteration (Higham, "Functions of Matrices", 2008, eq. 6.35):

        Y <- Y (3 I - Z Y) / 2,  Z <- (3 I - Z Y) Z / 2,   from Y = A / |A|, Z = I

    a_nn: symmetric, positive semidefinite. An iteration raises the root of a small eigenvalue by 1.5 at most, so those
    below 1.5^(-2 iterations) of the whole are not reached: their root comes out too small, and their inverse root stays
    bounded, which is what a gradient wants.
    """
    identity = torch.eye(len(a_nn), dtype=a_nn.dtype, device=a_nn.device)
    size = torch.linalg.matrix_norm(a_nn).clamp_min(torch.finfo(a_nn.dtype).tiny)
    root, inverse = a_nn / size, identity
    for _ in range(iterations):
        step = 1.5 * identity - 0.5 * inverse @ root
        root, inverse = root @ step, step @ inverse
    return root * size.sqrt(), inverse / size.sqrt()


def polar_factor(a_nn: Tensor, iterations: int) -> Tensor:
    """The orthogonal U of A = U P, P symmetric and positive, by the iteration of Newton and Schulz (Higham 2008, eq. 8.20):

        X <- X (3 I - X^T X) / 2,   from X = A / |A|

    Singular values below 1.5^-iterations of the whole are not reached: those of U come out too small there.
    """
    identity = torch.eye(len(a_nn), dtype=a_nn.dtype, device=a_nn.device)
    x_nn: Tensor = a_nn / torch.linalg.matrix_norm(a_nn).clamp_min(torch.finfo(a_nn.dtype).tiny)
    for _ in range(iterations):
        x_nn = x_nn @ (1.5 * identity - 0.5 * x_nn.T @ x_nn)
    return x_nn


def trace_of_root(a_nn: Tensor) -> Tensor:
    """tr A^1/2 as a scalar with a gradient, d tr A^1/2 = tr(A^-1/2 dA) / 2: the inverse root comes with the root."""
    trace: Tensor = _TraceOfRoot.apply(a_nn)  # type: ignore[no-untyped-call]
    return trace


class _TraceOfRoot(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, a_nn: Tensor) -> Tensor:
        root, inverse = square_roots(a_nn)
        ctx.save_for_backward(inverse)
        return root.trace()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        inverse: Tensor = ctx.saved_tensors[0]
        return gradients[0] * 0.5 * inverse.T
