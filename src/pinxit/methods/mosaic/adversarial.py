"""Training a generator on textures, for one photo, for many or for none, and going on with it later, exactly.

Axes: b batch, n templates, h w; pictures -1..1.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pinxit.core.errors import ModelError
from pinxit.core.progress import OnStep, report
from pinxit.methods.mosaic.blend import Painted
from pinxit.methods.mosaic.losses import (
    Likeness,
    critic_loss,
    deceit_loss,
    entropy,
    gradient_penalty,
    roughness,
    sameness,
)
from pinxit.methods.mosaic.model import Painter, placed
from pinxit.methods.mosaic.network import ColourMap, Discriminator, Generator, Shape
from pinxit.methods.mosaic.noise import NoiseShape
from pinxit.methods.mosaic.sources import Memory, Photos, Textures
from pinxit.methods.mosaic.spec import PRESETS, MosaicOptions
from pinxit.methods.mosaic.statistics import Statistics
from pinxit.methods.mosaic.tones import tones
from pinxit.torchkit.averages import follow
from pinxit.torchkit.device import mixed
from pinxit.torchkit.features import Vgg16

BETAS = (0.5, 0.999)  # of Adam, the paper's
AVERAGE = 0.995  # decay of the running average of the weights, which is what paints
NEW_ROUGHNESS = 0.02  # weight against a share of the new that changes from pixel to pixel (the paper's)
LEAST_CELLS = 4  # of noise along a side of a crop: a smaller one shows no texture
SHOW_SECONDS, KEEP_SECONDS = 20.0, 300.0
Bytes = NDArray[np.uint8]


def statistics_weight(options: MosaicOptions) -> float:
    """Of the statistics of the textures: what was given, or the preset's."""
    given = options.statistics_weight
    return PRESETS[options.preset].statistics if given is None else given


def shape_of(options: MosaicOptions, *, photo: bool) -> Shape:
    """The generator that the options ask for."""
    preset = PRESETS[options.preset]

    def chosen(given: int | None, otherwise: int) -> int:
        return otherwise if given is None else given

    noise = NoiseShape(
        everywhere=chosen(options.noise_everywhere, preset.everywhere),
        local=chosen(options.noise_local, preset.local),
        waves=chosen(options.noise_waves, preset.waves),
    )
    return Shape(
        noise, photo, options.templates, preset.width, preset.depth, preset.kernel, skips=options.skips
    )


def needs_features(options: MosaicOptions, *, photo: bool) -> bool:
    """Whether a training with these options looks through VGG-16."""
    return statistics_weight(options) > 0 or (photo and options.content == "features")


class Training:
    """One training: networks, optimisers, chance, and where it is."""

    def __init__(
        self,
        textures: Textures,
        photo: Photos | None,
        size: tuple[int, int],
        options: MosaicOptions,
        device: torch.device,
        features: Vgg16 | None = None,
    ) -> None:
        """size: of the mosaic, height and width. features: for the statistics and the content loss "features" (see
        :func:`needs_features`).
        """
        preset = PRESETS[options.preset]
        self.textures, self.photo, self.size = textures, photo, size
        self.options, self.device, self.batch = options, device, preset.batch
        shape = shape_of(options, photo=photo is not None)
        # No larger than the mosaic, but for a very narrow one: its borders are repeated.
        self.cells = max(LEAST_CELLS, min(preset.crop, *size) // shape.multiple)
        # Chance of its own: what else draws numbers in this process changes nothing. Weights are drawn from torch's.
        self.rng = torch.Generator().manual_seed(options.seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(options.seed)
            generator = Generator(shape)
            critic = Discriminator(preset.critic_width, preset.depth)
            colours = ColourMap()
        self.generator, self.critic = placed(generator, device), placed(critic, device)
        self.colours = placed(colours, device)
        memory = Memory(textures.bytes_3hw, shape.templates, options.seed) if shape.templates else None
        self.painter = Painter(self.generator, memory, options.seed)
        average = copy.deepcopy(self.generator).eval().requires_grad_(False)
        self.average = Painter(average, memory, options.seed)
        made = [*self.generator.parameters(), *self.colours.parameters()]
        self.optimisers = {
            "generator": torch.optim.Adam(made, lr=preset.rate, betas=BETAS),
            "critic": torch.optim.Adam(self.critic.parameters(), lr=preset.rate, betas=BETAS),
        }
        levels_k = tones(photo, textures, options.content_blur, options.tones).to(device)
        seen = features if options.content == "features" else None
        self.likeness = Likeness(options.content, options.content_blur, levels_k, self.colours, seen)
        self.statistics = None
        if features is not None and statistics_weight(options) > 0:
            self.statistics = Statistics(features, textures, options.seed)
        self.step, self.seconds = 0, 0.0

    def go(
        self,
        seconds: float,
        on_step: OnStep | None = None,
        show: Callable[[], Bytes] | None = None,
        keep: Callable[[], None] | None = None,
    ) -> bool:
        """Train for so many seconds; False when it was stopped (`on_step` returned False, or Ctrl-C).

        show: makes the preview of a step, every while. keep: saves the training, every few minutes.
        """
        begun = shown = kept = last = time.monotonic()
        try:
            while last - begun < seconds:
                parts = self.advance()
                preview = None
                if show is not None and last - shown > SHOW_SECONDS:
                    preview, shown = show(), last
                if keep is not None and last - kept > KEEP_SECONDS:
                    keep()
                    kept = last
                now = time.monotonic()
                self.seconds += now - last
                last = now
                words = " ".join(f"{name} {value:.2f}" for name, value in parts.items())
                spent = int(min(now - begun, seconds))
                if not report(on_step, spent, max(1, int(seconds)), f"step {self.step}: {words}", preview):
                    return False
        except KeyboardInterrupt:  # a wish to stop: what was learned so far is kept
            return False
        return True

    def advance(self) -> dict[str, float]:
        """One step; the losses as numbers. Raises ModelError when they are none any more."""
        loss, parts = self.loss()
        if not torch.isfinite(loss):
            raise ModelError(
                f"step {self.step} gave no finite loss: the training has diverged. Go on from what was saved last "
                "(--resume), or choose another adversary (--adversary ls)."
            )
        self._descend("generator", loss)
        follow(self.average.generator, self.generator, self.step, AVERAGE)
        self.step += 1
        return parts

    def loss(self) -> tuple[Tensor, dict[str, float]]:
        """Teach the discriminator; the generator's loss, to go back through, and the losses of both as numbers."""
        photos, where = self._photos()
        noise = self._noise()
        with mixed(self.device):
            made = self.painter.paint_seen(photos, noise, where, self.size)
        for _ in range(self.options.critic_steps):
            doubt = self._teach_critic(made.picture.detach())
        self.critic.requires_grad_(False)  # it judges now, and learns nothing of it
        parts = self._loss_parts(made, photos)
        numbers = {name: float(value.detach()) for name, value in parts.items()}
        return torch.stack(list(parts.values())).sum(), {"critic": doubt, **numbers}

    def state(self) -> dict[str, Any]:
        """All that going on needs: plain numbers and tensors."""
        return {
            "options": asdict(self.options),
            "size": list(self.size),
            "generator": self.generator.state_dict(),
            "critic": self.critic.state_dict(),
            "colours": self.colours.state_dict(),
            "optimisers": {name: each.state_dict() for name, each in self.optimisers.items()},
            "rng": self.rng.get_state(),
            "step": self.step,
            "seconds": self.seconds,
        }

    def restore(self, weights: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
        """Take up a training where :meth:`state` found it; weights: of the average. ModelError when it is of another kind."""
        try:
            self.average.generator.load_state_dict(weights)
            for name in ("generator", "critic", "colours"):
                getattr(self, name).load_state_dict(state[name])
            for name, optimiser in self.optimisers.items():
                optimiser.load_state_dict(state["optimisers"][name])
            self.rng.set_state(state["rng"])
            self.step, self.seconds = int(state["step"]), float(state["seconds"])
        except (RuntimeError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(
                f"the saved training does not fit these options ({error}): give those that it began with."
            ) from error

    def _photos(self) -> tuple[Tensor | None, list[tuple[int, int]]]:
        """Windows of the photo at random places, and where they are; without a photo the places alone."""
        side = self.cells * self.painter.shape.multiple
        where = []
        for _ in range(self.batch):
            y, x = (
                int(torch.randint(max(1, length - side + 1), (), generator=self.rng)) for length in self.size
            )
            where.append((y, x))
        if self.photo is None:
            return None, where
        windows = self.photo.windows(where, side)
        return windows.to(self.device, memory_format=torch.channels_last), where

    def _noise(self) -> Tensor:
        """Noise of its own for every picture of the batch."""
        noise = self.generator.noise
        cells = [
            noise.window(noise.draw(self.cells, self.cells, self.rng), 0, 0, self.cells, self.cells)
            for _ in range(self.batch)
        ]
        return torch.stack(cells).to(self.device)

    def _teach_critic(self, fake_b3hw: Tensor) -> float:
        """One step of the discriminator, on textures and on what was made of them."""
        self.critic.requires_grad_(True)
        side, kind = fake_b3hw.shape[-1], self.options.adversary
        real = torch.stack([self.textures.crop(side, self.rng) for _ in range(self.batch)])
        real = real.to(self.device, memory_format=torch.channels_last)
        with mixed(self.device):
            scores = self.critic(real), self.critic(fake_b3hw)
        loss = critic_loss(kind, *(each.float() for each in scores))
        if kind == "wgan-gp":  # in float32: a gradient of a gradient
            loss = loss + gradient_penalty(self.critic, real, fake_b3hw, self.rng)
        self._descend("critic", loss)
        return float(loss.detach())

    def _loss_parts(self, made: Painted, photos: Tensor | None) -> dict[str, Tensor]:
        """The terms of the generator's loss by name, weighted."""
        options = self.options
        parts = {"adversary": self._deceit(made.picture)}
        if self.statistics is not None:
            parts["statistics"] = statistics_weight(options) * self.statistics(made.picture)
        if photos is not None:
            parts["content"] = options.content_weight * self.likeness(made.picture, photos)
        if made.shares is None or made.copied is None or made.new is None:
            return parts
        if photos is not None:
            weight = options.content_weight * options.copied_content_weight
            parts["copied"] = weight * self.likeness(made.copied, photos)
        if options.copied_adversary_weight > 0:
            parts["copied adversary"] = options.copied_adversary_weight * self._deceit(made.copied)
        parts["new"] = options.new_weight * made.new.mean() + NEW_ROUGHNESS * roughness(made.new)
        parts["entropy"] = options.entropy_weight * entropy(made.shares)
        parts["rough"] = options.roughness_weight * roughness(made.shares)
        parts["variety"] = options.variety_weight * sameness(made.shares)
        return parts

    def _deceit(self, picture_b3hw: Tensor) -> Tensor:
        with mixed(self.device):
            scores = self.critic(picture_b3hw)
        return deceit_loss(self.options.adversary, scores.float())

    def _descend(self, name: str, loss: Tensor) -> None:
        optimiser = self.optimisers[name]
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
