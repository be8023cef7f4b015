"""Eyes that look elsewhere: the iris moves as it is, the white beside it gives way, the lids go along.

Axes: n points of the face, k places in an eye laid flat (x along it to the right, y down, in pixels from its middle).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pinxit.imageops.sample import bicubic
from pinxit.methods.expression.eyes import Eye, Iris, lid
from pinxit.methods.expression.irises import irises_of
from pinxit.methods.expression.mesh import LIDS, Float

FURTHEST = 1.0, 0.6  # that an iris goes aside and down, in its radii
CLOSES = 0.4  # of an eye's opening that an iris goes up or down at most, as the lids follow it
SOCKET = 0.15  # of an eye's width, at its corners, that the iris keeps away from
PIECE = 0.9  # of the iris' radius that moves as a piece
HIDES = 0.04  # of an eye's width: what is nearer to the lower lid is its shadow
RISES = 0.15  # of the iris' radius by which it goes up until all below it counts as uncovered
BLURRED = 1.1, 1.3  # radii: as far as that an iris darkens the white around it, and further not at all
BESIDE, WHITE = 1.35, 0.42  # where white is: radii from the iris' middle, and widths of the eye from its own
EDGE = 0.35  # share of the opening, above and below, in which the eye gives way to a lid
SOFT = 0.02  # of an eye's width: ramp at the lids, no less than a pixel
RIM = 1.1, 0.2  # radii: where an iris ends, and over how much of that


@dataclass(frozen=True)
class Gaze:
    """Both irises of a face, and how far they go in the picture, in pixels."""

    irises: tuple[Iris, Iris]
    aside: float
    down: float

    @classmethod
    def of(cls, rgb_hw3: Float, points_n3: Float, x: float, y: float) -> Gaze | None:
        """For a direction of -1..1, to the right and down; None where the irises are not found."""
        found = irises_of(rgb_hw3, points_n3[:, :2])
        if found is None:
            return None
        radius = found[0].radius
        aside = x * FURTHEST[0] * radius
        for which, iris in enumerate(found):
            room = (0.5 - SOCKET) * Eye.of(points_n3[:, :2], which).width - iris.radius
            aside = float(np.clip(aside, min(0, -room - iris.middle_2[0]), max(0, room - iris.middle_2[0])))
        most = CLOSES * _height(points_n3)
        return cls(found, aside, float(np.clip(y * FURTHEST[1] * radius, -most, most)))

    @property
    def lids(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Where the lids are seen: see Iris."""
        return self.irises[0].lids, self.irises[1].lids

    @property
    def reach(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """As far as the eyes are drawn: see Iris."""
        return self.irises[0].reach, self.irises[1].reach

    def openings(self, points_n3: Float) -> float:
        """How far the irises go down, in openings of the eyes: the intensity of the lids that follow."""
        return self.down / max(_height(points_n3), 1e-6)

    def seen(
        self, rgb_hw3: Float, lids_n2: Float, flat_n2: Float, eased_n2: Float, which: int, places_k2: Float
    ) -> tuple[Float, Float]:
        """What is seen at places within one of the eyes, and how much of it (0..1) counts at its edge.

        lids, flat: points of the face in the photo, with lids where they are seen, and as far as the eye is drawn; eased: the
        latter where an expression has moved them.
        """
        view = _View(rgb_hw3, Eye.of(flat_n2, which), self.irises[which], lids_n2, LIDS[which])
        x, y = view.eye.laid(places_k2).T
        top, bottom = (lid(view.eye, eased_n2, row, x) for row in LIDS[which])
        share = self._share(x, view)
        from_x, down = x - share * np.float32(self.aside), share * np.float32(self.down)
        was_top, was_bottom = (lid(view.eye, flat_n2, row, from_x) for row in LIDS[which])
        # At the lids, no more than that what is seen there was within the lids of the photo.
        at = (y - top) / np.maximum(bottom - top, 1e-3)
        down += _ramp(1 - at / EDGE) * (np.minimum(down, top - was_top) - down)
        give = _ramp(1 - (1 - at) / EDGE) * (np.maximum(down, bottom - was_bottom) - down)
        rises = min(max(-self.down / (RISES * view.iris.radius), 0.0), 1.0)
        white_k3 = view.white(from_x, y - down - give, at, rises)
        iris_k3 = view.whole_iris(from_x, y - down)
        away = np.hypot(x - view.iris.middle_2[0] - self.aside, y - view.iris.middle_2[1] - self.down)
        on_iris = _ramp((RIM[0] - away / view.iris.radius) / RIM[1])
        cover_k = np.clip(np.minimum(y - top, bottom - y) / max(SOFT * view.eye.width, 1.0), 0, 1)
        return white_k3 + on_iris[:, None] * (iris_k3 - white_k3), cover_k.astype(np.float32)

    def _share(self, x: Float, view: _View) -> Float:
        """1 on the iris where it goes to, 0 at the corners of the eye."""
        middle = float(view.iris.middle_2[0]) + self.aside
        corner = np.where(x > middle, view.eye.width / 2, -view.eye.width / 2)
        still = PIECE * view.iris.radius
        reach = np.maximum(np.abs(corner - middle) - still, 1e-3)
        return _ramp(1 - (np.abs(x - middle) - still) / reach)


@dataclass(frozen=True)
class _View:
    """One eye as the photo shows it. lids: points of the face, with lids where they are seen."""

    rgb_hw3: Float
    eye: Eye
    iris: Iris
    lids_n2: Float
    rows: tuple[tuple[int, ...], tuple[int, ...]]

    def lids(self, x: Float) -> tuple[Float, Float]:
        """How far down the upper and the lower lid are."""
        upper, lower = (lid(self.eye, self.lids_n2, row, x) for row in self.rows)
        return upper, lower

    def whole_iris(self, x: Float, y: Float) -> Float:
        """Colours of the iris; what the lower lid hides of it, is as what lies opposite, but for the lights there."""
        upper, lower = self.lids(x)
        shade = np.float32(HIDES * self.eye.width)
        hidden = _ramp((y - lower) / shade + 1)
        seen_k3 = self._colours(x, y)
        away = np.hypot(x - self.iris.middle_2[0], y - self.iris.middle_2[1]) / self.iris.radius
        plain = (hidden == 0) & (away < 0.95) & (away > 0.5)
        if plain.any():
            opposite = np.maximum(2 * self.iris.middle_2[1] - y, upper + shade)
            opposite_k3 = np.minimum(
                self._colours(x, opposite), np.float32(1.1) * np.median(seen_k3[plain], axis=0)
            )
            seen_k3 += hidden[:, None] * (opposite_k3 - seen_k3)
        return seen_k3

    def white(self, x: Float, y: Float, at: Float, rises: float) -> Float:
        """Colours beside the iris. What an iris that goes up uncovers, where it was and what the lower lid hid, is as what is
        white on both sides of it.

        at: share of the opening from the upper to the lower lid. rises: how much of that counts, 0..1.
        """
        middle, radius = self.iris.middle_2, self.iris.radius
        colours_k3 = self._colours(x, y)
        if rises == 0:
            return colours_k3
        beside_k3, weights = np.zeros((len(x), 3), np.float32), np.zeros_like(x)
        for side in (-1, 1):
            place = np.full_like(x, middle[0] + side * BESIDE * radius)
            if abs(place[0]) < WHITE * self.eye.width:
                upper, lower = self.lids(place)
                weight = _ramp(0.55 + side * (x - middle[0]) / radius / 2)
                there_k3 = self._colours(place, upper + np.clip(at, 0.3, 0.85) * (lower - upper))
                beside_k3, weights = beside_k3 + weight[:, None] * there_k3, weights + weight
        beside_k3 /= np.maximum(weights, 1e-6)[:, None]
        near, far = BLURRED
        was_iris, below = (
            _ramp((far - away / radius) / (far - near))
            for away in (np.hypot(x - middle[0], y - middle[1]), np.abs(x - middle[0]))
        )
        hidden = below * _ramp((y - self.lids(x)[1]) / np.float32(HIDES * self.eye.width) + 1)
        uncovered = np.float32(rises) * np.maximum(was_iris, hidden) * np.minimum(weights / 0.05, 1)
        return np.asarray(colours_k3 + uncovered[:, None] * (beside_k3 - colours_k3), np.float32)

    def _colours(self, x: Float, y: Float) -> Float:
        places_k2 = self.eye.placed(np.stack([x, y], 1).astype(np.float32))
        return bicubic(self.rgb_hw3, places_k2[:, 0], places_k2[:, 1]).clip(0, 1)


def _height(points_n3: Float) -> float:
    """How far the eyes are open in their middles, in pixels, on average."""
    flat_n2, middle, heights = points_n3[:, :2], np.zeros(1, np.float32), []
    for which, (above, below) in enumerate(LIDS):
        eye = Eye.of(flat_n2, which)
        heights.append(lid(eye, flat_n2, below, middle) - lid(eye, flat_n2, above, middle))
    return float(np.mean(heights))


def _ramp(share: Float) -> Float:
    """From 0 to 1 without a corner."""
    share = np.clip(share, 0, 1)
    return np.asarray(share * share * (3 - 2 * share), np.float32)
