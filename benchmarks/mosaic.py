"""Mosaics of textures, measured and shown: how near to the textures, how like the photo, how long; docs/pictures/mosaic*.jpg.

Every pair is trained as a user would by the command, for the same minutes, one after the other. Nearer: how much of the photo's
distance to the textures is gone, by Gram matrices of VGG-16 (relu1_2, 2_2, 3_3, 4_3; of several textures the mean). Likeness:
correlation of lightness with the photo, both shrunk to a sixteenth. --keep DIR: what is there already is not trained again.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from record import machine

from pinxit.core.picture import Picture
from pinxit.imageops.colour import rgb_to_oklab
from pinxit.imageops.resize import resize
from pinxit.measure.metrics import STYLE_LAYERS
from pinxit.methods.mosaic import model, textured
from pinxit.methods.mosaic.album import read_album
from pinxit.methods.mosaic.patterns import PATTERNS, pattern
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.methods.mosaic.tiles import tile_mosaic
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.pictures import to_tensor
from pinxit.torchkit.statistics import gram, gram_distance
from pinxit.zoo.samples import sample, samples_dir

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PAIRS = (("astronaut", ("strokes",)), ("cat", ("tiles",)))
SHRUNK = 16
SIDE = 512  # pixels


@torch.no_grad()
def grams(features: Vgg16, picture: Picture) -> dict[str, torch.Tensor]:
    found = features(to_tensor(picture.rgb_hw3), STYLE_LAYERS)
    return {name: gram(each) for name, each in found.items()}


def nearer(features: Vgg16, made: Picture, photo: Picture, textures: list[Picture]) -> float:
    each = [grams(features, texture) for texture in textures]
    wanted = {name: torch.stack([one[name] for one in each]).mean(0) for name in STYLE_LAYERS}
    after, before = (float(gram_distance(grams(features, picture), wanted)) for picture in (made, photo))
    return 1 - after / before


def likeness(made: Picture, photo: Picture) -> float:
    height, width = (max(2, side // SHRUNK) for side in (made.height, made.width))
    light = [rgb_to_oklab(resize(each.rgb_hw3, height, width, kind="area"))[..., 0] for each in (made, photo)]
    return float(np.corrcoef(light[0].ravel(), light[1].ravel())[0, 1])


def of_textures(
    photo: Picture, textures: list[Picture], options: MosaicOptions, file: Path
) -> tuple[Picture, str]:
    if file.exists():
        painter, words = model.load(file, torch.device("cpu")), f"kept in {file}"
    else:
        painter, words = textured.trained(photo, textures, options, save=file)
    begun = time.perf_counter()
    made = Picture.of(textured.painted(painter, photo, options))
    return made, f"{words}, painted in {time.perf_counter() - begun:.1f} s"


def album(folder: Path, count: int = 700) -> Path:
    """Small pictures of our own: parts of the sample photos, and some of textures in other seeds and sizes."""
    rng = np.random.default_rng(5)
    photos = [Picture.of(file) for file in sorted(samples_dir().glob("*.jpg"))]
    textures = [pattern(name, 256, seed) for name in PATTERNS for seed in (1, 2)]
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        source = textures[number // 6 % len(textures)] if number % 6 == 0 else photos[number % len(photos)]
        side = int(rng.integers(min(source.size) // 9, min(source.size) // 3))
        y, x = rng.integers(0, source.height - side), rng.integers(0, source.width - side)
        part_hw3 = np.ascontiguousarray(source.rgb_hw3[y : y + side, x : x + side])
        Picture(part_hw3).fitted(96).save(folder / f"{number:03d}.png")
    return folder


def beside(pictures: list[Picture], file: Path, height: int, quality: int = 82) -> None:
    """One row, every picture of that height."""
    rows = [each.resized(round(each.width * height / each.height), height).to_pil() for each in pictures]
    sheet = Image.new("RGB", (sum(row.width for row in rows) + 8 * (len(rows) - 1), height), "white")
    x = 0
    for row in rows:
        sheet.paste(row, (x, 0))
        x += row.width + 8
    sheet.save(file, quality=quality)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--keep", type=Path, default=Path("build/mosaic"))
    args = parser.parse_args()
    features = vgg16()
    print(
        f"{machine()}, {torch.get_num_threads()} threads\n\n| photo | textures | nearer | likeness |\n|---|---|---|---|"
    )
    row: list[Picture] = []
    for name, patterns in PAIRS:
        photo = sample(name)
        scale = SIDE / max(photo.size)
        photo = photo.resized(round(photo.width * scale), round(photo.height * scale))
        textures = [pattern(each) for each in patterns]
        file = args.keep / f"{name}-{'+'.join(patterns)}.mosaic"
        made, words = of_textures(photo, textures, MosaicOptions(minutes=args.minutes, size=str(SIDE)), file)
        made.save(file.with_suffix(".png"))
        near, like = nearer(features, made, photo, textures), likeness(made, photo)
        print(f"| {name} | {', '.join(patterns)} | {near:.0%} | {like:.2f} | {words}", flush=True)
        row += [*textures, made]
    beside(row, OUT / "mosaic.jpg", 420)
    small = tile_mosaic(
        sample("cat"), read_album([str(album(args.keep / "album"))], 40), MosaicOptions(columns=40)
    )
    print(f"small pictures: {small.placing}")
    part_hw3 = np.ascontiguousarray(small.canvas_hw3[360:760, 640:1140])
    beside([Picture.of(small.canvas_hw3), Picture.of(part_hw3)], OUT / "mosaic-tiles.jpg", 520, quality=78)


if __name__ == "__main__":
    main()
