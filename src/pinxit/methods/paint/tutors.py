"""Where the styles of a training step come from: the table of named ones, or the reader looking at paintings.

Axes: b batch, c channels, h w, n styles, v style vector.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from pinxit.methods.paint import losses
from pinxit.torchkit.crops import Crops
from pinxit.torchkit.features import Vgg16

JITTER = 0.15  # how far brightness, contrast and each channel of a painting may be moved


@dataclass(frozen=True)
class Lessons:
    """Some styles to paint in: vectors (n,v), Gram matrices (n,c,c) by layer, weights (n,).

    bounded: 1 where the style loss is divided by what it is (and 1 more), so that paintings which no painter can reach do
    not drown the others; 0 where not.
    """

    vectors: Tensor
    grams: Mapping[str, Tensor]
    weights: Tensor
    bounded: Tensor

    def scale(self, style_loss_n: Tensor) -> Tensor:
        """What each style loss is multiplied by: (n,)."""
        return self.weights / (1 + self.bounded * style_loss_n.detach())


def interleaved(one: Lessons, other: Lessons, photos: int) -> Lessons:
    """For every photo its share of ``one``, then its share of ``other``."""

    def joined(a: Tensor, b: Tensor) -> Tensor:
        return torch.cat(
            [part for pair in zip(a.chunk(photos), b.chunk(photos), strict=True) for part in pair]
        )

    grams = {name: joined(one.grams[name], other.grams[name]) for name in losses.STYLE_LAYERS}
    return Lessons(
        joined(one.vectors, other.vectors),
        grams,
        joined(one.weights, other.weights),
        joined(one.bounded, other.bounded),
    )


class Named:
    """The named styles of a recipe, every one before any again."""

    def __init__(
        self, features: Vgg16, paintings: Sequence[Tensor], weights: Sequence[float], rng: random.Random
    ) -> None:
        targets = [losses.style_target(features, painting) for painting in paintings]
        self._grams = {name: torch.cat([target[name] for target in targets]) for name in losses.STYLE_LAYERS}
        self._weights = torch.tensor(weights, device=paintings[0].device)
        self._order = _shuffled(len(paintings), rng)

    def next(self, count: int, table: Tensor) -> Lessons:
        """``count`` lessons; ``table`` (1 + styles, v) holds the vectors, the identity style first."""
        index = torch.tensor([next(self._order) for _ in range(count)], device=table.device)
        grams = {name: value[index] for name, value in self._grams.items()}
        weights = self._weights[index]
        return Lessons(table[index + 1], grams, weights, torch.zeros_like(weights))


class Read:
    """Pieces of any painting of a folder, as the reader sees them."""

    def __init__(
        self, features: Vgg16, folder: Path, hidden: Sequence[str], side: int, rng: random.Random
    ) -> None:
        self._features = features
        self._crops = Crops(folder, side, rng, without=hidden)
        self._rng = rng

    def next(self, count: int, read: Callable[[Tensor], Tensor], device: torch.device) -> Lessons:
        """``count`` lessons."""
        pictures = torch.stack([self._jittered(picture) for picture in self._crops.next(count)]).to(device)
        grams = losses.style_target(self._features, pictures)
        weights = torch.ones(count, device=device)
        return Lessons(read(pictures), grams, weights, weights)

    def _jittered(self, picture_chw: Tensor) -> Tensor:
        """Other colours, so that a few hundred paintings show more than a few hundred palettes."""
        gains = [1 + self._rng.uniform(-JITTER, JITTER) for _ in range(3)]
        shift = self._rng.uniform(-JITTER, JITTER) / 2
        return (picture_chw * torch.tensor(gains)[:, None, None] + shift).clamp(0, 1)


def _shuffled(count: int, rng: random.Random) -> Iterator[int]:
    while True:
        order = list(range(count))
        rng.shuffle(order)
        yield from order
