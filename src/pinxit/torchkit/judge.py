"""MobileNetV2 (Sandler et al. 2018) as a second pair of eyes: features that no loss of ours has ever looked at.

Axes: b batch, c channels, h w. A painter that learned to please VGG-16 may only please VGG-16; this one tells.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from pinxit.torchkit import weights

# (expansion, channels out, blocks, stride of the first) of every stage, table 2 of the paper.
STAGES = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1))
# Outputs of whole stages, at 1/2, 1/4, 1/8 and 1/16 of the picture.
LAYERS = ("stage1", "stage2", "stage3", "stage5")
MEAN_RGB, DEVIATION_RGB = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class _Bottleneck(nn.Module):
    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int) -> None:
        super().__init__()
        hidden = inputs * expansion
        widen = [_conv(inputs, hidden, 1)] if expansion > 1 else []
        project = [nn.Conv2d(hidden, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.conv = nn.Sequential(*widen, _conv(hidden, hidden, 3, stride, groups=hidden), *project)
        self.same = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.conv(x)
        return x + out if self.same else out


def _conv(inputs: int, outputs: int, side: int, stride: int = 1, groups: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(inputs, outputs, side, stride, side // 2, groups=groups, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU6())


class Judge(nn.Module):
    """Frozen MobileNetV2 up to its fifth stage. Input (b,3,h,w) sRGB 0..1; ImageNet's normalisation is inside."""

    mean: Tensor
    deviation: Tensor

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = [_conv(3, 32, 3, 2)]
        self.ends: dict[int, str] = {}
        channels = 32
        for number, (expansion, width, blocks, stride) in enumerate(STAGES, 1):
            for block in range(blocks):
                layers.append(_Bottleneck(channels, width, stride if block == 0 else 1, expansion))
                channels = width
            self.ends[len(layers) - 1] = f"stage{number}"
        self.features = nn.ModuleList(layers)
        self.register_buffer("mean", torch.tensor(MEAN_RGB).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION_RGB).view(1, 3, 1, 1), persistent=False)

    def forward(self, rgb_b3hw: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
        """Features of the named stages ("stage1" ... "stage5"), each (b,c,h/2^k,w/2^k)."""
        found: dict[str, Tensor] = {}
        x = (rgb_b3hw - self.mean) / self.deviation
        for at, layer in enumerate(self.features):
            x = layer(x)
            name = self.ends.get(at, "")
            if name in layers:
                found[name] = x
        return found


def judge(device: torch.device | str = "cpu") -> Judge:
    """The judge on a device. Raises MissingWeights when ``pinxit weights get mobilenet-v2`` has not been run."""
    from safetensors.torch import load_file

    network = Judge()
    wanted = network.state_dict()
    arrays = load_file(weights.path("mobilenet-v2"))
    kept = {name: value for name, value in arrays.items() if name in wanted}
    network.load_state_dict(
        {**kept, **{n: v for n, v in wanted.items() if n.endswith("num_batches_tracked")}}
    )
    return network.requires_grad_(False).eval().to(device)
