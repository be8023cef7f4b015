"""A progress bar on stderr: only on a terminal, only when the work takes long enough to want one."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

from pinxit.core.progress import Step, duration

__all__ = ["ProgressBar"]

_WIDTH = 28
_PATIENCE_S = 0.5  # work shorter than this shows nothing: a bar that flashes by is noise
_EVERY_S = 0.1


class ProgressBar:
    """Shows `Step`s as one line that rewrites itself: a context manager whose `.show` goes to `on_step`."""

    def __init__(self, label: str = "", *, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._live = self._stream.isatty()
        self._label = label
        self._start = self._begun = time.monotonic()  # of all the work; of what the label names
        self._last = 0.0
        self._drawn = 0  # letters of the line that is there now

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def label(self, text: str) -> None:
        """Name what is being worked on now; the time left is counted anew."""
        self._label = text
        self._begun = time.monotonic()

    def show(self, step: Step) -> None:
        """Draw the step, at most ten times a second."""
        now = time.monotonic()
        if not self._live or now - self._start < _PATIENCE_S or now - self._last < _EVERY_S:
            return
        self._last = now
        share = step.fraction
        bar = "█" * round(share * _WIDTH)
        left = f", {duration((now - self._begun) * (1 - share) / share)} left" if 0.02 < share < 1 else ""
        line = f"{self._label} ▕{bar:<{_WIDTH}}▏{share:4.0%}{left}  {step.note}"
        line = line[: _columns(self._stream) - 1]
        # Spaces, and no escape sequence: the classic Windows console would print that as letters.
        self._stream.write(f"\r{line:<{self._drawn}}")
        self._stream.flush()
        self._drawn = len(line)

    def clear(self) -> None:
        """Take the line away again, so that messages are not written over it."""
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()
            self._drawn = 0


def _columns(stream: TextIO) -> int:
    import os

    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
