"""Training the preset network on photos in generated looks: one step shows it a few photos, each in two looks.

Axes: b batch, c channels, h w, n colours. Colours are sRGB 0..1.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.core.errors import OptionError
from pinxit.methods.colour import losses
from pinxit.methods.colour.looks import Looks, random_looks
from pinxit.methods.colour.losses import Weights
from pinxit.methods.colour.network import Preset, PresetShape
from pinxit.torchkit.crops import Pictures, as_tensor, mirrored
from pinxit.zoo.strict import decode_given

KEPT = 160  # pixels a side: photos are squeezed to this and kept, which is all that the reader needs
SMALLEST_PART = 0.55  # of a side: how much of a photo a crop shows at least
SHOWN = 6  # photos in the preview


@dataclass(frozen=True)
class Settings:
    """The [colour] table of a recipe."""

    shape: PresetShape = field(default_factory=PresetShape)
    weights: Weights = field(default_factory=Weights)
    photos_per_step: int = 16
    colours: int = 1024  # of each photo, in each step
    cube_colours: int = 256


def settings_of(table: Mapping[str, Any]) -> Settings:
    """Check the [colour] table. Raises OptionError naming the field that is wrong."""
    settings: Settings = decode_given(Settings, table, "[colour]")
    if min(settings.photos_per_step, settings.colours, settings.cube_colours) < 2:
        raise OptionError("[colour] photos_per_step, colours and cube_colours: give 2 or more of each")
    return settings


class ColourTask:
    """The task that :mod:`pinxit.training.loop` runs."""

    def __init__(self, settings: Settings, *, photos: Path, seed: int, device: torch.device) -> None:
        self.settings = settings
        self.device = device
        self.rng = random.Random(seed)
        self.network = Preset(settings.shape).to(device)
        self._photos = Pictures(photos, self.rng, size=(KEPT, KEPT))
        self._sample = torch.cat([self._parts()[0] for _ in range(SHOWN)])

    def groups(self) -> list[dict[str, Any]]:
        """One group: all learns at one rate."""
        return [{"params": list(self.network.parameters()), "scale": 1.0}]

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights."""
        return {"shape": self.settings.shape.to_dict()}

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step and its parts."""
        # Bfloat16 keeps two to three decimals of a colour: too few to see whether two are equal.
        with torch.autocast(self.device.type, enabled=False):
            return self._loss()

    def _loss(self) -> tuple[Tensor, dict[str, float]]:
        s, w = self.settings, self.settings.weights
        count = s.photos_per_step
        pairs = [self._parts() for _ in range(count)]
        seen, asked = (torch.cat(parts).to(self.device) for parts in zip(*pairs, strict=True))
        looks = [random_looks(count, self.device) for _ in range(2)]
        worn = [
            _worn(look, parts) for parts in (seen, asked) for look in looks
        ]  # seen A, seen B, asked A, asked B
        removing, adding = self.network.read(torch.cat(worn))
        remove, add = removing[: 2 * count].chunk(2), adding[2 * count :].chunk(2)

        colours = self._colours(seen)
        wanted = [look(colours) for look in looks]
        bare = [self.network.remove(*each) for each in zip(wanted, remove, strict=True)]
        given = [self.network.add(bare[1 - i], add[i]) for i in range(2)]
        terms = {
            "given": torch.stack(
                [self._weighed(losses.distance, *each) for each in zip(given, wanted, strict=True)]
            ).mean(),
            "same": self._weighed(losses.difference, bare[0], bare[1]),
            "other": self._other(bare[0], add[1], wanted[1]),
        }
        loss = w.given * terms["given"] + w.same * terms["same"] + w.other * terms["other"]
        return loss, {name: float(value.detach()) for name, value in terms.items()}

    def _other(self, bare_bn3: Tensor, add_bk3: Tensor, worn_bn3: Tensor) -> Tensor:
        """How far colours in the look of another photo are from that photo's."""
        own = slice(0, self.settings.colours)
        dressed = self.network.add(bare_bn3[:, own], add_bk3.roll(1, 0))
        return losses.sliced(dressed, worn_bn3[:, own].roll(1, 0))

    def _weighed(self, distance: Any, found_bn3: Tensor, wanted_bn3: Tensor) -> Tensor:
        at = self.settings.colours
        own = distance(found_bn3[:, :at], wanted_bn3[:, :at])
        cube = distance(found_bn3[:, at:], wanted_bn3[:, at:])
        weighed: Tensor = own + self.settings.weights.cube * cube
        return weighed

    def _colours(self, photos_bchw: Tensor) -> Tensor:
        """Some colours of each photo, then some of the whole cube: (b,n,3)."""
        flat = photos_bchw.flatten(2).transpose(1, 2)
        at = torch.randint(flat.shape[1], (self.settings.colours,), device=flat.device)
        cube = torch.rand(len(flat), self.settings.cube_colours, 3, device=flat.device)
        return torch.cat([flat[:, at], cube], 1)

    def _parts(self) -> tuple[Tensor, Tensor]:
        """Two parts of one photo, each (1,3,side,side)."""
        image = as_tensor(mirrored(self._photos.next(), self.rng))
        first, second = (self._part(image) for _ in range(2))
        return first, second

    def _part(self, photo_chw: Tensor) -> Tensor:
        side = self.settings.shape.reader.side
        height, width = (round(KEPT * self.rng.uniform(SMALLEST_PART, 1)) for _ in range(2))
        y, x = self.rng.randint(0, KEPT - height), self.rng.randint(0, KEPT - width)
        part = photo_chw[None, :, y : y + height, x : x + width]
        return F.interpolate(part, (side, side), mode="bilinear", antialias=True, align_corners=False)

    @torch.no_grad()
    def preview(self, network: Preset) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """Rows of photos, the photo whose look each gets, and the result: (height, width, 3)."""
        photos = self._sample.to(self.device)
        removing, adding = network.read(photos)
        colours = photos.flatten(2).transpose(1, 2)
        dressed = network.add(network.remove(colours, removing), adding.roll(1, 0))
        made = dressed.transpose(1, 2).reshape(photos.shape)
        rows = torch.cat([torch.cat(list(each), 2) for each in (photos, photos.roll(1, 0), made)], 1)
        return np.asarray((rows.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy())


def _worn(look: Looks, parts_bchw: Tensor) -> Tensor:
    """Pictures (b,3,h,w) in their looks."""
    colours_bn3 = look(parts_bchw.flatten(2).transpose(1, 2))
    return colours_bn3.transpose(1, 2).reshape(parts_bchw.shape)


def build(
    settings: Mapping[str, Any], *, photos: Path, paintings: Path, seed: int, device: torch.device
) -> ColourTask:
    """The room's entry for training: the [colour] table of a recipe and the folder of photos; paintings are not needed."""
    return ColourTask(settings_of(settings), photos=photos, seed=seed, device=device)
