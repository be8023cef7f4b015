"""Features that need no download and no time: a VGG-16 of few channels that a random generator made."""

from __future__ import annotations

from unittest import mock

import torch

from pinxit.torchkit import features
from pinxit.torchkit.features import Vgg16

STAGES = ((8, 8), (12, 12), (16, 16, 16), (24, 24, 24), (24, 24, 24))


def small_vgg(depth: int = 11) -> Vgg16:
    """Random features up to relu5_1 (depth 11), always the same."""
    with mock.patch.object(features, "STAGES", STAGES):
        network = Vgg16(depth)
    generator = torch.Generator().manual_seed(1)
    for name, value in network.state_dict().items():
        # Spread as He et al. 2015 have it, so that deep features are neither tiny nor huge.
        spread = (2 / (9 * value.shape[1])) ** 0.5 if value.dim() == 4 else 0.0
        if not name.startswith("mean"):
            value.copy_(spread * torch.randn(value.shape, generator=generator))
    return network.requires_grad_(False).eval()
