"""Faces are found where they are, with their points, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.core.picture import Picture
from pinxit.runtime.faces import faces
from pinxit.zoo.samples import sample_path

# Points of the astronaut's face as MediaPipe's own face mesh (0.10.21, static pictures) finds them: x, y, z in pixels.
ORIGINAL = {
    1: (224.2, 131.3, -23.3),
    33: (194.8, 100.8, 3.6),
    263: (256.7, 104.1, 4.2),
    61: (201.7, 139.3, 7.3),
    291: (246.2, 142.1, 7.6),
    152: (221.4, 175.7, 9.2),
}


def test_the_points_are_where_the_original_finds_them() -> None:
    """Within a pixel or two: where the networks look is computed anew here, and the points are found twice."""
    (face,) = faces(Picture.of(sample_path("astronaut")))
    assert face.presence > 0.99
    assert face.eyes == pytest.approx(62, abs=2)
    for point, place in ORIGINAL.items():
        assert face.points_n3[point] == pytest.approx(place, abs=2.5)


def test_a_turned_and_a_mirrored_face() -> None:
    picture = Picture.of(sample_path("astronaut"))
    (upright,) = faces(picture)
    (mirrored,) = faces(Picture(picture.rgb_hw3[:, ::-1]))
    assert mirrored.points_n3[33, 0] == pytest.approx(picture.width - upright.points_n3[263, 0], abs=2.5)


def test_two_faces_the_larger_first() -> None:
    """Beside each other, the second at half the size."""
    rgb_hw3 = Picture.of(sample_path("astronaut")).rgb_hw3[:384, 64:448]
    small = Picture(rgb_hw3).resized(192, 192).rgb_hw3
    canvas = np.full((384, 600, 3), 0.5, np.float32)
    canvas[:, :384], canvas[100:292, 400:592] = rgb_hw3, small
    one, two = faces(Picture(canvas))
    assert one.eyes == pytest.approx(2 * two.eyes, rel=0.1)


@pytest.mark.parametrize("sample", ["summer-palace", "coffee", "cat"])
def test_nobody_is_found_where_nobody_is(sample: str) -> None:
    assert faces(Picture.of(sample_path(sample))) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 700), (700, 1), (3, 5), (300, 300)])
def test_any_shape_can_be_looked_through(size: tuple[int, int]) -> None:
    assert faces(Picture(np.random.default_rng(0).random((*size, 3), np.float32))) == []
