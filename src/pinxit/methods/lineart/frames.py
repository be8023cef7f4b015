"""Frames of an animation: regions keep their colours.

What coloured a region of one frame is a hint in the region that it became in the next (tracks.py). So a frame is coloured as any
drawing is, from hints: its own first, those that were carried over for the rest, and a proposal for what is new.
Axes: h rows, w columns, r regions, n known regions, k hints of one region, 3 RGB, 2 y and x; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError
from pinxit.core.method import check
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.lineart.flat import meant
from pinxit.methods.lineart.growth import NONE
from pinxit.methods.lineart.hints import Marks, mark
from pinxit.methods.lineart.regions import Regions
from pinxit.methods.lineart.run import Coloured, Colourist, Drawn, prepare
from pinxit.methods.lineart.spec import SPEC, LineartOptions
from pinxit.methods.lineart.tracks import Tracks, begin, follow

Float = NDArray[np.float32]

_MOST = 64  # hints that are carried over in one region: a stroke needs no more of its pixels
_LOOKED = 4096  # pixels of a region among which a hint finds its place


@dataclass(frozen=True, eq=False)
class Given:
    """What coloured one region: colours, and where they lay, from its middle and in deviations to either side.

    meant: whether anybody chose them; if not, it is paper.
    """

    colour_k3: Float
    place_k2: Float
    meant: bool


@dataclass(frozen=True, eq=False)
class Known:
    """What is remembered of the frames before: tracks, and what coloured each."""

    tracks: Tracks
    given_n: tuple[Given, ...]
    size: tuple[int, int]


def coloured_frames(
    frames: Iterable[Any],
    more: Mapping[str, Any],
    options: LineartOptions,
    *,
    hints: Any = None,
    on_step: OnStep | None = None,
) -> Iterator[Picture]:
    """Colour the frames of an animation, each when it is asked for.

    frames: anything that `Picture.of` takes. more: what the other slots get, None for nothing. hints: as for `prepare`.
    """
    colourist = prepare(None, options, hints=hints)
    read = {slot: Picture.of(source) for slot, source in more.items() if source is not None}

    def each() -> Iterator[Picture]:
        known = None
        for number, frame in enumerate(frames, 1):
            inputs, _ = check(SPEC, {"content": frame, **read}, options)
            coloured, known = next_frame(colourist, inputs, number, known, on_step)
            yield coloured.picture.made_of(inputs["content"][0])

    return each()


def next_frame(
    colourist: Colourist,
    inputs: Mapping[str, Sequence[Picture]],
    number: int,
    known: Known | None = None,
    on_step: OnStep | None = None,
) -> tuple[Coloured, Known]:
    """Colour frame `number` (from 1) of an animation, with what is known of those before it (None: nothing).

    inputs: as for `Colourist.coloured`; scribbles lie on the first frame and are asked there only. Raises InputError for a frame
    of another size than those before it, and for hints that do not fit it.
    """
    drawing = inputs["content"][0]
    scribbles, reference = (next(iter(inputs.get(slot, ())), None) for slot in ("scribbles", "reference"))
    if known is not None and drawing.size != known.size:
        raise InputError(
            f"frame {number} is {drawing.width} x {drawing.height} pixels, those before it {known.size[0]} x {known.size[1]}: "
            "frames of an animation have one size."
        )
    marks = mark(colourist.hints, scribbles if number == 1 else None, drawing.height, drawing.width, number)
    drawn = Drawn.of(drawing, colourist.options.gap, on_step)
    meant_r = meant(drawn.regions, marks).hinted_r
    if known is None:
        tracks, kept = begin(drawn.regions), ()
    else:
        followed = follow(known.tracks, drawn.regions, np.array([each.meant for each in known.given_n]))
        tracks, kept = followed.tracks, tuple(known.given_n[each] for each in followed.kept_n)
        carried = {
            region: known.given_n[track]
            for region, track in enumerate(followed.source_r)
            if track != NONE and not meant_r[region]
        }
        marks = _with(carried, marks, drawn.regions, tracks)
        meant_r[[region for region, given in carried.items() if given.meant]] = True
    coloured = colourist.painted(drawn, marks, reference, on_step)
    meant_r |= coloured.proposed
    return coloured, Known(tracks, (*_given(coloured, tracks, meant_r), *kept), drawing.size)


def _with(carried: Mapping[int, Given], marks: Marks, regions: Regions, tracks: Tracks) -> Marks:
    """Hints of a frame, and in regions without one what came from the frame before."""
    hint_hw, colours = marks.hint_hw.copy(), [marks.colours_n3]
    flat = hint_hw.reshape(-1)
    pixels = _pixels_of(regions)
    index = len(marks.colours_n3)
    for region, given in carried.items():
        at_k = _laid(given, region, pixels[region], regions.labels_hw.shape[1], tracks)
        flat[at_k] = np.arange(index, index + len(at_k))
        colours.append(given.colour_k3)
        index += len(at_k)
    return Marks(hint_hw, np.concatenate(colours))


def _pixels_of(regions: Regions) -> list[NDArray[np.int64]]:
    """Some pixels of each region by their place in the flat picture, those under lines only where there are no others."""
    names = np.where(regions.walls_hw, NONE, regions.labels_hw).ravel()
    bare_r = regions.sizes() == 0
    names = np.where(bare_r[regions.labels_hw.ravel()], regions.labels_hw.ravel(), names)
    order = np.argsort(names, kind="stable")
    ends = np.searchsorted(names[order], np.arange(regions.count + 1))
    own = (order[begin:end] for begin, end in pairwise(ends))
    return [each[:: max(1, len(each) // _LOOKED)] for each in own]


def _laid(
    given: Given, region: int, pixels: NDArray[np.int64], width: int, tracks: Tracks
) -> NDArray[np.int64]:
    """The pixels of a region, by their place in the flat picture, that are nearest to where hints lay in it."""
    if len(given.colour_k3) == 1:
        return pixels[:1]
    looks = tracks.looks
    wanted_k2 = (looks.place_n2[region] + given.place_k2 * looks.spread_n2[region]) * tracks.stride
    pixels_p2 = np.stack(np.divmod(pixels, width), 1).astype(np.float32)
    off_kp = ((wanted_k2[:, None] - pixels_p2) ** 2).sum(2)
    return np.asarray(pixels[off_kp.argmin(1)], np.int64)


def _given(coloured: Coloured, tracks: Tracks, meant_r: NDArray[np.bool_]) -> list[Given]:
    """What coloured each region of a frame."""
    hints, labels_hw = coloured.hints, coloured.regions.labels_hw
    middle_12 = np.zeros((1, 2), np.float32)
    given = [
        Given(colour_3[None], middle_12, bool(chosen))
        for colour_3, chosen in zip(coloured.colour_r3, meant_r, strict=True)
    ]
    for region in np.flatnonzero(hints.several_r):
        y, x = np.nonzero((hints.marks_hw != NONE) & (labels_hw == region))
        some = np.unique(np.linspace(0, len(y) - 1, min(len(y), _MOST)).astype(np.int64))
        place_k2 = np.stack([y[some], x[some]], 1) / tracks.stride - tracks.looks.place_n2[region]
        place_k2 = (place_k2 / tracks.looks.spread_n2[region]).astype(np.float32)
        given[region] = Given(hints.colours_n3[hints.marks_hw[y[some], x[some]]], place_k2, True)
    return given
