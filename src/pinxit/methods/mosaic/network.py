"""The networks of an adversarial mosaic: generator, discriminator, learned colour map.

Jetchev, Bergmann, Yildirim, "Transform the Set: Memory Attentive Generation of Guided and Unguided Image Collages" (FAMOS, 2018,
arXiv 1811.09236), after DCGAN (Radford et al. 2015) and U-net (Ronneberger et al. 2015).
Axes: b batch, c channels, h w. Pictures are -1..1 in here, and their sides multiples of 2^depth.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from pinxit.methods.mosaic.noise import Noise, NoiseShape

SLOPE = 0.2  # of the leaky rectifiers
DOWN_KERNEL = 5


@dataclass(frozen=True)
class Shape:
    """What a generator is built from.

    photo: whether it sees a photo; without, it makes a texture of noise alone. templates: of the memory that it may copy from, 0
    for none. width: channels of the first level, each level has twice as many. kernel: of the convolutions on the way up.
    skips: whether the way up sees the way down.
    """

    noise: NoiseShape
    photo: bool = True
    templates: int = 0
    width: int = 32
    depth: int = 4
    kernel: int = 3
    skips: bool = True

    @property
    def multiple(self) -> int:
        """What the sides of a picture must be multiples of; the side of a cell of the noise."""
        return int(2**self.depth)

    @property
    def context(self) -> int:
        """Pixels beyond a window that can have a say in it."""
        return 4 * 2 * self.multiple

    @property
    def inputs(self) -> int:
        """Channels of the picture that it sees: the photo, and where in it when there is a memory to copy from."""
        return (3 if self.photo else 0) + (2 if self.templates else 0)

    @property
    def outputs(self) -> int:
        """Channels that it gives: a picture, and with a memory the shares of the templates and of the picture itself."""
        return 3 + (self.templates + 1 if self.templates else 0)

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers, for a file."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Shape:
        """The other way; TypeError for anything else."""
        return cls(**{**values, "noise": NoiseShape(**values["noise"])})


class Generator(nn.Module):
    """A U-net from a photo and noise to a picture, or without a photo its way up alone from noise to a texture."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.noise = Noise(shape.noise)
        widths = [shape.width * 2**level for level in range(shape.depth)]
        self.down = nn.ModuleList()
        if shape.inputs:
            self.down.extend(
                Down(before, after, norm=level > 0, last=level == shape.depth - 1)
                for level, (before, after) in enumerate(zip([shape.inputs, *widths], widths, strict=False))
            )
        self.up = nn.ModuleList()
        channels = (widths[-1] if shape.inputs else 0) + shape.noise.channels
        for level in reversed(range(shape.depth)):
            after = widths[level - 1] if level else shape.outputs
            self.up.append(Up(channels, after, shape.kernel, last=level == 0))
            channels = after * 2 if shape.skips and shape.inputs else after
        self.apply(_begin)

    def forward(self, seen_bchw: Tensor | None, noise_bchw: Tensor) -> Tensor:
        """(b, outputs, h, w), unbounded, of what it sees (None: nothing) and a cell of noise for every 2^depth pixels."""
        passed: list[Tensor] = []
        x = noise_bchw
        if seen_bchw is not None:
            x = seen_bchw
            for down in self.down:
                x = down(x)
                passed.append(x)
            x = torch.cat([x, noise_bchw], 1)
            passed.pop()
        for number, up in enumerate(self.up):
            if number and passed and self.shape.skips:
                x = torch.cat([x, passed.pop()], 1)
            x = up(x)
        return x


class Discriminator(nn.Module):
    """Texture or not, for overlapping patches: (b,3,h,w) to scores (b,1,h/2^depth,w/2^depth), unbounded."""

    def __init__(self, width: int, depth: int = 4) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        channels = 3
        for level in range(depth - 1):
            layers.append(nn.Conv2d(channels, width * 2**level, DOWN_KERNEL, 2, DOWN_KERNEL // 2))
            channels = width * 2**level
            if level:
                layers.append(nn.BatchNorm2d(channels))
            layers.append(nn.LeakyReLU(SLOPE))
        layers.append(nn.Conv2d(channels, 1, DOWN_KERNEL, 2, DOWN_KERNEL // 2))
        self.layers = nn.Sequential(*layers)
        self.apply(_begin)

    def forward(self, rgb_b3hw: Tensor) -> Tensor:
        """Scores of patches."""
        scores: Tensor = self.layers(rgb_b3hw)
        return scores


class ColourMap(nn.Module):
    """A map of colours, the same at every place: content is then only compared up to it."""

    def __init__(self, hidden: int = 50) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Conv2d(3, hidden, 1), nn.ReLU(), nn.Conv2d(hidden, 3, 1), nn.Tanh())

    def forward(self, rgb_b3hw: Tensor) -> Tensor:
        """(b,3,h,w) to the same."""
        mapped: Tensor = self.layers(rgb_b3hw)
        return mapped


class Down(nn.Module):
    """Half the size: convolution, normalisation, and the last one limits what comes out."""

    def __init__(self, before: int, after: int, *, norm: bool, last: bool) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            before, after, DOWN_KERNEL, 2, DOWN_KERNEL // 2, padding_mode="replicate", bias=not norm
        )
        self.norm = nn.BatchNorm2d(after) if norm else nn.Identity()
        self.last = last

    def forward(self, x: Tensor) -> Tensor:
        """(b,c,h,w) to (b,c,h/2,w/2)."""
        x = self.norm(self.conv(x))
        return torch.tanh(x) if self.last else F.leaky_relu(x, SLOPE)


class Up(nn.Module):
    """Twice the size: nearest neighbour, convolution, normalisation; the last one leaves what comes out as it is."""

    def __init__(self, before: int, after: int, kernel: int, *, last: bool) -> None:
        super().__init__()
        # Repeating the border, not zeros: a crop in training then looks like any place of the mosaic, not like its edge.
        self.conv = nn.Conv2d(before, after, kernel, padding=kernel // 2, padding_mode="replicate", bias=last)
        self.norm = nn.Identity() if last else nn.BatchNorm2d(after)
        self.last = last

    def forward(self, x: Tensor) -> Tensor:
        """(b,c,h,w) to (b,c,2h,2w)."""
        x = self.norm(self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest")))
        return x if self.last else F.relu(x)


def _begin(module: nn.Module) -> None:
    """Weights of DCGAN: N(0, 0.02), of the normalisations N(1, 0.02)."""
    if isinstance(module, nn.Conv2d):
        nn.init.normal_(module.weight, 0.0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
    elif isinstance(module, nn.BatchNorm2d):
        nn.init.normal_(module.weight, 1.0, 0.02)
