"""The card of the expression room: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option

ONE, ALL = "one", "all"
MOST_DEGREES = 12.0  # that a head may be turned
FPS = 25.0  # frames a second of a film, where nothing is said


def _slider(help: str) -> Any:
    return option(0.0, f"{help}; negative: the opposite", low=-1.0, high=1.5)


def _degrees(help: str) -> Any:
    return option(
        0.0, f"{help}; negative: the other way", low=-MOST_DEGREES, high=MOST_DEGREES, unit="degrees"
    )


@dataclass(frozen=True)
class ExpressionOptions:
    """Options of `expression`: whose face, and how much of each expression; those of several add up."""

    face: str = option(ONE, "which face: one (there must be no other), all, or 1, 2, ... from the largest")
    smile: float = _slider("corners of the mouth up, cheeks along")
    laugh: float = _slider("a smile that opens the mouth")
    surprise: float = _slider("brows up, eyes wide, jaw down")
    sadness: float = _slider("inner brows up, corners of the mouth down")
    anger: float = _slider("brows down, lids and lips tight")
    disgust: float = _slider("nose wrinkled, upper lip up")
    fear: float = _slider("brows up and together, eyes wide, mouth stretched")
    kiss: float = _slider("lips pursed")
    wink: float = _slider("the person's right eye closed")
    wink_left: float = _slider("the person's left eye closed")
    brows_up: float = _slider("both brows up")
    frown: float = _slider("brows down and together")
    eyes_wide: float = _slider("upper lids up")
    eyes_closed: float = _slider("both eyes closed")
    squint: float = _slider("lids tight")
    cheeks_up: float = _slider("cheeks up")
    nose_wrinkle: float = _slider("nose wrinkled")
    corners_up: float = _slider("corners of the mouth up")
    corners_down: float = _slider("corners of the mouth down")
    stretch: float = _slider("mouth stretched sideways")
    press: float = _slider("lips pressed together")
    lips_part: float = _slider("lips parted")
    jaw_drop: float = _slider("jaw down")
    gaze: str = option(
        "0,0",
        "where the eyes look, from where they do: x,y, each -1..1, to the right and down of the picture; with = (--gaze=-0.6,0)",
    )
    turn: float = _degrees("the head turned to the right of the picture")
    nod: float = _degrees("the head turned down")
    tilt: float = _degrees("the head tilted to the right of the picture")


SPEC = Spec(
    name="expression",
    title="Another expression on the same face",
    slots=(Slot("content"), Slot("driver", low=0)),
    options=ExpressionOptions,
    engine="onnx",
    extra=None,
    entry="pinxit.methods.expression.run:prepare",
)
