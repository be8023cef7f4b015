"""`pinxit lineart extract`: does the network put lines where they belong, and how long does it take, beside XDoG?

Drawings that nobody trained on (DATA/drawings/held), made to look like photos as lessons are, by a fixed seed: it is known
where their lines are. A line that was drawn is right within two pixels of one that is wanted, and one that is wanted is found
within two pixels of one that was drawn; F1 is the harmonic mean of both shares, over all drawings. What nobody could see does
not count. Both draw at the width at which the lines are known, and each at the detail that is best for it.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from record import machine, record
from scipy import ndimage

from pinxit.core.picture import Picture
from pinxit.methods.lineart.drawings import Drawings
from pinxit.methods.lineart.extract import line_art
from pinxit.methods.lineart.linelessons import LineLesson, line_lesson
from pinxit.methods.lineart.spec import LINES, ExtractOptions
from pinxit.methods.lineart.traced import PEN
from pinxit.torchkit.crops import Pictures
from pinxit.zoo.samples import sample

Mask = NDArray[np.bool_]

SIDE = 256  # pixels of a lesson
NEAR = 2.0  # pixels
DETAILS = tuple(np.linspace(0, 1, 9).tolist())
LONG = 1024  # pixels of the photo that is timed
WAYS = ("network", "xdog")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA", help="a folder with drawings/held and photos")
    parser.add_argument("--drawings", type=int, default=100)
    parser.add_argument("--write", action="store_true", help="put the result into the model's manifest")
    args = parser.parse_args()
    print(machine())
    lessons = lessons_of(args.data, args.drawings)
    values: dict[str, float | str] = {"on": f"{args.drawings} held drawings made to look like photos"}
    for way in WAYS:
        scores = {detail: f1(lessons, way, detail) for detail in DETAILS}
        best = max(scores, key=lambda detail: scores[detail])
        print(way, {round(detail, 3): round(score, 3) for detail, score in scores.items()})
        values |= {f"{way} f1": round(scores[best], 3), f"{way} f1 at 0.5": round(scores[0.5], 3)}
    seconds = {way: timed(way) for way in WAYS}
    values["time of xdog"] = round(seconds["network"] / seconds["xdog"], 2)
    print(f"{LONG} pixels: " + ", ".join(f"{way} {each:.2f} s" for way, each in seconds.items()))
    record("lines", values, args.write, LINES)


def lessons_of(data: Path, count: int) -> list[LineLesson]:
    """Every one by a seed of its own."""
    drawings = Drawings(data / "drawings" / "held", np.random.default_rng(0))
    pictures = Pictures(data / "photos", random.Random(0))
    return [
        line_lesson(drawings.next(), None, pictures.next, SIDE, np.random.default_rng(seed))
        for seed in range(count)
    ]


def f1(lessons: list[LineLesson], way: str, detail: float) -> float:
    options = ExtractOptions(by=way, line_width=1000 * PEN / SIDE, detail=detail)
    right = drawn = found = wanted = 0
    for one in lessons:
        counts_hw = one.weight_hw == 1
        drawn_hw = line_art(Picture(one.rgb_hw3), options).rgb_hw3[..., 0] < 0.5
        wanted_hw = one.wanted_hw > 0.5
        drawn += int((drawn_hw & counts_hw).sum())
        right += int((drawn_hw & counts_hw & near(wanted_hw)).sum())
        wanted += int((wanted_hw & counts_hw).sum())
        found += int((wanted_hw & counts_hw & near(drawn_hw)).sum())
    precision, recall = right / max(1, drawn), found / max(1, wanted)
    return 2 * precision * recall / max(1e-9, precision + recall)


def near(lines_hw: Mask) -> Mask:
    """Where a line is within NEAR pixels."""
    if not lines_hw.any():
        return lines_hw
    near_hw: Mask = ndimage.distance_transform_edt(~lines_hw) <= NEAR
    return near_hw


def timed(way: str) -> float:
    """The least of five, in seconds by the clock; the first loads the network."""
    photo = sample("astronaut").resized(LONG, LONG)
    seconds = []
    for _ in range(6):
        begun = time.perf_counter()
        line_art(photo, ExtractOptions(by=way))
        seconds.append(time.perf_counter() - begun)
    return min(seconds[1:])


if __name__ == "__main__":
    main()
