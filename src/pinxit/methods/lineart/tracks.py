"""Regions of one frame found again in the next.

Which region became which is an assignment of least cost (scipy's linear_sum_assignment). A pair costs what does not lie over
each other once the older one is moved, how far apart they are, how different in size and shape (Hu, "Visual pattern recognition
by moment invariants", 1962, the first two), and, in a second round, how much of their borders are with regions that are no pair
themselves. Where a region went has three guesses, and the best counts: nowhere, as far as last time, or with the camera (phase
correlation; Kuglin, Hines 1975). What finds no partner is a piece of what lay there before, or new. Regions that are covered for
a while are remembered.
Axes: h rows, w columns of the sample; n known regions (tracks), r regions of the new frame, 2 y and x; pixels of the sample.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pinxit.methods.lineart.growth import NONE, Labels
from pinxit.methods.lineart.overlaps import borders, camera, laid_on, sides
from pinxit.methods.lineart.regions import Regions

Double = NDArray[np.float64]
Index = NDArray[np.int64]
Mask = NDArray[np.bool_]

_SAMPLE = 1 << 19  # pixels that are looked at: more would say no more about where a region lies
_MOST = 1200  # regions that are assigned, the largest; smaller ones take what lay there
_MEMORY = 12  # frames for which a covered region is remembered
_OVERLAP, _PLACE, _SHAPE, _BESIDE = 1.5, 0.6, 0.8, 0.8
_FAR = 2.0  # in radii of both: further apart costs no more
_LIMIT = 2.5  # a pair that costs more is none
_ROUNDS = 2  # of asking what lies beside
_RING = 0.6  # of its border: what has more with the rest of what it was is no piece of it
_PIECE = 0.4  # of a region that lies where another lay: then it is a piece of that


@dataclass(frozen=True, eq=False)
class Looks:
    """What regions are known by. spread_n2: a deviation to either side of the middle. shape_n3: what turning leaves as it is."""

    area_n: Double
    place_n2: Double
    spread_n2: Double
    shape_n3: Double

    def __getitem__(self, some: Index) -> Looks:
        return Looks(self.area_n[some], self.place_n2[some], self.spread_n2[some], self.shape_n3[some])

    def and_(self, other: Looks) -> Looks:
        """Both, one after the other."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Looks(*(np.concatenate(pair) for pair in pairs))


@dataclass(frozen=True, eq=False)
class Tracks:
    """Regions that are known: first those of the last frame, in its order, then those that are covered for the while.

    labels_hw: the last frame's, thinned to one pixel in `stride` to either side. speed_n2: of the last step. unseen_n: frames.
    """

    labels_hw: Labels
    stride: int
    looks: Looks
    speed_n2: Double
    unseen_n: Index


@dataclass(frozen=True, eq=False)
class Followed:
    """source_r: the track that each region of the new frame goes on, NONE for a new one. tracks: those after it, of which the
    last ones are kept_n of those before it."""

    source_r: Index
    kept_n: Index
    tracks: Tracks


def begin(regions: Regions) -> Tracks:
    """The tracks of a first frame."""
    stride = int(np.ceil(np.sqrt(regions.labels_hw.size / _SAMPLE)))
    labels_hw = regions.labels_hw[::stride, ::stride]
    nothing_n = np.zeros(regions.count, np.int64)
    return Tracks(
        labels_hw, stride, _looks(labels_hw, regions.count), np.zeros((regions.count, 2)), nothing_n
    )


def follow(tracks: Tracks, regions: Regions, coloured_n: Mask) -> Followed:
    """Find what is known in a new frame, of the same size. coloured_n: tracks that have a colour to give."""
    new = begin(regions)
    pair_r, moved_n2 = _paired(tracks, new)
    paired = np.flatnonzero(pair_r != NONE)
    idle_r = pair_r == NONE
    idle_r[paired] = ~coloured_n[pair_r[paired]]
    piece_r = _pieces(tracks, new, moved_n2, idle_r, coloured_n, pair_r)
    source_r = np.where(piece_r != NONE, piece_r, pair_r)
    lost_n = np.setdiff1d(np.flatnonzero(tracks.unseen_n < _MEMORY), source_r)
    speed_r2 = np.zeros_like(new.speed_n2)
    speed_r2[paired] = moved_n2[pair_r[paired]] / (1 + tracks.unseen_n[pair_r[paired], None])
    # What is covered goes on as it went.
    lost = tracks.looks[lost_n]
    lost = replace(lost, place_n2=lost.place_n2 + tracks.speed_n2[lost_n])
    after = Tracks(
        new.labels_hw,
        new.stride,
        new.looks.and_(lost),
        np.concatenate([speed_r2, tracks.speed_n2[lost_n]]),
        np.concatenate([new.unseen_n, tracks.unseen_n[lost_n] + 1]),
    )
    return Followed(source_r, lost_n, after)


def _looks(labels_hw: Labels, count: int) -> Looks:
    names = labels_hw.ravel()
    y, x = (each.ravel().astype(np.float64) for each in np.indices(labels_hw.shape, np.int32))
    area_n = np.maximum(1.0, np.bincount(names, minlength=count))

    def mean(values: Double) -> Double:
        return np.asarray(np.bincount(names, values, count) / area_n, np.float64)

    place_n2 = np.stack([mean(y), mean(x)], 1)
    y -= place_n2[names, 0]
    x -= place_n2[names, 1]
    yy, xx, yx = mean(y * y), mean(x * x), mean(y * x)
    long = np.sqrt((yy - xx) ** 2 + 4 * yx**2)
    shape_n3 = np.stack([np.log(area_n), 4 * np.sqrt((yy + xx) / area_n), 4 * np.sqrt(long / area_n)], 1)
    return Looks(area_n, place_n2, np.sqrt(np.stack([yy, xx], 1)) + 0.5, shape_n3)


def _paired(tracks: Tracks, new: Tracks) -> tuple[Index, Double]:
    """The track of each region of the new frame, each track once, NONE where none is near enough; how far each track moved."""
    old_n, new_r = (np.sort(np.argsort(-each.looks.area_n, kind="stable")[:_MOST]) for each in (tracks, new))
    shared = _Shared(tracks, new, old_n, new_r)
    old, late = tracks.looks[old_n], new.looks[new_r]
    radii_nr = np.sqrt(old.area_n / np.pi)[:, None] + np.sqrt(late.area_n / np.pi)
    camera_n2 = np.tile(camera(tracks.labels_hw, new.labels_hw), (len(tracks.unseen_n), 1))
    guesses = [np.zeros_like(camera_n2), tracks.speed_n2, camera_n2]
    overlaps = [shared.overlap(guess_n2) for guess_n2 in guesses]
    # At most 1: of what is partly covered, size and shape say little.
    cost_nr = _SHAPE * np.minimum(1, np.abs(old.shape_n3[:, None] - late.shape_n3).sum(2))
    cost_nr += np.min(
        [
            _OVERLAP * (1 - overlap_nr)
            + _PLACE * np.minimum(_FAR, _apart(old.place_n2 + guess_n2[old_n], late.place_n2) / radii_nr)
            for guess_n2, overlap_nr in zip(guesses, overlaps, strict=True)
        ],
        axis=0,
    )
    rows, columns = _assigned_twice(cost_nr, *shared.beside())
    pair_r = np.full(len(new.unseen_n), NONE, np.int64)
    pair_r[new_r[columns]] = old_n[rows]
    # Its middle moves when part of a region is covered; what went with it is the step under which most lies on each other.
    middle_n2 = np.zeros_like(camera_n2)
    middle_n2[old_n[rows]] = late.place_n2[columns] - old.place_n2[rows]
    steps = np.stack([*guesses, middle_n2])[:, old_n[rows]]
    best = np.argmax([each[rows, columns] for each in (*overlaps, shared.overlap(middle_n2))], axis=0)
    moved_n2 = np.zeros_like(camera_n2)
    moved_n2[old_n[rows]] = steps[best, np.arange(len(rows))]
    return pair_r, moved_n2


def _apart(one_n2: Double, other_r2: Double) -> Double:
    return np.asarray(np.linalg.norm(one_n2[:, None] - other_r2, axis=2), np.float64)


def _assigned_twice(cost_nr: Double, beside_nn: Double, beside_rr: Double) -> tuple[Index, Index]:
    """Pairs of least cost; at first by themselves, then with what lies beside them."""
    rows, columns = _assigned(cost_nr + _BESIDE / 2)
    for _ in range(_ROUNDS):
        among_nr = np.zeros_like(cost_nr)
        among_nr[:, columns] = beside_nn[:, rows]
        rows, columns = _assigned(cost_nr + _BESIDE * (1 - among_nr @ beside_rr.T))
    return rows, columns


def _assigned(cost_nr: Double) -> tuple[Index, Index]:
    rows, columns = linear_sum_assignment(np.minimum(cost_nr, _LIMIT))
    good = cost_nr[rows, columns] < _LIMIT
    return rows[good], columns[good]


class _Shared:
    """What some tracks (n) and some regions of the new frame (r) have to do with each other, pixel by pixel."""

    def __init__(self, tracks: Tracks, new: Tracks, old_n: Index, new_r: Index) -> None:
        self._tracks, self._new = tracks, new
        self._areas = tracks.looks.area_n[old_n][:, None], new.looks.area_n[new_r]
        # The place of each among those that are asked for, NONE for others.
        self._names = [_places_in(some, len(each.unseen_n)) for each, some in ((tracks, old_n), (new, new_r))]

    def overlap(self, shift_n2: Double) -> Double:
        """What they share of what both have (n x r, 0..1), each track moved by its shift."""
        pixels = laid_on(self._tracks.labels_hw, self._new.labels_hw, shift_n2)
        old, late = (names[each] for names, each in zip(self._names, pixels, strict=True))
        asked = (old != NONE) & (late != NONE)
        rows, columns = self._areas[0].size, self._areas[1].size
        both_nr = np.bincount(old[asked] * columns + late[asked], minlength=rows * columns)
        both_nr = both_nr.reshape(rows, columns)
        return np.asarray(both_nr / (sum(self._areas) - both_nr), np.float64)

    def beside(self) -> tuple[Double, Double]:
        """The square roots of the shares that others have of each one's border: of tracks (n x n), of regions (r x r)."""
        tracks, new = self._tracks.labels_hw, self._new.labels_hw
        return (
            np.sqrt(borders(self._names[0][tracks], self._areas[0].size)),
            np.sqrt(borders(self._names[1][new], self._areas[1].size)),
        )


def _places_in(some: Index, count: int) -> Index:
    names = np.full(count, NONE, np.int64)
    names[some] = np.arange(len(some))
    return names


def _pieces(
    tracks: Tracks, new: Tracks, moved_n2: Double, wanted_r: Mask, coloured_n: Mask, pair_r: Index
) -> Index:
    """The track with a colour that most of a wanted region was part of, NONE where that is little; tracks move as they did.

    A piece is cut off by something else; lines that part a region from the rest of what it was draw something new.
    """
    old, late = laid_on(tracks.labels_hw, new.labels_hw, moved_n2)
    there = wanted_r[late] & coloured_n[old]
    names, pixels = np.unique(late[there].astype(np.int64) * len(moved_n2) + old[there], return_counts=True)
    region, track = names // len(moved_n2), names % len(moved_n2)
    good = pixels >= _PIECE * new.looks.area_n[region]
    good &= _ringed(new.labels_hw, pair_r, region, track) < _RING
    order = np.argsort(pixels, kind="stable")  # so that the last to be written is the largest
    order = order[good[order]]
    source_r = np.full(len(wanted_r), NONE, np.int64)
    source_r[region[order]] = track[order]
    return source_r


def _ringed(labels_hw: Labels, pair_r: Index, region_p: Index, track_p: Index) -> Double:
    """The share of a region's border that it has with what a track became, for some pairs of the two."""
    one, other = sides(labels_hw)
    tracks = int(max(pair_r.max(), track_p.max(initial=0))) + 1
    known = pair_r[other] != NONE
    keys, pixels = np.unique(one[known] * tracks + pair_r[other[known]], return_counts=True)
    wanted_p = region_p * tracks + track_p
    place_p = np.searchsorted(keys, wanted_p)
    there_p = np.append(keys, -1)[place_p] == wanted_p
    share_p = np.append(pixels, 0)[place_p] / np.maximum(1, np.bincount(one, minlength=len(pair_r)))[region_p]
    return np.where(there_p, share_p, 0.0)
