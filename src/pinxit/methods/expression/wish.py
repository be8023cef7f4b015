"""What is asked of a face: action units, where its eyes look, how its head turns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pinxit.core.errors import OptionError
from pinxit.methods.expression.spec import ExpressionOptions
from pinxit.methods.expression.units import EXPRESSIONS


@dataclass(frozen=True)
class Wish:
    """units: intensity of each. gaze: to the right and down, -1..1. turn: to the right, down and over to the right, in degrees.

    All as the picture is seen. False where the face is to stay as it is.
    """

    units: Mapping[str, float] = field(default_factory=dict)
    gaze: tuple[float, float] = (0.0, 0.0)
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @classmethod
    def of(cls, options: ExpressionOptions) -> Wish:
        """Raises OptionError for a gaze that is none."""
        return cls(units_of(options), gaze_of(options.gaze), (options.turn, options.nod, options.tilt))

    def __bool__(self) -> bool:
        return bool(self.units) or any(self.gaze) or any(self.turn)

    def times(self, share: float) -> Wish:
        """Less of it."""
        across, down = self.gaze
        turn, nod, tilt = self.turn
        return Wish(
            {unit: share * amount for unit, amount in self.units.items()},
            (share * across, share * down),
            (share * turn, share * nod, share * tilt),
        )

    def plus(self, units: Mapping[str, float]) -> Wish:
        """With more units."""
        return replace(self, units=_sum(self.units, units))


def units_of(options: ExpressionOptions) -> dict[str, float]:
    """The intensity of each action unit; empty where no expression is asked for."""
    units: dict[str, float] = {}
    for name, parts in EXPRESSIONS.items():
        amount = float(getattr(options, name))
        units = _sum(units, {unit: amount * share for unit, share in parts.items()})
    return {unit: amount for unit, amount in units.items() if amount != 0}


def gaze_of(text: str) -> tuple[float, float]:
    """A direction from text, "x,y". Raises OptionError."""
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        x = y = math.nan
    if not (abs(x) <= 1 and abs(y) <= 1):
        raise OptionError(
            f"gaze is {text!r}: give x,y, each of -1 to 1, to the right and down, such as 0.6,0."
        )
    return x, y


def _sum(one: Mapping[str, float], two: Mapping[str, float]) -> dict[str, float]:
    return {unit: one.get(unit, 0.0) + two.get(unit, 0.0) for unit in {**one, **two}}
