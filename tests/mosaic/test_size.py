"""How large a mosaic is to be, in words of the command line."""

from __future__ import annotations

import pytest

from optimising import picture
from pinxit.core.errors import OptionError, PictureTooLarge
from pinxit.methods.mosaic.size import size_of

PHOTO = picture(30, 60, 1)


def test_sizes() -> None:
    assert size_of("128", PHOTO) == (64, 128)
    assert size_of("128x64", PHOTO) == (64, 128)
    assert size_of("1", PHOTO) == (1, 1)
    assert size_of("100", None) == (100, 100)
    assert size_of(" 200 × 100 ", None) == (100, 200)


@pytest.mark.parametrize("text", ["", "large", "0", "10x0", "-5", "1x2x3", "12.5", "10x"])
def test_no_size(text: str) -> None:
    with pytest.raises(OptionError, match="long side"):
        size_of(text, PHOTO)


def test_a_photo_is_not_stretched() -> None:
    with pytest.raises(OptionError, match="would stretch"):
        size_of("100x100", PHOTO)


def test_too_large() -> None:
    with pytest.raises(PictureTooLarge, match="smaller size"):
        size_of("100000", PHOTO)
