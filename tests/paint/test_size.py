from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinxit.methods.paint.size import thumbnail_size, working_size


@pytest.mark.parametrize(
    ("size", "stroke", "expected"),
    [
        ((512, 384), None, (512, 384)),
        ((1024, 768), None, (1024, 768)),
        ((1200, 900), None, (1200, 900)),  # close to the working size: painted as it is
        ((3000, 2000), None, (1024, 683)),
        ((2000, 3000), None, (683, 1024)),
        ((3000, 2000), 1.0, (1024, 683)),
        ((3000, 2000), 2.0, (512, 341)),
        ((3000, 2000), 0.25, (4096, 2731)),
        ((512, 512), 1.0, (1024, 1024)),
        ((512, 512), 4.0, (256, 256)),
        ((100, 100), 0.25, (400, 400)),  # enlarging more shows nothing more
        ((1, 1), 1.0, (4, 4)),
        ((10_000, 20), None, (10_000, 20)),  # a strip keeps what little width it has
        ((20_000, 256), None, (10_000, 128)),
        ((1, 3_000_000), None, (1, 16_384)),
    ],
)
def test_working_size(size: tuple[int, int], stroke: float | None, expected: tuple[int, int]) -> None:
    assert working_size(*size, stroke) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((6000, 8000), (768, 1024)),
        ((300, 200), (300, 200)),
        ((100_000, 400), (16_384, 66)),
        ((1, 5_000_000), (1, 16_384)),
    ],
)
def test_thumbnail_size(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert thumbnail_size(*size, 1024) == expected


@given(st.integers(1, 200_000), st.integers(1, 200_000), st.none() | st.floats(0.25, 4))
def test_a_working_size_is_either_smaller_or_larger_in_both(
    height: int, width: int, stroke: float | None
) -> None:
    tall, wide = working_size(height, width, stroke)
    assert tall >= 1
    assert wide >= 1
    assert (tall >= height and wide >= width) or (tall <= height and wide <= width)
    if stroke is None:
        assert tall <= height
        assert wide <= width
