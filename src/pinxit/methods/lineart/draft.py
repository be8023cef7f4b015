"""Colours that a network proposes for a drawing: what it is told, and what it says.

    ink, regions, hints --+--> the network, at 512 pixels --> a draft: colours for the whole drawing, soft and with mistakes
    palette or reference -+

Nobody sees the draft as it is: a region takes the median of what it says there.
Axes: h rows, w columns, n numbers, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import ModelError
from pinxit.core.picture import Picture
from pinxit.imageops.resize import resize
from pinxit.methods.lineart.flat import Meant, meant
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
PALETTES = 64  # of drawings, that the network can propose from by itself
SIDE = 512  # pixels of the longer side: what the network is shown, at most
LEVELS = 4  # of each channel, in a palette
NUMBERS = LEVELS**3
GRID = (
    np.stack(np.meshgrid(*[np.linspace(0, 1, LEVELS)] * 3, indexing="ij"), -1)
    .reshape(-1, 3)
    .astype(np.float32)
)
LEAST = 1e-3  # of a palette: a share that is hardly heard
_WIDE = 0.3  # how far around the likeliest colour others count: the deviation, in sRGB
AROUND = np.exp(-np.square(GRID[:, None] - GRID).sum(2) / (2 * _WIDE**2)).astype(np.float32)
_CHANCE = 0.8  # how much more or less of a colour other proposals have: the deviation of its logarithm


@dataclass(frozen=True, eq=False)
class Drafting:
    """The network. multiple: of pixels, what its sides are."""

    session: Session
    multiple: int

    def draft(
        self, ink_hw: Float, regions: Regions, hints: Meant, palette: Palette | None, seed: int
    ) -> Float:
        """Colours for a drawing (h x w x 3), in those of a palette if there is one; see `told` for the seed."""
        height, width = ink_hw.shape
        scale = min(1.0, SIDE / max(height, width))
        rows, columns = (max(1, round(side * scale)) for side in (height, width))
        beyond = [(0, -side % self.multiple) for side in (rows, columns)]
        shown_hw = np.pad(resize(ink_hw[..., None], rows, columns, kind="area")[..., 0], beyond)
        hints_hw4 = np.pad(_sampled(regions, hints, rows, columns), [*beyond, (0, 0)])
        feeds = {
            "ink": shown_hw[None, None],
            "hints": np.ascontiguousarray(hints_hw4.transpose(2, 0, 1)[None]),
            "used": palette_of(hints.colours_n3[np.unique(hints.first_r[hints.hinted_r])])[None],
            **self.told(palette, seed),
        }
        draft_hw3 = np.moveaxis(self.session.run(feeds)["draft"][0], 0, 2)[:rows, :columns]
        return resize(np.ascontiguousarray(draft_hw3), height, width, kind="linear")

    def told(self, palette: Palette | None, seed: int) -> dict[str, Float]:
        """What a proposal is to be like, for the network: a palette, or the number of one that it knows.

        Without a palette, seed 0 leaves it to the network, and others name a drawing that it has learned from; with one, others
        than 0 take more of some of its colours and less of others.
        """
        numbers, known = np.zeros(NUMBERS, np.float32), 0
        if palette is not None:
            shares_c = palette.share_c
            if seed:
                # Evenly spread, which the page can make as well.
                chance_c = np.sqrt(12) * (np.random.default_rng(seed).random(len(shares_c)) - 0.5)
                shares_c = shares_c * np.exp(_CHANCE * chance_c)
            numbers = palette_of(palette.colours_c3, (shares_c / shares_c.sum()).astype(np.float32))
        elif seed:
            known = 1 + (seed - 1) % PALETTES
        return {"palette": numbers[None], "chance": np.array([known], np.float32)}


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
    return drafting.draft(ink_hw, regions, nothing, palette_from(reference), 0)


def palette_of(rgb_k3: Float, shares_k: Float | None = None) -> Float:
    """Colours (k x 3), each with its share (evenly if there are none), on a grid of LEVELS^3 colours, blue fastest: (n).

    A colour is divided between the eight points of the grid around it.
    """
    if shares_k is None:
        shares_k = np.full(len(rgb_k3), 1 / max(1, len(rgb_k3)), np.float32)
    place_k3 = np.clip(rgb_k3, 0, 1) * (LEVELS - 1)
    low_k3 = np.minimum(place_k3.astype(np.int64), LEVELS - 2)
    over_k3 = place_k3 - low_k3
    shares_n = np.zeros(NUMBERS, np.float64)
    for corner in np.ndindex(2, 2, 2):
        at_k3 = low_k3 + corner
        weight_k = shares_k * np.prod(np.where(np.array(corner) == 1, over_k3, 1 - over_k3), 1)
        shares_n += np.bincount((at_k3 @ [LEVELS * LEVELS, LEVELS, 1]), weight_k, NUMBERS)
    return shares_n.astype(np.float32)


def _sampled(regions: Regions, hints: Meant, rows: int, columns: int) -> Float:
    """At the network's size: the colour that each pixel's region has by a hint, and 1; zeros elsewhere."""
    labels_hw = regions.labels_hw
    at = np.ix_(
        *((np.arange(few) * many // few for few, many in zip((rows, columns), labels_hw.shape, strict=True)))
    )
    told_r4 = np.zeros((regions.count, 4), np.float32)
    told_r4[hints.hinted_r, :3] = hints.colours_n3[hints.first_r[hints.hinted_r]]
    told_r4[hints.hinted_r, 3] = 1
    return told_r4[labels_hw[at]]
