"""Eyes that look elsewhere, heads that turn, and what resampling costs, over a folder of portraits.

reached, of a head: mean distance of its points, found again, from where they were sent, in distances of the eyes.
gaze: the same of the irises, in radii, median and nine in ten.
there and back, of a smile of 0.7 and then -0.7: mean difference and the one that 95 in 100 are below, of 255, and the sharpness
that is left (root of the energy of gradients).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from record import machine

from expression import portraits_in
from pinxit.core.picture import Picture
from pinxit.imageops.colour import LUMA
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.gaze import Gaze
from pinxit.methods.expression.irises import irises_of
from pinxit.methods.expression.mesh import LOWER_LID, LOWER_LIP, MIRROR, UPPER_LID, UPPER_LIP, Float, across
from pinxit.methods.expression.pose import Pose
from pinxit.methods.expression.run import changed
from pinxit.methods.expression.wish import Wish
from pinxit.runtime.faces import Face, faces

WAYS = {"turn": (8.0, 0.0, 0.0), "nod": (0.0, 8.0, 0.0), "tilt": (0.0, 0.0, 8.0)}
REGIONS = {
    "mouth": (*across(UPPER_LIP[0]), *across(LOWER_LIP[0])[::-1]),
    "eyes": (*UPPER_LID[2], *LOWER_LID[2][::-1]),
    "cheeks": (117, 50, 205, 207, 187, 123),
}
Portraits = list[tuple[Picture, Face]]


def heads(portraits: Portraits) -> None:
    for name, way in WAYS.items():
        reached = []
        for portrait, face in portraits:
            for sign in (-1, 1):
                turn = (sign * way[0], sign * way[1], sign * way[2])
                sent_n3 = Pose.of(Frame.of(face.points_n3), *turn).turned(face.points_n3)
                found_n3 = faces(changed(portrait, [face], Wish(turn=turn)))[0].points_n3
                reached.append(np.linalg.norm((found_n3 - sent_n3)[:, :2], axis=1).mean() / face.eyes)
        print(f"{name} 8 degrees: reached {np.mean(reached):.3f}, at worst {np.max(reached):.3f}", flush=True)


def gazes(portraits: Portraits) -> None:
    apart, asked = [], 0
    for portrait, face in portraits:
        for x in (-0.6, 0.6):
            gaze = Gaze.of(portrait.rgb_hw3, face.points_n3, x, 0.0)
            if gaze is None:
                continue
            asked += 1
            made = changed(portrait, [face], Wish(gaze=(x, 0.0)))
            found = irises_of(made.rgb_hw3, face.points_n3[:, :2])
            if found is not None:
                for before, after in zip(gaze.irises, found, strict=True):
                    went = float(after.middle_2[0] - before.middle_2[0])
                    apart.append(abs(went - gaze.aside) / before.radius)
    told = f"median {np.median(apart):.2f}, nine in ten {np.percentile(apart, 90):.2f}"
    print(
        f"gaze: irises found in {asked} of {2 * len(portraits)} pictures, and again in {len(apart) // 2}; {told}",
        flush=True,
    )


def sharpness(portraits: Portraits) -> None:
    rows: dict[str, list[tuple[float, float, float]]] = {name: [] for name in REGIONS}
    for portrait, face in portraits:
        there = changed(portrait, [face], Wish({"AU12": 0.7, "AU6": 0.42}))
        back = changed(there, faces(there)[:1], Wish({"AU12": -0.7, "AU6": -0.42}))
        away_hw = 255 * np.abs(back.rgb_hw3 - portrait.rgb_hw3).mean(2)
        energies = [_energy(each) for each in (back, portrait)]
        for name, points in REGIONS.items():
            inside_hw = _inside(portrait, face, points)
            left = np.sqrt(energies[0][inside_hw].sum() / energies[1][inside_hw].sum())
            away = away_hw[inside_hw]
            rows[name].append((float(away.mean()), float(np.percentile(away, 95)), float(left)))
    for name, found in rows.items():
        mean, most, left = np.mean(found, axis=0)
        print(f"there and back, {name}: {mean:.1f}, 95 in 100 below {most:.1f}; {left:.3f} of the sharpness")


def _energy(picture: Picture) -> Float:
    down_hw, across_hw = np.gradient(picture.rgb_hw3 @ LUMA)
    return np.asarray(down_hw**2 + across_hw**2, np.float32)


def _inside(portrait: Picture, face: Face, points: tuple[int, ...]) -> np.ndarray:  # type: ignore[type-arg]
    mask = Image.new("L", portrait.size)
    for row in (points, [int(MIRROR[point]) for point in points]):
        ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in face.points_n3[list(row), :2]], fill=1)
    return np.asarray(mask) > 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("portraits", nargs="+", type=Path)
    parser.add_argument("--side", type=int, default=1024, help="longest side of a portrait in pixels")
    args = parser.parse_args()
    portraits = portraits_in(args.portraits, args.side)
    for measure in (heads, gazes, sharpness):
        measure(portraits)
    print(f"{len(portraits)} portraits, long side up to {args.side} px; {machine()}")


if __name__ == "__main__":
    main()
