"""Progress is a value handed to a callback: nothing here prints, sleeps or knows of a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class Step:
    """One report of long work.

    done, total: how many of how many units (tiles, steps, pictures) are finished; 0 <= done <= total.
    note: a few words for a person, may be empty.
    preview: the result so far, H x W x 3, float32 0..1 or uint8; None when there is none to show.
    """

    done: int
    total: int
    note: str = ""
    preview: NDArray[Any] | None = None

    @property
    def fraction(self) -> float:
        """Share of the work that is finished, 0..1 (0 when the total is not known)."""
        return min(1.0, self.done / self.total) if self.total > 0 else 0.0


OnStep = Callable[[Step], "bool | None"]
"""Receives each `Step`; returning False (not None) asks the work to stop and keep its best result so far."""


def report(
    on_step: OnStep | None, done: int, total: int, note: str = "", preview: NDArray[Any] | None = None
) -> bool:
    """Hand a step to `on_step` (None is allowed) and say whether to go on: False if it returned False."""
    return on_step is None or on_step(Step(done, total, note, preview)) is not False


def duration(seconds: float) -> str:
    """Seconds as a person says them: `0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
