"""Make docs/pictures/lineart.jpg, lineart-draft.jpg and lineart-extract.jpg again: drawings of ours in colours, lines of photos.

python tools/lineart_pictures.py
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from lineart_drawings import fox, harbour
from PIL import Image, ImageDraw

from pinxit.core.picture import Picture
from pinxit.methods.lineart.extract import line_art
from pinxit.methods.lineart.layers import line_layer
from pinxit.methods.lineart.run import prepare
from pinxit.methods.lineart.sketch import ink_of
from pinxit.methods.lineart.spec import ExtractOptions, LineartOptions
from pinxit.zoo.samples import sample

OUT = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTH, HEIGHT = 560, 420  # pixels
GAP = 8  # pixels between pictures
PHOTOS = ("astronaut", "cat", "coffee", "summer-palace")

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

# A few of them, where the network proposes the rest.
FEW = {
    "harbour": [HINTS[0], HINTS[9], HINTS[8]],
    "fox": [{"x": 210, "y": 235, "colour": "#e08030"}, {"x": 20, "y": 20, "colour": "#203060"}],
}


def photographed(picture: Picture) -> Picture:
    """The drawing in pencil on yellow paper under a lamp, with a shadow and the noise of a camera."""
    ink_hw1 = 1 - picture.rgb_hw3[..., :1]
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] / WIDTH
    light_hw = (1 - 0.45 * x) * np.where(x + 0.6 * y > 1.05, 0.72, 1.0)
    colours_hw3 = np.array([0.98, 0.93, 0.8]) * (1 - 0.6 * ink_hw1)
    noise = np.random.default_rng(0).normal(0, 0.012, colours_hw3.shape)
    return Picture(np.clip(light_hw[..., None] * colours_hw3 + noise, 0, 1).astype(np.float32))


def dotted(picture: Picture, hints: list[dict[str, Any]] = HINTS) -> Picture:
    """The drawing with its hints to be seen."""
    image = picture.to_pil()
    pen = ImageDraw.Draw(image)
    for hint in hints:
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
    options.setdefault("draft", False)
    return prepare(None, LineartOptions(**options), hints=hints)(inputs)


def lines_of(picture: Picture) -> Picture:
    ink = line_layer(ink_of(picture)).alpha_yx
    return Picture.of(255 - ink)


def cropped(picture: Picture) -> Picture:
    """The middle of a picture, as wide and as high as the others."""
    scale = max(WIDTH / picture.width, HEIGHT / picture.height)
    larger = picture.resized(round(picture.width * scale), round(picture.height * scale)).to_pil()
    left, top = (larger.width - WIDTH) // 2, (larger.height - HEIGHT) // 4
    return Picture.of(larger.crop((left, top, left + WIDTH, top + HEIGHT)))


def main() -> None:
    drawn, cup = harbour(), sample("coffee")
    pencil = photographed(drawn)
    palette = "#22577a,#38a3a5,#57cc99,#c7f9cc,#f6bd60,#f28482,#f7ede2"
    rows = [
        [dotted(drawn), coloured(drawn), coloured(drawn, mode="cel", lines="coloured")],
        [
            coloured(drawn, [*HINTS[1:], *EVENING], mode="blended", lines="coloured", light="right"),
            coloured(drawn, hints=None, palette=palette, mode="cel", light="top-right"),
            coloured(drawn, hints=None, reference=cup, lines="coloured"),
        ],
        [pencil, lines_of(pencil), line_art(cup, ExtractOptions(by="xdog")).resized(WIDTH, HEIGHT)],
    ]
    write(rows, WIDTH, HEIGHT, "lineart.jpg")
    rows = [proposed(drawing, FEW[name]) for name, drawing in (("harbour", harbour()), ("fox", fox()))]
    write(rows, HEIGHT, HEIGHT, "lineart-draft.jpg")
    ways = [ExtractOptions(by=way) for way in ("xdog", "network")]
    photos = [sample(name).fitted(1024) for name in PHOTOS]
    columns = [[photo, *(line_art(photo, way) for way in ways)] for photo in photos]
    rows = [[cropped(each) for each in row] for row in zip(*columns, strict=True)]
    write(rows, WIDTH, HEIGHT, "lineart-extract.jpg")


def proposed(lines: Picture, hints: list[dict[str, Any]]) -> list[Picture]:
    """Lines; what the network proposes by itself and with a seed; hints, and what it makes of them; the same in a palette."""
    palette = "#22577a,#57cc99,#f6bd60,#f28482"
    made = [
        lines,
        coloured(lines, None, draft=True),
        coloured(lines, None, draft=True, seed=3),
        dotted(lines, hints),
        coloured(lines, hints, draft=True),
        coloured(lines, hints, draft=True, palette=palette),
    ]
    return [each.fitted(HEIGHT) for each in made]


def write(rows: list[list[Picture]], width: int, height: int, name: str) -> None:
    """A sheet of pictures, each in a place of so many pixels, at two thirds of its size."""
    across, down = len(rows[0]), len(rows)
    sheet = Image.new("RGB", (across * (width + GAP) - GAP, down * (height + GAP) - GAP), (245, 245, 245))
    for y, row in enumerate(rows):
        for x, each in enumerate(row):
            off = (width - each.width) // 2, (height - each.height) // 2
            sheet.paste(each.to_pil(), (x * (width + GAP) + off[0], y * (height + GAP) + off[1]))
    small = sheet.resize((sheet.width * 2 // 3, sheet.height * 2 // 3), Image.Resampling.LANCZOS)
    small.save(OUT / name, quality=85)


if __name__ == "__main__":
    main()
