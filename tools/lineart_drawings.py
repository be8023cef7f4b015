"""Make web/drawings/ again: line art of ours, for a visitor of the studio who has none at hand.

python tools/lineart_drawings.py
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from pinxit.core.picture import Picture

OUT = Path(__file__).resolve().parents[1] / "web" / "drawings"
FINE = 8  # times larger than a unit: that is drawn, and made smaller for soft edges
GREYS = 16

Corner = tuple[float, float] | tuple[float, float, str]  # x and y in units; and "sharp" where a curve breaks


class Pen:
    """Shapes with an outline that cover what is behind them, in units of a page of width x height."""

    def __init__(self, width: int, height: int) -> None:
        self._size = width, height
        self._image = Image.new("L", (width * FINE, height * FINE), 255)
        self._draw = ImageDraw.Draw(self._image)

    def picture(self, scale: int = 1) -> Picture:
        """What was drawn, at `scale` pixels a unit."""
        width, height = self._size
        return Picture.of(
            np.asarray(self._image.resize((width * scale, height * scale), Image.Resampling.BOX))
        )

    def shape(self, corners: list[tuple[float, float]], width: float = 2.2, ink: int = 255) -> None:
        """A closed outline, filled with paper or ink."""
        self._draw.polygon([(x * FINE, y * FINE) for x, y in corners], fill=ink)
        self.line([*corners, corners[0], corners[1]], width)

    def line(self, corners: list[tuple[float, float]], width: float = 2.2) -> None:
        """An open line."""
        fine = [(x * FINE, y * FINE) for x, y in corners]
        self._draw.line(fine, fill=0, width=round(width * FINE), joint="curve")

    def disk(self, x: float, y: float, radius: float, width: float = 2.2, ink: int = 255) -> None:
        """A circle."""
        turns = np.linspace(0, 2 * np.pi, 80)[:-1]
        self.shape([(x + radius * np.cos(t), y + radius * np.sin(t)) for t in turns], width, ink)

    def cloud(self, x: float, y: float, size: float) -> None:
        """A wavy outline."""
        turns = np.linspace(0, 2 * np.pi, 200)[:-1]
        bumps = 1 + 0.16 * np.abs(np.sin(3.5 * turns))
        self.shape(
            [
                (x + 1.9 * size * b * np.cos(t), y + size * b * np.sin(t))
                for t, b in zip(turns, bumps, strict=True)
            ]
        )


def curve(corners: list[Corner], *, closed: bool = True) -> list[tuple[float, float]]:
    """Points of a curve through the corners (a cubic Hermite spline, its tangents half of what lies about a corner)."""
    places = np.array([each[:2] for each in corners], float)
    before, after = np.roll(places, 1, 0), np.roll(places, -1, 0)
    tangents = (after - before) / 2
    for at, each in enumerate(corners):
        if len(each) > 2 or (not closed and at in (0, len(corners) - 1)):
            tangents[at] = 0
    t = np.linspace(0, 1, 17)[:-1, None]
    points = []
    for at in range(len(corners) if closed else len(corners) - 1):
        to = (at + 1) % len(corners)
        points.append(
            (2 * t**3 - 3 * t**2 + 1) * places[at]
            + (t**3 - 2 * t**2 + t) * tangents[at]
            + (3 * t**2 - 2 * t**3) * places[to]
            + (t**3 - t**2) * tangents[to]
        )
    if not closed:
        points.append(places[-1:])
    return [(float(x), float(y)) for x, y in np.concatenate(points)]


def mirrored(corners: list[Corner], x: float) -> list[Corner]:
    """The other side of an upright line, in the other order."""
    return [(2 * x - each[0], *each[1:]) for each in reversed(corners)]  # type: ignore[misc]


def harbour(scale: int = 1) -> Picture:
    """A lighthouse, a sailing boat, hills and clouds over a sea."""
    pen = Pen(560, 420)
    pen.disk(470, 70, 34)
    pen.cloud(200, 75, 24)
    pen.cloud(380, 120, 17)
    along = np.linspace(390, 565, 60)
    pen.shape([(x, 205 + 40 * ((x - 545) / 110) ** 2 - 18) for x in along] + [(565, 245), (390, 245)])
    pen.shape(
        [(x, 208 + 36 * ((x - 445) / 60) ** 2) for x in np.linspace(384, 506, 60)] + [(506, 245), (384, 245)]
    )
    pen.shape([(-5, 245), (565, 245), (565, 425), (-5, 425)])
    for y, left, right in (
        (275, 180, 240),
        (290, 420, 500),
        (320, 170, 230),
        (372, 440, 530),
        (385, 200, 300),
    ):
        xs = np.linspace(left, right, 40)
        pen.line([(x, y + 3 * np.sin((x - left) / 7)) for x in xs], 1.6)
    rock = [(-5, 300), (40, 318), (150, 316), (172, 350), (160, 372), (190, 425), (-5, 425)]
    pen.shape(rock)
    pen.line([(30, 350), (70, 362), (60, 390)], 1.6)
    pen.line([(110, 345), (128, 372), (118, 400)], 1.6)
    left = [(72 - 0.085 * (y - 160), float(y)) for y in (160, 203, 243, 283, 318)]
    right = [(190 - x, y) for x, y in left]
    for (a, b), (c, d) in pairwise(zip(left, right, strict=True)):
        pen.shape([a, b, d, c])
    pen.shape([(78, 142), (112, 142), (112, 160), (78, 160)])
    pen.shape([(74, 142), (95, 116), (116, 142)])
    pen.shape([(88, 216), (102, 216), (102, 231), (88, 231)], 1.8)
    pen.shape([(345, 142), (349, 142), (349, 318), (345, 318)], 1.6)
    pen.shape([(349, 143), (392, 149), (349, 158)], 1.8)
    sail = [
        (343 - 70 * np.sin(np.pi / 2 * t) * (0.9 + 0.1 * t), 168 + 140 * t) for t in np.linspace(0, 1, 30)
    ]
    pen.shape([*sail, (343, 308)])
    other = [(352 + 58 * np.sin(np.pi / 2 * t) ** 1.3, 165 + 143 * t) for t in np.linspace(0, 1, 30)]
    pen.shape([*other, (352, 308)])
    hull = [(250, 330), (440, 326), (424, 352), (398, 366), (290, 367), (266, 352)]
    pen.shape(hull)
    pen.shape([(246, 316), (446, 312), (440, 327), (251, 331)])
    return pen.picture(scale)


MIDDLE = 210.0  # of the fox


def fox(scale: int = 1) -> Picture:
    """A fox in a scarf, with a lantern, on a hill at night."""
    pen = Pen(420, 525)
    _night(pen)
    _body(pen)
    _head(pen)
    _lantern(pen)
    _mushroom(pen, 62, 500, 1.0)
    _mushroom(pen, 106, 510, 0.6)
    for x, y in ((170, 505), (300, 508), (388, 492), (18, 470)):
        for lean in (-7, 0, 7):
            pen.line(curve([(x, y), (x + lean * 0.4, y - 8), (x + lean, y - 15)], closed=False), 1.8)
    return pen.picture(scale)


def _night(pen: Pen) -> None:
    pen.disk(92, 92, 46)
    for x, y, radius in ((78, 78, 9), (112, 96, 6), (84, 112, 7)):
        pen.disk(x, y, radius, 1.8)
    for x, y, size in ((214, 62, 9), (366, 60, 11), (330, 150, 7), (30, 190, 8), (150, 36, 6), (396, 214, 7)):
        points = [(x + s * size * np.cos(t), y + s * size * np.sin(t)) for t, s in _star()]
        pen.shape(points, 1.8)
    pen.shape(
        curve(
            [
                (-8, 372, "sharp"),
                (60, 340),
                (140, 362),
                (230, 335),
                (330, 362),
                (428, 338, "sharp"),
                (428, 540, "sharp"),
                (-8, 540, "sharp"),
            ]
        )
    )
    for x, base, size in ((396, 396, 0.8), (348, 416, 1.1)):
        _pine(pen, x, base, size)
    pen.shape(
        curve(
            [
                (-8, 452, "sharp"),
                (80, 436),
                (210, 446),
                (330, 428),
                (428, 446, "sharp"),
                (428, 540, "sharp"),
                (-8, 540, "sharp"),
            ]
        )
    )


def _star() -> list[tuple[float, float]]:
    return [(np.pi * each / 4, 1.0 if each % 2 == 0 else 0.42) for each in range(8)]


def _pine(pen: Pen, x: float, base: float, size: float) -> None:
    thick, top = 6 * size, base - 26 * size
    pen.shape([(x - thick, top), (x + thick, top), (x + thick, base + 20), (x - thick, base + 20)])
    for wide, low, high in ((46, 18, 92), (37, 58, 126), (27, 96, 162)):
        half: list[Corner] = [
            (x, base - high * size, "sharp"),
            (x + 0.42 * wide * size, base - (0.6 * low + 0.4 * high) * size),
            (x + wide * size, base - low * size, "sharp"),
            (x + 0.4 * wide * size, base - (low - 7) * size),
        ]
        pen.shape(curve([*half, *mirrored(half[1:], x)]))


def _body(pen: Pen) -> None:
    tail: list[Corner] = [
        (172, 462, "sharp"),
        (112, 474),
        (58, 446),
        (32, 388),
        (42, 330),
        (78, 288, "sharp"),
    ]
    pen.shape(curve([*tail, (94, 338), (106, 384), (134, 412), (166, 420, "sharp")]))
    pen.line([(35, 352), (50, 340), (60, 356), (74, 341), (82, 354), (96, 346)])
    side: list[Corner] = [(246, 300), (270, 350), (284, 402), (278, 444), (250, 466), (210, 470)]
    pen.shape(curve([*side, *mirrored(side[:-1], MIDDLE)]))
    bib: list[Corner] = [
        (240, 310),
        (250, 344),
        (236, 366, "sharp"),
        (232, 386),
        (222, 384, "sharp"),
        (210, 408, "sharp"),
    ]
    pen.shape(curve([*bib, *mirrored(bib[:-1], MIDDLE)]))
    haunch: list[Corner] = [
        (248, 424),
        (262, 402),
        (290, 408),
        (304, 440),
        (296, 470),
        (262, 478),
        (246, 462),
    ]
    foot: list[Corner] = [(250, 480), (254, 466), (288, 462), (312, 472), (308, 486), (262, 488)]
    leg: list[Corner] = [(213, 404), (238, 396), (244, 440), (250, 470), (246, 486), (222, 488), (212, 470)]
    for turn in (lambda each: each, lambda each: mirrored(each, MIDDLE)):
        pen.shape(curve(turn(haunch)))
        pen.shape(curve(turn(foot)))
    for turn in (lambda each: each, lambda each: mirrored(each, MIDDLE)):
        pen.shape(curve(turn(leg)))
        pen.line(curve(turn([(212, 446), (222, 440), (232, 447), (246, 440)]), closed=False))
        for x in (227, 236):
            pen.line(curve(turn([(x, 476), (x + 1, 488)]), closed=False), 1.8)
    end: list[Corner] = [(232, 312, "sharp"), (262, 306, "sharp"), (286, 366, "sharp"), (256, 380, "sharp")]
    pen.shape(curve(end))
    for share in (0.45, 0.66, 0.84):
        left, right = (232 + share * 24, 312 + share * 68), (262 + share * 24, 306 + share * 60)
        pen.line([left, right])
    scarf: list[Corner] = [(210, 296), (262, 276), (280, 292), (266, 318), (210, 332)]
    pen.shape(curve([*scarf, *mirrored(scarf[1:-1], MIDDLE)]))


def _head(pen: Pen) -> None:
    ear: list[Corner] = [(232, 176, "sharp"), (252, 118), (292, 78, "sharp"), (304, 140), (290, 214, "sharp")]
    inner: list[Corner] = [
        (250, 176, "sharp"),
        (264, 136),
        (285, 108, "sharp"),
        (290, 150),
        (282, 196, "sharp"),
    ]
    half: list[Corner] = [(210, 160), (248, 164), (276, 188), (296, 224), (324, 250, "sharp"), (296, 258)]
    half += [(304, 272, "sharp"), (270, 276), (240, 296), (210, 304)]
    for turn in (lambda each: each, lambda each: mirrored(each, MIDDLE)):
        pen.shape(curve(turn(ear)))
        pen.shape(curve(turn(inner)))
    pen.shape(curve([*half, *mirrored(half[1:-1], MIDDLE)]))
    for turn in (lambda each: each, lambda each: mirrored(each, MIDDLE)):
        pen.line(curve(turn([(323, 250), (280, 236), (246, 244), (226, 262), (216, 276)]), closed=False))
        eye = [(247 + 10 * np.cos(t), 226 + 12 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 60)[:-1]]
        eye = [each[:2] for each in turn(eye)]
        pen.shape(eye, ink=0)
        pen.line(curve(turn([(210, 283), (212, 290), (222, 294), (234, 289)]), closed=False))
    for x in (MIDDLE - 34, MIDDLE + 40):
        pen.disk(x, 221, 3.6, 0.5)
    pen.shape(curve([(210, 286), (198, 277), (200, 268), (210, 266), (220, 268), (222, 277)]), ink=0)


def _lantern(pen: Pen) -> None:
    x, y = 362.0, 500.0
    pen.disk(x, y - 102, 12)
    pen.disk(x, y - 102, 7, 1.8)
    glass: list[Corner] = [(x, y - 58), (x + 21, y - 54), (x + 24, y - 34), (x + 18, y - 12)]
    pen.shape(curve([*glass, *mirrored(glass[1:], x)]))
    pen.shape(curve([(x, y - 52, "sharp"), (x + 9, y - 34), (x, y - 22), (x - 9, y - 34)]), 1.8)
    roof: list[Corner] = [(x + 8, y - 92, "sharp"), (x + 12, y - 76), (x + 28, y - 58, "sharp")]
    pen.shape(curve([*roof, *mirrored(roof, x)]))
    pen.shape([(x - 26, y - 13), (x + 26, y - 13), (x + 22, y), (x - 22, y)])


def _mushroom(pen: Pen, x: float, base: float, size: float) -> None:
    def at(dx: float, dy: float, *how: str) -> Corner:
        return (x + dx * size, base + dy * size, *how)  # type: ignore[return-value]

    pen.shape(curve([at(-9, -26), at(9, -26), at(12, 0), at(0, 4), at(-12, 0)]))
    pen.shape(
        curve(
            [at(-32, -22, "sharp"), at(-22, -48), at(0, -58), at(22, -48), at(32, -22, "sharp"), at(0, -17)]
        )
    )
    for dx, dy, radius in ((-12, -36, 5.5), (4, -45, 5), (15, -32, 4.5)):
        pen.disk(x + dx * size, base + dy * size, radius * size, 1.8)


def main() -> None:
    OUT.mkdir(exist_ok=True)
    for draw in (harbour, fox):
        picture = draw(2)
        grey = picture.to_pil().convert("L").quantize(GREYS)
        grey.save(OUT / f"{draw.__name__}.png", optimize=True)


if __name__ == "__main__":
    main()
