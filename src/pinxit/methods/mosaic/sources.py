"""Where pixels come from: random crops of textures, windows of photos, the memory of templates.

Axes: n templates, 3 RGB, h rows, w columns. Tensors of pictures are -1..1; textures are kept as bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.imageops.resize import resize
from pinxit.methods.mosaic.view import View
from pinxit.torchkit.crops import Crops

GREYS = 200  # crops of photos that grey levels are taken of


class Textures:
    """Textures to learn from; beyond their borders they go on as their mirror images."""

    def __init__(self, pictures: Sequence[Picture], scale: float = 1.0, mirror: bool = True) -> None:
        """scale: what they are resized by. mirror: whether crops may be flipped, either way."""
        self.mirror = mirror
        self.bytes_3hw = [_bytes(picture, scale) for picture in pictures]

    def crop(self, side: int, rng: torch.Generator) -> Tensor:
        """A random square of a random texture, (3,side,side)."""
        texture_3hw = self.bytes_3hw[_below(len(self.bytes_3hw), rng)]
        rows, columns = (
            torch.arange(side) + _below(max(1, length - side + 1), rng) for length in texture_3hw.shape[1:]
        )
        crop_3hw = _taken(texture_3hw, rows, columns)
        if self.mirror:
            axes = [axis for axis in (1, 2) if _below(2, rng)]
            crop_3hw = crop_3hw.flip(axes)
        return crop_3hw

    def greys(self) -> list[Tensor]:
        """Each texture's mean of channels, (1,1,h,w), -1..1."""
        return [_unit(texture_3hw).mean(0)[None, None] for texture_3hw in self.bytes_3hw]


class Memory:
    """Templates as large as anything: textures laid side by side from random offsets on (FAMOS, section 3.1)."""

    def __init__(self, textures_3hw: Sequence[Tensor], count: int, seed: int) -> None:
        """textures_3hw: bytes; template n is made of texture n, and of the first ones again when there are fewer."""
        self.textures_3hw = list(textures_3hw)
        rng = torch.Generator().manual_seed(seed)
        self._of = [self.textures_3hw[number % len(self.textures_3hw)] for number in range(count)]
        self._offsets = [tuple(_below(2 * length, rng) for length in each.shape[1:]) for each in self._of]

    def window(self, y0: int, x0: int, height: int, width: int) -> Tensor:
        """What all templates show there, (n,3,height,width)."""
        return torch.stack(
            [
                _taken(texture_3hw, torch.arange(height) + y0 + dy, torch.arange(width) + x0 + dx)
                for texture_3hw, (dy, dx) in zip(self._of, self._offsets, strict=True)
            ]
        )


class Photos(Protocol):
    """What a generator learns to show."""

    def windows(self, where: Sequence[tuple[int, int]], side: int) -> Tensor:
        """(n,3,side,side), -1..1: squares whose corners (y, x) are given."""
        ...

    def greys(self) -> Tensor:
        """Means of channels of pixels, (k,), 0..1."""
        ...


class PhotoView(View):
    """One photo at height x width pixels."""

    def window(self, y0: int, x0: int, height: int, width: int) -> Tensor:
        """(3,height,width); beyond the photo's borders these are repeated."""
        return torch.from_numpy(self.window_hw3(y0, x0, height, width)).permute(2, 0, 1) * 2 - 1

    def windows(self, where: Sequence[tuple[int, int]], side: int) -> Tensor:
        """(n,3,side,side)."""
        return torch.stack([self.window(y, x, side, side) for y, x in where])

    def greys(self) -> Tensor:
        """Mean of channels of the photo, no larger than it came, (k,)."""
        return torch.from_numpy(self.small_hw3.mean(2).reshape(-1))


class ManyPhotos:
    """Random crops of a folder's photos: no place in them means more than another."""

    def __init__(self, crops: Crops, calm: float = 0.0) -> None:
        """calm: share of the crops that lose contrast, down to none: skies and walls have to become texture too, and a network
        that sees few of them leaves them smooth.
        """
        self._crops, self._calm = crops, calm

    def windows(self, where: Sequence[tuple[int, int]], side: int) -> Tensor:
        """(n,3,side,side), wherever chance says; side: that of the crops."""
        return torch.stack([self._calmed(crop_3hw) for crop_3hw in self._crops.next(len(where))]) * 2 - 1

    def greys(self) -> Tensor:
        """Means of channels in some crops, (k,)."""
        return self._crops.next(GREYS).mean(1).flatten()

    def _calmed(self, crop_3hw: Tensor) -> Tensor:
        rng = self._crops.rng
        if rng.random() >= self._calm:
            return crop_3hw
        mean_311 = crop_3hw.mean((1, 2), keepdim=True)
        return mean_311 + rng.random() ** 2 * (crop_3hw - mean_311)


def places(y0: int, x0: int, height: int, width: int, size: tuple[int, int]) -> Tensor:
    """Where in a picture of `size` (height, width) the pixels of a window are: (2,height,width), -1..1 within it."""
    y_h, x_w = (
        (2 * torch.arange(start, start + count) + 1) / side - 1
        for start, count, side in ((y0, height, size[0]), (x0, width, size[1]))
    )
    return torch.stack(torch.meshgrid(y_h, x_w, indexing="ij"))


def _bytes(picture: Picture, scale: float) -> Tensor:
    rgb_hw3 = picture.on_white()
    if scale != 1:
        height, width = (max(1, round(side * scale)) for side in rgb_hw3.shape[:2])
        rgb_hw3 = resize(rgb_hw3, height, width, clip=True)
    return torch.from_numpy(quantise(rgb_hw3)).permute(2, 0, 1).contiguous()


def _taken(texture_3hw: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    """Rows and columns of a texture that goes on as its mirror image, -1..1."""
    mirrored = []
    for places_n, side in ((rows, texture_3hw.shape[1]), (columns, texture_3hw.shape[2])):
        around_n = places_n % (2 * side)
        mirrored.append(torch.minimum(around_n, 2 * side - 1 - around_n))
    return _unit(texture_3hw[:, mirrored[0]][:, :, mirrored[1]])


def _unit(texture_3hw: Tensor) -> Tensor:
    return texture_3hw.float().div_(127.5).sub_(1)


def _below(count: int, rng: torch.Generator) -> int:
    return int(torch.randint(count, (), generator=rng))
