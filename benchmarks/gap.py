"""How much of the way from the photo to the optimised painting the painter goes, style by style.

gap closure = (S(photo) - S(painted)) / (S(photo) - S(reference)), S the summed relative Gram error over relu1_2, 2_2, 3_3
and 4_3 of VGG-16. The reference is 300 Adam steps on the pixels, from the photo, with the painter's own style, content and
variation terms. A reference takes minutes on two cores (fewer with tools/fast_vgg.py), so they are kept in a file and more
are added with --references N. For pairs without one, S(reference) >= 0 gives a lower bound: (S(photo) - S(painted)) /
S(photo); it is reported beside the exact figure.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import torch
from record import machine, record
from torch import Tensor

from pinxit.core.picture import Picture
from pinxit.methods.paint import losses
from pinxit.methods.paint.brush import Brush, load_brush
from pinxit.methods.paint.losses import Weights
from pinxit.methods.paint.train import settings_of
from pinxit.torchkit import crops
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.pictures import to_array, to_tensor
from pinxit.training import recipe
from pinxit.zoo import catalogue

SIDE = 384  # pixels, long side
STEPS = 300
RATE = 0.02


def reference(features: Vgg16, photo: Tensor, grams: dict[str, Tensor], weights: Weights) -> Tensor:
    """The painting that pixel optimisation finds: (1,3,h,w)."""
    content = losses.content_target(features, photo)
    pixels = photo.clone().requires_grad_(True)
    optimiser = torch.optim.Adam([pixels], lr=RATE)
    for _ in range(STEPS):
        optimiser.zero_grad()
        terms = losses.picture_terms(features, pixels, content, grams, weights)
        losses.weighted(terms, weights).sum().backward()
        optimiser.step()
        with torch.no_grad():
            pixels.clamp_(0, 1)
    return pixels.detach()


class Ruler:
    """Measures pictures of one photo against one painting."""

    def __init__(self, features: Vgg16, photo: Tensor, grams: dict[str, Tensor], weights: Weights) -> None:
        self.features, self.grams, self.weights = features, grams, weights
        self.content = losses.content_target(features, photo)

    @torch.no_grad()
    def __call__(self, picture: Tensor) -> dict[str, float]:
        terms = losses.picture_terms(self.features, picture, self.content, self.grams, self.weights)
        return {name: float(terms[name]) for name in ("style", "content")}


def painted(brush: Brush, photo: Picture, style: str, strength: float) -> Tensor:
    vector = brush.vector(catalogue.find_style(style), strength)
    return to_tensor(brush.paint(photo.rgb_hw3, vector))


def asking(description: str, *, count: int) -> argparse.ArgumentParser:
    """A parser with what each measure on the training's folders asks for; ``count`` is how many photos if not said."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--recipe", type=Path, default=Path("recipes/paint/core_v2.toml"))
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--paintings", type=Path)
    parser.add_argument("--count", type=int, default=count, help="photos, spread over the folder")
    parser.add_argument("--references", type=int, default=0, help="references to add in this run")
    return parser


def spread(folder: Path, count: int) -> list[Path]:
    """``count`` pictures, spread over a folder."""
    files = crops.picture_files(folder)
    return files[:: max(1, len(files) // count)][:count]


def main() -> None:
    parser = asking(__doc__ or "", count=8)
    parser.add_argument("--kept", type=Path, default=Path("benchmarks/references.json"))
    parser.add_argument(
        "--looks", type=Path, help="folder for photo | painted | reference pictures, to be looked at"
    )
    parser.add_argument("--strength", type=float, default=1.0)
    parser.add_argument("--only-referenced", action="store_true", help="leave out pairs without a reference")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    plan = recipe.read(args.recipe, photos=args.photos, paintings=args.paintings)
    settings = settings_of(plan.settings)
    brush = load_brush(device="cpu")
    features = vgg16()
    photos = spread(plan.photos, args.count)
    kept = json.loads(args.kept.read_text()) if args.kept.is_file() else {}
    weights = settings.weights
    desk = {file: Picture.of(file).fitted(SIDE) for file in photos}
    wall = {
        entry.name: losses.style_target(features, crops.load(plan.paintings / entry.file, entry.side))
        for entry in settings.styles
    }
    rows: dict[str, list[dict[str, float]]] = {}
    to_add = args.references
    for file, name in pairs(photos, list(wall)):
        key = f"{name} {file.name} style={weights.style} content={weights.content}"
        if args.only_referenced and key not in kept:
            continue
        photo, grams = to_tensor(desk[file].rgb_hw3), wall[name]
        ruler = Ruler(features, photo, grams, weights)
        made = painted(brush, desk[file], name, args.strength)
        start, end = ruler(photo), ruler(made)
        if key not in kept and to_add > 0:
            to_add -= 1
            optimised = reference(features, photo, grams, weights)
            kept[key] = ruler(optimised)
            args.kept.write_text(json.dumps(kept, indent=1) + "\n")
            if args.looks:
                look(args.looks / f"{name}-{file.stem}.jpg", photo, made, optimised)
        row = {"start": start["style"], "style": end["style"], "content": end["content"]}
        row["bound"] = (start["style"] - end["style"]) / start["style"]
        if key in kept:
            row["closure"] = (start["style"] - end["style"]) / (start["style"] - kept[key]["style"])
            row["content_ratio"] = end["content"] / kept[key]["content"]
        rows.setdefault(name, []).append(row)
        print(name, file.name, {label: round(value, 3) for label, value in row.items()}, flush=True)
    report(rows, len(photos), args.write)


def pairs(photos: list[Path], names: list[str]) -> Iterator[tuple[Path, str]]:
    """Every photo with every style, so ordered that the first few references are of different photos and styles."""
    half = (len(names) + 1) // 2
    for first in (start for pair in zip_longest(range(half), range(half, len(names))) for start in pair):
        if first is not None:
            for number, file in enumerate(photos):
                yield file, names[(first + number) % len(names)]


def look(path: Path, *pictures: Tensor) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Picture(to_array(torch.cat(pictures, 3))).save(path)


def report(rows: dict[str, list[dict[str, float]]], photos: int, write: bool) -> None:
    def mean(name: str, styles: list[dict[str, float]]) -> float | None:
        values = [row[name] for row in styles if name in row]
        return round(statistics.mean(values), 3) if values else None

    every = [row for styles in rows.values() for row in styles]
    referenced = sum("closure" in row for row in every)
    on = (
        f"{photos} photos, long side {SIDE} px, {len(rows)} styles; {referenced} pairs "
        f"with a reference of {STEPS} steps; {machine()}"
    )
    values: dict[str, float | str] = {"on": on}
    for name in ("closure", "content_ratio", "bound", "style", "content"):
        if (value := mean(name, every)) is not None:
            values[f"mean_{name}"] = value
    for style, styles in rows.items():
        values[f"bound_{style}"] = mean("bound", styles) or 0.0
    record("gap", values, write)


if __name__ == "__main__":
    main()
