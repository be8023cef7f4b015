"""Objects painted into paintings: how long it takes, how near it comes to the painting, whether the seam shows.

Two of the sample photos, cut out along outlines drawn by hand, are set into each painting: the paintings given, and the sample
landscape in two of the packaged styles. For the naive composite and each method the table has the seconds of processor time (of
all cores; other work beside it does not count), the distance of the object (its bounding box) to the painting by `pinxit measure`
(style, and by the judge, which no loss has seen), and the seam: gradients across the mask's border beside those across the same
outline moved over the painting alone. An object is a thing with an outline, so a seam of 1 is what a thing in the painting has,
and the naive composite says what it was before. Pictures and a sheet go to --out, to be looked at. --guide compares what votes
by features and by colours lead to.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from record import machine

import pinxit
from pinxit.core.method import check
from pinxit.core.picture import Picture
from pinxit.imageops.colour import LUMA
from pinxit.imageops.masks import feather
from pinxit.imageops.paste import bounds
from pinxit.imageops.sheet import Cell, contact_sheet
from pinxit.measure.metrics import Ruler
from pinxit.methods.harmonise.scene import Scene, scene_of
from pinxit.methods.harmonise.spec import SPEC

Float = NDArray[np.float32]

SAMPLES = Path(pinxit.__file__).parent / "data" / "samples"
RENDERED = ("great-wave", "the-scream")  # styles in which the sample landscape is a painting too
BAND = 2.0  # pixels to either side of a mask's border that count as its seam
PLACES = 64  # that the outline is moved to
# x, y in pixels of the sample photos.
OUTLINES = {
    "coffee": (
        *((178, 70), (140, 95), (110, 125), (90, 160), (79, 200), (80, 230), (90, 270), (105, 300), (130, 330)),
        *((165, 357), (205, 376), (250, 386), (290, 389), (340, 385), (385, 370), (420, 345), (450, 310)),
        *((470, 270), (479, 228), (475, 190), (462, 155), (445, 128), (420, 103), (425, 75), (420, 68), (405, 66)),
        *((398, 70), (390, 55), (370, 38), (340, 24), (310, 19), (280, 18), (250, 22), (220, 33), (195, 50)),
    ),
    "astronaut": (
        *((178, 125), (165, 115), (155, 95), (153, 70), (160, 55), (185, 38), (200, 24), (225, 15), (250, 18)),
        *((275, 32), (293, 50), (300, 70), (300, 95), (292, 115), (280, 127), (272, 135), (265, 138), (262, 150)),
        *((257, 175), (270, 185), (285, 200), (297, 220), (304, 240), (320, 245), (335, 258), (345, 275)),
        *((352, 300), (358, 330), (362, 350), (375, 345), (400, 343), (430, 350), (460, 368), (482, 395)),
        *((493, 425), (498, 455), (506, 475), (511, 490), (512, 512), (48, 512), (40, 500), (30, 470), (25, 440)),
        *((22, 395), (30, 330), (40, 290), (55, 255), (75, 235), (100, 215), (115, 208), (117, 190), (122, 175)),
        *((135, 158), (155, 149), (183, 149), (183, 135)),
    ),
}  # fmt: skip
# Share of the painting's height; the middle as shares of its width and height; None: it stands on the lower border.
PLACED: dict[str, tuple[float, float, float | None]] = {
    "coffee": (0.5, 0.52, 0.48),
    "astronaut": (0.66, 0.6, None),
}


@dataclass(frozen=True)
class Result:
    """One picture: its seam, the distances of the object to the painting, processor seconds."""

    method: str
    seam: float
    style: float
    judge: float
    seconds: float


def cut_out(name: str) -> Picture:
    """A sample photo with the alpha of its outline, edges anti-aliased."""
    photo = Image.open(SAMPLES / f"{name}.jpg").convert("RGB")
    mask = Image.new("L", (4 * photo.width, 4 * photo.height))
    ImageDraw.Draw(mask).polygon([(4 * x, 4 * y) for x, y in OUTLINES[name]], fill=255)
    photo.putalpha(mask.resize(photo.size, Image.Resampling.BOX))
    return Picture.of(photo)


def placed(name: str, painting: Picture) -> tuple[dict[str, Picture], dict[str, Any]]:
    """The slots and options that set an object into a painting."""
    thing = cut_out(name)
    share, x, y = PLACED[name]
    box = bounds(thing.alpha_hw)  # type: ignore[arg-type]
    rows = box[1] - box[0]  # type: ignore[index]
    scale = share * painting.height / rows
    middle = y * painting.height if y is not None else painting.height * (1 - share / 2)
    at = f"{x * painting.width:g},{middle:g}"
    return {"content": thing, "style": painting}, {"at": at, "scale": scale}


def seam(made_hw3: Float, scene: Scene, places: int = PLACES) -> float:
    """Gradients of the luma across the mask's border (BAND pixels to either side), as a share of those across the same
    outline moved to `places` places of the painting alone: means of absolute values.
    """
    soft_hw = feather(scene.mask_hw, 2 * BAND)
    slope_2hw = np.stack(np.gradient(soft_hw))
    length_hw = np.hypot(*slope_2hw)
    height, width = length_hw.shape
    length_hw[[0, -1]] = length_hw[:, [0, -1]] = 0  # where the object leaves the painting there is no seam
    y_n, x_n = np.nonzero(length_hw > 0.25 * length_hw.max())
    normal_2n = slope_2hw[:, y_n, x_n] / length_hw[y_n, x_n]

    def across(rgb_hw3: Float, dy: int, dx: int) -> float:
        gradient_2hw = np.stack(np.gradient(rgb_hw3 @ LUMA))
        there_2n = gradient_2hw[:, (y_n + dy) % height, (x_n + dx) % width]
        return float(np.abs((there_2n * normal_2n).sum(0)).mean())

    chance = np.random.default_rng(0)
    moves = zip(chance.integers(0, height, places), chance.integers(0, width, places), strict=True)
    usual = np.mean([across(scene.painting.rgb_hw3, int(dy), int(dx)) for dy, dx in moves])
    return across(made_hw3, 0, 0) / float(usual)


def paintings(args: argparse.Namespace) -> Iterator[tuple[str, Picture]]:
    """What is painted into, by name, fitted to the size."""
    for path in args.painting:
        yield path.stem, Picture.of(path).fitted(args.size)
    for style in RENDERED[: args.rendered]:
        yield style, pinxit.paint(SAMPLES / "summer-palace.jpg", style, max_side=args.size)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--painting", type=Path, action="append", default=[], help="may be repeated")
    parser.add_argument("--rendered", type=int, default=len(RENDERED), help="how many of our own renderings")
    parser.add_argument("--object", action="append", choices=list(OUTLINES), help="may be repeated")
    parser.add_argument("--method", action="append", choices=("deep", "fast"), help="may be repeated")
    parser.add_argument("--guide", action="append", help="with deep: features or rgb; may be repeated")
    parser.add_argument("--preset", default="balanced")
    parser.add_argument("--level", type=float, default=5.0)
    parser.add_argument("--size", type=int, default=512, help="long side in pixels")
    parser.add_argument("--out", type=Path, default=Path("out/harmonise"))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    variants: dict[str, dict[str, Any]] = {}
    for method in args.method or ("deep", "fast"):
        if method == "fast":
            variants["fast"] = {"method": "fast", "painter": pinxit.paint}
        else:
            for guide in args.guide or ("features",):
                name = f"deep, {guide}" if args.guide else "deep"
                variants[name] = {"method": "deep", "guide": guide, "preset": args.preset, "size": args.size}

    ruler, cells = Ruler(), []
    print("| scene | method | seam | style | judge | processor s |\n|---|---|---|---|---|---|")
    for title, painting in paintings(args):
        for name in args.object or OUTLINES:
            slots, place = placed(name, painting)
            scene = scene_of(*check(SPEC, slots, place))
            y0, y1, x0, x1 = bounds(scene.mask_hw)  # type: ignore[misc]

            def part(rgb_hw3: Float, box: tuple[int, int, int, int] = (y0, y1, x0, x1)) -> Picture:
                return Picture(np.ascontiguousarray(rgb_hw3[box[0] : box[1], box[2] : box[3]]))

            naive = part(scene.composite_hw3)
            made: dict[str, tuple[Float, float]] = {"naive": (scene.composite_hw3, 0.0)}
            for variant, options in variants.items():
                begun = time.process_time()
                result = pinxit.stylise("harmonise", slots, level=args.level, **place, **options)
                made[variant] = result.rgb_hw3, time.process_time() - begun
                result.save(args.out / f"{name}-{title}-{variant.replace(', ', '-')}.png")
            for variant, (rgb_hw3, seconds) in made.items():
                row = ruler.measure(naive, painting, part(rgb_hw3))
                result_row = Result(variant, seam(rgb_hw3, scene), row.style, row.judge_style, seconds)
                numbers = f"{result_row.seam:.2f} | {result_row.style:.2f} | {result_row.judge:.2f}"
                print(f"| {name}, {title} | {variant} | {numbers} | {seconds:.1f} |", flush=True)
                cells.append(Cell(rgb_hw3, variant, f"seam {result_row.seam:.2f}, {seconds:.0f} s"))
    heading = f"harmonise, {args.size} px, level {args.level:g}"
    page = contact_sheet(cells, heading=heading, note=machine(), columns=1 + len(variants))
    Picture(page).save(args.out / "sheet.png", overwrite=True)


if __name__ == "__main__":
    main()
