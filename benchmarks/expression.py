"""What is left of a person after another expression, over a folder of portraits: are the points where they were asked to be, does
the way back lead back, what does it take.

reached: mean distance of the points of the lips, lids and brows, found again in the result, from where they were sent, in
distances between the outer corners of the eyes; beside it how far they were sent, and how far points found again in the
unchanged photo at another size are from themselves, which is the ruler's own error. returned: mean difference in the face, of
255, after an intensity and its negative.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import numpy as np
from record import machine

from pinxit.core.files import expand_inputs, read_picture
from pinxit.core.picture import Picture
from pinxit.methods.expression.basis import movement
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.mesh import BROW, LOWER_LID, LOWER_LIP, UPPER_LID, UPPER_LIP, opposite
from pinxit.methods.expression.run import portrait_of, prepare
from pinxit.methods.expression.spec import ExpressionOptions
from pinxit.methods.expression.wish import units_of
from pinxit.runtime.faces import Face, faces

SHOWN = ("smile", "surprise", "sadness", "anger", "disgust", "eyes_closed")
_HALF = (*BROW, *UPPER_LID[0], *LOWER_LID[0], *UPPER_LIP[0], *LOWER_LIP[0], *UPPER_LIP[-1], *LOWER_LIP[-1])
POINTS = [*_HALF, *opposite(_HALF)]


def portraits_in(files: list[Path], side: int) -> list[tuple[Picture, Face]]:
    """What is around the largest face of each, with a long side of `side` pixels at most, and that face."""
    portraits = [
        portrait_of(read_picture(file)).fitted(side) for file in expand_inputs([str(each) for each in files])
    ]
    return [(portrait, faces(portrait)[0]) for portrait in portraits]


def changed(portrait: Picture, **expression: float) -> Picture:
    return prepare(None, ExpressionOptions(face="1", **expression))({"content": [portrait]})


def apart(one_n3: np.ndarray, two_n3: np.ndarray, eyes: float) -> float:  # type: ignore[type-arg]
    return float(np.linalg.norm((one_n3 - two_n3)[POINTS, :2], axis=1).mean()) / eyes


def sent(face: Face, **expression: float) -> np.ndarray:  # type: ignore[type-arg]
    frame = Frame.of(face.points_n3)
    units = units_of(ExpressionOptions(face="1", **expression))
    return face.points_n3 + frame.moved(movement(frame.canonical(face.points_n3), units))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("portraits", nargs="+", type=Path)
    parser.add_argument("--amount", type=float, default=0.7)
    parser.add_argument("--side", type=int, default=1024, help="longest side of a portrait in pixels")
    args = parser.parse_args()
    portraits = portraits_in(args.portraits, args.side)
    ruler = [
        apart(faces(portrait.fitted(args.side * 3 // 4))[0].points_n3 * 4 / 3, face.points_n3, face.eyes)
        for portrait, face in portraits
        if max(portrait.size) == args.side
    ]
    print("| | reached | sent | returned, of 255 | seconds |\n|---|---|---|---|---|")
    for name in SHOWN:
        reached, far, back, took = [], [], [], []
        for portrait, face in portraits:
            start = time.perf_counter()
            made = changed(portrait, **{name: args.amount})
            took.append(time.perf_counter() - start)
            goal_n3 = sent(face, **{name: args.amount})
            reached.append(apart(faces(made)[0].points_n3, goal_n3, face.eyes))
            far.append(apart(goal_n3, face.points_n3, face.eyes))
            again = changed(changed(portrait, **{name: 0.5}), **{name: -0.5})
            (x0, y0), (x1, y1) = (
                face.points_n3[:, :2].min(0).astype(int),
                face.points_n3[:, :2].max(0).astype(int),
            )
            back.append(255 * float(np.abs(again.rgb_hw3 - portrait.rgb_hw3)[y0:y1, x0:x1].mean()))
        means = [statistics.mean(each) for each in (reached, far, back)]
        print(
            f"| {name} | {means[0]:.3f} | {means[1]:.3f} | {means[2]:.1f} | {statistics.median(took):.2f} |",
            flush=True,
        )
    told = f"{len(portraits)} portraits, long side up to {args.side} px, intensity {args.amount}; {machine()}"
    print(f"\n{told}; the ruler's own error: {statistics.mean(ruler) if ruler else float('nan'):.3f}")


if __name__ == "__main__":
    main()
