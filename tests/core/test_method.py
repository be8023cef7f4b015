from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pinxit.core.errors import InputError, MissingExtra, OptionError, PictureError
from pinxit.core.method import Slot, Spec, check, load_entry
from pinxit.core.options import option
from pinxit.core.picture import Picture


@dataclass(frozen=True)
class Options:
    strength: float = option(1.0, "how far", low=0, high=1.5)


SPEC = Spec(
    name="paint",
    title="Paint",
    slots=(Slot("content"), Slot("masks", 0, None), Slot("driver", 0, 1), Slot("views", 0, 3)),
    options=Options,
    engine="numpy",
    extra=None,
    entry="os.path:join",
)
GREY = np.zeros((4, 5), np.uint8)


def test_sources_become_pictures() -> None:
    inputs, options = check(SPEC, {"content": GREY, "masks": [GREY, GREY]}, {"strength": 0.5})
    assert [len(inputs[name]) for name in ("content", "masks", "driver", "views")] == [1, 2, 0, 0]
    assert all(isinstance(each, Picture) for each in inputs["masks"])
    assert options == Options(0.5)
    assert check(SPEC, {"content": [GREY], "driver": None}, Options())[1] == Options()


@pytest.mark.parametrize(
    ("inputs", "options", "error", "says"),
    [
        ({}, {}, InputError, "takes exactly 1 as 'content', and got 0"),
        ({"content": [GREY, GREY]}, {}, InputError, "exactly 1 as 'content', and got 2"),
        ({"content": GREY, "driver": [GREY, GREY]}, {}, InputError, "0 to 1 as 'driver'"),
        ({"content": GREY, "mask": GREY}, {}, InputError, "did you mean 'masks'"),
        ({"content": GREY, "xyz": GREY}, {}, InputError, "it takes content, masks"),
        ({"content": 7}, {}, PictureError, "a int is not a picture"),
        ({"content": GREY}, {"strength": 2}, OptionError, "between 0 and 1.5"),
        ({"content": GREY}, Options(9.0), OptionError, "between 0 and 1.5"),
        ({"content": GREY}, 7, InputError, "Options or as a mapping"),
    ],
)
def test_what_is_refused(inputs: dict[str, Any], options: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        check(SPEC, inputs, options)


def test_entry_is_imported() -> None:
    import os.path

    found: object = load_entry(SPEC)
    assert found is os.path.join


def test_an_entry_whose_extra_is_missing_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "torch", None)
    for name, needed in (("needs_torch", "torch"), ("is_broken", "a_module_that_nobody_has")):
        (tmp_path / f"{name}.py").write_text(f"import {needed}", encoding="utf-8")
    with pytest.raises(MissingExtra, match=r"pinxit\[train\]"):
        load_entry(replace(SPEC, extra="train", entry="needs_torch:prepare"))
    with pytest.raises(ModuleNotFoundError, match="nobody_has"):
        load_entry(replace(SPEC, extra="train", entry="is_broken:prepare"))
