"""Grey levels of photos in the range that the textures have: what a texture cannot be, the adversary would refuse.

Axes: k levels from black to white, n pixels.
"""

from __future__ import annotations

import torch
from torch import Tensor

from pinxit.methods.mosaic.losses import blurred
from pinxit.methods.mosaic.sources import Photos, Textures

LEVELS = 256
_MOST_PIXELS = 1 << 20  # that quantiles are taken of


def tones(photo: Photos | None, textures: Textures, blur: float, share: float) -> Tensor:
    """What becomes of each grey level of a photo, (k,), 0..1.

    A share of the way from the level itself to the grey that as many pixels of the textures are darker than (histogram matching),
    the textures seen in the blur in which they are compared. Without a photo nothing is compared, and levels stay.
    """
    level_k = torch.linspace(0, 1, LEVELS)
    if photo is None or share == 0:
        return level_k
    own_n = _few(photo.greys()).sort().values
    there_n = _few(torch.cat([blurred(grey, blur).flatten() for grey in textures.greys()])).add(1).div(2)
    # The middle of equal pixels: a flat sky is one level, and becomes one.
    darker_k = (torch.searchsorted(own_n, level_k) + torch.searchsorted(own_n, level_k, right=True)) / 2
    matched_k = torch.quantile(there_n, (darker_k / len(own_n)).clamp(0, 1))
    return level_k + share * (matched_k - level_k)


def _few(values_n: Tensor) -> Tensor:
    return values_n[:: -(-len(values_n) // _MOST_PIXELS)]
