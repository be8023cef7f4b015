"""Make src/pinxit/data/networks/mesh_shape.npz: the triangles of the face mesh, its opposite points, a quiet face.

pip install "pinxit[train]" scipy
python tools/mesh_shape.py mediapipe-0.10.21-*.whl PORTRAIT ...

The triangles are the cycles of three in the edges that MediaPipe names (Apache-2.0; read, not run), but for those around a
point of three edges, which are a triangle's outline from outside. The portraits are of people who look this way with a quiet
face: their mean, made symmetrical, is what other faces are compared with, and points that lie best on its mirror image are pairs.
"""

from __future__ import annotations

import argparse
import ast
import zipfile
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from pinxit.core.picture import Picture
from pinxit.methods.expression.frame import Frame
from pinxit.runtime.faces import faces

MEMBER = "mediapipe/python/solutions/face_mesh_connections.py"
TARGET = Path(__file__).resolve().parent.parent / "src/pinxit/data/networks/mesh_shape.npz"
POINTS = 468


def edges_of(source: str) -> set[tuple[int, int]]:
    """The edges in the table FACEMESH_TESSELATION, each once."""
    for node in ast.parse(source).body:
        named = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FACEMESH_TESSELATION"
        if named and isinstance(node.value, ast.Call):
            return {(min(edge), max(edge)) for edge in ast.literal_eval(node.value.args[0])}
    raise SystemExit(f"{MEMBER} has no table of edges")


def triangles_of(edges: set[tuple[int, int]]) -> list[tuple[int, ...]]:
    """Cycles of three that are triangles of the surface."""
    near: dict[int, set[int]] = {}
    for one, two in edges:
        near.setdefault(one, set()).add(two)
        near.setdefault(two, set()).add(one)
    cycles = {tuple(sorted((one, two, third))) for one, two in edges for third in near[one] & near[two]}
    around = {tuple(sorted(each)) for each in near.values() if len(each) == 3}
    return sorted(cycles - around)


def mean_of(portraits: list[Path]) -> np.ndarray:  # type: ignore[type-arg]
    """The mean of their faces in the faces' own frames, (468,3)."""
    found = [face.points_n3 for file in portraits for face in faces(Picture.of(file))[:1]]
    return np.mean([Frame.of(points).canonical(points) for points in found], axis=0)


def opposites_of(mean: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    """The point opposite each, (468,)."""
    apart = np.linalg.norm(mean[:, None] - (mean * [-1, 1, 1])[None], axis=2)
    return linear_sum_assignment(apart + apart.T)[1]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path)
    parser.add_argument("portraits", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=TARGET)
    args = parser.parse_args()
    with zipfile.ZipFile(args.wheel) as archive:
        triangles = triangles_of(edges_of(archive.read(MEMBER).decode()))
    mean = mean_of(args.portraits)
    mirror = opposites_of(mean)
    if not (mirror[mirror] == np.arange(POINTS)).all():
        raise SystemExit("points do not pair: give more portraits, of people who look this way")
    quiet = (mean + mean[mirror] * [-1, 1, 1]) / 2
    np.savez_compressed(
        args.out,
        triangles=np.array(triangles, np.uint16),
        mirror=mirror.astype(np.uint16),
        quiet=quiet.astype(np.float32),
    )
    print(f"{args.out}: {len(triangles)} triangles")


if __name__ == "__main__":
    main()
