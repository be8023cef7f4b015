"""Line art from a photo or a painting: a network that has learned where a pen would go (linenet.py), and the pen.

    photo -> the size at which the pen has two pixels -> logits -> marks, with the faint ends of sure ones -> their middle

Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage, special

from pinxit.core.errors import ModelError
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile, plan_tiles
from pinxit.methods.lineart.spec import LINES, ExtractOptions
from pinxit.methods.lineart.thinning import skeleton
from pinxit.runtime.loaded import graph_of
from pinxit.runtime.session import Session
from pinxit.runtime.tiling import run_tiled
from pinxit.zoo.catalogue import Model
from pinxit.zoo.catalogue import model as find_model

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]

GRAPH = "lines.onnx"
PEN = 2.0  # pixels: how wide the lines are that the network has learned to draw
CONTEXT = 128  # pixels around a place that it looks at
LONGEST = 4096  # pixels of the longer side that it sees, at most
_FINEST = 1.0  # pixels of the photo: a pen is no finer
_WINDOW = 1536  # pixels: larger pictures are seen in parts
_FRAME = 16  # pixels more of what is at the edge: a picture's end is no line
_RANGE = 6.0  # of the logits: what is added between detail 0 and 1
_SURE, _FAINT = 0.5, -0.75  # logits of a line; of what goes on from one
_LEAST = 30  # pixels that are sure, of a mark: a smaller one is texture
_FAR = 4.0  # pixels from a line, where it is no matter how far
_CALM = 0.7  # pixels: the steps of a slanted line are smoothed away
_LOST = 0.15  # pixels of half a line's width that this takes


@dataclass(frozen=True, eq=False)
class Tracing:
    """The network. multiple: of pixels, what its sides are."""

    session: Session
    multiple: int

    def ink(self, photo: Picture, options: ExtractOptions) -> Float:
        """How much ink each pixel of a photo has (h x w, 0..1). Transparent places are laid on white."""
        rgb_hw3 = photo.on_white()
        height, width = rgb_hw3.shape[:2]
        long = max(height, width)
        pen = max(_FINEST, options.line_width * long / 1000)
        scale = max(pen / PEN, long / LONGEST)  # pixels of the photo for each that the network sees
        rows, columns = (max(1, round(side / scale)) for side in (height, width))
        logits_hw = self.logits(resize(rgb_hw3, rows, columns, clip=True))
        logits_hw += np.float32(_RANGE * (options.detail - 0.5))
        inside_hw = _inside(skeleton(_marks(logits_hw)), pen / scale)
        ink_hw: Float = np.clip(
            0.5 + np.float32(scale) * resize(inside_hw, height, width, kind="linear"), 0, 1
        )
        return ink_hw

    def logits(self, rgb_hw3: Float) -> Float:
        """How sure the network is of a line at each pixel (h x w), in one go or in parts."""
        height, width = rgb_hw3.shape[:2]
        out_hw1 = np.empty((height, width, 1), np.float32)
        tiles = plan_tiles(height, width, window=_WINDOW, context=CONTEXT, multiple=self.multiple)
        run_tiled(self._part, rgb_hw3, tiles, out_hw1)
        return out_hw1[..., 0]

    def _part(self, window_hw3: Float, tile: Tile) -> Float:
        height, width = window_hw3.shape[:2]
        frame = -(-_FRAME // self.multiple) * self.multiple
        beyond = [(frame, frame + -side % self.multiple) for side in (height, width)]
        padded_hw3 = np.pad(window_hw3, [*beyond, (0, 0)], "edge")
        feeds = {"picture": np.ascontiguousarray(padded_hw3.transpose(2, 0, 1)[None])}
        logits_hw: Float = self.session.run(feeds)["logits"][0, 0]
        return logits_hw[frame : frame + height, frame : frame + width, None]


def load(model: Model | str | None = None) -> Tracing:
    """The network of a model of the zoo (None: the packaged one), loaded at most once in this process. Raises ModelError."""
    card = model if isinstance(model, Model) else find_model(model or LINES)
    absent = ModelError(f"{card.id} draws no lines of photos: it has no {GRAPH}")
    session = graph_of(card, GRAPH, absent, threads=None)
    return Tracing(session, card.manifest.constants.multiple)


def likelihood(tracing: Tracing, photo: Picture) -> Float:
    """How likely a line is at each pixel of a photo, in grey (h,w,3), exactly as checkers compare it.

    Not the lines: on another machine a pixel may be just sure enough, and a line turn out otherwise.
    """
    likely_hw = special.expit(tracing.logits(photo.on_white()))
    return np.repeat(likely_hw[..., None], 3, axis=2)


def _marks(logits_hw: Float) -> Mask:
    """Where there is a mark: what is sure, and what goes on from there (Canny, "A computational approach to edge detection",
    1986: hysteresis).
    """
    named_hw, count = ndimage.label(logits_hw > _FAINT, np.ones((3, 3)))
    kept = np.bincount(named_hw[logits_hw > _SURE], minlength=count + 1) >= _LEAST
    marks_hw: Mask = kept[named_hw]
    return marks_hw


def _inside(middle_hw: Mask, width: float) -> Float:
    """How far each pixel lies within a line of this width around its middle; below 0 beside it. Pixels."""
    if not middle_hw.any():
        return np.full(middle_hw.shape, -_FAR, np.float32)
    away_hw = ndimage.distance_transform_edt(~middle_hw).astype(np.float32)
    inside_hw = np.maximum(np.float32(width / 2) - away_hw, -_FAR)
    calm_hw: Float = ndimage.gaussian_filter(inside_hw, _CALM, mode="nearest")
    return calm_hw + np.float32(_LOST)
