"""Painting a whole mosaic with a trained generator, in tiles that agree, onto a canvas of bytes.

One map of noise belongs to the whole picture; every tile sees so much beyond its borders that nothing it keeps depends on them.
Axes: h rows, w columns, 3 RGB.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.core.pixels import quantise
from pinxit.core.progress import OnStep, report
from pinxit.imageops.colour import keep_colours
from pinxit.imageops.tiles import plan_tiles
from pinxit.methods.mosaic.model import Painter
from pinxit.methods.mosaic.sources import PhotoView

Bytes = NDArray[np.uint8]

WINDOW = 1024  # pixels of a tile, its context included


@torch.no_grad()
def render(
    painter: Painter,
    photo: Picture | None,
    size: tuple[int, int],
    *,
    tileable: bool = False,
    coloured: bool = False,
    window: int = WINDOW,
    on_step: OnStep | None = None,
) -> Bytes:
    """A mosaic of `size` (height, width) pixels, (h,w,3).

    tileable: a texture that begins again at its borders without a seam; its sides must be multiples of `shape.multiple`.
    coloured: in the colours of the photo.
    on_step: is told, and cannot stop it: half a mosaic is none.
    """
    height, width = size
    shape = painter.shape
    view = None if photo is None else PhotoView(photo, height, width)
    device = next(painter.generator.parameters()).device
    noise = painter.generator.noise.draw(
        -(-height // shape.multiple),
        -(-width // shape.multiple),
        torch.Generator().manual_seed(painter.seed),
    )
    # A tileable texture is painted with its surroundings, which are itself again.
    border = shape.context if tileable else 0
    tiles = plan_tiles(
        noise.size[0] * shape.multiple + 2 * border,
        noise.size[1] * shape.multiple + 2 * border,
        window=window,
        context=shape.context,
        multiple=shape.multiple,
    )
    canvas_hw3 = np.zeros((height, width, 3), np.uint8)
    for done, tile in enumerate(tiles, 1):
        y0, x0 = tile.y0 - border, tile.x0 - border
        cells = painter.generator.noise.window(
            noise,
            y0 // shape.multiple,
            x0 // shape.multiple,
            (tile.y1 - tile.y0) // shape.multiple,
            (tile.x1 - tile.x0) // shape.multiple,
            wrapped=tileable,
        )
        picture_3hw = painter.paint(view, cells[None].to(device), [(y0, x0)], size).picture[0]
        made_hw3 = ((picture_3hw + 1) * 127.5).round().clamp(0, 255).byte().permute(1, 2, 0).cpu().numpy()
        # The part of the inner box that lies on the canvas.
        top, left = max(0, tile.inner_y0 - border), max(0, tile.inner_x0 - border)
        bottom, right = min(height, tile.inner_y1 - border), min(width, tile.inner_x1 - border)
        if top < bottom and left < right:
            kept_hw3 = made_hw3[top - y0 : bottom - y0, left - x0 : right - x0]
            if coloured and view is not None:
                photo_hw3 = view.window_hw3(top, left, bottom - top, right - left)
                kept_hw3 = quantise(keep_colours(Picture.of(kept_hw3).rgb_hw3, photo_hw3))
            canvas_hw3[top:bottom, left:right] = kept_hw3
        report(on_step, done, len(tiles), "painting the mosaic")
    return canvas_hw3
