"""Crops: of every photo in turn, upright, and a bad photo is an error of our tree."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch
from PIL import Image

from pinxit.core.errors import InputNotFound, PictureError
from pinxit.torchkit.crops import Crops, load, picture_files
from pinxit.zoo.samples import samples_dir


def test_crops_have_their_size_and_are_the_same_for_one_seed() -> None:
    first, again = (Crops(samples_dir(), 48, random.Random(5)).next(3) for _ in range(2))
    assert first.shape == (3, 3, 48, 48)
    assert torch.equal(first, again)
    assert 0 <= float(first.min()) < float(first.max()) <= 1


def test_a_photo_is_read_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", (40, 20)).save(tmp_path / "a.jpg", exif=exif)
    assert load(tmp_path / "a.jpg").shape == (1, 3, 40, 20)
    assert load(tmp_path / "a.jpg", 10).shape == (1, 3, 20, 10)


def test_bad_photos_are_errors_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match="no pictures"):
        picture_files(tmp_path)
    (tmp_path / "a.jpg").write_bytes(b"no picture")
    with pytest.raises(PictureError, match=r"a\.jpg"):
        Crops(tmp_path, 32, random.Random(1)).next(1)
