"""Where the irises are: the circles with the strongest edge from dark to light between an eye's lids, to parts of a pixel.

After the integro-differential operator of Daugman 1993 ("High confidence visual recognition of persons"), along those arcs only
that the lids leave to be seen; in red, in which skin and white are light and irises of all colours dark. The mesh's lids are an
average face's where an eye is very narrow or very wide; so they are looked for, too, above and below the iris. Axes: h rows, w
columns of an eye laid flat, ACROSS samples from corner to corner; k candidates, a places along a circle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pinxit.imageops.masks import feather
from pinxit.imageops.resize import resize
from pinxit.imageops.sample import bilinear
from pinxit.methods.expression.eyes import Eye, Iris, lid
from pinxit.methods.expression.mesh import LIDS, Float

Double = NDArray[np.float64]

ACROSS = 96
SIZES = np.linspace(0.16, 0.26, 11)  # radius of an iris, in widths of its eye
LIKELY = 0.2, 0.06  # the radius that is likely, and what is much more or less than that
OPEN = 0.1  # height of an eye that is open enough, in widths of it
CONTRAST = 0.05  # of what is beside an iris over the iris, 0..1
SOFT = 3.0  # samples: what is smoothed away before edges are looked for
LASHES = 3.0, 1.0  # samples below the upper and above the lower lid that are lash and shadow
ON_IRIS = 0.15  # widths of the eye: where lids are looked for, on both sides of the iris' middle
STRONG = 0.03  # change of red from sample to sample that counts in full
WORTH = 14.0  # samples: lids that are further from the mesh's are not believed
EDGE, MOST_BELOW = 2.0, 4.0  # samples: how soft an iris' edge is; how far below the mesh's lid it may show
ENOUGH = 0.4  # of an iris' edge that must be seen to count in full
FAR, NEAR = (36, 16), (8, 6)  # samples, across and down: where irises are looked for, and then again
HIGH, WIDE = 40, 60  # samples: half of what is looked at
ANGLES = 48  # places along a circle
SHIFTS = np.arange(-9, 9.5, 0.5)  # of lids, in samples
_ANGLES = np.linspace(0, 2 * np.pi, ANGLES, endpoint=False, dtype=np.float32)


def irises_of(rgb_hw3: Float, flat_n2: Float) -> tuple[Iris, Iris] | None:
    """What is seen of both eyes, of one size; None where one of them is shut, or shows no iris."""
    patches = [_Patch.of(rgb_hw3, flat_n2, which) for which in (0, 1)]
    middles = [np.zeros(2), np.zeros(2)]
    for around in (FAR, NEAR):
        patches = _with_lids(patches, middles)
        size, middles = _circles(patches, middles, around)
    one, two = (patch.iris(middle_2, size) for patch, middle_2 in zip(patches, middles, strict=True))
    if any(patch.opening < OPEN * ACROSS for patch in patches) or min(one.contrast, two.contrast) < CONTRAST:
        return None
    return one, two


def _with_lids(patches: list[_Patch], middles: list[Double]) -> list[_Patch]:
    """With the lids of both eyes moved alike, to where above and below an iris it gets light, as far as that is worth it."""
    worth = [patch.lids(middle_2) for patch, middle_2 in zip(patches, middles, strict=True)]
    upper, lower = (float(SHIFTS[np.argmax(each)]) for each in np.sum(worth, axis=0))
    return [patch.moved_by(upper, lower) for patch in patches]


def _circles(
    patches: list[_Patch], middles: list[Double], around: tuple[int, int]
) -> tuple[float, list[Double]]:
    """The size that suits both eyes best, and the middles."""
    best = [patch.best(middle_2, around) for patch, middle_2 in zip(patches, middles, strict=True)]
    likely = 1 - ((SIZES - LIKELY[0]) / LIKELY[1]) ** 2 / 4
    at = int(np.argmax(likely * np.sum([scores for scores, _ in best], axis=0)))
    size = float(SIZES[at]) * ACROSS
    return size, [patch.refined(found[at], size) for patch, (_, found) in zip(patches, best, strict=True)]


@dataclass(frozen=True)
class _Patch:
    """One eye laid flat: red, how it changes across and down, where both lids are, and how far they were moved, in samples."""

    eye: Eye
    red_hw: Float
    across_hw: Float
    down_hw: Float
    lids_2w: Float
    moved: tuple[float, float] = (0.0, 0.0)

    @classmethod
    def of(cls, rgb_hw3: Float, flat_n2: Float, which: int) -> _Patch:
        eye = Eye.of(flat_n2, which)
        sample = np.float32(eye.width / ACROSS)
        x, y = _places(WIDE) * sample, _places(HIGH) * sample
        red_hw = _read(rgb_hw3, eye.placed(np.stack(np.meshgrid(x, y), -1)), float(sample))
        soft_hw = feather(red_hw, SOFT)
        down_hw, across_hw = (np.gradient(soft_hw, axis=axis).astype(np.float32) for axis in (0, 1))
        lids_2w = np.stack([lid(eye, flat_n2, row, x) for row in LIDS[which]]) / sample
        return cls(eye, red_hw, across_hw, down_hw, lids_2w)

    @property
    def opening(self) -> float:
        return float((self.lids_2w[1] - self.lids_2w[0]).max())

    def lids(self, middle_2: Double) -> Double:
        """What it is worth to move the upper and the lower lid by each of SHIFTS: (2,k)."""
        x = _places(WIDE)
        on_iris = np.abs(x - middle_2[0]) < ON_IRIS * ACROSS
        worth = []
        for lid_w, outwards in zip(self.lids_2w, (-1, 1), strict=True):
            y_kw = lid_w + SHIFTS[:, None].astype(np.float32) * self._bulge()
            x_kw = np.broadcast_to(x, y_kw.shape)
            down_kw = bilinear(self.down_hw[..., None], x_kw + WIDE, y_kw + HIGH)[..., 0]
            edge_kw = np.clip(outwards * down_kw[:, on_iris], 0, STRONG)
            worth.append(edge_kw.mean(1) * (1 - (SHIFTS / WORTH) ** 2))
        return np.stack(worth)

    def moved_by(self, upper: float, lower: float) -> _Patch:
        """With lids moved by that, in the middle of the eye."""
        moved = np.outer((upper, lower), self._bulge()).astype(np.float32)
        return replace(
            self, lids_2w=self.lids_2w + moved, moved=(self.moved[0] + upper, self.moved[1] + lower)
        )

    def best(self, about_2: Double, around: tuple[int, int]) -> tuple[Double, Double]:
        """The best score and the best middle for each size, among middles two samples apart."""
        y, x = np.mgrid[-around[1] : around[1] + 1 : 2, -around[0] : around[0] + 1 : 2]
        middles_k2 = about_2 + np.stack([x.ravel(), y.ravel()], 1)
        scores = np.stack([self._scores(middles_k2, float(size) * ACROSS) for size in SIZES])
        return scores.max(1), middles_k2[scores.argmax(1)]

    def refined(self, middle_2: Double, size: float) -> Double:
        """The middle to an eighth of a sample."""
        for step in (1.0, 0.5, 0.25, 0.125):
            y, x = np.mgrid[-2:3, -2:3] * step
            middles_k2 = middle_2 + np.stack([x.ravel(), y.ravel()], 1)
            middle_2 = middles_k2[np.argmax(self._scores(middles_k2, size))]
        return middle_2

    def iris(self, middle_2: Double, size: float) -> Iris:
        """The circle, in pixels, and the lids."""
        sample = self.eye.width / ACROSS
        upper, lower = self.moved
        mesh_y = np.interp(middle_2[0], _places(WIDE), self.lids_2w[1]) - lower
        below = float(middle_2[1] + size + EDGE - mesh_y)
        below = min(below, 2 * MOST_BELOW - below)  # much more is under the lid
        return Iris(
            (middle_2 * sample).astype(np.float32),
            size * sample,
            self._contrast(middle_2, size),
            lids=(sample * upper, sample * lower),
            reach=(sample * upper, sample * max(lower, below)),
        )

    @staticmethod
    def _bulge() -> Float:
        return np.asarray(np.clip(1 - (2 * _places(WIDE) / ACROSS) ** 2, 0, 1), np.float32)

    def _seen(self) -> Float:
        """1 between the lids, 0 elsewhere."""
        y = _places(HIGH)[:, None]
        upper, lower = LASHES
        return np.asarray((y > self.lids_2w[0] + upper) & (y < self.lids_2w[1] - lower), np.float32)

    def _scores(self, middles_k2: Double, size: float) -> Double:
        """How much lighter it gets outwards, on average over what is seen of each circle; little is worth little."""
        cos_a, sin_a = np.cos(_ANGLES), np.sin(_ANGLES)
        x_ka = (middles_k2[:, :1] + size * cos_a + WIDE).astype(np.float32)
        y_ka = (middles_k2[:, 1:] + size * sin_a + HIGH).astype(np.float32)
        found_ka3 = bilinear(np.dstack([self.across_hw, self.down_hw, self._seen()]), x_ka, y_ka)
        outwards_ka, seen_ka = found_ka3[..., 0] * cos_a + found_ka3[..., 1] * sin_a, found_ka3[..., 2]
        mean_k = (seen_ka * outwards_ka).sum(1) / np.maximum(seen_ka.sum(1), 1e-6)
        return np.asarray(mean_k * np.minimum(seen_ka.mean(1) / ENOUGH, 1.0), np.float64)

    def _contrast(self, middle_2: Double, size: float) -> float:
        away_hw = np.hypot(_places(WIDE) - middle_2[0], _places(HIGH)[:, None] - middle_2[1]) / size
        inside, around = (
            (self._seen() > 0) & (away_hw > low) & (away_hw < high) for low, high in ((0.4, 0.9), (1.12, 1.5))
        )
        if min(inside.sum(), around.sum()) < 20:
            return 0.0
        return float(np.median(self.red_hw[around]) - np.median(self.red_hw[inside]))


def _places(half: int) -> Float:
    """Middles of samples, from the middle."""
    return np.arange(-half, half, dtype=np.float32) + np.float32(0.5)


def _read(rgb_hw3: Float, places_hw2: Float, sample: float) -> Float:
    """Red at these places; shrunk first where a sample is more than a pixel, so that every pixel counts."""
    low, high = places_hw2.min((0, 1)), places_hw2.max((0, 1))
    size_2 = np.array(rgb_hw3.shape[1::-1])
    (x0, y0), (x1, y1) = np.clip(low.astype(int) - 2, 0, size_2 - 1), np.clip(high.astype(int) + 3, 1, size_2)
    part_hw1 = np.ascontiguousarray(rgb_hw3[y0:y1, x0:x1, :1])
    height, width = part_hw1.shape[:2]
    if sample > 1:
        part_hw1 = resize(
            part_hw1, max(1, round(height / sample)), max(1, round(width / sample)), kind="area"
        )
    x = (places_hw2[..., 0] - x0) * np.float32(part_hw1.shape[1] / width)
    y = (places_hw2[..., 1] - y0) * np.float32(part_hw1.shape[0] / height)
    return bilinear(part_hw1, x, y)[..., 0]
