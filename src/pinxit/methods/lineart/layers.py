"""Layers, and the picture that they make.

The picture *is* its layers laid on each other, bytes as they are written to files; so what another program puts together from
them differs by rounding alone.
Axes: h rows, w columns of the picture; y and x of a layer's window; 3 RGB; bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from pinxit.core.pixels import bands, quantise
from pinxit.methods.lineart.colours import name_of
from pinxit.methods.lineart.flat import PAPER
from pinxit.methods.lineart.mixing import Mix
from pinxit.methods.lineart.shading import Shading

Float = NDArray[np.float32]
Bytes = NDArray[np.uint8]

NORMAL, MULTIPLY, SCREEN = "normal", "multiply", "screen"
COLOURS, LIGHT = "colours", "light"  # groups
_SOME = 1 / 512  # of a pixel: less is not to be seen
_LINE = 0.618  # of the colours around it: a coloured line


@dataclass(frozen=True, eq=False)
class Layer:
    """A window of the picture. rgb_yx3: its colours, or one colour as 1 x 1 x 3. alpha_yx: its coverage. top, left: pixels.

    group: that in which it lies with those beside it; "": none. A group changes nothing in how layers lie on each other.
    """

    name: str
    rgb_yx3: Bytes
    alpha_yx: Bytes
    blend: str = NORMAL
    top: int = 0
    left: int = 0
    group: str = ""

    def rgba(self) -> Bytes:
        """The window, y x x x 4."""
        rgb_yx3 = np.broadcast_to(self.rgb_yx3, (*self.alpha_yx.shape, 3))
        return np.dstack([rgb_yx3, self.alpha_yx])


def png(rgba_yx4: Bytes) -> bytes:
    """A PNG of 8-bit RGBA."""
    stream = io.BytesIO()
    Image.fromarray(rgba_yx4).save(stream, "PNG", compress_level=3)
    return stream.getvalue()


def colour_layers(mix: Mix) -> list[Layer]:
    """White paper, and on it a layer of one colour for each that is told apart, the largest first; the rest share one on top."""
    shape = mix.flat.which_hw.shape
    layers, below_hw = [_paper(*shape)], np.zeros(shape, np.float32)
    for colour, window, share_yx in mix.shares():
        below_yx = below_hw[window]
        below_yx += share_yx
        rgb_3 = mix.flat.colours_c3[colour]
        if (rgb_3 == PAPER).all():  # paper has no layer of its own
            continue
        # What is laid on takes its share of what it and those below it have together.
        alpha_yx = quantise(np.asarray(share_yx / np.maximum(below_yx, _SOME), np.float32))
        name = f"colour {name_of(rgb_3)}"
        rgb_113 = quantise(rgb_3[None, None])
        y, x = window
        layers.append(Layer(name, rgb_113, alpha_yx, top=y.start, left=x.start, group=COLOURS))
    rest_hw = below_hw < 1 - _SOME
    if rest_hw.any():
        alpha_hw = np.where(rest_hw, np.uint8(255), np.uint8(0))
        layers.append(Layer("other colours", quantise(mix.rgb_hw3()), alpha_hw, group=COLOURS))
    return layers


def light_layers(shading: Shading) -> list[Layer]:
    """A layer of shadow and one of light."""
    whole = np.full(shading.shadow_hw3.shape[:2], 255, np.uint8)
    return [
        Layer("shadow", quantise(shading.shadow_hw3), whole, MULTIPLY, group=LIGHT),
        Layer("light", quantise(shading.glow_hw3), whole, SCREEN, group=LIGHT),
    ]


def line_layer(ink_hw: Float, below_hw3: Float | None = None) -> Layer:
    """The lines: black, or a darker shade of what is below them."""
    alpha_hw = quantise(ink_hw)
    if below_hw3 is None:
        return Layer("lines", np.zeros((1, 1, 3), np.uint8), alpha_hw)
    darkest_hw3 = ndimage.minimum_filter(below_hw3, (3, 3, 1))
    return Layer("lines", quantise(_LINE * darkest_hw3), alpha_hw)


def composed(layers: Sequence[Layer], height: int, width: int) -> Float:
    """The picture (h x w x 3, 0..1) that layers make, the first at the bottom."""
    canvas_hw3 = np.ones((height, width, 3), np.float32)
    for layer in layers:
        rows, columns = layer.alpha_yx.shape
        part = canvas_hw3[layer.top : layer.top + rows, layer.left : layer.left + columns]
        colours_yx3 = np.broadcast_to(layer.rgb_yx3, part.shape)
        for y0, y1 in bands(rows, columns):
            _lay(part[y0:y1], colours_yx3[y0:y1], layer.alpha_yx[y0:y1], layer.blend)
    return canvas_hw3


def _lay(below_yx3: Float, rgb_yx3: Bytes, alpha_yx: Bytes, blend: str) -> None:
    alpha_yx1 = alpha_yx[..., None] / np.float32(255)
    colour_yx3 = rgb_yx3 / np.float32(255)
    if blend == MULTIPLY:
        colour_yx3 = colour_yx3 * below_yx3
    elif blend == SCREEN:
        colour_yx3 = below_yx3 + colour_yx3 - below_yx3 * colour_yx3
    below_yx3 += alpha_yx1 * (colour_yx3 - below_yx3)


def _paper(height: int, width: int) -> Layer:
    return Layer("paper", np.full((1, 1, 3), 255, np.uint8), np.full((height, width), 255, np.uint8))
