"""What the studio reads is what Python has."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools" / "expression_tables.py"


def test_the_file_for_the_studio_is_in_step() -> None:
    tool = runpy.run_path(str(TOOL))
    made = json.loads(json.dumps(tool["tables"]()))
    assert json.loads(tool["TARGET"].read_text()) == made, f"run python {TOOL.name}"
