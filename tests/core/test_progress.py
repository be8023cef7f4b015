from __future__ import annotations

import pytest

from pinxit.core.progress import Step, duration, report


def test_only_false_stops() -> None:
    seen: list[Step] = []
    answers = iter([None, True, False])

    def on_step(step: Step) -> bool | None:
        seen.append(step)
        return next(answers)

    assert [report(on_step, done, 3, "tile") for done in (1, 2, 3)] == [True, True, False]
    assert [step.done for step in seen] == [1, 2, 3]
    assert report(None, 1, 3)


def test_fraction() -> None:
    assert Step(1, 4).fraction == 0.25
    assert Step(5, 0).fraction == 0
    assert Step(5, 4).fraction == 1


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.44, "0.4 s"), (12.3, "12 s"), (200, "3 min 20 s"), (7500, "2 h 05 min")]
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words
