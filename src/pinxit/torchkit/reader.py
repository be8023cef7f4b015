"""A reader: looks at a picture once and says, in one vector, what it looks like as a whole.

Axes: b batch, c channels, h w, n numbers, v vector. What a style or a look is has no place in the picture, so the reader keeps
of every level of its features the mean and the deviation of each channel, as style losses do, and maps these numbers to the
vector. They are standardised by what is usual: in plain numbers all pictures are much the same, and so was what was read.
What the vector means is up to the room: the paint room's is a style, the colour room's two colour maps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

EPSILON = 1e-5
PALETTE_STEP = 2  # pixels: of a histogram's pixels a quarter are enough
SLOWEST = 0.01  # of the running mean and variance of the statistics


@dataclass(frozen=True)
class ReaderShape:
    """Sizes of the reader. ``widths`` are the channels at 1/4, 1/8, 1/16 ... of its own ``side`` in pixels; ``palette``
    those of single pixels, whose statistics are a soft histogram of the colours (0: none).
    """

    side: int = 256
    widths: tuple[int, ...] = (32, 48, 80, 112)
    hidden: int = 112
    palette: int = 0

    def to_dict(self) -> dict[str, object]:
        """As plain numbers, for checkpoints and graphs."""
        return asdict(self)


class Reader(nn.Module):
    """picture (b,3,h,w) sRGB 0..1, of any size -> vectors (b,v), around zero at first."""

    usual_mean: Tensor
    usual_variance: Tensor
    batches: Tensor

    def __init__(self, shape: ReaderShape, length: int) -> None:
        super().__init__()
        self.shape = shape
        widths = shape.widths
        self.stem = nn.Conv2d(3, widths[0], 8, stride=4, padding=2)
        self.downs = nn.ModuleList(nn.Conv2d(a, b, 3, stride=2, padding=1) for a, b in pairwise(widths))
        self.convs = nn.ModuleList(nn.Conv2d(width, width, 3, padding=1) for width in widths[1:])
        self.palette = nn.Conv2d(3, shape.palette, 1) if shape.palette else None
        numbers = 2 * (3 + shape.palette + sum(widths))
        self.register_buffer("usual_mean", torch.zeros(numbers))
        self.register_buffer("usual_variance", torch.ones(numbers))
        self.register_buffer("batches", torch.zeros(()))
        self.inner = nn.Linear(numbers, shape.hidden)
        self.outer = nn.Linear(shape.hidden, length)
        with torch.no_grad():  # what is read at first is hardly anything
            self.outer.weight.mul_(0.1)
            self.outer.bias.zero_()

    def forward(self, picture_bchw: Tensor) -> Tensor:
        """Read."""
        numbers = self.statistics(picture_bchw)
        if self.training:
            self.learn_usual(numbers.detach())
        return self.of_statistics(numbers)

    def of_statistics(self, numbers_bn: Tensor) -> Tensor:
        """Vectors (b,v) of what :meth:`statistics` gives."""
        standard = (numbers_bn - self.usual_mean) / self.deviation()
        out: Tensor = self.outer(F.relu(self.inner(standard)))
        return out

    def statistics(self, picture_bchw: Tensor) -> Tensor:
        """Means and deviations (b,n) of all channels, level after level."""
        side = self.shape.side
        x = F.interpolate(picture_bchw, (side, side), mode="bilinear", align_corners=False, antialias=True)
        found = [_statistics(x)]
        if self.palette is not None:
            found.append(_statistics(F.relu(self.palette(x[..., ::PALETTE_STEP, ::PALETTE_STEP]))))
        x = F.relu(self.stem(x))
        found.append(_statistics(x))
        for down, conv in self.stages():
            x = F.relu(down(x))
            x = x + F.relu(conv(x))
            found.append(_statistics(x))
        return torch.cat(found, 1)

    def deviation(self) -> Tensor:
        """Usual deviation of the statistics (n,)."""
        return torch.sqrt(self.usual_variance + EPSILON)

    @torch.no_grad()
    def learn_usual(self, numbers_bn: Tensor) -> None:
        """Count the statistics of a batch into what is usual."""
        self.batches += 1
        share = torch.clamp(1 / self.batches, min=SLOWEST)
        self.usual_mean.lerp_(numbers_bn.mean(0), share)
        self.usual_variance.lerp_((numbers_bn - self.usual_mean).square().mean(0), share)

    def stages(self) -> Sequence[tuple[nn.Conv2d, nn.Conv2d]]:
        """The pairs of convolutions after the stem."""
        return [(d, c) for d, c in zip(self.downs, self.convs, strict=True)]  # type: ignore[misc]


def _statistics(x_bchw: Tensor) -> Tensor:
    variance, mean = torch.var_mean(x_bchw, dim=(2, 3), correction=0)
    return torch.cat([mean, torch.sqrt(variance + EPSILON)], 1)
