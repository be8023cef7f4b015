"""Our maps of colours beside those of the package color-matcher: same pairs, same process, in turn.

`pip install color-matcher==0.6.0` first. Distance: sliced Wasserstein between the colours of the result and those of the look,
as a share of the photo's own before. Seconds: median over the pairs, as a ratio to color-matcher's "mkl".
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from itertools import permutations

import numpy as np
from numpy.typing import NDArray
from record import machine, record

from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.methods.colour.run import prepare
from pinxit.methods.colour.spec import METHODS, ColourOptions
from pinxit.zoo.samples import samples_dir

Float = NDArray[np.float32]
Grade = Callable[[Picture, Picture], Float]
PEERS = ("reinhard", "mkl", "mvgd", "hm", "hm-mkl-hm")
YARDSTICK = "color-matcher mkl"


def ours(method: str) -> Grade:
    runner = prepare(None, ColourOptions(method=method))
    return lambda photo, look: runner({"content": [photo], "like": [look]}).rgb_hw3


def peer(method: str) -> Grade:
    from color_matcher import ColorMatcher

    def grade(photo: Picture, look: Picture) -> Float:
        source, reference = (quantise(each.rgb_hw3) for each in (photo, look))
        made = ColorMatcher().transfer(src=source, ref=reference, method=method)
        # Cut off as a picture is; its own `Normalizer` stretches minimum and maximum, and that comes out further away.
        return np.asarray(np.clip(np.nan_to_num(made), 0, 255), np.float32) / np.float32(255)

    return grade


def distance(first_hw3: Float, second_hw3: Float) -> float:
    """Sliced Wasserstein distance of colours along fifty directions."""
    rng = np.random.default_rng(7)
    along = rng.standard_normal((50, 3))
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    shares = np.linspace(0.001, 0.999, 500)
    a, b = (
        np.quantile(each.reshape(-1, 3)[::3] @ along.T, shares, axis=0) for each in (first_hw3, second_hw3)
    )
    return float(np.abs(a - b).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--write", action="store_true", help="keep the preset's in its manifest")
    args = parser.parse_args()
    pictures = [Picture.of(path).fitted(args.side) for path in sorted(samples_dir().glob("*.jpg"))]
    graders: dict[str, Grade] = {f"pinxit {name}": ours(name) for name in METHODS}
    graders |= {f"color-matcher {name}": peer(name) for name in PEERS}
    near: dict[str, list[float]] = {name: [] for name in graders}
    took: dict[str, list[float]] = {name: [] for name in graders}
    for photo, look in permutations(pictures, 2):
        before = distance(photo.rgb_hw3, look.rgb_hw3)
        for name, grade in graders.items():
            start = time.perf_counter()
            made_hw3 = grade(photo, look)
            took[name].append(time.perf_counter() - start)
            near[name].append(distance(made_hw3, look.rgb_hw3) / before)
    yardstick = statistics.median(took[YARDSTICK])
    print("| | distance | worst pair | seconds (ratio) |\n|---|---|---|---|")
    for name in graders:
        mean, worst = statistics.mean(near[name]), max(near[name])
        print(f"| {name} | {mean:.2f} | {worst:.2f} | {statistics.median(took[name]) / yardstick:.2f} |")
    on = f"{len(took[YARDSTICK])} pairs of the sample photos, long side {args.side} px"
    print(f"\n{on}; {YARDSTICK}: {yardstick:.3f} s")
    preset, peers = near["pinxit preset"], near[YARDSTICK]
    measures: dict[str, float | str] = {
        "on": f"{on}, beside color-matcher 0.6.0 (mkl); {machine()}",
        "distance": round(statistics.mean(preset), 3),
        "peer_distance": round(statistics.mean(peers), 3),
        "worst_distance": round(max(preset), 3),
        "time_ratio": round(statistics.median(took["pinxit preset"]) / yardstick, 2),
    }
    record("looks", measures, args.write, "colour.preset_v1")


if __name__ == "__main__":
    main()
