"""Ctrl-C on long work: the first asks it to stop and keep the best so far, the second stops at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from pinxit.cli.errors import say
from pinxit.core.progress import OnStep, Step

__all__ = ["GentleStop", "gentle_stop"]


class GentleStop:
    """Remembers that the person asked for an end."""

    asked = False

    def wrap(self, show: Callable[[Step], None]) -> OnStep:
        """An `on_step` that shows each step and answers False once an end was asked for."""

        def on_step(step: Step) -> bool:
            show(step)
            return not self.asked

        return on_step


@contextmanager
def gentle_stop() -> Iterator[GentleStop]:
    """Within this block the first SIGINT only sets `.asked`; a second raises KeyboardInterrupt as usual."""
    stop = GentleStop()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        say("\npinxit: stopping after this step and keeping the best so far (Ctrl-C again: stop at once)")

    before = signal.signal(signal.SIGINT, on_signal)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
