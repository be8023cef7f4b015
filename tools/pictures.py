"""Make the pictures of the documentation again, with the packaged painter: docs/pictures/*.jpg.

python tools/pictures.py
python tools/pictures.py --paintings DIR     also reading.jpg, whose styles are read from paintings that nobody trained on
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

import pinxit
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.methods.colour.spec import METHODS
from pinxit.zoo.samples import sample

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
ROW = ("great-wave", "woman-with-a-hat", "metzinger", "tableau", "composition-vii")
# What they are: docs/reading.md. All are hidden in recipes/paint/core_v2.toml.
READ = (
    "se_ford-madox-ford_the-good-soldier.jpg",
    "pg_pg65259_plt_020.jpg",
    "se_james-joyce_dubliners.jpg",
    "pg_pg63388_plt_014.jpg",
    "pg_pg69418_i_061.jpg",
)
RELIT = (
    ("summer-palace", "coffee", "coffee", "summer-palace"),
    ("astronaut", "coffee", "cat", "summer-palace"),
)
STRENGTHS = (0.0, 0.35, 0.7, 1.0, 1.4)
SIDE, GAP = 280, 8  # pixels
PAPER = 0.96


def square(picture: Picture) -> Picture:
    """The middle of a picture as a square of 512 pixels: what the painter sees."""
    side = min(picture.size)
    y, x = (picture.height - side) // 2, (picture.width - side) // 2
    cut = np.ascontiguousarray(picture.rgb_hw3[y : y + side, x : x + side])
    return Picture(resize(cut, 512, 512, clip=True))


def row(pictures: list[Picture]) -> np.ndarray:
    cells = [resize(p.rgb_hw3, SIDE, SIDE, clip=True) for p in pictures]
    gap = np.full((SIDE, GAP, 3), PAPER, np.float32)
    parts = [part for cell in cells for part in (gap, cell)][1:]
    return np.concatenate(parts, 1)


def coloured(photo: Picture, look: Picture) -> np.ndarray:
    """A photo, another, and the one in the colours of the other by every method."""
    made = [pinxit.stylise("colour", {"content": photo, "like": look}, method=method) for method in METHODS]
    return row([photo, look, *made])


def relit(names: tuple[str, ...]) -> np.ndarray:
    """Two photos, each with another and with what `pinxit photo --method wct` makes of it in the other's light."""
    pairs = [[square(sample(name)) for name in names[i : i + 2]] for i in (0, 2)]
    cells = []
    for photo, style in pairs:
        made = pinxit.stylise("photo", {"content": photo, "style": style}, method="wct")
        cells += [photo, style, made]
    return row(cells)


def stacked(rows: list[np.ndarray]) -> Picture:
    gap = np.full((GAP, rows[0].shape[1], 3), PAPER, np.float32)
    return Picture(np.concatenate([part for each in rows for part in (gap, each)][1:], 0))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--paintings", type=Path, metavar="DIR")
    args = parser.parse_args()
    painter = pinxit.Painter(device="cpu")
    photos = [square(sample(name)) for name in ("astronaut", "summer-palace")]
    rows = [row([photo, *(painter.paint(photo, style) for style in ROW)]) for photo in photos]
    stacked(rows).save(OUT / "row.jpg", quality=84)
    looks = [photos, photos[::-1]]
    stacked([coloured(*pair) for pair in looks]).save(OUT / "colour.jpg", quality=84)
    stacked([relit(names) for names in RELIT]).save(OUT / "photo-wct.jpg", quality=84)
    walk = [painter.paint(photos[0], "great-wave", strength=s) for s in STRENGTHS]
    Picture(row(walk)).save(OUT / "strength.jpg", quality=84)
    if args.paintings:
        styles = [args.paintings / name for name in READ]
        rows = [row([photo, *(painter.paint(photo, style) for style in styles)]) for photo in photos]
        stacked(rows).save(OUT / "reading.jpg", quality=84)


if __name__ == "__main__":
    main()
