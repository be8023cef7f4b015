"""Drawings to train the colours of line art on: SVG clip art -> pairs of lines and colours.

    pip install resvg-py
    python tools/drawings.py SVG_FOLDER DATA/drawings --side 320

SVG_FOLDER: any folder of drawings; ours were the 8,121 public-domain ones of Debian's package `openclipart-svg`. Of each come
NAME.png (colours without lines in RGB, ink in A, 255 a line) and NAME.regions.png (16 bits: the region of each pixel); one in
thirty-four goes to `held/`, for measuring, the rest to `train/`.

Lines are exact where the drawing has strokes: fills white, strokes black. Elsewhere they are the borders of colours, and what is
dark and thin, as a traced pen's line is.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import re
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from pinxit.imageops.colour import rgb_to_oklab
from pinxit.methods.lineart.regions import find_regions
from pinxit.methods.lineart.sketch import walls_of

Float = NDArray[np.float32]

_HELD = 34  # one in so many is for measuring
_SHAPES = {"path", "rect", "circle", "ellipse", "polygon", "polyline", "line", "text", "use"}
_BORDER = 0.045  # in OKLab, between neighbouring pixels: colours with a line between them
_DARK, _THIN = (
    0.45,
    0.014,
)  # OKLab's lightness; share of the longer side: a pen's line is darker, and no wider
_BUSY, _EMPTY, _GREY = (
    0.30,
    0.004,
    0.04,
)  # share of ink: hatching; nothing to colour; share of what has a colour
_CLOSEST, _MARGIN = (
    4.0,
    0.05,
)  # how much a small drawing on a large page is enlarged; shares of its size around it
_MOST_BYTES = 3_000_000


def main() -> None:
    """Render a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--side", type=int, default=320, help="pixels of the longer side")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    files = sorted(given.folder.rglob("*.svg"))
    for part in ("train", "held"):
        (given.out / part).mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(given.processes) as pool:
        made = sum(pool.map(partial(_one, side=given.side, out=given.out), files, chunksize=16))
    print(f"{made} of {len(files)} drawings under {given.out}")


def _one(file: Path, side: int, out: Path) -> bool:
    """Render one drawing; False where there is nothing to learn from it."""
    if file.stat().st_size > _MOST_BYTES:
        return False
    try:
        pair = rendered(ElementTree.parse(file), side)
    except (ElementTree.ParseError, ValueError, OSError):
        return False
    if pair is None:
        return False
    rgb_hw3, ink_hw = pair
    regions = find_regions(walls_of(ink_hw))
    digest = hashlib.sha256(file.read_bytes()).digest()
    name = f"{file.stem[:40]}-{digest.hex()[:8]}"
    folder = out / ("held" if digest[0] * 256 + digest[1] < 65536 // _HELD else "train")
    rgba = np.rint(np.dstack([rgb_hw3, ink_hw]) * 255).astype(np.uint8)
    Image.fromarray(rgba).save(folder / f"{name}.png")
    Image.fromarray(np.minimum(regions.labels_hw, 65535).astype(np.uint16)).save(
        folder / f"{name}.regions.png"
    )
    return True


def rendered(tree: ElementTree.ElementTree, side: int) -> tuple[Float, Float] | None:
    """Colours and ink of a drawing without its empty margins; None where there is nothing to learn from it."""
    strokes, fills = (_repainted(tree, lines=lines) for lines in (True, False))
    first_hw3 = _pixels(fills, side)
    box = _box(first_hw3, _pixels(strokes, side))
    zoom = min(_CLOSEST, first_hw3.shape[0] / (box[1] - box[0]), first_hw3.shape[1] / (box[3] - box[2]))
    larger = round(side * zoom)
    top, bottom, left, right = (round(place * larger / side) for place in box)
    fills_hw3, strokes_hw3 = (_pixels(text, larger)[top:bottom, left:right] for text in (fills, strokes))
    if min(fills_hw3.shape[:2]) < side // 5:
        raise ValueError("a strip")
    return lines_and_colours(fills_hw3, 1 - strokes_hw3.mean(2))


def lines_and_colours(fills_hw3: Float, strokes_hw: Float) -> tuple[Float, Float] | None:
    """Colours without lines, and ink, both 0..1; None for what is empty, grey or too busy."""
    lightness_hw = rgb_to_oklab(fills_hw3)[..., 0]
    dark_hw = lightness_hw < _DARK
    wide = 2 * max(1, round(_THIN * max(dark_hw.shape) / 2)) + 1
    broad_hw = ndimage.binary_opening(np.pad(dark_hw, wide, "edge"), np.ones((wide, wide)))[
        wide:-wide, wide:-wide
    ]
    pen_hw = np.where(dark_hw & ~broad_hw, 1 - lightness_hw, 0)
    near_hw = ndimage.binary_dilation((pen_hw > 0) | (strokes_hw > 0.3), np.ones((3, 3)))
    if near_hw.mean() > 2 * _BUSY:
        return None
    # The colours go on under a line, to its middle.
    nearest = ndimage.distance_transform_edt(near_hw, return_distances=False, return_indices=True)
    colours_hw3 = fills_hw3[tuple(nearest)]
    lab_hw3 = rgb_to_oklab(colours_hw3)
    step_hw = np.zeros(dark_hw.shape, np.float32)
    for axis, beyond in enumerate((((0, 1), (0, 0)), ((0, 0), (0, 1)))):
        step_hw = np.maximum(step_hw, np.pad(np.linalg.norm(np.diff(lab_hw3, axis=axis), axis=2), beyond))
    # Beside a line is another line no more.
    step_hw[ndimage.binary_dilation(near_hw, np.ones((3, 3)))] = 0
    marks_hw, count = ndimage.label(step_hw > _BORDER / 2, np.ones((3, 3)))
    sure = np.zeros(count + 1, np.bool_)
    sure[marks_hw[step_hw > _BORDER]] = True
    sure[0] = False
    border_hw = ndimage.maximum_filter(sure[marks_hw], 2)
    ink_hw = np.clip(np.maximum.reduce([strokes_hw, pen_hw, border_hw]), 0, 1).astype(np.float32)
    share = float((ink_hw > 0.3).mean())
    coloured = float((np.linalg.norm(lab_hw3[..., 1:], axis=2) > 0.04).mean())
    return (colours_hw3, ink_hw) if _EMPTY < share < _BUSY and coloured > _GREY else None


def _box(fills_hw3: Float, strokes_hw3: Float) -> tuple[int, int, int, int]:
    """Rows from and to, columns from and to, of what is drawn, with a margin."""
    drawn_hw = np.minimum(fills_hw3, strokes_hw3).min(2) < 0.98
    if not drawn_hw.any():
        raise ValueError("empty")
    box = []
    for axis in (1, 0):
        places = np.flatnonzero(drawn_hw.any(axis))
        margin = max(2, round(_MARGIN * (places[-1] - places[0])))
        box += [max(0, int(places[0]) - margin), min(drawn_hw.shape[1 - axis], int(places[-1]) + 1 + margin)]
    return box[0], box[1], box[2], box[3]


def _repainted(tree: ElementTree.ElementTree, *, lines: bool) -> tuple[str, bool]:
    """The drawing as text, and whether it is wide. lines: strokes black and fills white; else fills alone."""
    root = ElementTree.fromstring(ElementTree.tostring(tree.getroot()))
    _repaint(root, {}, lines)
    width, height = _size(root)
    return ElementTree.tostring(root, encoding="unicode"), width >= height


def _pixels(drawing: tuple[str, bool], side: int) -> Float:
    text, wide = drawing
    data = resvg_py.svg_to_bytes(
        svg_string=text,
        background="#ffffff",
        skip_system_fonts=True,
        dpi=96,
        **{"width" if wide else "height": side},
    )
    image = Image.open(io.BytesIO(bytes(data))).convert("RGB")
    if max(image.size) > 1.1 * side:
        raise ValueError("a strip")
    return np.asarray(image, np.float32) / np.float32(255)


def _size(root: ElementTree.Element) -> tuple[float, float]:
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4:
        return float(box[2]), float(box[3])
    return tuple(float(re.match(r"[\d.]+", root.get(side, "1") or "1")[0]) for side in ("width", "height"))  # type: ignore[return-value, index]


def _repaint(element: ElementTree.Element, above: dict[str, str], lines: bool) -> None:
    """Set fill and stroke of every shape, those that it inherits taken into account."""
    own = dict(above)
    style = dict(part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part)
    style = {key.strip(): value.strip() for key, value in style.items()}
    for key in ("fill", "stroke"):
        own[key] = style.get(key, element.get(key, own.get(key, "")))
    kind = element.tag.rpartition("}")[2]
    if kind in _SHAPES:
        stroked = own["stroke"] not in ("", "none")
        filled = own["fill"] != "none"
        if lines:
            style |= {
                "stroke": "#000000" if stroked else "none",
                "fill": "#ffffff" if filled else "none",
                "stroke-opacity": "1",
            }
        elif stroked:
            style["stroke"] = "none"
        for key in ("fill", "stroke"):
            element.attrib.pop(key, None) if key in style else None
        element.set("style", ";".join(f"{key}:{value}" for key, value in style.items()))
    for child in element:
        _repaint(child, own, lines)


if __name__ == "__main__":
    main()
