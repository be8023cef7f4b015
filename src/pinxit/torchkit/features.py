"""VGG-16 features on the original Oxford weights (Simonyan and Zisserman 2014), the ruler of every loss here.

Axes: b batch, c channels, h w. Weights come from :mod:`pinxit.torchkit.weights`; nothing else is ever used silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pinxit.core.errors import ModelError
from pinxit.torchkit import weights
from pinxit.torchkit.device import mixed

# Convolutions per stage; a 2x2 max pooling stands between stages.
STAGES = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))
MEAN_BGR = (103.939, 116.779, 123.68)
Padding = Literal["zeros", "replicate"]
NAMES = tuple(f"relu{s}_{i}" for s, widths in enumerate(STAGES, 1) for i in range(1, len(widths) + 1))


class Vgg16(nn.Module):
    """Frozen VGG-16 up to relu5_3. Input (b,3,h,w) sRGB 0..1; the change to BGR 0..255 minus mean is inside.

    padding: what every convolution sees beyond the border, "zeros" as it was trained, or "replicate". A picture that is
    optimised wears what zeros do to the features as a frame.
    half: convolve in bfloat16 where that is faster (:func:`pinxit.torchkit.device.mixed`); what comes out is float32 all the
    same. Good enough to go down a loss by, not to measure with.
    """

    mean: Tensor

    def __init__(self, depth: int = len(NAMES), padding: Padding = "zeros", half: bool = False) -> None:
        super().__init__()
        self.half_where_fast = half
        self.names = NAMES[:depth]
        self.convs = nn.ModuleDict()
        channels = 3
        for name in self.names:
            width = STAGES[int(name[4]) - 1][int(name[6]) - 1]
            self.convs[name.replace("relu", "conv")] = nn.Conv2d(
                channels, width, 3, padding=1, padding_mode=padding
            )
            channels = width
        self.register_buffer("mean", torch.tensor(MEAN_BGR).view(1, 3, 1, 1), persistent=False)

    def forward(self, rgb_b3hw: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
        """Features of the named layers ("relu1_2" ...), each (b,c,h/2^k,w/2^k). Stops at the deepest one asked for.

        Raises KeyError when a name is not a layer of VGG-16.
        """
        unknown = [name for name in layers if name not in self.names]
        if unknown:
            raise KeyError(f"not layers of this VGG-16: {', '.join(unknown)}; it has {', '.join(self.names)}")
        if not self.half_where_fast:
            return self._found(rgb_b3hw, layers)
        with mixed(rgb_b3hw.device):
            return {name: x.float() for name, x in self._found(rgb_b3hw, layers).items()}

    def _found(self, rgb_b3hw: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
        found: dict[str, Tensor] = {}
        x = rgb_b3hw.flip(1) * 255.0 - self.mean
        for name in self.names:
            if name.endswith("_1") and name != "relu1_1":
                x = F.max_pool2d(x, 2)
            x = F.relu(self.convs[name.replace("relu", "conv")](x))
            if name in layers:
                found[name] = x
                if len(found) == len(set(layers)):
                    break
        return found

    def check(self, layers: Sequence[str], otherwise: str = "") -> None:
        """ModelError unless these features reach all the layers; otherwise: what else the user may do."""
        for layer in layers:
            if layer not in self.names:
                raise ModelError(
                    f"these features end at {self.names[-1]}, before {layer}: fetch them (pinxit weights get vgg16)"
                    f"{otherwise}."
                )


def vgg16(device: torch.device | str = "cpu", padding: Padding = "zeros", half: bool = False) -> Vgg16:
    """The frozen feature network on a device; padding, half: see :class:`Vgg16`.

    Raises MissingWeights when ``pinxit weights get vgg16`` has not been run.
    """
    from safetensors.torch import load_file

    arrays = load_file(weights.path("vgg16"))
    # Data packed for a training machine carries the first stages only; what is not there cannot be asked for.
    depth = sum(f"convs.{name.replace('relu', 'conv')}.weight" in arrays for name in NAMES)
    network = Vgg16(depth, padding, half)
    network.load_state_dict(arrays)
    return network.requires_grad_(False).eval().to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]


def carried(mask_hw: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
    """A soft mask (h,w) as the named layers of VGG-16 see it: how much of what a cell looks at is inside, 0..1.

    It goes the way of the features: halved where they are pooled, and averaged over the reach of each convolution.
    """
    seen: dict[str, Tensor] = {}
    mask = mask_hw[None, None]
    for name in NAMES[: max(NAMES.index(layer) for layer in layers) + 1]:
        if name.endswith("_1") and name != NAMES[0]:
            mask = F.avg_pool2d(mask, 2)
        mask = F.avg_pool2d(mask, 3, stride=1, padding=1, count_include_pad=False)
        if name in layers:
            seen[name] = mask[0, 0]
    return seen
