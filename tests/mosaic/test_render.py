"""Painting large pictures: tiles agree with the whole, textures begin again, small pictures are not blank."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from optimising import picture
from pinxit.core.picture import Picture
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.methods.mosaic.model import Painter
from pinxit.methods.mosaic.network import Generator, Shape
from pinxit.methods.mosaic.noise import Noise, NoiseShape
from pinxit.methods.mosaic.render import render
from pinxit.methods.mosaic.sources import Memory, Textures

ALL = NoiseShape(everywhere=2, local=3, waves=2)


def painter(*, photo: bool = True, templates: int = 0, noise: NoiseShape = ALL) -> Painter:
    """A small generator with weights large enough that every input shows, and statistics of its own."""
    torch.manual_seed(0)
    shape = Shape(noise, photo, templates, width=4, depth=2, kernel=3)
    generator = Generator(shape)
    with torch.no_grad():
        for module in generator.modules():
            if isinstance(module, torch.nn.Conv2d):
                module.weight.normal_(0, 1.2 / (module.weight[0].numel() ** 0.5))
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean = torch.randn_like(module.bias) * 0.1
    memory = Memory(Textures([picture(20, 30, 7)]).bytes_3hw, templates, 1) if templates else None
    return Painter(generator.eval().requires_grad_(False), memory, seed=3)


@pytest.mark.parametrize(("photo", "templates"), [(True, 0), (True, 3), (False, 0), (False, 3)])
def test_tiles_are_equal_to_the_whole(photo: bool, templates: int) -> None:
    made_by = painter(photo=photo, templates=templates)
    content = picture(50, 60, 1) if photo else None
    whole = render(made_by, content, (150, 203), window=10_000)
    tiled = render(made_by, content, (150, 203), window=80)
    assert whole.std() > 5
    assert np.abs(whole.astype(int) - tiled).max() <= 1  # rounding to bytes


def test_in_the_colours_of_the_photo() -> None:
    content = picture(50, 60, 1)
    plain, coloured = (
        rgb_to_oklab(Picture.of(render(painter(), content, (50, 60), coloured=kept)).rgb_hw3)
        for kept in (False, True)
    )
    own = rgb_to_oklab(content.rgb_hw3)
    assert np.abs(coloured[..., 0] - plain[..., 0]).mean() < 0.01
    assert (
        np.abs(coloured[..., 1:] - own[..., 1:]).mean() < 0.2 * np.abs(plain[..., 1:] - own[..., 1:]).mean()
    )


def test_the_context_is_enough_for_the_deepest_network() -> None:
    torch.manual_seed(0)
    shape = Shape(NoiseShape(local=2), width=2, depth=4, kernel=5)
    network = Generator(shape).eval()
    for parameter in network.parameters():
        parameter.data.abs_()  # nothing is cut off on the way
    seen = torch.rand(1, 3, 512, 16, requires_grad=True)
    noise = torch.rand(1, 2, 32, 1, requires_grad=True)
    network(seen, noise)[0, :, 256].sum().backward()
    assert seen.grad is not None
    assert noise.grad is not None
    rows = seen.grad.abs().sum((0, 1, 3)).nonzero().flatten()
    cells = noise.grad.abs().sum((0, 1, 3)).nonzero().flatten() * 16
    assert 256 - min(int(rows.min()), int(cells.min())) <= shape.context
    assert max(int(rows.max()), int(cells.max()) + 15) - 256 <= shape.context


@pytest.mark.parametrize("size", [(1, 1), (3, 7), (16, 16), (5, 90), (33, 20)])
def test_small_pictures_are_not_blank(size: tuple[int, int]) -> None:
    made = render(painter(), picture(4, 4, 1), size)
    assert made.shape == (*size, 3)
    assert (made > 0).any(axis=2).all()


def test_a_tileable_texture_begins_again() -> None:
    made_by = painter(photo=False)
    texture = render(made_by, None, (32, 48), tileable=True)
    twice = render(made_by, None, (32, 48), tileable=True, window=50)
    assert np.abs(texture.astype(int) - twice).max() <= 1
    # Moved by half, it is what the generator makes of the noise moved by half: no place knows that it is at a border.
    cells, noise = (
        made_by.generator.noise,
        made_by.generator.noise.draw(8, 12, torch.Generator().manual_seed(3)),
    )
    around = cells.window(noise, 4 - 8, 6 - 8, 8 + 16, 12 + 16, wrapped=True)
    moved_3hw = made_by.generator(None, around[None])[0].tanh()[:, 32:64, 32:80]
    moved = ((moved_3hw + 1) * 127.5).round().permute(1, 2, 0).numpy()
    assert np.abs(np.roll(texture, (16, 24), (0, 1)) - moved).max() <= 1


def test_windows_of_noise_agree_and_wrap() -> None:
    noise = Noise(ALL)
    field = noise.draw(6, 9, torch.Generator().manual_seed(1))
    whole = noise.window(field, 0, 0, 6, 9)
    assert whole.shape == (7, 6, 9)
    torch.testing.assert_close(noise.window(field, 2, 3, 3, 4), whole[:, 2:5, 3:7])
    wrapped = noise.window(field, -6, 9, 6, 9, wrapped=True)
    torch.testing.assert_close(wrapped, noise.window(field, 0, 0, 6, 9, wrapped=True), atol=1e-4, rtol=0)


def test_a_seed_gives_the_same_and_another_does_not() -> None:
    made_by = painter(photo=False)
    one, same = (render(made_by, None, (24, 24)) for _ in range(2))
    other = render(Painter(made_by.generator, None, seed=4), None, (24, 24))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()


def test_transparency_is_white() -> None:
    clear = Picture(np.zeros((20, 20, 3), np.float32), np.zeros((20, 20), np.float32))
    white = Picture(np.ones((20, 20, 3), np.float32))
    made_by = painter()
    np.testing.assert_array_equal(render(made_by, clear, (20, 20)), render(made_by, white, (20, 20)))
