"""Another expression on a portrait: find the face, say where its points go, draw it again. What is not the face stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from pinxit.core import provenance
from pinxit.core.errors import InputError, OptionError
from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, report
from pinxit.methods.expression.basis import movement
from pinxit.methods.expression.driver import units_of_face, with_lips_shut
from pinxit.methods.expression.frame import Frame
from pinxit.methods.expression.gaze import Gaze
from pinxit.methods.expression.mesh import mouth_is_shut
from pinxit.methods.expression.pose import Pose
from pinxit.methods.expression.spec import ALL, ONE, ExpressionOptions
from pinxit.methods.expression.units import LOOK_DOWN, SMILE
from pinxit.methods.expression.warp import redrawn
from pinxit.methods.expression.wish import Wish
from pinxit.runtime.faces import Face, faces

SMALLEST = 30.0  # pixels between the outer corners of the eyes: below, a mouth is a few pixels
PORTRAIT = 1.7  # side of a portrait, in sides of its face
MOST_TURNED = 0.6  # sine of the angle by which a face may look away: behind that one eye is hidden


def prepare(model: None = None, options: ExpressionOptions | None = None) -> Runner:
    """The room's runner. model: there is none to choose. Raises OptionError for a face that is no number."""
    options = options or ExpressionOptions()
    chosen = chosen_of(options)
    wish = Wish.of(options)

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        """Raises InputError where no face can be changed, and says why."""
        photo = inputs["content"][0]
        report(on_step, 0, 2, "looking for faces")
        wanted = wanted_of(faces(photo), chosen)
        driven = [units_of_driver(driver) for driver in inputs.get("driver", ())]
        report(on_step, 1, 2, "drawing")
        made = photo if not (wish or driven) else changed(photo, wanted, wish, driven)
        report(on_step, 2, 2)
        return made

    return stylise


def portrait_of(photo: Picture) -> Picture:
    """The largest face and what is around it; InputError where there is none."""
    points_n2 = wanted_of(faces(photo), 1)[0].points_n3[:, :2]
    middle, reach = points_n2.mean(0), PORTRAIT * (points_n2.max(0) - points_n2.min(0)).max() / 2
    (x0, y0), (x1, y1) = (middle - reach).astype(int).clip(0), (middle + reach).astype(int)
    return Picture(photo.rgb_hw3[y0:y1, x0:x1])


def units_of_driver(driver: Picture) -> dict[str, float]:
    """What the largest face of another portrait shows; InputError where there is none."""
    found = faces(driver)
    if not found:
        raise InputError("no face is found in the driver: give a portrait that looks this way.")
    return units_of_face(found[0])


def changed(
    photo: Picture, wanted: Sequence[Face], wish: Wish, driven: Sequence[Mapping[str, float]] = ()
) -> Picture:
    """The photo with what is wished for on these of its faces, and the units that drivers show besides.

    InputError where eyes are to look elsewhere and their irises are not found.
    """
    rgb_hw3, strongest = photo.rgb_hw3, 0.0
    for face in wanted:
        frame = Frame.of(face.points_n3)
        shape_n3 = frame.canonical(face.points_n3)
        asked = wish
        for other in driven:
            asked = asked.plus(with_lips_shut(other) if mouth_is_shut(shape_n3) else other)
        strongest = max([strongest, *map(abs, asked.units.values())])
        gaze = _gaze_of(photo, face, wish) if any(wish.gaze) else None
        if gaze is not None:
            asked = asked.plus({LOOK_DOWN: gaze.openings(face.points_n3)})
        moved_n3 = frame.moved(movement(shape_n3, asked.units))
        smile = min(max(asked.units.get(SMILE, 0.0), 0.0), 1.0)
        pose = Pose.of(frame, *wish.turn) if any(wish.turn) else None
        rgb_hw3 = redrawn(rgb_hw3, face.points_n3, moved_n3, frame.eyes, smile, gaze, pose)
    made = replace(photo.with_rgb(rgb_hw3), origin=provenance.COMPOSITE)
    return made.with_note("more than a face does: it may look drawn") if strongest > 1 else made


def _gaze_of(photo: Picture, face: Face, wish: Wish) -> Gaze:
    gaze = Gaze.of(photo.rgb_hw3, face.points_n3, *wish.gaze)
    if gaze is None:
        raise InputError(
            "the eyes cannot look elsewhere: no iris is found in one of them, as it is shut, small, dark or behind glasses."
        )
    return gaze


def chosen_of(options: ExpressionOptions) -> str | int:
    """Whose face: ONE, ALL, or a number from 1 on. OptionError for anything else."""
    face = options.face
    if face in (ONE, ALL):
        return face
    if not face.isdecimal() or int(face) < 1:
        raise OptionError(f"face is {face!r}: give {ONE}, {ALL}, or a number from 1 (the largest) on.")
    return int(face)


def picked_of(found: Sequence[Face], chosen: str | int) -> Sequence[Face]:
    """Those that are chosen; InputError where that is nobody, or where there are several to choose from."""
    if chosen == ONE and len(found) > 1:
        raise InputError(f"there are {len(found)} faces: say which (face 1 is the largest), or all.")
    if isinstance(chosen, int) and chosen > len(found):
        raise InputError(f"there is no face {chosen}: {len(found)} found.")
    return found if chosen == ALL else [found[0 if chosen == ONE else int(chosen) - 1]]


def wanted_of(found: Sequence[Face], chosen: str | int) -> Sequence[Face]:
    """The faces to change; InputError, with the reason, where there are none that can be."""
    if not found:
        raise InputError(
            "no face is found here: give a portrait that looks this way, not too small and not cut off."
        )
    picked = picked_of(found, chosen)
    problems = [problem_of(face) for face in picked]
    fit = [face for face, problem in zip(picked, problems, strict=True) if problem is None]
    if not fit:
        raise InputError(str(problems[0]))
    return fit


def problem_of(face: Face) -> str | None:
    """Why a face cannot be changed; None where it can."""
    if face.eyes < SMALLEST:
        return f"the face is too small: its eyes are {face.eyes:.0f} pixels apart, and {SMALLEST:.0f} are needed."
    turned = abs(float(Frame.of(face.points_n3).axes_33[0, 2]))
    if turned > MOST_TURNED:
        return f"the face is turned away by {np.degrees(np.arcsin(min(turned, 1.0))):.0f} degrees: give one that looks this way."
    return None
