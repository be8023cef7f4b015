"""A trained mosaic: what paints (generator and memory), and the file it is kept in.

The file also holds the training it comes from, so that this can go on (train.py).
"""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from pinxit.core.errors import InputNotFound, ModelError
from pinxit.methods.mosaic.blend import Painted, painted
from pinxit.methods.mosaic.network import Generator, Shape
from pinxit.methods.mosaic.sources import Memory, PhotoView, places
from pinxit.zoo.store import write_whole

N = TypeVar("N", bound=nn.Module)
FORMAT, VERSION = "pinxit mosaic", 1


@dataclass(frozen=True, eq=False)
class Painter:
    """A generator, the memory that it copies from (None without), and the seed of its noise."""

    generator: Generator
    memory: Memory | None
    seed: int

    @property
    def shape(self) -> Shape:
        """What the generator is built from."""
        return self.generator.shape

    def paint(
        self, photo: PhotoView | None, noise_bchw: Tensor, where: list[tuple[int, int]], size: tuple[int, int]
    ) -> Painted:
        """Windows of a picture of `size` (height, width), as large as the noise is; `where` are their corners (y, x)."""
        height, width = (side * self.shape.multiple for side in noise_bchw.shape[-2:])
        photos = None
        if photo is not None:
            photos = torch.stack([photo.window(y, x, height, width) for y, x in where])
            photos = photos.to(noise_bchw.device, memory_format=torch.channels_last)
        return self.paint_seen(photos, noise_bchw, where, size)

    def paint_seen(
        self,
        photos_b3hw: Tensor | None,
        noise_bchw: Tensor,
        where: list[tuple[int, int]],
        size: tuple[int, int],
    ) -> Painted:
        """The same from windows of the photo that are there already."""
        if self.memory is None:
            return painted(self.generator(photos_b3hw, noise_bchw), None)
        height, width = (side * self.shape.multiple for side in noise_bchw.shape[-2:])
        device = noise_bchw.device
        seen = torch.stack([places(y, x, height, width, size) for y, x in where]).to(device)
        if photos_b3hw is not None:
            seen = torch.cat([photos_b3hw, seen], 1)
        templates = torch.stack([self.memory.window(y, x, height, width) for y, x in where]).to(device)
        return painted(self.generator(seen, noise_bchw), templates)


def save(path: Path, painter: Painter, training: Mapping[str, Any]) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    memory = painter.memory
    content = {
        "format": FORMAT,
        "version": VERSION,
        "shape": painter.shape.to_dict(),
        "seed": painter.seed,
        "weights": painter.generator.state_dict(),
        "textures": [] if memory is None else memory.textures_3hw,
        "training": dict(training),
    }
    buffer = io.BytesIO()
    torch.save(content, buffer)
    write_whole(path, buffer.getvalue())


def read(path: str | os.PathLike[str]) -> dict[str, Any]:
    """What is in a file; no code in it is run. Raises InputNotFound, ModelError."""
    place = Path(path)
    if not place.is_file():
        raise InputNotFound(f"there is no mosaic {place}: `pinxit mosaic ... --save NAME` makes one.")
    try:
        content = torch.load(place, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises whatever its unpickler met
        raise ModelError(
            f"{place} is not a readable mosaic file ({type(error).__name__}): train it again."
        ) from error
    if not isinstance(content, dict) or (content.get("format"), content.get("version")) != (FORMAT, VERSION):
        raise ModelError(f"{place} is not a mosaic file of version {VERSION}: train it again.")
    return content


def load(path: str | os.PathLike[str], device: torch.device) -> Painter:
    """The painter in a file. Raises InputNotFound, ModelError."""
    content = read(path)
    try:
        shape = Shape.from_dict(content["shape"])
        generator = Generator(shape)
        generator.load_state_dict(content["weights"])
        seed = int(content["seed"])
        memory = Memory(content["textures"], shape.templates, seed) if shape.templates else None
    except (KeyError, TypeError, ValueError, RuntimeError, AttributeError, IndexError) as error:
        raise ModelError(f"{path} is a damaged mosaic file ({error}): train it again.") from error
    return Painter(placed(generator, device).eval().requires_grad_(False), memory, seed)


def placed(network: N, device: torch.device) -> N:
    """A network on a device, its convolutions in the order of memory that is quickest there."""
    return network.to(device).to(memory_format=torch.channels_last)  # type: ignore[call-overload,no-any-return]
