"""The network of `pinxit lineart`: how near are its colours to those that a drawing has, with 0, 1, 5 and 20 hints?

    python benchmarks/drafts.py DATA/drawings/held

Drawings that it has not learned from, as tools/drawings.py makes them. Hints are points in the drawing's own colours, one a
region, large regions first by and large. PSNR in dB against the drawing's colours without its lines, the mean over the drawings:

    flood   regions with a hint in its colour, the others white: the command with --no-draft
    draft   what the network says of each region
    flat    what the command makes of it: hints, colours that look alike made one

And the seconds that the network takes with a page of 512 x 512 pixels.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from record import machine, record

from pinxit.core.picture import Picture
from pinxit.methods.lineart.draft import load
from pinxit.methods.lineart.drawings import Drawings, hint_places
from pinxit.methods.lineart.flat import meant
from pinxit.methods.lineart.hints import mark, read_hints
from pinxit.methods.lineart.regions import find_regions
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.spec import DRAFT, LineartOptions

Float = NDArray[np.float32]

HINTS = (0, 1, 5, 20)
WAYS = ("flood", "draft", "flat")
SHOWN = 12  # drawings on the sheet
ON = "drawings held out of the training (openclipart-svg), PSNR against their colours; benchmarks/drafts.py"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--drawings", type=int, default=100)
    parser.add_argument("--write", action="store_true", help="keep the means in the manifest")
    parser.add_argument("--out", type=Path, default=Path("out/drafts.png"), help="a sheet of some of them")
    args = parser.parse_args()
    chance = np.random.default_rng(0)
    drawings = Drawings(args.folder, chance)
    count = min(args.drawings, len(drawings))
    decibels = np.zeros((count, len(HINTS), len(WAYS)))
    rows = []
    for number in range(count):
        drawing = drawings.at(number)
        wanted_hw3, ink_hw = (
            drawing.rgba_hw4[..., :3] / np.float32(255),
            drawing.rgba_hw4[..., 3] / np.float32(255),
        )
        lines = Picture(np.repeat(1 - ink_hw[..., None], 3, 2))
        shown = [lines.rgb_hw3]
        for step, hints in enumerate(HINTS):
            places = hint_places(drawing.labels_hw, ink_hw < 0.1, hints, chance)
            made = coloured(lines, [point(place, wanted_hw3) for place in places])
            decibels[number, step] = [psnr(made[way], wanted_hw3) for way in WAYS]
            shown.append(made["flat"] * (1 - ink_hw[..., None]))
        if number < SHOWN:
            rows.append(np.concatenate([fitted(each) for each in (*shown, wanted_hw3)], 1))
    print(machine())
    print(f"{count} drawings; hints: {'  '.join(f'{way:>6}' for way in WAYS)}  draft - flood  flat - flood")
    measures: dict[str, float | str] = {"on": ON, "drawings": count}
    for step, hints in enumerate(HINTS):
        flood, draft, flat = mean = decibels[:, step].mean(0)
        each = "  ".join(f"{value:6.2f}" for value in mean)
        print(f"{hints:21} {each}  {draft - flood:13.2f}  {flat - flood:12.2f}")
        measures[f"draft_over_flood_{hints}_hints_dB"] = round(float(draft - flood), 2)
    measures["seconds_512px"] = round(seconds(), 3)
    record("held_drawings", measures, args.write, DRAFT)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.rint(np.concatenate(rows) * 255).astype(np.uint8)).save(args.out)
    print(f"lines, flat with {HINTS} hints, the drawing itself: {args.out}")


def coloured(lines: Picture, hints: list[dict[str, object]]) -> dict[str, Float]:
    """The drawing in each of the ways."""
    made = {}
    for way, draft in (("flood", False), ("flat", True)):
        colourist = prepare(None, LineartOptions(draft=draft, lines="none"), hints=hints)
        made[way] = colourist({"content": [lines]}).rgb_hw3
    ink_hw = ink_of(lines)
    regions = find_regions(walls_of(ink_hw))
    told = meant(regions, mark(read_hints(hints), None, lines.height, lines.width))
    made["draft"] = load(DRAFT).draft(ink_hw, regions, told, None, 0)[regions.labels_hw]
    return made


def seconds() -> float:
    """Of the network, with a page of 512 x 512 pixels and 256 regions; the least of five."""
    walls_hw = np.zeros((512, 512), np.bool_)
    walls_hw[::32] = walls_hw[:, ::32] = True
    regions = find_regions(walls_hw)
    nothing = meant(regions, mark((), None, 512, 512))
    spent = []
    for _ in range(5):
        before = time.perf_counter()
        load(DRAFT).draft(walls_hw.astype(np.float32), regions, nothing, None, 0)
        spent.append(time.perf_counter() - before)
    return min(spent)


def point(place: tuple[int, int], rgb_hw3: Float) -> dict[str, object]:
    red, green, blue = (round(255 * float(value)) for value in rgb_hw3[place])
    return {"x": place[1], "y": place[0], "colour": f"#{red:02x}{green:02x}{blue:02x}"}


def psnr(made_hw3: Float, wanted_hw3: Float) -> float:
    """Decibels; 60 where there is no difference."""
    return min(60.0, float(-10 * np.log10(np.square(made_hw3 - wanted_hw3).mean() + 1e-12)))


def fitted(rgb_hw3: Float) -> Float:
    tile_hw3 = np.full((164, 164, 3), 0.5, np.float32)
    small = Picture(rgb_hw3.astype(np.float32)).fitted(160).rgb_hw3
    tile_hw3[: small.shape[0], : small.shape[1]] = small
    return tile_hw3


if __name__ == "__main__":
    main()
