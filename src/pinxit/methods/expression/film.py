"""A film, frame by frame: whose faces they are is decided once, and their points are followed and smoothed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.run import (
    MOST_TURNED,
    changed,
    chosen_of,
    picked_of,
    problem_of,
    units_of_driver,
)
from pinxit.methods.expression.smooth import OneEuro
from pinxit.methods.expression.spec import ALL, FPS, ExpressionOptions
from pinxit.methods.expression.wish import Wish
from pinxit.runtime.faces import Face, faces, followed

FASTEST = 1000.0  # frames a second
JUMP = 0.25  # distances of the eyes from one frame to the next: more is a cut, not a movement
EASE = 0.1  # sine of the turn over which an expression goes before the face is turned too far
APPEARS = 6  # frames in which it comes, on a face that was not there
LOOK = 25  # frames after which somebody else may have come, where all are wanted


@dataclass
class _Track:
    """One face through the film: where it was last, and how much of the expression it wears (0..1)."""

    face: Face
    smoother: OneEuro
    worn: float
    lost: bool = False


class Film:
    """Frames in, one after the other; the same frames with an expression out.

    What `options` and drivers ask of whom is as for one portrait; `face` counts in the first frame that shows one. A frame in
    which the face is not found, or cannot be changed, comes back as it is with a note that says why.
    """

    def __init__(
        self, options: ExpressionOptions | None = None, driver: Sequence[Picture] = (), fps: float = FPS
    ) -> None:
        """fps: frames a second. Raises OptionError for one that is none, and for a face that is no number, InputError for a
        driver without a face."""
        if not 0 < fps <= FASTEST:
            raise OptionError(f"fps is {fps!r}: give frames a second, more than 0 and at most {FASTEST:g}.")
        options = options or ExpressionOptions()
        self._chosen, self._wish = chosen_of(options), Wish.of(options)
        self._driven = [units_of_driver(each) for each in driver]
        self._fps = fps
        self._tracks: list[_Track] = []
        self._size: tuple[int, int] | None = None
        self._seen = 0

    def next(self, frame: Picture) -> Picture:
        """The next frame, changed. InputError where it has another size than the others, or several faces and no choice."""
        width, height = self._size or frame.size
        if frame.size != (width, height):
            raise InputError(
                f"this frame is {frame.width} x {frame.height} pixels, not {width} x {height}: give frames of one film."
            )
        self._size = frame.size
        if not (self._wish or self._driven):
            return frame
        self._follow(frame)
        self._seen += 1
        made = frame
        problems = [] if self._here() else ["no face is found: left as it is"]
        for track in self._here():
            worn = track.worn * _as_far_as_turned(track.face)
            problem = problem_of(track.face)
            if problem is None and worn > 0:
                driven = [Wish(units).times(worn).units for units in self._driven]
                try:
                    made = changed(made, [track.face], self._wish.times(worn), driven)
                except InputError as error:  # eyes whose irises are not seen, as in a blink
                    problem = str(error)
            if problem is not None:
                problems.append(f"{problem.removesuffix('.')}: left as it is")
        return replace(made, notes=(*made.notes, *problems))

    def _here(self) -> list[_Track]:
        return [track for track in self._tracks if not track.lost]

    def _follow(self, frame: Picture) -> None:
        for track in self._here():
            found = followed(frame, track.face)
            track.lost = found is None
            if found is not None:
                self._move(track, found)
        crowd = self._chosen == ALL and self._seen % LOOK == 0
        if not self._tracks or crowd or len(self._here()) < len(self._tracks):
            self._look(frame)

    def _look(self, frame: Picture) -> None:
        """Find again those that were lost, and who has come."""
        found = [
            face
            for face in faces(frame)
            if all(_apart(face, track.face) > face.eyes / 2 for track in self._here())
        ]
        if not self._tracks:
            if found:
                start = 1.0 if self._seen == 0 else 0.0
                picked = picked_of(found, self._chosen)
                self._tracks = [_Track(face, self._smoother(face), start) for face in picked]
            return
        for track in self._tracks:
            if track.lost and found:
                nearest = min(found, key=lambda face, track=track: _apart(face, track.face))  # type: ignore[misc]
                found.remove(nearest)
                track.lost, track.worn = False, 0.0
                self._move(track, nearest)
        if self._chosen == ALL:
            self._tracks += [_Track(face, self._smoother(face), 0.0) for face in found]

    def _move(self, track: _Track, found: Face) -> None:
        if _apart(found, track.face) > JUMP * found.eyes:
            track.smoother = OneEuro(self._fps)
        points_n3 = track.smoother.smoothed(found.points_n3, found.eyes)
        track.face = replace(found, points_n3=points_n3)
        track.worn = min(1.0, track.worn + 1 / APPEARS)

    def _smoother(self, face: Face) -> OneEuro:
        smoother = OneEuro(self._fps)
        smoother.smoothed(face.points_n3, face.eyes)
        return smoother


def _apart(one: Face, two: Face) -> float:
    """Distance of two faces' middles, in pixels."""
    return float(np.linalg.norm((one.points_n3 - two.points_n3)[:, :2].mean(0)))


def _as_far_as_turned(face: Face) -> float:
    """1 for a face that looks this way, 0 for one that is turned as far as can be."""
    turned = abs(float(Frame.of(face.points_n3).axes_33[0, 2]))
    return float(np.clip((MOST_TURNED - turned) / EASE, 0, 1))
