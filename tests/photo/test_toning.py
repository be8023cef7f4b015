"""The start: mean and covariance of the style's colours, region by region, and no contrast out of noise."""

from __future__ import annotations

import torch
from torch import Tensor

from pinxit.methods.photo.toning import MOST, toned, transport
from pinxit.torchkit.statistics import moments


def colours(mean: float, spread: float, seed: int) -> Tensor:
    noise = torch.randn(1, 3, 40, 50, generator=torch.Generator().manual_seed(seed))
    mix_33 = torch.tensor([[1.0, 0.4, 0.1], [0.2, 0.8, 0.0], [0.0, 0.3, 0.6]])
    return (mean + spread * torch.einsum("cd,bdhw->bchw", mix_33, noise)).clamp(0, 1)


EVERYWHERE = torch.ones(40, 50)


def test_mean_and_covariance_become_those_of_the_style() -> None:
    photo, style = colours(0.5, 0.08, 1), colours(0.4, 0.05, 2)
    made = moments(toned(photo, [EVERYWHERE], [[(style, EVERYWHERE, 1.0)]]))
    wanted = moments(style)
    torch.testing.assert_close(made.mean_c, wanted.mean_c, atol=2e-3, rtol=0)
    torch.testing.assert_close(made.covariance_cc, wanted.covariance_cc, atol=2e-4, rtol=0)


def test_of_itself_it_is_the_photo() -> None:
    photo = colours(0.5, 0.08, 1)
    torch.testing.assert_close(
        toned(photo, [EVERYWHERE], [[(photo, EVERYWHERE, 1.0)]]), photo, atol=1e-5, rtol=0
    )


def test_each_region_takes_its_own_and_what_is_in_none_stays() -> None:
    photo, style = colours(0.5, 0.05, 1), colours(0.5, 0.05, 2)
    left, middle = torch.zeros(40, 50), torch.zeros(40, 50)
    left[:, :20], middle[:, 20:35] = 1, 1
    style[..., 25:] *= 0.3
    there = torch.zeros(40, 50)
    there[:, 25:] = 1
    made = toned(photo, [left, middle], [[(style, 1 - there, 1.0)], [(style, there, 1.0)]])
    torch.testing.assert_close(made[..., 35:], photo[..., 35:])
    for inside, source in ((left, 1 - there), (middle, there)):
        torch.testing.assert_close(
            moments(made, inside).mean_c, moments(style, source).mean_c, atol=2e-3, rtol=0
        )


def test_noise_is_not_blown_up() -> None:
    flat, loud = colours(0.5, 0.001, 1), colours(0.5, 0.1, 2)
    assert float(torch.linalg.eigvalsh(transport(moments(flat), moments(loud))).max()) <= MOST + 1e-4
