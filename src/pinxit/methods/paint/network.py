"""The painter: one network, every style a vector that it takes as an input.

Axes: b batch, c channels, h w height and width, v the style vector, s the statistics vector.

A photo is folded to 1/4 of its size by one strided convolution, worked on at 1/4 and mostly at 1/8, and unfolded again.
Every normalisation is *raw-aware conditional instance normalisation*:

    y = gamma (x - mean) / deviation + beta + delta (x - usual mean) / usual deviation

With delta = 0 it is Dumoulin's conditional instance normalisation (ICLR 2017, eq. 5). delta is ours: a style can let the
signal through on the scale of the *usual* picture (running statistics, as in batch normalisation) instead of its own, so
that the identity style (the zero point of strength) can give the photo back with its own brightness and contrast, which
instance normalisation alone destroys. The sum folds into one scale and one shift, so it costs nothing at run time.
(Without the usual statistics it does not train: instance normalisation lets the convolutions' weights grow freely.)

Flat areas carry no texture to turn into strokes, and an upsampling network then paints its own grid: the known hatching.
Two fixed noise fields, scaled per channel by the style, give it something else to grow strokes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

NOISE_CELLS = 32  # the coarse noise field repeats every 32 cells of 8 pixels = 256 pixels: tiles must start on that lattice
MULTIPLE = 8
EPSILON = 1e-4


@dataclass(frozen=True)
class PainterShape:
    """Sizes of the painter. Channels at 1/4 and 1/8 of the picture, blocks before, at and after the coarse stage."""

    fine: int = 32
    coarse: int = 64
    head: int = 24
    last: int = 16
    blocks_before: int = 1
    blocks_coarse: int = 4
    blocks_after: int = 1
    pad: int = 8  # pixels reflected at the input: what the stages at 1/4 see past the border
    coarse_pad: int = 4  # cells reflected once more at 1/8, where the convolutions reach furthest

    def to_dict(self) -> dict[str, int]:
        """As plain numbers, for checkpoints and graphs."""
        return asdict(self)


@dataclass(frozen=True)
class Span:
    """One named stretch of the style vector."""

    name: str
    start: int
    length: int

    @property
    def slice(self) -> slice:
        """The stretch, to index a vector with."""
        return slice(self.start, self.start + self.length)


class Layout:
    """Where each number of the style vector and of the statistics vector belongs, in the order of the network."""

    def __init__(self, shape: PainterShape) -> None:
        self.norms: list[tuple[str, int]] = list(_norms(shape))
        self.spans: dict[str, Span] = {}
        self.length = 0
        for name, channels in self.norms:
            for part in ("gamma", "beta", "delta"):
                self._add(f"{name}.{part}", channels)
        self._add("noise.coarse", shape.coarse)
        self._add("noise.fine", shape.fine)
        self._add("mix", shape.head * shape.head)
        self.statistics: dict[str, Span] = {}
        at = 0
        for name, channels in self.norms:
            for part in ("mean", "variance"):
                self.statistics[f"{name}.{part}"] = Span(f"{name}.{part}", at, channels)
                at += channels
        self.statistics_length = at

    def _add(self, name: str, length: int) -> None:
        self.spans[name] = Span(name, self.length, length)
        self.length += length

    def neutral(self) -> Tensor:
        """A style vector (v,) that leaves every normalisation plain: gamma 1, the rest 0."""
        vector = torch.zeros(self.length)
        for name, _ in self.norms:
            vector[self.spans[f"{name}.gamma"].slice] = 1.0
        return vector

    def raw(self) -> Tensor:
        """A style vector (v,) that normalises by usual statistics only: where the identity style starts to learn."""
        vector = torch.zeros(self.length)
        for name, _ in self.norms:
            vector[self.spans[f"{name}.delta"].slice] = 1.0
        return vector


def _doubled(x: Tensor) -> Tensor:
    """Linear upsampling by two. Nearest neighbours are cheaper, and their grid shows through the paint."""
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def _smoothed(x: Tensor) -> Tensor:
    """Each channel through :func:`smoothing`; what follows can sharpen again, but for what alternates."""
    channels = x.shape[1]
    return F.conv2d(x, smoothing(channels).to(x), padding=1, groups=channels)


def smoothing(channels: int) -> Tensor:
    """The 3x3 binomial filter as the kernel (c,1,3,3) of a depthwise convolution.

    It passes nothing that alternates from one pixel to the next, which is how the grid of every upsampling shows: losses on
    statistics like such a grid, so a network that can make one does.
    """
    row = torch.tensor([0.25, 0.5, 0.25])
    return torch.outer(row, row).expand(channels, 1, 3, 3).contiguous()


def _norms(shape: PainterShape) -> Iterator[tuple[str, int]]:
    yield "stem", shape.fine
    for i in range(shape.blocks_before):
        yield from ((f"before.{i}.{k}", shape.fine) for k in (1, 2))
    yield "down", shape.coarse
    for i in range(shape.blocks_coarse):
        yield from ((f"coarse.{i}.{k}", shape.coarse) for k in (1, 2))
    for i in range(shape.blocks_after):
        yield from ((f"after.{i}.{k}", shape.fine) for k in (1, 2))
    yield "head", shape.head


class Block(nn.Module):
    """Residual block: convolution, norm, ReLU, convolution, norm, sum."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)


class Painter(nn.Module):
    """photo (b,3,h,w) sRGB 0..1 and style vectors (b,v) -> painted (b,3,h,w) sRGB 0..1."""

    noise_coarse: Tensor
    noise_fine: Tensor
    usual: Tensor  # (s,) mean and mean square of every normalised channel, over photos painted in the identity style
    usual_seen: Tensor

    def __init__(self, shape: PainterShape | None = None) -> None:
        super().__init__()
        self.shape = shape or PainterShape()
        s = self.shape
        self.layout = Layout(s)
        self.stem = nn.Conv2d(3, s.fine, 8, stride=4, padding=2)
        self.before = nn.ModuleList(Block(s.fine) for _ in range(s.blocks_before))
        self.down = nn.Conv2d(s.fine, s.coarse, 3, stride=2, padding=1)
        self.coarse = nn.ModuleList(Block(s.coarse) for _ in range(s.blocks_coarse))
        self.up = nn.Conv2d(s.coarse, s.fine, 1)
        self.after = nn.ModuleList(Block(s.fine) for _ in range(s.blocks_after))
        self.head = nn.Conv2d(s.fine, s.head, 3, padding=1)
        self.last = nn.Conv2d(s.head, s.last, 3, padding=1)
        self.rgb = nn.Conv2d(s.last, 12, 3, padding=1)
        generator = torch.Generator().manual_seed(1889)
        self.register_buffer("noise_coarse", torch.randn(1, 1, NOISE_CELLS, NOISE_CELLS, generator=generator))
        self.register_buffer(
            "noise_fine", torch.randn(1, 1, 2 * NOISE_CELLS, 2 * NOISE_CELLS, generator=generator)
        )
        self.register_buffer("usual", torch.zeros(self.layout.statistics_length))
        self.register_buffer("usual_seen", torch.zeros(()))
        with torch.no_grad():
            # The four sub-pixels of the depth-to-space start out alike, so that training never begins from a checkerboard.
            first = self.rgb.weight[::4].clone()
            self.rgb.weight.copy_(first.repeat_interleave(4, 0))
            bias = cast(Tensor, self.rgb.bias)
            bias.copy_(bias[::4].clone().repeat_interleave(4, 0))

    def forward(
        self,
        photo_bchw: Tensor,
        style_bv: Tensor,
        roll: tuple[int, int] = (0, 0),
        margin: tuple[int, int] = (0, 0),
    ) -> Tensor:
        """Paint.

        Two chances that training takes, so that no style leans on where the picture lies: ``roll`` shifts the noise fields
        (in coarse cells), ``margin`` reflects more of the border (cells at 1/8, at the input and at the coarse stage).
        In training mode the last picture of the batch must be painted in the identity style: it sets the usual statistics.
        """
        if self.training:
            self.usual_seen += 1
        height, width = photo_bchw.shape[-2:]
        pad = self.shape.pad + MULTIPLE * margin[0]
        x = F.pad(photo_bchw, (pad, pad + -width % MULTIPLE, pad, pad + -height % MULTIPLE), mode="reflect")
        x = F.relu(self._norm("stem", self.stem(x), style_bv))
        x = self._blocks("before", x, style_bv)
        skip = x
        x = F.relu(self._norm("down", self.down(x), style_bv))
        more = self.shape.coarse_pad + margin[1]
        x = F.pad(x, (more, more, more, more), mode="reflect")
        x = x + self._noise("noise.coarse", self.noise_coarse, x, style_bv, roll)
        x = self._blocks("coarse", x, style_bv)
        x = x[..., more : x.shape[-2] - more, more : x.shape[-1] - more]
        x = _doubled(self.up(x)) + skip
        x = x + self._noise("noise.fine", self.noise_fine, x, style_bv, (2 * roll[0], 2 * roll[1]))
        x = self._blocks("after", x, style_bv)
        x = F.relu(self._norm("head", self.head(x), style_bv))
        mix = style_bv[:, self.layout.spans["mix"].slice].view(-1, self.shape.head, self.shape.head)
        x = x + torch.bmm(mix, x.flatten(2)).view_as(x)
        x = _smoothed(F.relu(self.last(_doubled(x))))
        x = torch.sigmoid(_smoothed(F.pixel_shuffle(self.rgb(x), 2)))
        return x[..., pad : pad + height, pad : pad + width]

    def blocks(self, stage: str) -> list[Block]:
        """The residual blocks of the stage "before", "coarse" or "after"."""
        return cast("list[Block]", list(cast(nn.ModuleList, self.get_submodule(stage))))

    def _blocks(self, stage: str, x: Tensor, style_bv: Tensor) -> Tensor:
        for i, block in enumerate(self.blocks(stage)):
            x = self._block(f"{stage}.{i}", block, x, style_bv)
        return x

    def _block(self, name: str, block: Block, x: Tensor, style_bv: Tensor) -> Tensor:
        y = F.relu(self._norm(f"{name}.1", block.conv1(x), style_bv))
        return x + self._norm(f"{name}.2", block.conv2(y), style_bv)

    def _norm(self, name: str, x: Tensor, style_bv: Tensor) -> Tensor:
        gamma, beta, delta = (
            style_bv[:, self.layout.spans[f"{name}.{part}"].slice, None, None]
            for part in ("gamma", "beta", "delta")
        )
        variance, mean = torch.var_mean(x, dim=(2, 3), correction=0, keepdim=True)
        if self.training:
            self._observe(name, x[-1])
        usual_mean, usual_deviation = (value[:, None, None] for value in self.usual_of(name))
        scale = gamma * torch.rsqrt(variance + EPSILON)
        through = delta / usual_deviation
        return x * (scale + through) + (beta - scale * mean - through * usual_mean)

    def usual_of(self, name: str) -> tuple[Tensor, Tensor]:
        """Usual mean and deviation, each (c,), of the normalisation ``name``."""
        mean, square = (
            self.usual[self.layout.statistics[f"{name}.{part}"].slice].clone()
            for part in ("mean", "variance")
        )
        return mean, torch.sqrt((square - mean * mean).clamp_min(0) + EPSILON)

    @torch.no_grad()
    def _observe(self, name: str, x_chw: Tensor) -> None:
        share = max(0.05, 1.0 / float(self.usual_seen))
        for part, value in (("mean", x_chw.mean((1, 2))), ("variance", x_chw.square().mean((1, 2)))):
            self.usual[self.layout.statistics[f"{name}.{part}"].slice].lerp_(value.float(), share)

    def _noise(self, name: str, field: Tensor, x: Tensor, style_bv: Tensor, roll: tuple[int, int]) -> Tensor:
        amplitude = style_bv[:, self.layout.spans[name].slice, None, None]
        height, width = x.shape[-2:]
        side = field.shape[-1]
        tiled = torch.roll(field, roll, (2, 3)).repeat(1, 1, -(-height // side), -(-width // side))
        return amplitude * tiled[..., :height, :width]
