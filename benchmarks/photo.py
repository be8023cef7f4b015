"""`pinxit photo` on pairs of photographs: do edges stay, how near do the colours come, how long does it take?

Edges: SSIM of the edge maps to the photo, 1 is the same. Colours: distance of the colour histogram to the style, as a share of
the photo's own. Both as in docs/measure.md, at a long side of 512 pixels. Without pairs, it takes the ordered pairs of the sample
photos.
"""

from __future__ import annotations

import argparse
import statistics
import time
from itertools import permutations
from pathlib import Path

from record import machine, record

from pinxit.core.picture import Picture
from pinxit.imageops.sheet import Cell, contact_sheet
from pinxit.measure.metrics import colour_distance, edge_similarity, edges, histogram
from pinxit.methods.photo.run import prepare
from pinxit.methods.photo.spec import METHODS, WCT, PhotoOptions
from pinxit.torchkit.pictures import to_tensor
from pinxit.zoo.samples import samples_dir

SIDE = 512  # pixels


def measured(photo: Picture, style: Picture, made: Picture) -> tuple[float, float]:
    """Edges and colours of one result."""
    made = made.fitted(SIDE)
    x, p, s = (to_tensor(each.rgb_hw3) for each in (made, photo.resized(*made.size), style.fitted(SIDE)))
    wanted = histogram(s)
    own = colour_distance(histogram(p), wanted)
    return edge_similarity(edges(x), edges(p)), colour_distance(histogram(x), wanted) / own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photo", type=Path, action="append", default=[], help="may be repeated")
    parser.add_argument("--style", type=Path, action="append", default=[], help="one for each photo")
    parser.add_argument("--method", choices=METHODS, default="wct")
    parser.add_argument("--size", type=int, default=SIDE, help="pixels of the long side that is worked at")
    parser.add_argument("--out", type=Path, metavar="PNG", help="a sheet of the pictures")
    parser.add_argument("--write", action="store_true", help=f"keep the means in the manifest of {WCT}")
    args = parser.parse_args()
    pairs = list(zip(args.photo, args.style, strict=True)) or list(
        permutations(sorted(samples_dir().glob("*.jpg")), 2)
    )
    runner = prepare(None, PhotoOptions(method=args.method, size=args.size, device="cpu"))
    rows, cells = [], []
    print("| photo, style | edges | colours | seconds |\n|---|---|---|---|")
    for photo_file, style_file in pairs:
        photo, style = Picture.of(photo_file), Picture.of(style_file)
        begun = time.perf_counter()
        made = runner({"content": [photo], "style": [style]})
        rows.append((*measured(photo, style, made), time.perf_counter() - begun))
        line = " | ".join(f"{number:.2f}" for number in rows[-1])
        print(f"| {photo_file.stem}, {style_file.stem} | {line} |", flush=True)
        cells += [Cell(each.fitted(SIDE).rgb_hw3, "", line) for each in (photo, style, made)]
    near, colours, seconds = zip(*rows, strict=True)
    values: dict[str, float | str] = {
        "edges": round(statistics.mean(near), 3),
        "colours": round(statistics.mean(colours), 3),
        "edges of the worst pair": round(min(near), 3),
        "colours of the worst pair": round(max(colours), 3),
        "seconds": round(statistics.median(seconds), 2),
        "on": f"{len(rows)} pairs, method {args.method}, {args.size} px; {machine()}",
    }
    record("photographs", values, args.write, id=WCT)
    if args.out:
        sheet = contact_sheet(cells, heading=f"photo, style, {args.method}", note=machine(), columns=6)
        Picture(sheet).save(args.out)


if __name__ == "__main__":
    main()
