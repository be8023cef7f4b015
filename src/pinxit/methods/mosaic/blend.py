"""From the generator's channels to a picture: painted anew, copied from the memory, or between the two.

Axes: b batch, n templates, h w; pictures -1..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

SHARPNESS = 4.0  # of the choice between templates: their scores are limited to this


@dataclass(frozen=True, eq=False)
class Painted:
    """picture: what is seen. Only with a memory: copied, what comes from templates; shares of each template (sum 1); new, how
    much of the picture is painted anew (1 channel, 0..1).
    """

    picture: Tensor
    copied: Tensor | None = None
    shares: Tensor | None = None
    new: Tensor | None = None


def painted(given_bchw: Tensor, templates_bn3hw: Tensor | None) -> Painted:
    """FAMOS, eq. 2 and 3: I = a I_G + (1 - a) sum_n A_n T_n, A the softmax of limited scores."""
    given_bchw = given_bchw.float()
    made = given_bchw[:, :3].tanh()
    if templates_bn3hw is None:
        return Painted(made)
    shares = (SHARPNESS * given_bchw[:, 4:].tanh()).softmax(1)
    copied = torch.einsum("bnhw,bnchw->bchw", shares, templates_bn3hw)
    new = given_bchw[:, 3:4].sigmoid()
    return Painted(new * made + (1 - new) * copied, copied, shares, new)
