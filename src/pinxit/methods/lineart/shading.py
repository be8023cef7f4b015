"""Light and shadow on forms that the drawing does not have: every region is inflated, as a cushion in its outline.

The square H of the height solves  laplace H = H / reach^2 - 4  with H = 0 at the outline. Without the first term on the right a
disk becomes half a ball, exactly; with it a form goes on flat where its outline is further than `reach`. A height that is solved
for has no crease along the middle, which a distance to the outline has, and light shows as folded paper.
Then Lambert, n . l, with n as (-dH/dx, -dH/dy, 2 sqrt H): the slope of sqrt H, without its infinite slope at the outline.
Axes: h rows, w columns, n nodes, y and x rows and columns of cells, r regions, 3 RGB; light 0..1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve

from pinxit.methods.lineart.cells import GRID, Cells, Part, cells_of
from pinxit.methods.lineart.regions import Regions
from pinxit.methods.lineart.spec import LIGHTS

Float = NDArray[np.float32]
Double = NDArray[np.float64]
Mask = NDArray[np.bool_]

_REACH = GRID / 10  # cells: how far from its outline a form is round
_BEHIND = 0.2  # of the frame: a region that has more is what is behind everything
_SHADE = 0.62  # of a colour in full shadow
_EDGES = (0.34, 0.40)  # n . l between which a shadow in steps ends: as wide as smooths the step, no wider
_FLAT = 0.7  # n . l of background: what paper has under a light at 45 degrees
_GLOW_EDGES = (0.93, 0.96)
_GLOW = 0.22  # of the light that a lit side takes on


@dataclass(frozen=True)
class Light:
    """side: a key of LIGHTS. height: degrees above the paper. colour_3: sRGB 0..1."""

    side: str
    height: float
    colour_3: Float

    @property
    def direction(self) -> tuple[float, float, float]:
        """Unit vector towards it: x right, y down, z towards who looks."""
        x, y = LIGHTS[self.side]
        flat = math.cos(math.radians(self.height)) / math.hypot(x, y)
        return x * flat, y * flat, math.sin(math.radians(self.height))


@dataclass(frozen=True, eq=False)
class Shading:
    """shadow_hw3: what colours are multiplied by. glow_hw3: light that is laid on (screen)."""

    shadow_hw3: Float
    glow_hw3: Float


def shade(regions: Regions, light: Light, *, steps: bool) -> Shading:
    """Light every region but those that are background. steps: in two tones, as in animated films."""
    lambert_hw = _lambert(regions, light)
    if steps:
        lit_hw, glow_hw = _ramp(lambert_hw, *_EDGES), _ramp(lambert_hw, *_GLOW_EDGES)
    else:
        lit_hw, glow_hw = _ramp(lambert_hw, 0.0, _FLAT), _ramp(lambert_hw, 0.75, 1.0)
    tint_3 = light.colour_3 / max(float(light.colour_3.max()), 1e-3)
    shadow_hw3 = _SHADE + (1 - _SHADE) * lit_hw[..., None] * tint_3
    return Shading(shadow_hw3.astype(np.float32), (_GLOW * glow_hw)[..., None] * light.colour_3)


def _lambert(regions: Regions, light: Light) -> Float:
    """n . l at each pixel (h x w, 0..1); on background that of flat paper, but never a shadow."""
    out_hw1 = np.full((*regions.labels_hw.shape, 1), _FLAT, np.float32)
    behind_r = _background(regions)
    if behind_r.all():
        return out_hw1[..., 0]
    cells = cells_of(regions, ~behind_r)
    squares_n = _inflated(cells)
    toward_3 = np.array(light.direction, np.float32)
    rows, columns = (-(-each // cells.side) for each in regions.labels_hw.shape)
    for part in cells.parts():
        normal_yx3 = _normals(part, part.spread(squares_n[part.nodes, None])[..., 0], rows, columns)
        cells.paint(part, np.maximum(0, normal_yx3 @ toward_3)[..., None], out_hw1)
    return out_hw1[..., 0]


def _background(regions: Regions) -> Mask:
    """Regions that have much of the picture's frame."""
    labels_hw = regions.labels_hw
    frame = np.concatenate([labels_hw[0], labels_hw[-1], labels_hw[:, 0], labels_hw[:, -1]])
    behind_r: Mask = np.bincount(frame, minlength=regions.count) > _BEHIND * len(frame)
    return behind_r


def _inflated(cells: Cells) -> Double:
    """The square of the height at each node, in cells."""
    joined = cells.joined_nn
    # A node's middle is half a cell from its border, so the border pulls twice as hard as a neighbour.
    own_n = joined.sum(1) + 2 * cells.border_n + cells.area_n / _REACH**2
    system = (sparse.diags_array(own_n) - joined).tocsc()
    return np.asarray(
        np.maximum(0, spsolve(system, 4 * cells.area_n, permc_spec="MMD_AT_PLUS_A")), np.float64
    )


def _normals(part: Part, squares_yx: Float, rows: int, columns: int) -> Float:
    """Unit normals of a region (y x 3: x, y, z)."""
    slopes = []
    for axis, first, last in ((1, part.left == 0, columns), (0, part.top == 0, rows)):
        square, there = (np.moveaxis(each, axis, 0) for each in (squares_yx, part.there_yx))
        end = (part.left if axis else part.top) + len(square) == last
        # Beyond the outline it goes on below the paper, beyond the picture as it is.
        before, after = np.negative(square), np.negative(square)
        before[1:][there[:-1]] = square[:-1][there[:-1]]
        after[:-1][there[1:]] = square[1:][there[1:]]
        if first:
            before[0] = square[0]
        if end:
            after[-1] = square[-1]
        slopes.append(np.moveaxis((before - after) / 2, 0, axis))
    normal = np.stack([*slopes, 2 * np.sqrt(squares_yx)], 2)
    length = np.linalg.norm(normal, axis=2, keepdims=True)
    return np.asarray(normal / np.maximum(length, 1e-6), np.float32)


def _ramp(values_hw: Float, low: float, high: float) -> Float:
    """0 below `low`, 1 above `high`, smooth between."""
    t_hw = np.clip((values_hw - low) / (high - low), 0, 1)
    return np.asarray(t_hw * t_hw * (3 - 2 * t_hw), np.float32)
