"""Colours that a network proposes for a drawing: what it is told, and what it says.

    ink, regions, hints --+--> the network, at 512 pixels --> a draft: a colour for each region
    palette or reference -+

Axes: h rows, w columns, r regions, k of them that others look at, n numbers, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import ModelError
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.methods.lineart.choosing import chosen
from pinxit.methods.lineart.flat import Meant, meant
from pinxit.methods.lineart.grid import NUMBERS, divided, palette_of
from pinxit.methods.lineart.harmony import harmony
from pinxit.methods.lineart.hints import mark
from pinxit.methods.lineart.proposal import Palette, palette_from
from pinxit.methods.lineart.regions import Regions, find_regions
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.runtime.loaded import graph_of
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import Model
from pinxit.zoo.catalogue import model as find_model

Float = NDArray[np.float32]

GRAPH = "draft.onnx"
SIDE = 512  # pixels of the longer side: what the network is shown, at most
PLACE = 3  # numbers that say where a region lies
SEEN = 384  # regions that others look at, at most: those with hints, then the largest
LEAST = 1e-3  # of a palette: a share that is hardly heard
_CHANCE = 2.0  # how much more or less of a colour other proposals have: the deviation of its logarithm


@dataclass(frozen=True, eq=False)
class Drafting:
    """The network. multiple: of pixels, what its sides are."""

    session: Session
    multiple: int

    def draft(
        self, ink_hw: Float, regions: Regions, hints: Meant, palette: Palette | None, seed: int
    ) -> Float:
        """A colour for each region (r x 3): of a palette, of hints, or that of paper; without a palette and with seed 0, any.

        Other seeds have palettes of their own; of one that is given they take more of some colours and less of others.
        """
        palette = varied(palette, seed)
        height, width = ink_hw.shape
        scale = min(1.0, SIDE / max(height, width))
        rows, columns = (max(1, round(side * scale)) for side in (height, width))
        beyond = [(0, -side % self.multiple) for side in (rows, columns)]
        shown_hw = np.pad(resize(ink_hw[..., None], rows, columns, kind="area")[..., 0], beyond)
        colours_r4 = _colours(regions.count, hints)
        hints_hw4 = np.pad(colours_r4[_sampled(regions.labels_hw, rows, columns)], [*beyond, (0, 0)])
        labels_hw = _named(regions, rows, columns)
        places_r3 = places_of(labels_hw, regions.count)
        everywhere_hw = np.full([each // 2 for each in shown_hw.shape], regions.count, np.float32)
        everywhere_hw[: labels_hw.shape[0], : labels_hw.shape[1]] = labels_hw
        used_n3 = hints.colours_n3[np.unique(hints.first_r[hints.hinted_r])]
        feeds = {
            "ink": shown_hw[None, None],
            "hints": np.ascontiguousarray(hints_hw4.transpose(2, 0, 1)[None]),
            "used": palette_of(used_n3)[None],
            "labels": everywhere_hw[None],
            "places": places_r3[None],
            "hinted": on_grid(colours_r4)[None],
            "seen": seen_of(places_r3, hints.hinted_r).astype(np.float32),
            "palette": np.zeros((1, NUMBERS), np.float32)
            if palette is None
            else palette_of(palette.colours_c3, palette.share_c)[None],
        }
        logits_rn = self.session.run(feeds)["logits"][0]
        fixed_r3 = hints.over(np.ones((regions.count, 3), np.float32))
        offered_c3 = None if palette is None else np.concatenate([palette.colours_c3, used_n3])
        return chosen(logits_rn, regions, fixed_r3, hints.hinted_r, offered_c3)


def varied(palette: Palette | None, seed: int) -> Palette | None:
    """What a seed makes of a palette; 0 nothing."""
    if not seed:
        return palette
    if palette is None:
        return harmony(seed)
    # Evenly spread, which the page can make as well.
    chance_c = np.sqrt(12) * (np.random.default_rng(seed).random(len(palette.share_c)) - 0.5)
    shares_c = palette.share_c * np.exp(_CHANCE * chance_c)
    return replace(palette, share_c=(shares_c / shares_c.sum()).astype(np.float32))


def load(model: Model | str) -> Drafting:
    """The network of a model of the zoo, loaded at most once in this process. Raises ModelError."""
    card = find_model(model) if isinstance(model, str) else model
    absent = ModelError(f"{card.id} proposes no colours for line art: it has no {GRAPH}")
    session = graph_of(card, GRAPH, absent, threads=None)
    return Drafting(session, card.manifest.constants.multiple)


def drafted(drafting: Drafting, lines: Picture, reference: Picture) -> Float:
    """The golden lines in a draft of the golden reference's colours (h,w,3), exactly as checkers compare it."""
    ink_hw = ink_of(lines)
    regions = find_regions(walls_of(ink_hw))
    nothing = meant(regions, mark((), None, lines.height, lines.width))
    colours_r3 = drafting.draft(ink_hw, regions, nothing, palette_from(reference), 0)
    return colours_r3[regions.labels_hw]


def on_grid(colours_r4: Float) -> Float:
    """The colours of hints on the grid (r x n); zeros for a region without one (its fourth number is 0)."""
    return divided(colours_r4[:, :3]) * colours_r4[:, 3:]


def places_of(labels_hw: NDArray[np.int64], count: int) -> Float:
    """Where each region lies (r x 3): its middle from the picture's, in longer sides, across and down; the root of its share.

    labels_hw: the region of each place, `count` for none. Zeros for a region without a place.
    """
    height, width = labels_hw.shape
    rows, columns = np.mgrid[:height, :width]
    sizes_r = np.bincount(labels_hw.ravel(), minlength=count + 1)[:count]
    middle_2r = [
        np.bincount(labels_hw.ravel(), axis.ravel() + 0.5 - side / 2, minlength=count + 1)[:count]
        / (np.maximum(sizes_r, 1) * max(height, width))
        for axis, side in ((columns, width), (rows, height))
    ]
    return np.stack([*middle_2r, np.sqrt(sizes_r / labels_hw.size)], 1).astype(np.float32)


def seen_of(places_r3: Float, hinted_r: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The regions that others look at (k): those with hints, then the largest."""
    order_r = np.argsort(-(places_r3[:, 2] + 2 * hinted_r), kind="stable")
    return order_r[: min(SEEN, max(1, int((places_r3[:, 2] > 0).sum())))]


def _colours(count: int, hints: Meant) -> Float:
    """The colour that each region has by a hint, and 1; zeros without one (r x 4)."""
    told_r4 = np.zeros((count, 4), np.float32)
    told_r4[hints.hinted_r, :3] = hints.colours_n3[hints.first_r[hints.hinted_r]]
    told_r4[hints.hinted_r, 3] = 1
    return told_r4


def _sampled(labels_hw: NDArray[Any], rows: int, columns: int) -> NDArray[Any]:
    """Labels at the network's size."""
    at = np.ix_(
        *((np.arange(few) * many // few for few, many in zip((rows, columns), labels_hw.shape, strict=True)))
    )
    sampled: NDArray[Any] = labels_hw[at]
    return sampled


def _named(regions: Regions, rows: int, columns: int) -> NDArray[np.int64]:
    """The region of each place, at half of the network's size; one that would be left out takes the place of its first pixel."""
    labels_hw = _sampled(regions.labels_hw, rows, columns)[::2, ::2].astype(np.int64)
    lost = np.flatnonzero(np.bincount(labels_hw.ravel(), minlength=regions.count) == 0)
    if lost.size:
        height, width = regions.labels_hw.shape
        _, first = np.unique(regions.labels_hw, return_index=True)
        labels_hw[first[lost] // width * rows // height // 2, first[lost] % width * columns // width // 2] = (
            lost
        )
    return labels_hw
