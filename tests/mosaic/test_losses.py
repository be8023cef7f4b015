"""The losses: what makes each of them small."""

from __future__ import annotations

import pytest
import torch

from pinxit.methods.mosaic.blend import painted
from pinxit.methods.mosaic.losses import (
    Likeness,
    blurred,
    critic_loss,
    deceit_loss,
    entropy,
    gradient_penalty,
    sameness,
)
from pinxit.methods.mosaic.network import ColourMap
from pinxit.methods.mosaic.spec import ADVERSARIES, CONTENTS
from tiny_vgg import small_vgg

LEVELS = torch.linspace(0, 1, 256)


@pytest.mark.parametrize("kind", ADVERSARIES)
def test_adversaries_pull_apart(kind: str) -> None:
    high, low = torch.full((2, 1, 3, 3), 0.9), torch.full((2, 1, 3, 3), -0.9)
    assert critic_loss(kind, high, low) < critic_loss(kind, low, high)
    assert deceit_loss(kind, high) < deceit_loss(kind, low)


def test_the_penalty_asks_for_a_slope_of_one() -> None:
    real, fake = torch.rand(3, 3, 4, 4), torch.rand(3, 3, 4, 4)
    rng = torch.Generator().manual_seed(0)
    steep = (3 * 4 * 4) ** -0.5  # per number, so that the slope over all of them is 1

    def critic(slope: float) -> torch.Tensor:
        return gradient_penalty(lambda x: slope * x.sum((1, 2, 3), keepdim=True), real, fake, rng)

    assert float(critic(steep)) == pytest.approx(0, abs=1e-6)
    assert float(critic(3 * steep)) == pytest.approx(4, rel=1e-4)


@pytest.mark.parametrize("kind", CONTENTS)
def test_the_photo_itself_is_most_like_it(kind: str) -> None:
    torch.manual_seed(0)
    features = small_vgg(10) if kind == "features" else None
    same = torch.nn.Identity()
    likeness = Likeness(kind, 1.0, LEVELS, same, features)
    photo = torch.rand(2, 3, 32, 32) * 2 - 1
    near, far = photo + 0.1 * torch.randn_like(photo), torch.rand(2, 3, 32, 32) * 2 - 1
    assert float(likeness(photo, photo)) < 1e-4
    assert likeness(near, photo) < likeness(far, photo)


def test_grey_sees_no_colour_and_a_map_learns_another() -> None:
    photo = torch.rand(1, 3, 16, 16) * 2 - 1
    turned = photo.flip(1)
    assert float(Likeness("grey", 1.0, LEVELS, ColourMap())(turned, photo)) < 1e-3
    torch.manual_seed(0)
    colours = ColourMap()
    likeness = Likeness("map", 0.0, LEVELS, colours)
    optimiser = torch.optim.Adam(colours.parameters(), lr=0.02)
    first = float(likeness(turned, photo).detach())
    for _ in range(80):
        optimiser.zero_grad()
        likeness(turned, photo).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    assert float(likeness(turned, photo).detach()) < 0.3 * first


def test_blur_keeps_means_and_small_pictures() -> None:
    flat = torch.full((1, 2, 20, 20), 0.3)
    torch.testing.assert_close(blurred(flat, 2.0), flat)
    noise = torch.rand(1, 1, 40, 40)
    assert blurred(noise, 2.0).std() < 0.3 * noise.std()
    assert blurred(torch.rand(1, 1, 2, 3), 9.0).shape == (1, 1, 2, 3)


def test_entropy_and_variety() -> None:
    even = torch.full((2, 4, 3, 3), 0.25)
    one = torch.zeros(2, 4, 3, 3)
    one[0, 0], one[1, 1] = 1, 1
    assert entropy(one) < entropy(even)
    assert sameness(one) < sameness(even)


def test_a_picture_is_copied_or_new() -> None:
    given, templates = torch.zeros(1, 3 + 1 + 2, 2, 2), torch.rand(1, 2, 3, 2, 2) * 2 - 1
    given[:, :3] = 0.5
    given[:, 3] = -30  # nothing new
    given[:, 4], given[:, 5] = 30, -30  # all of the first template, as far as the limit lets it
    made = painted(given, templates)
    assert made.shares is not None
    assert made.new is not None
    share = torch.tensor([4.0, -4.0]).softmax(0)
    torch.testing.assert_close(made.shares[0, :, 0, 0], share)
    torch.testing.assert_close(made.picture[0], share[0] * templates[0, 0] + share[1] * templates[0, 1])
    given[:, 3] = 30
    torch.testing.assert_close(painted(given, templates).picture, torch.full((1, 3, 2, 2), 0.5).tanh())
