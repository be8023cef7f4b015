"""The bar: on a terminal, after a moment, and gone when the work is done."""

from __future__ import annotations

import io

import pytest

from pinxit.cli.progressbar import ProgressBar
from pinxit.core.progress import Step


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_quiet_where_nobody_looks() -> None:
    pipe = io.StringIO()
    with ProgressBar("x", stream=pipe) as bar:
        bar.show(Step(1, 2))
    assert pipe.getvalue() == ""


def test_quick_work_shows_nothing() -> None:
    terminal = Terminal()
    with ProgressBar("x", stream=terminal) as bar:
        bar.show(Step(1, 2))
    assert terminal.getvalue() == ""


def test_long_work_shows_one_line_and_takes_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    terminal = Terminal()
    with ProgressBar("photo.jpg", stream=terminal) as bar:
        for done in range(1, 5):
            now[0] += 10
            bar.show(Step(done, 4, "painting"))
        shown = terminal.getvalue()
    assert "\n" not in shown
    assert "photo.jpg" in shown
    assert " 25%, 30 s left  painting" in shown
    assert "100%  painting" in shown
    gone = terminal.getvalue().split("\r")[-2:]
    assert gone == [" " * len("photo.jpg ▕" + "█" * 28 + "▏100%  painting"), ""]
    assert "\x1b" not in terminal.getvalue()


def test_the_time_left_is_that_of_the_picture_named(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    terminal = Terminal()
    bar = ProgressBar("1/2 a.jpg", stream=terminal)
    now[0] += 1000
    bar.label("2/2 b.jpg")
    now[0] += 10
    bar.show(Step(1, 2))
    assert "2/2 b.jpg" in terminal.getvalue()
    assert " 50%, 10 s left" in terminal.getvalue()


def test_work_of_unknown_length(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    terminal = Terminal()
    bar = ProgressBar("vgg16", stream=terminal)
    now[0] += 5
    bar.show(Step(0, 0, "fetching"))
    assert "0%  fetching" in terminal.getvalue()
