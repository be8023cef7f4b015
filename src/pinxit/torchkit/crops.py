"""Pictures for training: decoded once, kept as bytes, cropped at random. Axes: b batch, c channels, h w."""

from __future__ import annotations

import random
from collections.abc import Collection
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from pinxit.core.files import expand_inputs, read_picture

_SHRINK = Image.Resampling.BOX


def picture_files(folder: Path) -> list[Path]:
    """All pictures of a folder, sorted by name. Raises InputNotFound when there is none."""
    return expand_inputs([str(folder)])


def load(path: Path, short_side: int | None = None) -> Tensor:
    """One picture as (1,3,h,w) float32 0..1, its short side resized to ``short_side`` pixels when given.

    Raises InputNotFound, PictureError, PictureTooLarge.
    """
    image = _read(path)
    if short_side is not None:
        scale = short_side / min(image.size)
        image = image.resize(
            (max(1, round(image.width * scale)), max(1, round(image.height * scale))),
            Image.Resampling.LANCZOS,
        )
    return as_tensor(image)[None]


class Pictures:
    """A folder's pictures in a random order, every one before any again; decoded once and kept as bytes."""

    def __init__(
        self,
        folder: Path,
        rng: random.Random,
        without: Collection[str] = (),
        size: tuple[int, int] | None = None,
    ) -> None:
        """without: names of files to leave out. size: (width, height) to bring every picture to, whatever its shape."""
        self._rng = rng
        self._files = [file for file in picture_files(folder) if file.name not in without]
        self._size = size
        self._queue: list[int] = []
        self._decoded: dict[int, Image.Image] = {}

    def next(self) -> Image.Image:
        """The next picture, RGB."""
        if not self._queue:
            self._queue = list(range(len(self._files)))
            self._rng.shuffle(self._queue)
        index = self._queue.pop()
        if index not in self._decoded:
            image = _read(self._files[index])
            self._decoded[index] = image if self._size is None else image.resize(self._size, _SHRINK)
        return self._decoded[index]


class Crops:
    """Endless random square crops of a folder's photos: random scale, place and mirror."""

    def __init__(self, folder: Path, side: int, rng: random.Random) -> None:
        self.side = side
        self.rng = rng
        self._pictures = Pictures(folder, rng)

    def next(self, count: int) -> Tensor:
        """(count,3,side,side) float32 0..1."""
        return torch.stack([self._crop() for _ in range(count)])

    def _crop(self) -> Tensor:
        image = self._pictures.next()
        # The smallest scale still covers the crop; the square root favours small scales, which show whole scenes.
        lowest = self.side / min(image.size)
        scale = min(1.0, lowest + (1.0 - lowest) * self.rng.random() ** 2) if lowest < 1 else lowest
        width = max(self.side, round(image.width * scale))
        height = max(self.side, round(image.height * scale))
        image = image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
        x = self.rng.randint(0, width - self.side)
        y = self.rng.randint(0, height - self.side)
        return as_tensor(mirrored(image.crop((x, y, x + self.side, y + self.side)), self.rng))


def mirrored(image: Image.Image, rng: random.Random) -> Image.Image:
    """The picture, or half of the time its mirror image."""
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if rng.random() < 0.5 else image


def _read(path: Path) -> Image.Image:
    return read_picture(path).to_pil().convert("RGB")


def as_tensor(image: Image.Image) -> Tensor:
    """(3,h,w) float32 0..1 of an RGB picture."""
    return torch.from_numpy(np.array(image, dtype=np.uint8)).permute(2, 0, 1).float().div_(255.0)
