"""The texture worlds of the zoo on photos: how near to the texture, how like the photo, how long; docs/pictures/worlds.jpg.

Nearer and likeness as in benchmarks/mosaic.py, at a long side of 512 pixels. Without photos, it takes the sample photos.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from statistics import mean

from PIL import Image
from record import machine, record

from mosaic import OUT, SIDE, likeness, nearer
from pinxit.core.picture import Picture
from pinxit.methods.mosaic import worlds
from pinxit.methods.mosaic.patterns import pattern
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.torchkit.features import vgg16
from pinxit.zoo.catalogue import models
from pinxit.zoo.samples import samples_dir

SHOWN = 280  # pixels: height of a row of the sheet
SHOWN_SIDE = 768  # pixels that its pictures are painted at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photo", type=Path, action="append", default=[], help="may be repeated")
    parser.add_argument("--write", action="store_true", help="keep the means in the manifests")
    parser.add_argument("--out", type=Path, default=OUT / "worlds.jpg", help="a sheet of the pictures")
    args = parser.parse_args()
    photos = {file.stem: Picture.of(file) for file in args.photo or sorted(samples_dir().glob("*.jpg"))}
    features = vgg16()
    rows = []
    print("| world | photo | nearer | likeness | seconds |\n|---|---|---|---|---|")
    for card in [model for model in models() if model.manifest.method == "mosaic"]:
        world, texture = worlds.load(card, "cpu"), pattern(worlds.short(card.id))
        row, numbers = [texture], []
        for name, photo in photos.items():
            begun = time.perf_counter()
            made = Picture.of(worlds.painted(world, photo, MosaicOptions(size=str(SIDE))))
            seconds = time.perf_counter() - begun
            near = nearer(features, made, photo.resized(*made.size), [texture])
            numbers.append((near, likeness(made, photo), seconds))
            print(f"| {card.id} | {name} | {near:.0%} | {numbers[-1][1]:.2f} | {seconds:.2f} |", flush=True)
            row.append(Picture.of(worlds.painted(world, photo, MosaicOptions(size=str(SHOWN_SIDE)))))
        rows.append(row)
        near, like, seconds = (round(mean(each), 3) for each in zip(*numbers, strict=True))
        measures: dict[str, float | str] = {
            "nearer to the texture": near,
            "likeness to the photo": like,
            "seconds": seconds,
        }
        least = {
            "nearer, worst photo": min(n for n, _, _ in numbers),
            "likeness, worst photo": min(n for _, n, _ in numbers),
        }
        measures |= {name: round(value, 3) for name, value in least.items()}
        measures["on"] = f"{len(photos)} photos, {SIDE} px; {machine()}"
        record("photos", measures, args.write, card.id)
    sheet(rows).save(args.out, quality=78)


def sheet(rows: list[list[Picture]]) -> Image.Image:
    """Rows of pictures, all of one height."""
    scaled = [
        [each.resized(round(each.width * SHOWN / each.height), SHOWN).to_pil() for each in row]
        for row in rows
    ]
    width = max(sum(each.width + 6 for each in row) for row in scaled) - 6
    made = Image.new("RGB", (width, len(rows) * (SHOWN + 6) - 6), "white")
    for y, row in enumerate(scaled):
        x = 0
        for each in row:
            made.paste(each, (x, y * (SHOWN + 6)))
            x += each.width + 6
    return made


if __name__ == "__main__":
    main()
