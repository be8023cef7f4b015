from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from pinxit.core.errors import OptionError
from pinxit.core.options import build, declare, numbers_of, option, validate


@dataclass(frozen=True)
class Brush:
    strength: float = option(1.0, "how far to walk", low=0.0, high=1.5)
    stroke: float | None = option(None, "size of the strokes", low=0.25, high=4.0)
    max_side: int | None = option(None, "longest side", low=16, unit="pixels")
    keep_colours: bool = option(False, "keep the colours of the photo")
    device: str = option("auto", "what to run on", choices=("auto", "cpu", "cuda"))
    name: str = option("", "a name")


def test_declaration() -> None:
    infos = {info.name: info for info in declare(Brush)}
    assert list(infos) == ["strength", "stroke", "max_side", "keep_colours", "device", "name"]
    assert infos["strength"].kind == "float"
    assert (infos["strength"].low, infos["strength"].high, infos["strength"].optional) == (0.0, 1.5, False)
    assert (infos["stroke"].kind, infos["stroke"].optional, infos["stroke"].default) == ("float", True, None)
    assert (infos["max_side"].kind, infos["max_side"].unit) == ("int", "pixels")
    assert infos["keep_colours"].kind == "bool"
    assert infos["device"].choices == ("auto", "cpu", "cuda")
    assert infos["name"].help == "a name"


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"strength": 0},
        {"strength": np.float32(1.5)},
        {"stroke": None},
        {"max_side": np.int64(16)},
        {"device": "cuda", "keep_colours": True},
    ],
)
def test_good_values(values: dict[str, Any]) -> None:
    validate(build(Brush, values))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"strength": 1.6}, r"strength is 1\.6: give a number between 0 and 1\.5"),
        ({"strength": float("nan")}, "strength is nan: give a number"),
        ({"strength": "1"}, "give a number between"),
        ({"strength": True}, "give a number between"),
        ({"strength": None}, "give a number between"),
        ({"max_side": 15}, r"max_side is 15: give a whole number, 16 pixels or more"),
        ({"max_side": 20.5}, "give a whole number"),
        ({"keep_colours": 1}, "give true or false"),
        ({"device": "gpu"}, "choose one of auto, cpu, cuda"),
        ({"device": "cudo"}, r"did you mean cuda\?"),
        ({"name": 3}, "give text"),
        ({"strenght": 1.0}, "did you mean 'strength'"),
        ({"colour": 1.0, "x": 2}, "no option 'colour'"),
    ],
)
def test_bad_values(values: dict[str, Any], says: str) -> None:
    with pytest.raises(OptionError, match=says):
        build(Brush, values)


def test_our_own_mistakes_are_type_errors() -> None:
    @dataclass(frozen=True)
    class Wrong:
        sizes: list[int] = option(None, "no flag for this")  # noqa: RUF009

    with pytest.raises(TypeError, match="dataclass"):
        declare(int)
    with pytest.raises((TypeError, NameError)):
        declare(Wrong)


def test_lists_of_numbers() -> None:
    assert numbers_of("weights", "1, 0,2.5", 3) == (1.0, 0.0, 2.5)
    assert numbers_of("weights", None, 2) == (1.0, 1.0)


@pytest.mark.parametrize("text", ["", "1", "1,2,3", "1,x", "1,,2", "-1,2", "nan,1", "inf,1", "0,0"])
def test_lists_that_are_refused(text: str) -> None:
    with pytest.raises(OptionError, match="weights is"):
        numbers_of("weights", text, 2)
