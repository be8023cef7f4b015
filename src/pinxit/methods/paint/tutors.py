"""Where the styles of a training step come from: the table of named ones, or the reader looking at paintings.

Axes: b batch, c channels, h w, n styles, v style vector.
"""

from __future__ import annotations

import math
import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor

from pinxit.methods.paint import losses
from pinxit.torchkit.crops import Pictures, as_tensor, mirrored
from pinxit.torchkit.features import Vgg16

JITTER = 0.15  # how far brightness and each channel of a painting may be moved
TURNED = 0.5  # share of the views whose hues are turned
# A photo that is near a painting loses little by staying itself, so its style counts more: BOLD / distance^FAR_COUNTS_LESS.
BOLD = 2.9
FAR_COUNTS_LESS = 0.5
MOST_STRENGTH = 1.5
LEAST_SHARE = 0.7  # of a painting's width and height that a view shows


@dataclass(frozen=True)
class Lessons:
    """Some styles to paint in: vectors (n,v), Gram matrices (n,c,c) by layer, weights (n,).

    bounded: 1 where the style loss is divided by the mean of what it is and 1, so that paintings which no painter can reach
    do not drown the others, and weighed by how near the photo was (:data:`BOLD`); 0 where not.
    """

    vectors: Tensor
    grams: Mapping[str, Tensor]
    weights: Tensor
    bounded: Tensor

    def scale(self, style_loss_n: Tensor, of_photo_n: Tensor) -> Tensor:
        """What each style loss is multiplied by: (n,). ``of_photo_n``: the style loss of the photo itself."""
        near = BOLD * of_photo_n.clamp_min(1).pow(-FAR_COUNTS_LESS)
        free = near / (1 + (style_loss_n.detach() - 1) / 2)
        return self.weights * torch.where(self.bounded > 0, free, torch.ones_like(free))

    def pushed(self, identity_v: Tensor, rng: random.Random, share: float) -> Lessons:
        """A ``share`` of them at a strength of 1 to MOST_STRENGTH, with the style weighed by it: more of a style, not noise."""
        strengths = [
            rng.uniform(1, MOST_STRENGTH) if rng.random() < share else 1.0 for _ in range(len(self.weights))
        ]
        strength = torch.tensor(strengths, device=self.weights.device)
        vectors = identity_v + strength[:, None] * (self.vectors - identity_v)
        return replace(self, vectors=vectors, weights=self.weights * strength)


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


@dataclass(frozen=True)
class View:
    """A piece of a painting as the reader sees it, (3,side,side), and its Gram matrices (c,c) by layer; at half precision."""

    seen: Tensor
    grams: Mapping[str, Tensor]


class Read:
    """Pieces of any painting of a folder, in other colours. Each is measured once and shown again and again.

    What is measured is larger than what the reader sees: strokes should be as large as in the whole painting beside a
    whole photo, and the features of six such pictures would cost as much as the rest of a step.
    """

    FIRST = 48  # views before the first lesson

    def __init__(
        self,
        features: Vgg16,
        folder: Path,
        *,
        hidden: Sequence[str],
        side: int,
        measured: int,
        fresh: int,
        keep: int,
        rng: random.Random,
        device: torch.device,
    ) -> None:
        """side: pixels the reader sees; measured: pixels of the short side when measured; fresh: new views a step."""
        self._features = features
        self._pictures = Pictures(folder, rng, without=hidden)
        self._side, self._measured, self._fresh = side, measured, fresh
        self._rng, self._device = rng, device
        self._views: deque[View] = deque(maxlen=keep)

    def next(self, count: int, read: Callable[[Tensor], Tensor]) -> Lessons:
        """``count`` lessons."""
        for _ in range(self._fresh if self._views else self.FIRST):
            self._views.append(self._look())
        views = [self._views[self._rng.randrange(len(self._views))] for _ in range(count)]
        seen = torch.stack([view.seen.float() for view in views])
        grams = {
            name: torch.stack([view.grams[name] for view in views]).float() for name in losses.STYLE_LAYERS
        }
        weights = torch.ones(count, device=self._device)
        return Lessons(read(seen), grams, weights, weights)

    def _look(self) -> View:
        piece = as_tensor(mirrored(self._piece(self._pictures.next()), self._rng))[None].to(self._device)
        piece = self._recoloured(piece)
        grams = losses.style_target(self._features, piece)
        seen = F.interpolate(piece, (self._side, self._side), mode="area")
        return View(seen[0].half(), {name: value[0].bfloat16() for name, value in grams.items()})

    def _piece(self, image: Image.Image) -> Image.Image:
        """At least LEAST_SHARE of width and height, its short side ``measured`` pixels."""
        width, height = (max(1, round(n * self._rng.uniform(LEAST_SHARE, 1))) for n in image.size)
        x, y = self._rng.randint(0, image.width - width), self._rng.randint(0, image.height - height)
        scale = self._measured / min(width, height)
        size = (round(width * scale), round(height * scale))
        return image.resize(size, Image.Resampling.BICUBIC, box=(x, y, x + width, y + height))

    def _recoloured(self, picture_1chw: Tensor) -> Tensor:
        """Other colours, so that a few hundred paintings show more than a few hundred palettes."""
        gains = torch.tensor([1 + self._rng.uniform(-JITTER, JITTER) for _ in range(3)])
        turn = _hue_turn(self._rng.uniform(-math.pi, math.pi) if self._rng.random() < TURNED else 0.0)
        mix = (turn * gains[:, None]).to(picture_1chw.device)
        shift = self._rng.uniform(-JITTER, JITTER) / 2
        return (torch.einsum("oc,bchw->bohw", mix, picture_1chw) + shift).clamp(0, 1)


def _hue_turn(angle: float) -> Tensor:
    """The rotation (3,3) of RGB about the axis of greys."""
    cos, third = math.cos(angle), (1 - math.cos(angle)) / 3
    sin = math.sin(angle) / math.sqrt(3)
    return torch.tensor(
        [
            [cos + third, third - sin, third + sin],
            [third + sin, cos + third, third - sin],
            [third - sin, third + sin, cos + third],
        ]
    )


def _shuffled(count: int, rng: random.Random) -> Iterator[int]:
    while True:
        order = list(range(count))
        rng.shuffle(order)
        yield from order
