"""Training the light encoder and its decoder on plain photos: see what VGG-16 sees, and give the photo back.

The encoder: from the features x of each stage a learned 1 x 1 convolution guesses those of VGG-16, and both the values and their
Gram matrices must be right, as it is the statistics that a transfer moves. The decoder: every block must make the features of the
stage above, the last one the photo, and what the encoder sees in that must be what it saw in the photo. And both: what becomes of
a photo in the light of another, smoothed as it will be, must have the other's colours.

Axes: b batch, c channels, h w. Pictures are sRGB 0..1.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from pinxit.core.errors import OptionError
from pinxit.methods.photo.affine import Guide
from pinxit.methods.photo.network import WctNetwork, WctShape
from pinxit.methods.photo.palette import palette
from pinxit.methods.photo.transfer import made_again, transferred
from pinxit.torchkit.crops import Crops
from pinxit.torchkit.features import STAGES, vgg16
from pinxit.torchkit.statistics import gram, relative_error, sum_of
from pinxit.zoo.strict import decode_given

COMPARED = 64  # positions along a side at which features are compared
SHOWN = 4  # photos in the preview
FEATURES = "relu{}_1"  # of VGG-16 at a stage
USUAL = (30.0, 150.0, 290.0, 240.0)  # deviation of VGG-16's features at each stage, on photos


@dataclass(frozen=True)
class Weights:
    """What counts how much."""

    seen: float = 1.0
    spread: float = 0.3
    rebuilt: float = 1.0
    pixels: float = 10.0
    again: float = 0.3
    moved: float = 60.0


@dataclass(frozen=True)
class Settings:
    """The [photo] table of a recipe."""

    shape: WctShape = field(default_factory=WctShape)
    weights: Weights = field(default_factory=Weights)
    side: int = 128  # pixels of a crop
    photos_per_step: int = 8
    pairs_per_step: int = 2  # photos in the light of others


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [photo] table. Raises OptionError naming the field that is wrong."""
    settings: Settings = decode_given(Settings, table, "[photo]")
    stages = len(settings.shape.widths)
    if not 2 <= stages <= len(USUAL):
        raise OptionError(f"[photo] shape.widths has {stages} stages: give channels for 2 to {len(USUAL)}")
    least = 4 << stages
    if settings.side < least:
        raise OptionError(
            f"[photo] side is {settings.side}: give at least {least} pixels for {stages} stages"
        )
    if not 1 <= settings.pairs_per_step <= settings.photos_per_step:
        raise OptionError("[photo] pairs_per_step: give 1 to as many as photos_per_step")
    return settings


class Lesson(nn.Module):
    """What is trained: the network, and the guesses that only the lesson needs."""

    def __init__(self, shape: WctShape) -> None:
        super().__init__()
        self.wct = WctNetwork(shape)
        self.guesses = nn.ModuleList(
            nn.Conv2d(own, theirs[0], 1) for own, theirs in zip(shape.widths, STAGES, strict=False)
        )


class PhotoTask:
    """The task that :mod:`pinxit.training.loop` runs."""

    def __init__(self, settings: Settings, *, photos: Path, seed: int, device: torch.device) -> None:
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        self.network = Lesson(settings.shape).to(device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._features = vgg16(device)
        self._layers = [FEATURES.format(k + 1) for k in range(len(settings.shape.widths))]
        self._crops = Crops(photos, settings.side, self.rng)
        self._sample = self._crops.next(SHOWN)
        self._whole_1hw = torch.ones(1, settings.side, settings.side, device=device)
        self._chance = np.random.default_rng(seed)

    def groups(self) -> list[dict[str, Any]]:
        """One group: all learns at one rate."""
        return [{"params": list(self.network.parameters()), "scale": 1.0}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        return {"shape": self.settings.shape.to_dict()}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step and its parts."""
        photos_bchw = self._crops.next(self.settings.photos_per_step).to(
            self.device, memory_format=torch.channels_last
        )
        wct = self.network.wct
        with torch.no_grad():
            known = self._features(photos_bchw, self._layers)
        seen = wct.encode(photos_bchw)
        stages = [thinned(each) for each in seen.stages_bchw]
        guesses = [guess(each) for guess, each in zip(self.network.guesses, stages, strict=True)]
        picture_bchw, made = made_again(wct, seen)
        again_bchw = wct.encode(picture_bchw).stages_bchw[-1]
        pairs = [
            (photos_bchw[i, None], photos_bchw[i - 1, None]) for i in range(self.settings.pairs_per_step)
        ]
        dressed = [transferred(wct, *pair, self._whole_1hw, self._whole_1hw) for pair in pairs]
        # Bfloat16 keeps two to three decimals: too few for what is compared.
        with torch.autocast(self.device.type, enabled=False):
            taught = [
                (guess.float(), thinned(known[layer]).float() / usual)
                for guess, layer, usual in zip(guesses, self._layers, USUAL, strict=False)
            ]
            rebuilt = [(thinned(made[k]), stages[k].detach()) for k in range(len(made) - 1)]
            terms = {
                "seen": mean([unexplained(*each) for each in taught]),
                "spread": mean([relative_error(*map(gram, each)).mean() for each in taught]),
                "rebuilt": mean([unexplained(*each) for each in rebuilt]),
                "pixels": unexplained(picture_bchw, photos_bchw),
                "again": unexplained(thinned(again_bchw), stages[-1].detach()),
                "moved": mean([self._apart(*pair, each) for pair, each in zip(pairs, dressed, strict=True)]),
            }
            loss = sum_of([getattr(self.settings.weights, name) * value for name, value in terms.items()])
        return loss, {name: float(value.detach()) for name, value in terms.items()}

    def _apart(self, photo_13hw: Tensor, style_13hw: Tensor, made_13hw: Tensor) -> Tensor:
        """How far the colours of a photo in the light of another are from those, as far as the smoothing lets them through."""
        whole_hw = self._whole_1hw[0]
        wanted = palette(whole_hw, [(style_13hw, whole_hw, 1.0)], self._chance)
        return wanted.distance(Guide(photo_13hw).explained(made_13hw))

    @torch.no_grad()
    def preview(self, network: Lesson) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Rows of photos, the photo whose light each gets, and the result: (height, width, 3)."""
        photos, styles = self._sample.to(self.device), self._sample.roll(1, 0).to(self.device)
        made = [
            transferred(network.wct, photo[None], style[None], self._whole_1hw, self._whole_1hw)
            for photo, style in zip(photos, styles, strict=True)
        ]
        rows = torch.cat([torch.cat(list(each), 2) for each in (photos, styles, torch.cat(made))], 1)
        return np.asarray((rows * 255).round().byte().permute(1, 2, 0).cpu().numpy())


def unexplained(found_bchw: Tensor, wanted_bchw: Tensor) -> Tensor:
    """The share of each channel's variance, over the batch, that a guess does not explain; the mean over channels."""
    found_nc, wanted_nc = (
        each.float().permute(0, 2, 3, 1).flatten(0, 2) for each in (found_bchw, wanted_bchw)
    )
    variance_c = wanted_nc.square().mean(0) - wanted_nc.mean(0).square()
    # A channel that is never awake must not outweigh all others.
    least = 0.01 * float(variance_c.mean())
    return ((found_nc - wanted_nc).square().mean(0) / variance_c.clamp_min(least)).mean()


def thinned(feat_bchw: Tensor) -> Tensor:
    """Every k-th position of features, so that no side is longer than COMPARED: of the finest there are more than it takes."""
    step = -(-max(feat_bchw.shape[-2:]) // COMPARED)
    return feat_bchw[..., ::step, ::step]


def mean(terms: list[Tensor]) -> Tensor:
    """The mean of scalars."""
    return sum_of(terms) / len(terms)


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> PhotoTask:
    """The room's entry for training: the [photo] table of a recipe and the folder of photos; paintings are not needed.

    Raises MissingWeights when ``pinxit weights get vgg16`` has not been run.
    """
    return PhotoTask(settings_of(settings), photos=photos, seed=seed, device=device)
