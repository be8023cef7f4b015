"""Windows of the photo, crops of textures, and the memory: any place, any size."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from optimising import picture
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.methods.mosaic.sources import Memory, PhotoView, Textures, places
from pinxit.methods.mosaic.tones import LEVELS, tones


@pytest.mark.parametrize("size", [(40, 60), (24, 36), (80, 120)])
def test_windows_of_a_photo_join_to_the_whole(size: tuple[int, int]) -> None:
    photo = picture(40, 60, 1)
    view = PhotoView(photo, *size)
    whole = view.window(0, 0, *size)
    parts = [view.window(0, x, size[0], 12) for x in range(0, size[1], 12)]
    torch.testing.assert_close(torch.cat(parts, 2), whole, atol=1e-5, rtol=0)
    wanted_hw3 = resize(photo.rgb_hw3, *size, clip=True)
    assert np.abs(whole.permute(1, 2, 0).numpy() / 2 + 0.5 - wanted_hw3).mean() < 0.02


def test_beyond_its_borders_a_photo_goes_on_as_they_are() -> None:
    view = PhotoView(picture(10, 10, 1), 10, 10)
    inside, wide = view.window(0, 0, 10, 10), view.window(-3, -4, 20, 30)
    torch.testing.assert_close(wide[:, 3:13, 4:14], inside)
    torch.testing.assert_close(wide[:, 0, 4:14], inside[:, 0])
    torch.testing.assert_close(wide[:, 3:13, -1], inside[:, :, -1])
    torch.testing.assert_close(view.window(50, 50, 2, 2)[:, 0, 0], inside[:, -1, -1])


def test_crops_are_parts_of_the_texture() -> None:
    textures = Textures([picture(20, 24, 1)], mirror=False)
    rng = torch.Generator().manual_seed(0)
    crop = textures.crop(8, rng)
    assert crop.shape == (3, 8, 8)
    whole = textures.bytes_3hw[0].float() / 127.5 - 1
    windows = whole.unfold(1, 8, 1).unfold(2, 8, 1)
    differences = (windows - crop[:, None, None]).abs().amax((0, 3, 4))
    assert differences.min() < 1e-6


def test_mirrored_crops_are_there_unless_they_are_not_wanted() -> None:
    slope = Picture(np.repeat(np.linspace(0, 1, 16, dtype=np.float32)[None, :, None], 16, 0).repeat(3, 2))

    def falls(mirror: bool) -> set[bool]:
        textures, rng = Textures([slope], mirror=mirror), torch.Generator().manual_seed(0)
        return {bool(crop[0, 0, 0] > crop[0, 0, -1]) for crop in (textures.crop(6, rng) for _ in range(20))}

    assert falls(mirror=True) == {True, False}
    assert falls(mirror=False) == {False}


def test_a_texture_smaller_than_the_crop_goes_on_mirrored() -> None:
    textures = Textures([picture(3, 3, 1)], mirror=False)
    crop = textures.crop(9, torch.Generator().manual_seed(0))
    torch.testing.assert_close(crop[:, 2], crop[:, 3])
    torch.testing.assert_close(crop[:, 0], crop[:, 5])


def test_textures_are_scaled() -> None:
    assert Textures([picture(20, 30, 1)], scale=0.5).bytes_3hw[0].shape == (3, 10, 15)
    assert Textures([picture(1, 1, 1)], scale=0.05).bytes_3hw[0].shape == (3, 1, 1)


def test_windows_of_the_memory_agree() -> None:
    memory = Memory(Textures([picture(9, 7, 1), picture(5, 8, 2)]).bytes_3hw, 3, seed=4)
    whole = memory.window(-5, -5, 40, 40)
    assert whole.shape == (3, 3, 40, 40)
    torch.testing.assert_close(memory.window(7, 3, 10, 12), whole[:, :, 12:22, 8:20])
    same = Memory(memory.textures_3hw, 3, seed=4).window(0, 0, 4, 4)
    torch.testing.assert_close(same, whole[:, :, 5:9, 5:9])
    assert (whole[0] - whole[2]).abs().mean() > 0.05  # one texture, from another offset


def test_places() -> None:
    where = places(2, 4, 3, 5, (10, 20))
    assert where.shape == (2, 3, 5)
    assert float(where[0, 0, 0]) == pytest.approx(2 * 2.5 / 10 - 1)
    assert float(where[1, 0, -1]) == pytest.approx(2 * 8.5 / 20 - 1)


def test_tones_go_to_those_of_the_textures() -> None:
    photo = PhotoView(picture(30, 30, 1), 30, 30)
    dark = Picture(picture(30, 30, 2).rgb_hw3 * np.float32(0.4))
    own, half, theirs = (tones(photo, Textures([dark]), 0.0, share) for share in (0.0, 0.5, 1.0))
    torch.testing.assert_close(own, torch.linspace(0, 1, LEVELS))
    torch.testing.assert_close(half, (own + theirs) / 2)
    assert float(theirs[-1]) == pytest.approx(float(dark.rgb_hw3.mean(2).max()), abs=0.02)
    assert (theirs.diff() >= 0).all()
