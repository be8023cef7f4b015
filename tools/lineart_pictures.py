"""Make docs/pictures/lineart.jpg again: a drawing of ours, coloured by `pinxit lineart`.

python tools/lineart_pictures.py [--drawing FILE.png]     also write the drawing itself
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from pinxit.core.picture import Picture
from pinxit.methods.lineart.extract import line_art
from pinxit.methods.lineart.layers import line_layer
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.sketch import ink_of
from pinxit.methods.lineart.spec import LineartOptions
from pinxit.zoo.samples import sample

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "lineart.jpg"
WIDTH, HEIGHT, FINE = 560, 420, 4  # pixels; drawn as many times larger, for soft edges
GAP = 8  # pixels between pictures

HINTS: list[dict[str, Any]] = [
    {"x": 30, "y": 30, "colour": "#bfe0ee"},  # sky
    {"x": 470, "y": 70, "colour": "#f7c948"},  # sun
    {"x": 200, "y": 75, "colour": "#ffffff"},  # clouds
    {"x": 380, "y": 120, "colour": "#ffffff"},
    {"x": 440, "y": 225, "colour": "#8fb573"},  # hills
    {"x": 530, "y": 225, "colour": "#6f9a62"},
    {"x": 500, "y": 320, "colour": "#3f87ac"},  # sea
    {"x": 25, "y": 275, "colour": "#3f87ac"},
    {"x": 40, "y": 380, "colour": "#9a8a7c"},  # rock
    {"x": 95, "y": 130, "colour": "#c8402f"},  # lighthouse: roof, lamp, bands
    {"x": 95, "y": 150, "colour": "#ffe99a"},
    {"x": 95, "y": 185, "colour": "#f4efe6"},
    {"x": 95, "y": 225, "colour": "#c8402f"},
    {"x": 95, "y": 265, "colour": "#f4efe6"},
    {"x": 95, "y": 300, "colour": "#c8402f"},
    {"x": 340, "y": 340, "colour": "#b5512c"},  # boat
    {"x": 340, "y": 322, "colour": "#efe2c4"},
    {"x": 295, "y": 260, "colour": "#f3ead7"},  # sails
    {"x": 370, "y": 250, "colour": "#e9c46a"},
    {"x": 372, "y": 150, "colour": "#c8402f"},  # flag
]
EVENING: list[dict[str, Any]] = [  # strokes for colours that flow
    {"points": [[20, 20], [420, 20]], "colour": "#7fb2d8", "width": 3},
    {"points": [[130, 236], [250, 236]], "colour": "#f9c58d", "width": 3},
    {"points": [[180, 252], [255, 252]], "colour": "#e9b58a", "width": 3},
    {"points": [[210, 412], [550, 412]], "colour": "#1b4f78", "width": 3},
    {"points": [[40, 412], [150, 412]], "colour": "#6a5d55", "width": 3},
]


class Pen:
    """Shapes with an outline that cover what is behind them."""

    def __init__(self) -> None:
        self.image = Image.new("L", (WIDTH * FINE, HEIGHT * FINE), 255)
        self._draw = ImageDraw.Draw(self.image)

    def shape(self, corners: list[tuple[float, float]], width: float = 2.2) -> None:
        """A closed outline."""
        fine = [(x * FINE, y * FINE) for x, y in corners]
        self._draw.polygon(fine, fill=255)
        self.line([*corners, corners[0], corners[1]], width)

    def line(self, corners: list[tuple[float, float]], width: float = 2.2) -> None:
        """An open line."""
        fine = [(x * FINE, y * FINE) for x, y in corners]
        self._draw.line(fine, fill=0, width=round(width * FINE), joint="curve")

    def disk(self, x: float, y: float, radius: float) -> None:
        """A circle."""
        turns = np.linspace(0, 2 * np.pi, 80)[:-1]
        self.shape([(x + radius * np.cos(t), y + radius * np.sin(t)) for t in turns])

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


def drawing() -> Picture:
    """A lighthouse, a sailing boat, hills and clouds over a sea."""
    pen = Pen()
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
    small = pen.image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    return Picture.of(np.asarray(small))


def photographed(picture: Picture) -> Picture:
    """The drawing in pencil on yellow paper under a lamp, with a shadow and the noise of a camera."""
    ink_hw1 = 1 - picture.rgb_hw3[..., :1]
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / WIDTH
    light_hw = (1 - 0.45 * x) * np.where(x + 0.6 * y > 1.05, 0.72, 1.0)
    colours_hw3 = np.array([0.98, 0.93, 0.8]) * (1 - 0.6 * ink_hw1)
    noise = np.random.default_rng(0).normal(0, 0.012, colours_hw3.shape)
    return Picture(np.clip(light_hw[..., None] * colours_hw3 + noise, 0, 1).astype(np.float32))


def dotted(picture: Picture) -> Picture:
    """The drawing with its hints to be seen."""
    image = picture.to_pil()
    pen = ImageDraw.Draw(image)
    for hint in HINTS:
        if "points" in hint:
            pen.line([tuple(each) for each in hint["points"]], fill=hint["colour"], width=7)
        else:
            x, y = hint["x"], hint["y"]
            pen.ellipse((x - 8, y - 8, x + 8, y + 8), fill=hint["colour"], outline="#404040", width=2)
    return Picture.of(image)


def coloured(
    picture: Picture, hints: Any = HINTS, reference: Picture | None = None, **options: Any
) -> Picture:
    inputs = {"content": [picture], "reference": [] if reference is None else [reference]}
    return prepare(None, LineartOptions(**options), hints=hints)(inputs)


def lines_of(picture: Picture) -> Picture:
    ink = line_layer(ink_of(picture)).alpha_yx
    return Picture.of(255 - ink)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--drawing", type=Path)
    args = parser.parse_args()
    drawn, cup = drawing(), sample("coffee")
    if args.drawing:
        drawn.save(args.drawing)
    pencil = photographed(drawn)
    palette = "#22577a,#38a3a5,#57cc99,#c7f9cc,#f6bd60,#f28482,#f7ede2"
    rows = [
        [dotted(drawn), coloured(drawn), coloured(drawn, mode="cel", lines="coloured")],
        [
            coloured(drawn, [*HINTS[1:], *EVENING], mode="blended", lines="coloured", light="right"),
            coloured(drawn, hints=None, palette=palette, mode="cel", light="top-right"),
            coloured(drawn, hints=None, reference=cup, lines="coloured"),
        ],
        [pencil, lines_of(pencil), line_art(cup).resized(WIDTH, HEIGHT)],
    ]
    sheet = Image.new("RGB", (3 * WIDTH + 2 * GAP, 3 * HEIGHT + 2 * GAP), (245, 245, 245))
    for y, row in enumerate(rows):
        for x, each in enumerate(row):
            sheet.paste(each.to_pil(), (x * (WIDTH + GAP), y * (HEIGHT + GAP)))
    sheet.resize((sheet.width * 2 // 3, sheet.height * 2 // 3), Image.Resampling.LANCZOS).save(
        OUT, quality=85
    )


if __name__ == "__main__":
    main()
