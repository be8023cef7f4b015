"""What the preset network is asked for. Axes: b batch, n colours.

One photo in two looks A and B: with each look removed they must be equal, and B added to what is left of A must give B.
Both are asked of the photo's colours and, with less weight, of colours from all over the cube, so that the map is sound
where the photo has no pixels. The look that is added is read from another part of the photo. And the look of another photo
must bring the colours nearer to its own, which generated looks alone do not teach.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Weights:
    """Weights of the terms."""

    given: float = 1.0
    same: float = 10.0
    cube: float = 0.3  # of colours that the photo does not have, relative to those that it has
    other: float = 0.2


def distance(found_bn3: Tensor, wanted_bn3: Tensor) -> Tensor:
    """Mean absolute difference of colours."""
    return (found_bn3 - wanted_bn3).abs().mean()


def difference(found_bn3: Tensor, wanted_bn3: Tensor) -> Tensor:
    """Mean squared difference of colours."""
    return (found_bn3 - wanted_bn3).square().mean()


def sliced(found_bn3: Tensor, wanted_bn3: Tensor, directions: int = 6) -> Tensor:
    """Sliced Wasserstein distance of two clouds of as many colours, along random directions."""
    along = torch.randn(3, directions, device=found_bn3.device)
    along = along / along.norm(dim=0)
    found, wanted = ((cloud @ along).sort(dim=1).values for cloud in (found_bn3, wanted_bn3))
    apart: Tensor = (found - wanted).abs().mean()
    return apart
