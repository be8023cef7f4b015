"""Pairs of places: read exactly, refused with what is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.strotss.points import read_points

PHOTO, STYLE = (Picture(np.zeros((height, width, 3), np.float32)) for height, width in ((40, 60), (20, 10)))


def test_pairs_are_centres_of_pixels_in_parts_of_their_picture() -> None:
    one, other = read_points("0,0=9,19 29.5,19.5=4.5,9.5", PHOTO, STYLE)
    assert one.photo == pytest.approx((0.5 / 60, 0.5 / 40))
    assert one.style == pytest.approx((9.5 / 10, 19.5 / 20))
    assert other.photo == pytest.approx((0.5, 0.5))
    assert other.style == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("text", [None, "", "  "])
def test_none(text: str | None) -> None:
    assert list(read_points(text, PHOTO, STYLE)) == []


@pytest.mark.parametrize(
    "text",
    ["1,2", "1,2=3", "1,2=3,4,5", "1,2=3,x", "-1,2=3,4", "1;2=3;4", "nan,1=1,1", "1e3,1=1,1", "1,1=1,1;2,2=2,2", "=", "١,1=1,1"],
)  # fmt: skip
def test_malformed(text: str) -> None:
    with pytest.raises(OptionError, match="give pairs such as") as caught:
        read_points(f"1,1=1,1 {text}", PHOTO, STYLE)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("60,0=0,0", "60,0 is outside the photo, which is 60 x 40 pixels"),
        ("0,40=0,0", "y below 40"),
        ("0,0=10,0", "10,0 is outside the first style, which is 10 x 20 pixels"),
        ("0,0=0," + "9" * 400, "outside the first style"),
    ],
)
def test_outside(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_points(text, PHOTO, STYLE)
