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
    return _to_tensor(image)[None]


class Crops:
    """Endless random square crops of a folder's photos: random scale, place and mirror; every photo before any again."""

    def __init__(self, folder: Path, side: int, rng: random.Random, without: Collection[str] = ()) -> None:
        """without: names of files to leave out."""
        self.side = side
        self.rng = rng
        self._files = [file for file in picture_files(folder) if file.name not in without]
        self._queue: list[int] = []
        self._decoded: dict[int, Image.Image] = {}

    def next(self, count: int) -> Tensor:
        """(count,3,side,side) float32 0..1."""
        return torch.stack([self._crop() for _ in range(count)])

    def _crop(self) -> Tensor:
        if not self._queue:
            self._queue = list(range(len(self._files)))
            self.rng.shuffle(self._queue)
        image = self._image(self._queue.pop())
        # The smallest scale still covers the crop; the square root favours small scales, which show whole scenes.
        lowest = self.side / min(image.size)
        scale = min(1.0, lowest + (1.0 - lowest) * self.rng.random() ** 2) if lowest < 1 else lowest
        width = max(self.side, round(image.width * scale))
        height = max(self.side, round(image.height * scale))
        image = image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)
        x = self.rng.randint(0, width - self.side)
        y = self.rng.randint(0, height - self.side)
        image = image.crop((x, y, x + self.side, y + self.side))
        if self.rng.random() < 0.5:
            image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return _to_tensor(image)

    def _image(self, index: int) -> Image.Image:
        if index not in self._decoded:
            self._decoded[index] = _read(self._files[index])
        return self._decoded[index]


def _read(path: Path) -> Image.Image:
    return read_picture(path).to_pil().convert("RGB")


def _to_tensor(image: Image.Image) -> Tensor:
    return torch.from_numpy(np.array(image, dtype=np.uint8)).permute(2, 0, 1).float().div_(255.0)
