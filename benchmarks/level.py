"""How well the level of a painting is read, by painters that it has not learned from: cross-validation by painter.

The painters are dealt to five parts, each kind of painting for itself; five networks are trained as the recipe says, each without
one part, and asked about the paintings of that part. So no painter is on both sides, and names cannot be learned. The labels are
weak (a painter's movement is not a painting's look), and what is measured is how well they are guessed. Mean absolute errors and
shares are means over the kinds, since two thirds of the paintings are of level 1; who always says 5 is 3.0 off and has a third of
the kinds right. What was said of every painting goes to --out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from record import machine, record

from pinxit.methods.harmonise.labels import Labelled, labelled
from pinxit.methods.harmonise.level import KINDS, MODEL, Level
from pinxit.methods.harmonise.network import LevelNetwork
from pinxit.methods.harmonise.train import Settings, settings_of, told
from pinxit.training import checkpoint, recipe
from pinxit.training.loop import train

ROOT = Path(__file__).resolve().parent.parent
RECIPE = ROOT / "recipes" / "harmonise" / "level_v1.toml"


def guesses(minutes: float | None, out: Path) -> Iterator[tuple[Labelled, Level]]:
    """Every painting, and the level that a network says which has not learned from its painter."""
    plain = recipe.read(RECIPE)
    settings: Settings = settings_of(plain.settings)
    paintings = labelled(plain.paintings, settings.movements, settings.folds)
    for fold in range(settings.folds):
        text = [
            f"base = {json.dumps(str(RECIPE))}",
            f'name = "without-{fold}"',
            f"start = {json.dumps(str(plain.start or ''))}",
            f"[harmonise]\nhidden = {fold}",
        ]
        path = out / f"without-{fold}.toml"
        path.write_text("\n".join(text), encoding="utf-8")
        content = checkpoint.load(train(path, out=out, minutes=minutes, device="cpu"))
        network = LevelNetwork(settings.shape)
        network.load_state_dict(content["average"])
        asked = [each for each in paintings if each.fold == fold]
        found = told(network.eval(), asked, torch.device("cpu"))
        print(f"part {fold}: {content['step']} steps, {len(asked)} paintings", flush=True)
        yield from zip(asked, found, strict=True)


def confusion(found: list[tuple[Labelled, Level]]) -> NDArray[np.int64]:
    """Paintings by kind (rows) and by the kind whose level is nearest to what was said (columns)."""
    levels = list(KINDS)
    table = np.zeros((len(levels), len(levels)), np.int64)
    for painting, level in found:
        table[painting.kind, levels.index(level.nearest)] += 1
    return table


def off_by(found: list[tuple[Labelled, Level]]) -> list[float]:
    """Mean absolute errors of the level, by kind."""
    return [
        float(np.mean([abs(level.value - wanted) for painting, level in found if painting.kind == kind]))
        for kind, wanted in enumerate(KINDS)
    ]


def measures(found: list[tuple[Labelled, Level]]) -> dict[str, float | str]:
    """For the manifest."""
    table = confusion(found)
    numbers: dict[str, float | str] = {
        "on": f"{len(found)} paintings, cross-validated in parts without a painter in common, weak labels; {machine()}",
        "mean_absolute_error": round(float(np.mean(off_by(found))), 2),
        "share_right": round(float(np.mean(table.diagonal() / table.sum(1))), 2),
    }
    for row, level in enumerate(KINDS):
        for column, said in enumerate(KINDS):
            numbers[f"level_{level}_taken_for_{said}"] = int(table[row, column])
    return numbers


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--minutes", type=float, help="of training, for each of five networks (default: the recipe's)"
    )
    parser.add_argument("--out", type=Path, default=Path("out/level"))
    parser.add_argument("--write", action="store_true", help="keep the measures of way 'all' in the manifest")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    found = list(guesses(args.minutes, args.out))
    rows = [f"{each.path.name}\t{list(KINDS)[each.kind]}\t{level.value:.2f}" for each, level in found]
    (args.out / "level.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    record("level", measures(found), args.write, MODEL)
    print(
        "| | "
        + " | ".join(f"said {level}" for level in KINDS)
        + " | off by |\n|---|"
        + "---|" * (1 + len(KINDS))
    )
    for level, counts, off in zip(KINDS, confusion(found), off_by(found), strict=True):
        print(f"| {level} | " + " | ".join(map(str, counts)) + f" | {off:.1f} |")


if __name__ == "__main__":
    main()
