"""The tree of errors: each is ours, is the builtin that fits, and prints its message and nothing else."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from pinxit.core import errors
from pinxit.core.errors import PinxitError

TREE = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, PinxitError)]


@pytest.mark.parametrize("kind", TREE)
def test_message_is_the_message(kind: type[PinxitError]) -> None:
    said = "out.png exists already: choose another name."
    assert str(kind(said)) == said
    assert kind.__doc__


@pytest.mark.parametrize(
    ("kind", "builtin", "code"),
    [
        (errors.InputError, ValueError, 2),
        (errors.PictureError, ValueError, 2),
        (errors.PictureTooLarge, ValueError, 2),
        (errors.OptionError, ValueError, 2),
        (errors.StyleNotFound, LookupError, 2),
        (errors.InputNotFound, FileNotFoundError, 2),
        (errors.OutputError, OSError, 3),
        (errors.OutputExists, FileExistsError, 3),
        (errors.ModelError, ValueError, 4),
        (errors.DeviceError, RuntimeError, 5),
        (errors.MissingExtra, ImportError, 6),
        (errors.MissingWeights, FileNotFoundError, 6),
    ],
)
def test_builtin_and_exit_code(kind: type[PinxitError], builtin: type[Exception], code: int) -> None:
    assert issubclass(kind, builtin)
    assert issubclass(kind, PinxitError)
    assert kind.exit_code == code


def test_every_class_is_drawn_in_the_docstring() -> None:
    drawn = {words[0]: words for line in (errors.__doc__ or "").splitlines() if (words := line.split())}
    for kind in TREE:
        if kind is PinxitError:
            continue
        also = [base.__name__ for base in kind.__bases__ if not issubclass(base, PinxitError)]
        assert drawn[kind.__name__][1 : 2 + len(also)] == [*also, str(kind.exit_code)]


def test_every_exit_code_is_in_the_table_of_the_house() -> None:
    house = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert all(f"| {kind.exit_code} |" in house for kind in TREE)
