from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.imageops.regions import read_regions

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 160, 0), (0, 0, 255), (255, 255, 255)


def halves(
    left: tuple[int, ...], right: tuple[int, ...], height: int = 48, width: int = 64
) -> NDArray[np.uint8]:
    rgb_hw3 = np.empty((height, width, 3), np.uint8)
    rgb_hw3[:, : width // 2] = left
    rgb_hw3[:, width // 2 :] = right
    return rgb_hw3


def noisy(rgb_hw3: NDArray[np.uint8], quality: int, soft: bool) -> Picture:
    """As a person's program may save it: with soft edges, as JPEG."""
    image = Image.fromarray(rgb_hw3)
    if soft:
        image = image.resize((image.width // 3, image.height // 3)).resize(
            image.size, Image.Resampling.BICUBIC
        )
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Picture.of(data.getvalue())


def test_each_flat_colour_is_a_region_the_most_frequent_first() -> None:
    rgb_hw3 = halves(RED, BLUE)
    rgb_hw3[:, :48] = RED
    regions = read_regions([Picture.of(rgb_hw3)])
    assert regions.colours == ("#ff0000", "#0000ff")
    np.testing.assert_array_equal(regions.labels[0], (rgb_hw3[:, :, 2] > 0).astype(np.uint8))
    assert regions.share(0, 0) == 0.75
    assert regions.share(0, 1) == 0.25


@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("quality", [40, 75, 95])
def test_jpeg_noise_and_soft_edges_make_no_regions(quality: int, soft: bool) -> None:
    clean = halves(RED, BLUE, 96, 120)
    clean[60:, :] = GREEN
    clean[:40, 90:] = WHITE
    regions = read_regions([noisy(clean, quality, soft)])
    assert len(regions.colours) == 4
    exact = read_regions([Picture.of(clean)])
    order = [
        int(np.argmin([distance(colour, known) for known in exact.colours])) for colour in regions.colours
    ]
    same = np.array(order)[regions.labels[0]] == exact.labels[0]
    assert same.mean() > 0.97


def distance(one: str, other: str) -> int:
    return sum(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5))


def test_colours_belong_together_across_pictures() -> None:
    photo, style = noisy(halves(RED, BLUE), 60, False), Picture.of(halves((240, 12, 9), GREEN, 30, 30))
    regions = read_regions([photo, style])
    assert len(regions.colours) == 3
    assert [regions.share(0, region) > 0 for region in range(3)].count(True) == 2
    both = [region for region in range(3) if regions.share(0, region) and regions.share(1, region)]
    assert len(both) == 1
    assert (regions.labels[0][:, :30] == both[0]).all()
    assert (regions.labels[1][:, :15] == both[0]).all()


def test_soft_masks_cover_everything_and_pure_ones_never_share_a_cell() -> None:
    regions = read_regions([Picture.of(halves(RED, BLUE, 48, 66))])
    for size in ((48, 66), (12, 16), (5, 7), (1, 1)):
        soft = [regions.soft(0, region, *size) for region in (0, 1)]
        pure = [regions.pure(0, region, *size) for region in (0, 1)]
        assert soft[0].shape == size
        np.testing.assert_allclose(soft[0] + soft[1], 1, atol=1e-5)
        assert np.minimum(*pure).max() < 1e-5
        assert all((mask[s < 0.5] == 0).all() for mask, s in zip(pure, soft, strict=True))
    red = regions.colours.index("#ff0000")
    assert regions.pure(0, red, 12, 16)[:, :7].min() == 1
    inner = regions.inner(0, red, 12, 16)
    assert inner[:, :7].min() == 1
    assert inner[:, 7:].max() == 0
    assert regions.pure(0, red, 12, 16)[:, 7].min() == 1


def test_a_region_without_an_inside_is_taken_as_it_is() -> None:
    line = halves(RED, BLUE, 64, 64)
    line[:] = BLUE
    line[:, 30:33] = RED
    regions = read_regions([Picture.of(line)])
    red = regions.colours.index("#ff0000")
    np.testing.assert_array_equal(regions.inner(0, red, 32, 32), regions.pure(0, red, 32, 32))
    assert regions.inner(0, red, 32, 32).sum() == 32


def test_a_blot_is_no_region() -> None:
    rgb_hw3 = halves(RED, BLUE, 100, 100)
    rgb_hw3[3:6, 3:6] = WHITE
    assert len(read_regions([Picture.of(rgb_hw3)]).colours) == 2


def test_large_masks_are_thinned_and_small_ones_work() -> None:
    large = read_regions([Picture.of(halves(RED, BLUE, 1500, 2100))])
    assert max(large.labels[0].shape) <= 1024
    assert large.share(0, 0) == pytest.approx(0.5, abs=0.01)
    assert read_regions([Picture.of(np.array([[RED]], np.uint8))]).colours == ("#ff0000",)


def test_what_is_no_mask_is_refused() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    with pytest.raises(InputError, match="mask 2 has no flat colours"):
        read_regions([Picture.of(halves(RED, BLUE)), Picture.of(noise)])
