"""Training the painter: one step paints a few photos in a few styles each and asks :mod:`.losses` how it went.

Axes: b batch, v style vector, s style.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pinxit.core.errors import InputNotFound, OptionError
from pinxit.methods.paint import losses
from pinxit.methods.paint.losses import Weights
from pinxit.methods.paint.network import EPSILON, MULTIPLE, NOISE_CELLS, Painter, PainterShape
from pinxit.methods.paint.tutors import Lessons, Named, Read, interleaved
from pinxit.torchkit.crops import Crops, load
from pinxit.torchkit.features import vgg16
from pinxit.torchkit.reader import Reader, ReaderShape
from pinxit.torchkit.statistics import gram, gram_distance
from pinxit.zoo.strict import decode_given
from pinxit.zoo.stylefile import check_name

# Pixels by which a photo is moved in its frame to ask whether the painting moves along; a multiple of the coarse cells.
SHIFT = 4 * MULTIPLE
LEAST_STEP = 0.05  # of a number in which the named styles hardly differ: what is read may
READER_RATE = 4.0  # learning rate of the reader, relative to the painter's, which begins trained
IDENTITY = 0  # the first row of the table of styles


@dataclass(frozen=True)
class StyleEntry:
    """One painting of a recipe. ``side`` is its short side in pixels when measured: smaller makes finer strokes.

    ``strength``: how far from the identity to the learned vector the published style lies; below 1 where all of the style
    leaves too little of the photo.
    """

    name: str
    file: str
    title: str
    artist: str = ""
    year: str = ""
    side: int = losses.PAINTING_SIDE
    weight: float = 1.0
    strength: float = 1.0
    rights: str = "public domain"


@dataclass(frozen=True)
class Settings:
    """The [paint] table of a recipe."""

    styles: tuple[StyleEntry, ...]
    shape: PainterShape = field(default_factory=PainterShape)
    weights: Weights = field(default_factory=Weights)
    side: int = 192
    photos_per_step: int = 2
    styles_per_photo: int = 3
    style_rate: float = 5.0  # learning rate of the style vectors, relative to the painter's
    # First only give the photo back, in every style (cheap, no VGG); then let the style term grow. A painter that starts
    # on full style finds the statistics before it finds the picture, and keeps the hatching that it began with.
    reconstruct_steps: int = 200
    ramp_steps: int = 400
    # Only the identity style learns: a short last training, with the painter as it is.
    identity_only: bool = False
    pushed: float = 0.0  # share of the pictures that are painted at a strength above 1
    reading: Reading | None = None


@dataclass(frozen=True)
class Reading:
    """The [paint.reading] table: a reader is trained beside the painter, on all paintings of the folder."""

    shape: ReaderShape = field(default_factory=ReaderShape)
    per_photo: int = 2  # of the styles per photo, how many are read; the rest are named
    # Pixels of the short side of a piece of a painting when it is measured: as large as beside a photo of 512 px.
    measured: int = 400
    fresh: int = 1  # pieces that are newly measured in a step
    keep: int = 2000  # pieces that are remembered, about a megabyte each
    hidden: tuple[str, ...] = ()  # files that are kept for validation


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [paint] table. Raises OptionError naming the field that is wrong."""
    settings: Settings = decode_given(Settings, table, "[paint]")
    styles = settings.styles
    if not styles:
        raise OptionError("[paint] has no [[paint.styles]]: at least one painting is needed")
    if settings.styles_per_photo > len(styles):
        raise OptionError(
            f"styles_per_photo is {settings.styles_per_photo}, but there are {len(styles)} styles"
        )
    if settings.reading is not None and not 0 < settings.reading.per_photo < settings.styles_per_photo:
        raise OptionError(
            f"[paint.reading] per_photo is {settings.reading.per_photo}: give at least 1, and leave one of "
            f"styles_per_photo ({settings.styles_per_photo}) to the named styles"
        )
    if len(settings.weights.style_layers) != len(losses.STYLE_LAYERS):
        raise OptionError(f"[paint.weights] style_layers: give one weight for each of {losses.STYLE_LAYERS}")
    for entry in styles:  # each becomes a file and a word of the command line, hours from now
        check_name(entry.name)
    if len({entry.name for entry in styles}) < len(styles):
        raise OptionError("[paint] has two styles of one name")
    return settings


class Studio(nn.Module):
    """What is trained and saved: the painter, the table of style vectors (1 + styles, v), identity first, maybe a reader."""

    def __init__(self, shape: PainterShape, names: list[str], reader: ReaderShape | None = None) -> None:
        super().__init__()
        self.painter = Painter(shape)
        self.names = names
        neutral = self.painter.layout.neutral().expand(len(names), -1)
        self.styles = nn.Parameter(torch.cat([self.painter.layout.raw()[None], neutral]).clone())
        self.reader = None if reader is None else Reader(reader, self.painter.layout.length)

    def read(self, pictures_bchw: Tensor) -> Tensor:
        """Style vectors (b,v) of pictures, written around the named styles: their mean, in steps as large as they differ."""
        if self.reader is None:
            raise OptionError("this painter has no reader; its recipe has no [paint.reading]")
        mean, step = self.around()
        written: Tensor = mean + step * self.reader(pictures_bchw)
        return written

    def around(self) -> tuple[Tensor, Tensor]:
        """Mean and spread (v,) of the named styles; not moved by what is read."""
        named = self.styles[1:].detach()
        return named.mean(0), named.std(0, correction=0).clamp_min(LEAST_STEP)


class PaintTask:
    """The task that :mod:`pinxit.training.loop` runs."""

    def __init__(
        self, settings: Settings, *, photos: Path, paintings: Path, seed: int, device: torch.device
    ) -> None:
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        names = [entry.name for entry in settings.styles]
        shape = None if settings.reading is None else settings.reading.shape
        self.network = Studio(settings.shape, names, shape).to(device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        if settings.identity_only:
            self.network.eval()  # the usual statistics stay as the other styles know them
        self._features = vgg16(device)
        self._crops = Crops(photos, settings.side + SHIFT, self.rng)
        pictures = [self._painting(paintings, entry) for entry in settings.styles]
        self._named = Named(self._features, pictures, [entry.weight for entry in settings.styles], self.rng)
        self._read: Read | None = None
        if settings.reading is not None:
            reading = settings.reading
            self._read = Read(
                self._features,
                paintings,
                hidden=reading.hidden,
                side=reading.shape.side,
                measured=reading.measured,
                fresh=reading.fresh,
                keep=reading.keep,
                rng=self.rng,
                device=device,
            )
        self._sample = self._crops.next(2)[..., : settings.side, : settings.side]

    def _painting(self, folder: Path, entry: StyleEntry) -> Tensor:
        file = folder / entry.file
        if not file.is_file():
            raise InputNotFound(f"the painting {file} of style {entry.name!r} does not exist")
        return load(file, entry.side).to(self.device)

    def _lessons(self) -> Lessons:
        """The styles of one step: of every photo first the named ones, then those that were read."""
        s, network = self.settings, self.network
        read = 0 if s.reading is None else s.reading.per_photo
        named = self._named.next(s.photos_per_step * (s.styles_per_photo - read), network.styles)
        if self._read is None:
            return named
        count = s.photos_per_step
        return interleaved(named, self._read.next(count * read, network.read), count)

    def groups(self) -> list[dict[str, Any]]:
        """The style vectors learn faster: each is seen in a few pictures of a step, and its numbers are larger."""
        if self.settings.identity_only:
            return [{"params": [self.network.styles], "scale": self.settings.style_rate}]
        scales = [(self.network.painter, 1.0), (self.network.reader, READER_RATE)]
        groups = [
            {"params": list(network.parameters()), "scale": scale}
            for network, scale in scales
            if network is not None
        ]
        return [*groups, {"params": [self.network.styles], "scale": self.settings.style_rate}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        reading = self.settings.reading
        return {
            "shape": self.settings.shape.to_dict(),
            "reader": None if reading is None else reading.shape.to_dict(),
            "styles": [asdict(entry) for entry in self.settings.styles],
        }

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of step number ``step`` and its parts, averaged over the step's pictures."""
        if self.settings.identity_only:
            return self._identity_loss()
        s, w = self.settings, self.settings.weights
        wide = self._crops.next(s.photos_per_step).to(self.device)
        at = (self.rng.choice((0, SHIFT)), self.rng.choice((0, SHIFT)))
        photos = self._framed(wide, *at).contiguous(memory_format=torch.channels_last)
        lessons = self._lessons().pushed(self.network.styles[IDENTITY].detach(), self.rng, s.pushed)
        roll = (self.rng.randrange(NOISE_CELLS), self.rng.randrange(NOISE_CELLS))
        margin = (self.rng.randrange(2), self.rng.randrange(4))
        # The first photo is also painted with the identity style, which needs no VGG.
        batch = torch.cat([photos.repeat_interleave(s.styles_per_photo, 0), photos[:1]])
        vectors = torch.cat([lessons.vectors, self.network.styles[IDENTITY][None]])
        painted = self.network.painter(batch, vectors, roll, margin)
        styled, same = painted[:-1], painted[-1:]

        if step < s.reconstruct_steps:
            distance = (painted - batch).abs().mean()
            return distance, {"reconstruction": float(distance.detach())}
        grown = min(1.0, (step - s.reconstruct_steps + 1) / max(1, s.ramp_steps))
        given = losses.photo_features(self._features, photos)
        content = given[losses.CONTENT_LAYER].repeat_interleave(s.styles_per_photo, 0)
        terms = losses.picture_terms(self._features, styled, content, lessons.grams, w)
        scale = lessons.scale(terms["style"], self._distance_of(given, lessons))
        steady_term = self._unsteadiness(wide, styled, lessons.vectors, at, roll, margin)
        identity = (same - photos[:1]).abs().mean()
        styled_loss = losses.weighted(terms, w, grown * scale).mean()
        loss = styled_loss + w.steady * steady_term + w.identity * identity
        return loss, {
            **{name: float(value.detach().mean()) for name, value in terms.items()},
            "steady": float(steady_term.detach()),
            "identity": float(identity.detach()),
            **self._read_loss(terms["style"].detach(), lessons.bounded),
        }

    def _distance_of(self, photos: Mapping[str, Tensor], lessons: Lessons) -> Tensor:
        """The style loss (n,) that each lesson's photo has before it is painted, from the photos' features."""
        s = self.settings
        grams = {name: gram(value).repeat_interleave(s.styles_per_photo, 0) for name, value in photos.items()}
        return gram_distance(grams, lessons.grams, s.weights.per_layer())

    def _read_loss(self, style_n: Tensor, bounded: Tensor) -> dict[str, float]:
        """The style loss of what was read, which the log shows beside that of all."""
        return {} if self._read is None else {"read": float(style_n[bounded > 0].mean())}

    def _framed(self, wide_bchw: Tensor, y: int, x: int) -> Tensor:
        side = self.settings.side
        return wide_bchw[..., y : y + side, x : x + side]

    def _unsteadiness(
        self,
        wide_bchw: Tensor,
        styled_bchw: Tensor,
        vectors_bv: Tensor,
        at: tuple[int, int],
        roll: tuple[int, int],
        margin: tuple[int, int],
    ) -> Tensor:
        """How much the painting changes when the photo moves in its frame and gets some noise: a mean square, as a share of
        the painting's variance, so that nothing is won by painting with less contrast.

        What a style paints along the edges of the frame, and nowhere else, is what this forbids. One style of every photo
        is asked.
        """
        count = self.settings.styles_per_photo
        each = slice(self.rng.randrange(count), None, count)
        moved = (SHIFT - at[0], SHIFT - at[1])
        photo = self._framed(wide_bchw, *moved)
        noisy = (photo + torch.randn_like(photo) * self.rng.uniform(0.01, 0.03)).clamp(0, 1)
        # The noise fields move along: they belong to the photo here.
        cells = tuple(start - (b - a) // MULTIPLE for start, a, b in zip(roll, at, moved, strict=True))
        painter = self.network.painter.eval()  # no identity style here to learn usual statistics from
        again = painter(noisy, vectors_bv[each], (cells[0], cells[1]), margin)
        painter.train()
        first, second = self._common(styled_bchw[each], at, moved), self._common(again, moved, at)
        return (first - second).square().mean() / first.var((2, 3)).mean().clamp_min(EPSILON)

    def _common(self, painted_bchw: Tensor, own: tuple[int, int], other: tuple[int, int]) -> Tensor:
        """What a painting of the frame at ``own`` shows that the frame at ``other`` shows too."""
        top, left = (max(0, b - a) for a, b in zip(own, other, strict=True))
        side = self.settings.side - SHIFT
        return painted_bchw[..., top : top + side, left : left + side]

    def _identity_loss(self) -> tuple[Tensor, dict[str, float]]:
        photos = self._framed(self._crops.next(self.settings.photos_per_step).to(self.device), 0, 0)
        painted = self.network.painter(photos, self.network.styles[IDENTITY].expand(len(photos), -1))
        distance = (painted - photos).abs().mean()
        return distance, {"identity": float(distance.detach())}

    @torch.no_grad()
    def preview(self, network: Studio) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Two fixed crops in every style, as one picture (height, width, 3) uint8: photos left, identity, then styles."""
        columns = [torch.cat(list(self._sample), 1)]
        for row in range(len(self.settings.styles) + 1):
            vectors = network.styles[row].expand(len(self._sample), -1)
            painted = network.painter(self._sample.to(self.device), vectors).cpu()
            columns.append(torch.cat(list(painted), 1))
        half = (len(columns) + 1) // 2
        blank = torch.ones_like(columns[0])
        columns += [blank] * (2 * half - len(columns))
        grid = torch.cat([torch.cat(columns[:half], 2), torch.cat(columns[half:], 2)], 1)
        return np.asarray((grid.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).numpy())


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> PaintTask:
    """The room's entry for training: the [paint] table of a recipe and the folders of data."""
    return PaintTask(settings_of(settings), photos=photos, paintings=paintings, seed=seed, device=device)
