"""`pinxit lineart`: do colours stay within lines, how long does a large drawing take, how much memory?

Regions: drawings by code whose regions are known (blobs and curves; lines 2 to 4 pixels wide), with gaps of 4 pixels cut into
their lines, each between two regions. A pixel is right where the region that was found belongs to its own region and is the one
that a hint in it would colour. Photographed: the same drawings on tinted paper under a lamp, with a shadow's edge and noise.
Frames: animations by code with known parts (tests/line_animations.py); every part is hinted once, when first to be seen, and a
pixel is right where it has the colour of its part. Beside it: each region takes the colour that most of its pixels had before.
Size: a page of 2048 x 2048 pixels with a few thousand regions, every mode in a process of its own; seconds of processor time, and
peak memory.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from record import machine
from scipy import ndimage

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from line_animations import KINDS, animation, hints_for
from line_drawings import drawing
from pinxit.core.picture import Picture
from pinxit.methods.lineart.frames import coloured_frames
from pinxit.methods.lineart.hints import Hint, read_hints
from pinxit.methods.lineart.layerfiles import write_layers
from pinxit.methods.lineart.regions import Regions, find_regions
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.spec import MODES, LineartOptions

Float = NDArray[np.float32]

FIRST = 1000  # seed of the first animation: others were looked at while weights were chosen
PALETTE = "#e8b04a,#2b5d8a,#b8433f,#f3e9d2,#6a9a5b,#d9a0a0"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drawings", type=int, default=200)
    parser.add_argument("--animations", type=int, default=8, help="of each kind, 24 frames each")
    parser.add_argument("--side", type=int, default=2048, help="pixels of the large page")
    parser.add_argument("--out", type=Path, default=Path("out/lineart"), help="where pictures go")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    print(machine())
    for gap in (4, 0):
        plain = [right(seed, gap, lambda picture: picture) for seed in range(args.drawings)]
        print(told(f"regions, --gap {gap}", plain))
    print(told("photographed, --gap 4", [right(seed, 4, photographed) for seed in range(args.drawings)]))
    for kind in KINDS:
        print(f"frames, {kind}: {in_frames(kind, args.animations)}")
    for mode in MODES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(f"{mode:8} {json.dumps(pool.apply(timed, (mode, args.side, args.out)))}")


def told(what: str, shares: list[float]) -> str:
    low = sorted(shares)
    below = sum(each < 0.99 for each in low)
    return f"{what}: {np.mean(shares):.4%} of pixels right, worst drawing {low[0]:.2%}, {below} below 99 %"


def right(seed: int, gap: int, seen: Callable[[Picture], Picture]) -> float:
    drawn = drawing(seed)
    return drawn.right(find_regions(walls_of(ink_of(seen(drawn.picture))), gap).labels_hw)


def in_frames(kind: str, count: int) -> str:
    """Shares of pixels right, over all frames and in the last: matched, and from what lay there."""
    shares = np.zeros((count, 2, 24))
    for seed in range(count):
        frames = list(animation(kind, FIRST + seed))
        hints = read_hints(hints_for(frames))
        made = coloured_frames(
            [each.picture for each in frames], {}, LineartOptions(lines="none"), hints=hints
        )
        below_hw3 = None
        for number, (frame, picture) in enumerate(zip(frames, made, strict=True)):
            regions = find_regions(walls_of(ink_of(frame.picture)))
            below_hw3 = lain_there(regions, below_hw3, [each for each in hints if each.frame == number + 1])
            shares[seed, :, number] = frame.right(picture.rgb_hw3), frame.right(below_hw3)
    all_2, last_2 = shares.mean((0, 2)), shares[..., -1].mean(0)
    worst_2 = shares.mean(2).min(0)
    return "; ".join(
        f"{what} {all_2[each]:.2%}, last frame {last_2[each]:.2%}, worst animation {worst_2[each]:.2%}"
        for each, what in enumerate(("matched", "what lay there"))
    )


def lain_there(regions: Regions, below_hw3: Float | None, hints: Sequence[Hint]) -> Float:
    """Each region in the colour that most of its pixels had in the last frame, or in that of its hint."""
    colours_hw3 = np.ones((*regions.labels_hw.shape, 3), np.float32) if below_hw3 is None else below_hw3
    names, which = np.unique(colours_hw3.reshape(-1, 3), axis=0, return_inverse=True)
    counts_rc = np.zeros((regions.count, len(names)), np.int64)
    np.add.at(counts_rc, (regions.labels_hw.ravel(), which.ravel()), 1)
    colour_r3 = names[counts_rc.argmax(1)]
    for hint in hints:
        x, y = hint.xy[0]
        colour_r3[regions.labels_hw[int(y), int(x)]] = hint.colour_3
    return colour_r3[regions.labels_hw]


def photographed(picture: Picture) -> Picture:
    ink_hw = ndimage.gaussian_filter(1 - picture.rgb_hw3[..., 0], 0.6)
    height, width = ink_hw.shape
    y, x = np.mgrid[0:height, 0:width] / max(height, width)
    light_hw = (1 - 0.4 * x) * np.where(x + y > 1.4, 0.7, 1.0)
    colours_hw3 = np.array([0.98, 0.93, 0.8]) * (1 - 0.75 * ink_hw[..., None])
    noise = np.random.default_rng(0).normal(0, 0.015, colours_hw3.shape)
    return Picture(np.clip(light_hw[..., None] * colours_hw3 + noise, 0, 1).astype(np.float32))


def page(side: int) -> Picture:
    """Scales in rows under some large shapes: a few thousand regions."""
    rng = np.random.default_rng(0)
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    step = side // 50
    for row in range(0, side // 2, step):
        for column in range(-step, side, step):
            x = column + (row // step % 2) * step // 2
            pen.ellipse((x, row, x + step, row + step * 1.6), outline=0, width=2)
    for _ in range(25):
        x, y = rng.integers(0, side, 2)
        radius = int(rng.integers(side // 40, side // 5))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=0, width=4)
    return Picture.of(np.asarray(image))


def timed(mode: str, side: int, out: Path) -> dict[str, Any]:
    drawn = page(side)
    begun = time.process_time()
    regions = find_regions(walls_of(ink_of(drawn)))
    regions_s = time.process_time() - begun
    hints = [
        {"points": [[side * a, side * b], [side * c, side * d]], "colour": colour, "width": 9}
        for a, b, c, d, colour in (
            (0.1, 0.9, 0.3, 0.9, "#80b0e0"),
            (0.7, 0.9, 0.9, 0.95, "#f0d0a0"),
            (0.4, 0.6, 0.5, 0.6, "#d06050"),
        )
    ]
    colourist = prepare(None, LineartOptions(mode=mode, palette=PALETTE, lines="coloured"), hints=hints)
    begun, clock = time.process_time(), time.perf_counter()
    made = colourist.coloured({"content": [drawn]})
    seconds, wall = time.process_time() - begun, time.perf_counter() - clock
    begun = time.process_time()
    write_layers(made.layers, made.picture, out / f"{mode}.ora", overwrite=True)
    layers_s = time.process_time() - begun
    made.picture.save(out / f"{mode}.png")
    return {
        "regions": regions.count,
        "regions_s": round(regions_s, 2),
        "all_s": round(seconds, 2),
        "clock_s": round(wall, 2),
        "ora_s": round(layers_s, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


if __name__ == "__main__":
    main()
