"""Statistics of the textures beside the adversary: quick to learn from, where a discriminator has to learn first.

Gram matrices of VGG-16 (Gatys et al. 2016; for generators: Ulyanov et al. 2016), of a whole batch: dark and light places of the
photo differ, and only together they can be what the textures are.
"""

from __future__ import annotations

import torch
from torch import Tensor

from pinxit.methods.mosaic.sources import Textures
from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.statistics import gram, gram_distance

LAYERS = ("relu1_1", "relu2_1", "relu3_1")
_CROPS, _SIDE = 8, 256  # that the statistics of the textures are taken of


class Statistics:
    """How far the statistics of a batch are from those of the textures."""

    def __init__(self, features: Vgg16, textures: Textures, seed: int) -> None:
        """Raises ModelError for features without the layers."""
        features.check(LAYERS)
        self._features = features
        rng = torch.Generator().manual_seed(seed)
        device = features.mean.device
        with torch.no_grad():
            each = [self._grams(textures.crop(_SIDE, rng)[None].to(device)) for _ in range(_CROPS)]
        self._wanted = {name: torch.stack([one[name] for one in each]).mean(0) for name in LAYERS}

    def __call__(self, made_b3hw: Tensor) -> Tensor:
        """The sum over layers of relative squared errors, a scalar; pictures are -1..1."""
        return gram_distance(self._grams(made_b3hw), self._wanted).mean()

    def _grams(self, picture_b3hw: Tensor) -> dict[str, Tensor]:
        """The mean Gram matrix of a batch at each layer, (1,c,c)."""
        found = self._features((picture_b3hw + 1) / 2, LAYERS)
        return {name: gram(feat).mean(0, keepdim=True) for name, feat in found.items()}
