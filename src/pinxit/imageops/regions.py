"""Regions that a person painted in colours: one picture of flat colours beside each photo or painting.

Places of one colour belong together across the pictures. JPEG noise and soft edges are expected: only flat places say
which colours there are, and every pixel belongs to the nearest of those.

Axes: h rows, w columns, 3 RGB, n pixels; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.core.pixels import bands
from pinxit.imageops.resize import resize

Float = NDArray[np.float32]
Labels = NDArray[np.uint8]

MASK_SIDE = 1024  # pixels a side of a mask that are looked at
_FLAT = 0.08  # difference of neighbours that noise may make, and an edge does not stay below
_NEAR = 0.25  # distance (of the cube's side 1) below which two colours are meant as one
_SHARE = 0.002  # of a picture: a smaller region is a blot
_MOST = 64  # regions; a photo in place of a mask has more
_LEVELS = 15  # a channel in as many steps finds the usual colours


@dataclass(frozen=True, eq=False)
class Regions:
    """Which region each pixel of some pictures belongs to.

    colours: the name of each region, as "#rrggbb". labels: for every picture an h x w array of indices into colours.
    """

    colours: tuple[str, ...]
    labels: tuple[Labels, ...]

    def share(self, picture: int, region: int) -> float:
        """The part of a picture that a region covers, 0..1; a blot is none."""
        share = float((self.labels[picture] == region).mean())
        return share if share >= _SHARE else 0.0

    def soft(self, picture: int, region: int, height: int, width: int) -> Float:
        """The part of each cell that a region covers, 0..1, for a grid of height x width cells."""
        inside_hw = (self.labels[picture] == region).astype(np.float32)
        return resize(inside_hw, height, width, kind="area", clip=True)

    def pure(self, picture: int, region: int, height: int, width: int) -> Float:
        """The same for cells that are mostly of this region, and 0 for all others: no cell counts for two regions."""
        soft_hw = self.soft(picture, region, height, width)
        return np.maximum(2 * soft_hw - 1, 0, out=soft_hw)

    def inner(self, picture: int, region: int, height: int, width: int) -> Float:
        """Of the pure cells those whose eight neighbours are of the region too: what looks at a cell's surroundings sees
        no other region there. All pure ones where there are none such.
        """
        pure_hw = self.pure(picture, region, height, width)
        padded = np.pad(pure_hw, 1, mode="edge")
        inner_hw = sliding_window_view(padded, (3, 3)).min((2, 3))
        return inner_hw if inner_hw.any() else pure_hw


def read_regions(masks: Sequence[Picture]) -> Regions:
    """Read one or more masks with one palette for all of them, the most frequent colour first.

    Raises InputError for a picture without flat colours, or with more than 64 of them.
    """
    pictures = [_thinned(mask.rgb_hw3) for mask in masks]
    flat = [picture[_is_flat(picture)] for picture in pictures]
    for number, pixels_n3 in enumerate(flat, 1):
        if len(pixels_n3) == 0:
            raise InputError(
                f"mask {number} has no flat colours: paint each region in one colour of its own."
            )
    palette = _palette(flat)
    if len(palette) > _MOST:
        raise InputError(
            f"the masks have more than {_MOST} colours: paint each region in one flat colour (is one of them a photo?)."
        )
    names = tuple("#" + "".join(f"{round(255 * value):02x}" for value in colour) for colour in palette)
    return Regions(names, tuple(_nearest(picture, np.array(palette)) for picture in pictures))


def _thinned(rgb_hw3: Float) -> Float:
    """Every k-th pixel of a large mask: no new colours, as a filter would make."""
    step = -(-max(rgb_hw3.shape[:2]) // MASK_SIDE)
    return rgb_hw3[::step, ::step]


def _is_flat(rgb_hw3: Float) -> NDArray[np.bool_]:
    """Where a pixel differs little from all four neighbours."""
    flat = np.ones(rgb_hw3.shape[:2], np.bool_)
    down = np.abs(np.diff(rgb_hw3, axis=0)).max(2) < _FLAT
    across = np.abs(np.diff(rgb_hw3, axis=1)).max(2) < _FLAT
    flat[1:] &= down
    flat[:-1] &= down
    flat[:, 1:] &= across
    flat[:, :-1] &= across
    return flat


def _palette(flat: Sequence[Float]) -> list[Float]:
    """Colours that hold a share of at least one picture, each far from the ones before it."""
    found: list[tuple[float, tuple[int, ...], Float]] = []
    for pixels_n3 in flat:
        steps_n3 = np.round(pixels_n3 * _LEVELS).astype(np.int64)
        bins, inverse, counts = np.unique(steps_n3, axis=0, return_inverse=True, return_counts=True)
        means = np.stack(
            [np.bincount(inverse.ravel(), pixels_n3[:, channel]) / counts for channel in range(3)], axis=1
        )
        found += [
            (count / len(pixels_n3), tuple(key), mean)
            for key, count, mean in zip(bins.tolist(), counts, means, strict=True)
            if count >= _SHARE * len(pixels_n3)
        ]
    palette: list[Float] = []
    for _, _, colour in sorted(found, key=lambda each: (-each[0], each[1])):
        if all(np.linalg.norm(colour - known) >= _NEAR for known in palette):
            palette.append(colour)
    return palette


def _nearest(rgb_hw3: Float, palette_c3: Float) -> Labels:
    labels = np.empty(rgb_hw3.shape[:2], np.uint8)
    for y0, y1 in bands(rgb_hw3.shape[0], rgb_hw3.shape[1] * len(palette_c3)):
        difference = rgb_hw3[y0:y1, :, None] - palette_c3
        labels[y0:y1] = np.square(difference).sum(3).argmin(2)
    return labels
