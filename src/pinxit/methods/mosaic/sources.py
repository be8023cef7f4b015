"""Where pixels come from: random crops of textures, windows of the photo, the memory of templates.

Axes: n templates, 3 RGB, h rows, w columns. Tensors of pictures are -1..1; textures are kept as bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile
from pinxit.methods.mosaic.album import on_white

Float = NDArray[np.float32]


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


class PhotoView:
    """A photo at height x width pixels, of which only windows are ever made."""

    def __init__(self, photo: Picture, height: int, width: int) -> None:
        self.height, self.width = height, width
        rgb_hw3 = on_white(photo)
        # A larger photo is brought down once; a smaller one is enlarged window by window.
        rows, columns = min(height, rgb_hw3.shape[0]), min(width, rgb_hw3.shape[1])
        self._small_hw3 = resize(rgb_hw3, rows, columns, clip=True)

    def window(self, y0: int, x0: int, height: int, width: int) -> Tensor:
        """(3,height,width); beyond the photo's borders these are repeated."""
        top, left = (min(max(start, 0), side - 1) for start, side in ((y0, self.height), (x0, self.width)))
        bottom, right = (
            max(first + 1, min(end, side))
            for first, end, side in ((top, y0 + height, self.height), (left, x0 + width, self.width))
        )
        tile = Tile(top, bottom, left, right, top, bottom, left, right)
        cut_hw3 = enlarged(self._small_hw3, self.height, self.width, tile)
        rows = np.clip(np.arange(y0, y0 + height), top, bottom - 1) - top
        columns = np.clip(np.arange(x0, x0 + width), left, right - 1) - left
        whole_hw3 = cut_hw3[rows[:, None], columns[None]]
        return torch.from_numpy(whole_hw3).permute(2, 0, 1) * 2 - 1

    def greys(self) -> Tensor:
        """Mean of channels of the photo, no larger than it came, (n,), 0..1."""
        return torch.from_numpy(self._small_hw3.mean(2).reshape(-1))


def places(y0: int, x0: int, height: int, width: int, size: tuple[int, int]) -> Tensor:
    """Where in a picture of `size` (height, width) the pixels of a window are: (2,height,width), -1..1 within it."""
    y_h, x_w = (
        (2 * torch.arange(start, start + count) + 1) / side - 1
        for start, count, side in ((y0, height, size[0]), (x0, width, size[1]))
    )
    return torch.stack(torch.meshgrid(y_h, x_w, indexing="ij"))


def _bytes(picture: Picture, scale: float) -> Tensor:
    rgb_hw3 = on_white(picture)
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
