"""The running average of a network's weights: steadier than the weights of any one step, it is what paints."""

from __future__ import annotations

import torch
from torch import nn


@torch.no_grad()
def follow(average: nn.Module, network: nn.Module, step: int, most: float) -> None:
    """Move the average towards the network after step number `step`, closely at first; in the end it keeps the share `most`."""
    decay = min(most, (1 + step) / (10 + step))
    state = network.state_dict()
    for name, mean in average.state_dict().items():
        if mean.is_floating_point():
            mean.lerp_(state[name], 1 - decay)
        else:  # a counter
            mean.copy_(state[name])
