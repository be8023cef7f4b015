"""Learning one new style: the painter stays as published, only a style vector moves. Minutes, on two cores.

Axes: b batch, c channels, h w, v style vector.
"""

from __future__ import annotations

import contextlib
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor

from pinxit.core.encode import encode_picture
from pinxit.core.errors import InputNotFound, ModelError, OptionError, OutputError
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, Step
from pinxit.methods.paint import graph, losses
from pinxit.methods.paint.losses import Weights
from pinxit.methods.paint.network import NOISE_CELLS, Painter
from pinxit.methods.paint.reading import load_reader
from pinxit.torchkit.crops import Crops
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.zoo import catalogue
from pinxit.zoo.samples import samples_dir
from pinxit.zoo.store import write_whole
from pinxit.zoo.stylefile import Style, check_name

SIDE = 192  # pixels of a training crop
CROPS_PER_STEP = 3
RATE, LAST_RATE = 1e-2, 1e-3
AVERAGE = 0.98  # decay of the running average of the vector, which is what is kept
PREVIEW_SECONDS = 5.0


def learn(
    painting: Any,
    *,
    name: str,
    minutes: float = 10.0,
    title: str = "",
    artist: str = "",
    year: str = "",
    rights: str = "",
    device: str = "auto",
    photos: Path | None = None,
    from_reader: bool = False,
    painter: str = catalogue.DEFAULT_PAINTER,
    preview: Path | None = None,
    on_step: OnStep | None = None,
) -> Style:
    """Learn the style of one painting for a published painter.

    painting: anything that ``Picture.of`` takes. photos: folder of content photos (default: the samples of the package).
    from_reader: begin with what the painter's reader gives, and not with the nearest known style.
    preview: a picture file that is rewritten while learning. on_step gets seconds done and total, the losses, and the
    latest preview; False (or Ctrl-C) stops, and what was learned so far is returned.
    Raises PictureError or InputNotFound (painting, photos), OptionError (name, title ...), MissingWeights (VGG-16),
    StyleNotFound (from_reader, and the painter has none), ModelError, DeviceError.
    """
    card = catalogue.model(painter)
    place = device_of(device)
    source = Picture.of(painting)
    # Every argument is checked by now or here, before the minutes are spent.
    check_name(name)
    texts = {
        "painter": painter,
        "name": name,
        "title": title,
        "artist": artist,
        "year": year,
        "rights": rights,
    }
    try:
        Style(vector=np.zeros(1, np.float32), thumbnail=None, **texts)
    except ModelError as error:  # nothing is wrong with a file: it is what the caller gave
        raise OptionError(str(error)) from error
    if photos is not None and not photos.is_dir():
        raise InputNotFound(f"the folder of photos {photos} does not exist")
    read = load_reader(card).read(source).vector if from_reader else None
    network = graph.read(onnx.load_from_string(card.read("painter.onnx"))).requires_grad_(False).to(place)
    lesson = _Lesson(network, vgg16(place), _painting(source).to(place), photos or samples_dir(), place)
    known = [style.vector for style in catalogue.styles(painter)] if read is None else [read]
    start = lesson.nearest([torch.from_numpy(vector.copy()) for vector in known])
    vector = lesson.learn(start, minutes * 60, preview, on_step)
    thumbnail = encode_picture(Picture(lesson.paint(vector)), "webp", 78)
    texts["title"] = title or name
    return Style(vector=vector.numpy(), source="learned", thumbnail=thumbnail, **texts)


def _show(preview: Path, rgb_hw3: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> None:
    data = encode_picture(Picture(rgb_hw3), preview.suffix.lstrip(".") or "jpg")
    # Windows locks a file that a viewer shows. The next one may get through; the learning must not end for it.
    with contextlib.suppress(OutputError):
        write_whole(preview, data)


def _painting(picture: Picture) -> Tensor:
    scale = losses.PAINTING_SIDE / min(picture.size)
    fitted = picture.resized(max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return torch.from_numpy(fitted.rgb_hw3.transpose(2, 0, 1)[None].copy())


class _Lesson:
    """The frozen painter, the ruler and the target of one painting."""

    def __init__(
        self, painter: Painter, features: Vgg16, painting_1chw: Tensor, photos: Path, device: torch.device
    ) -> None:
        self.painter, self.features, self.device = painter, features, device
        self.weights = Weights()
        self.grams = losses.style_target(features, painting_1chw)
        self.rng = random.Random(1)
        self.crops = Crops(photos, SIDE, self.rng)
        self.sample = self.crops.next(1).to(device)

    def nearest(self, known: list[Tensor]) -> Tensor:
        """The known style whose painting of one crop is closest to the target: the best place to start from."""
        if not known:
            return self.painter.layout.neutral()
        content = losses.content_target(self.features, self.sample)
        scores = []
        with torch.no_grad():
            for vector in known:
                painted = self.painter(self.sample, vector[None].to(self.device))
                scores.append(
                    float(
                        losses.picture_terms(self.features, painted, content, self.grams, self.weights)[
                            "style"
                        ]
                    )
                )
        return known[int(np.argmin(scores))]

    def learn(self, start_v: Tensor, seconds: float, preview: Path | None, on_step: OnStep | None) -> Tensor:
        """Move the vector until the time is used; returns its running average (v,)."""
        vector = start_v.clone().to(self.device).requires_grad_(True)
        average = vector.detach().clone()
        optimiser = torch.optim.Adam([vector], lr=RATE, betas=(0.9, 0.99))
        begun = shown = time.monotonic()
        try:
            while (used := (time.monotonic() - begun) / seconds) < 1.0:
                for group in optimiser.param_groups:
                    group["lr"] = LAST_RATE + (RATE - LAST_RATE) * (1 - used)
                terms = self._advance(optimiser, vector)
                average.lerp_(vector.detach(), 1 - AVERAGE)
                picture = None
                now = time.monotonic()
                if now - shown > PREVIEW_SECONDS:
                    shown, picture = now, self.paint(average)
                    if preview is not None:
                        _show(preview, picture)
                note = " ".join(f"{key} {value:.2f}" for key, value in terms.items() if key != "variation")
                if on_step and on_step(Step(int(now - begun), int(seconds), note, picture)) is False:
                    break
        except KeyboardInterrupt:
            pass  # a wish to stop: what was learned so far is kept
        return average.cpu()

    def _advance(self, optimiser: torch.optim.Optimizer, vector: Tensor) -> dict[str, float]:
        photos = self.crops.next(CROPS_PER_STEP).to(self.device)
        roll = (self.rng.randrange(NOISE_CELLS), self.rng.randrange(NOISE_CELLS))
        painted = self.painter(photos, vector.expand(CROPS_PER_STEP, -1), roll)
        content = losses.content_target(self.features, photos)
        terms = losses.picture_terms(self.features, painted, content, self.grams, self.weights)
        optimiser.zero_grad()
        losses.weighted(terms, self.weights).mean().backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        return {name: float(value.detach().mean()) for name, value in terms.items()}

    @torch.no_grad()
    def paint(self, vector_v: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        """The sample crop in the style: (h,w,3) float32 0..1."""
        painted = self.painter(self.sample, vector_v[None].to(self.device))[0].permute(1, 2, 0)
        return np.ascontiguousarray(painted.cpu().numpy())
