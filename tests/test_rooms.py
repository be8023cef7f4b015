"""What every room promises (ARCHITECTURE.md, "A room"), asked of each in the table."""

from __future__ import annotations

import dataclasses
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from pinxit.core.method import load_entry
from pinxit.core.options import declare, validate
from pinxit.methods import ROOMS, spec

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("name", list(ROOMS))
def test_the_card(name: str) -> None:
    card = spec(name)
    assert card.name == name
    assert card.slots[0].name == "content"
    assert len({slot.name for slot in card.slots}) == len(card.slots)
    assert dataclasses.fields(card.options)
    assert card.options.__dataclass_params__.frozen  # type: ignore[attr-defined]
    validate(card.options())
    for info in declare(card.options):
        assert len(info.help) > 10, info.name
    assert card.extra is not None or card.engine != "torch"


@pytest.mark.parametrize("name", list(ROOMS))
def test_prepare_takes_a_model_and_options_and_all_else_by_name(name: str) -> None:
    first, second, *rest = inspect.signature(load_entry(spec(name))).parameters.values()
    assert (first.name, second.name) == ("model", "options")
    assert all(each.kind is inspect.Parameter.KEYWORD_ONLY for each in rest)


@pytest.mark.parametrize("name", list(ROOMS))
def test_the_papers_and_the_page(name: str) -> None:
    readme = (ROOT / "src" / "pinxit" / "methods" / name / "README.md").read_text(encoding="utf-8")
    for heading in ("Idea", "Papers and licence", "What we changed, and why", "Options", "Limits"):
        assert f"\n## {heading}\n" in readme
    assert (ROOT / "docs" / f"{name}.md").is_file()


def test_no_card_loads_anything_heavy() -> None:
    cards = f"from pinxit.methods import spec; [spec(name) for name in {list(ROOMS)!r}]"
    heavy = "[name for name in ('torch', 'onnxruntime', 'onnx', 'scipy', 'cv2') if name in sys.modules]"
    done = subprocess.run(
        [sys.executable, "-c", f"{cards}; import sys; print({heavy})"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
