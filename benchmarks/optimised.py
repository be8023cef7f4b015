"""The methods that optimise a picture, beside each other and beside the painter: time, memory, distances, pictures.

Every method paints every pair as a user would, by its command, in a process of its own. With --reference, gatys is also set
beside 1,000 L-BFGS steps on the same loss at one scale from the photo, which is how the method was first run: its loss and
its time, for the first pair. Nothing else may run on the machine meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from record import machine

from pinxit import stylise
from pinxit.core.picture import Picture
from pinxit.imageops.sheet import Cell, contact_sheet
from pinxit.measure.metrics import Ruler
from pinxit.methods.gatys.spec import STYLE_LAYERS, GatysOptions
from pinxit.methods.gatys.targets import Targets
from pinxit.torchkit.canvas import Given
from pinxit.torchkit.descent import Lbfgs
from pinxit.torchkit.features import vgg16
from pinxit.torchkit.optimise import Scale
from pinxit.torchkit.pictures import to_tensor

METHODS = ("gatys", "strotss", "nnst")
STEPS, CHECKED = 1000, 25  # steps of the plain method; how many between two measures of its loss


@dataclass(frozen=True)
class Result:
    """One painting: wall seconds and peak megabytes of the whole process, and its distances."""

    method: str
    pair: str
    seconds: float
    megabytes: float
    measures: dict[str, float]


def command(method: str, photo: Path, painting: Path, target: Path, args: argparse.Namespace) -> list[str]:
    """What a user would type."""
    start = [sys.executable, "-m", "pinxit"]
    if method == "paint":
        last = ["paint", str(photo), "--style", str(painting), "--max-side", str(args.size)]
    else:
        last = [method, str(photo), str(painting), "--size", str(args.size), "--preset", args.preset]
    return [*start, *last, "--out", str(target), "--overwrite"]


def timed(words: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a process."""
    begun = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(words)} failed")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def reference(photo: Path, painting: Path, args: argparse.Namespace) -> None:
    """Print loss and time of gatys and of the plain method, on one pair."""
    small, style = Picture.of(photo).fitted(args.size), Picture.of(painting)
    options = GatysOptions(size=args.size, preset=args.preset, device="cpu")
    begun = time.perf_counter()
    made = stylise("gatys", {"content": small, "style": style}, **asdict(options))
    taken = time.perf_counter() - begun
    pictures = Given(small.rgb_hw3, [style.fitted(args.size).rgb_hw3], [1.0], None)
    scale = Scale(small.height, small.width, STEPS)
    layers = dict.fromkeys(STYLE_LAYERS, 1 / len(STYLE_LAYERS))
    targets = Targets(vgg16(padding="replicate"), torch.device("cpu"), pictures, layers, options)
    loss, descent = targets.at(scale), Lbfgs(to_tensor(small.rgb_hw3), STEPS)
    with torch.no_grad():
        reached = float(loss(to_tensor(made.rgb_hw3)))
    print(f"gatys {args.preset}: loss {reached:.4f} after {taken:.0f} s", flush=True)
    spent, passed = 0.0, False
    for step in range(CHECKED, STEPS + 1, CHECKED):
        begun = time.perf_counter()
        for _ in range(CHECKED):
            descent.step(loss)
        spent += time.perf_counter() - begun
        with torch.no_grad():
            value = float(loss(descent.result()))
        print(f"plain L-BFGS: step {step}, loss {value:.4f}, {spent:.0f} s", flush=True)
        if not passed and value <= reached:
            passed = True
            print("  here it passes gatys", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photo", type=Path, action="append", required=True, help="may be repeated")
    parser.add_argument("--painting", type=Path, action="append", required=True, help="one for each photo")
    parser.add_argument(
        "--method", action="append", help=f"{', '.join(METHODS)}, photo or paint; may be repeated"
    )
    parser.add_argument("--preset", default="balanced")
    parser.add_argument("--size", type=int, default=512, help="long side in pixels")
    parser.add_argument(
        "--out", type=Path, default=Path("out/optimised"), help="folder for pictures and results.json"
    )
    parser.add_argument(
        "--reference", action="store_true", help="beside 1,000 plain steps, on the first pair"
    )
    args = parser.parse_args()
    pairs = list(zip(args.photo, args.painting, strict=True))
    args.out.mkdir(parents=True, exist_ok=True)
    if args.reference:
        reference(*pairs[0], args)
        return

    ruler, results, cells = Ruler(), [], []
    methods = args.method or [*METHODS, "paint"]
    for photo, painting in pairs:
        content, style = Picture.of(photo).fitted(args.size), Picture.of(painting)
        cells += [Cell(content.rgb_hw3, "photo"), Cell(style.fitted(args.size).rgb_hw3, "style")]
        for method in methods:
            target = args.out / f"{photo.stem}-{painting.stem}-{method}-{args.preset}.png"
            seconds, megabytes = timed(command(method, photo, painting, target, args))
            made = Picture.of(target).fitted(args.size)
            measures = ruler.measure(content, style, made).to_dict()
            results.append(Result(method, f"{photo.stem}-{painting.stem}", seconds, megabytes, measures))
            line = f"{seconds:.0f} s, style {measures['style']:.2f}, content {measures['content']:.2f}"
            cells.append(Cell(made.rgb_hw3, method, line))
            print(results[-1], flush=True)
            (args.out / "results.json").write_text(json.dumps([asdict(each) for each in results], indent=1))
    print(f"{len(pairs)} pairs, {args.size} px, {args.preset}; {machine()}")
    print("| method | style | content | style, judge | content, judge | seconds | most MB |")
    for method in methods:
        own = [each for each in results if each.method == method]
        numbers = [
            f"{statistics.mean(each.measures[key] for each in own):.3f}"
            for key in ("style", "content", "judge_style", "judge_content")
        ]
        seconds = f"{statistics.mean(each.seconds for each in own):.0f}"
        print(f"| {method} | {' | '.join(numbers)} | {seconds} | {max(each.megabytes for each in own):.0f} |")
    heading = f"{args.preset}, {args.size} px"
    page = contact_sheet(cells, heading=heading, note=machine(), columns=2 + len(methods))
    Picture(page).save(args.out / "sheet.png", overwrite=True)


if __name__ == "__main__":
    main()
