"""What generator and discriminator are trained by: the adversary, the likeness to the photo, and how the memory is used.

Axes: b batch, n templates, h w; pictures -1..1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from pinxit.torchkit.features import Vgg16
from pinxit.torchkit.statistics import total_variation

PENALTY = 1.0  # weight of the gradient penalty (the paper's; WGAN-GP has 10)
POOL = 16  # pixels of the content losses that compare means of squares
FEATURE_LAYER = "relu4_2"
FEATURE_SHARE = 0.1  # of the content loss by features (the paper's)


def critic_loss(kind: str, real: Tensor, fake: Tensor) -> Tensor:
    """Of the discriminator, from its scores of real and made pictures: "bce", "ls" or "wgan-gp" (without its penalty)."""
    if kind == "wgan-gp":
        return fake.mean() - real.mean()
    if kind == "ls":
        return 0.5 * F.mse_loss(real, torch.ones_like(real)) + 0.5 * F.mse_loss(fake, torch.zeros_like(fake))
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def deceit_loss(kind: str, fake: Tensor) -> Tensor:
    """Of the generator, from the discriminator's scores of what it made."""
    if kind == "wgan-gp":
        return -fake.mean()
    if kind == "ls":
        return 0.5 * F.mse_loss(fake, torch.ones_like(fake))
    return F.softplus(-fake).mean()


def gradient_penalty(
    critic: Callable[[Tensor], Tensor], real_b3hw: Tensor, fake_b3hw: Tensor, rng: torch.Generator
) -> Tensor:
    """How far the critic's slope is from 1 between real and made pictures (Gulrajani et al. 2017, eq. 3)."""
    share = torch.rand(len(real_b3hw), 1, 1, 1, generator=rng).to(real_b3hw.device)
    between = (share * real_b3hw + (1 - share) * fake_b3hw).detach().requires_grad_(True)
    scores = critic(between).mean((1, 2, 3)).sum()
    (slope,) = torch.autograd.grad(scores, between, create_graph=True)
    steepness_b = slope.flatten(1).square().sum(1).sqrt()
    return F.mse_loss(steepness_b, torch.ones_like(steepness_b)).mul(PENALTY)


@dataclass(frozen=True, eq=False)
class Likeness:
    """How like the photo a picture is, by one of the content losses of `spec.CONTENTS`.

    blur: pixels, deviation of the Gaussian. tones_k: what becomes of the photo's k grey levels (0..1) before it is compared.
    colours: the learned map of the losses "map...". features: of the loss "features".
    """

    kind: str
    blur: float
    tones_k: Tensor
    colours: Callable[[Tensor], Tensor]
    features: Vgg16 | None = None

    def __call__(self, made_b3hw: Tensor, photo_b3hw: Tensor) -> Tensor:
        """The loss, a scalar."""
        if self.features is not None:
            wanted, found = (
                self.features((each + 1) / 2, (FEATURE_LAYER,))[FEATURE_LAYER]
                for each in (photo_b3hw, made_b3hw)
            )
            return F.mse_loss(found, wanted).mul(FEATURE_SHARE)
        if self.kind.startswith("map"):
            made, wanted = self.colours(made_b3hw), photo_b3hw
        else:
            made, wanted = made_b3hw.mean(1, keepdim=True), self._toned(photo_b3hw.mean(1, keepdim=True))
        if self.kind.endswith("pooled"):
            side = min(POOL, *made.shape[-2:])
            return F.mse_loss(F.avg_pool2d(made, side), F.avg_pool2d(wanted, side))
        if self.kind == "map":
            return F.mse_loss(made, wanted)
        return F.mse_loss(blurred(made, self.blur), blurred(wanted, self.blur))

    def _toned(self, grey_b1hw: Tensor) -> Tensor:
        top = len(self.tones_k) - 1
        level = ((grey_b1hw + 1) / 2 * top).round().long().clamp(0, top)
        return self.tones_k[level] * 2 - 1


def blurred(picture_bchw: Tensor, deviation: float) -> Tensor:
    """Gaussian blur of `deviation` pixels; borders are repeated, so that a frame of the picture counts too."""
    if deviation <= 0:
        return picture_bchw
    reach = int(3 * deviation + 0.5)
    place = torch.arange(-reach, reach + 1, device=picture_bchw.device, dtype=picture_bchw.dtype)
    kernel = torch.exp(-place.square() / (2 * deviation**2))
    kernel = kernel / kernel.sum()
    count = picture_bchw.shape[1]
    wide = F.pad(picture_bchw, (reach,) * 4, mode="replicate")
    down = F.conv2d(wide, kernel.view(1, 1, -1, 1).expand(count, 1, -1, 1), groups=count)
    return F.conv2d(down, kernel.view(1, 1, 1, -1).expand(count, 1, 1, -1), groups=count)


def entropy(shares_bnhw: Tensor) -> Tensor:
    """Mean of -A log A: low where each place copies from one template."""
    return -(shares_bnhw * shares_bnhw.clamp_min(1e-8).log()).mean()


def sameness(shares_bnhw: Tensor) -> Tensor:
    """Minus the mean squared distance between the mean shares of the pictures of a batch: low where they use other templates."""
    mean_bn = shares_bnhw.mean((2, 3))
    return -(mean_bn[:, None] - mean_bn[None]).square().sum(2).mean()


def roughness(picture_bchw: Tensor) -> Tensor:
    """Mean squared difference of neighbours, over the batch."""
    return total_variation(picture_bchw).mean()
