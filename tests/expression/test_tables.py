"""What the studio reads is what Python has."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import numpy as np

TOOL = Path(__file__).parents[2] / "tools" / "expression_tables.py"


def test_the_file_for_the_studio_is_in_step() -> None:
    tool = runpy.run_path(str(TOOL))
    made = json.loads(json.dumps(tool["tables"]()))
    kept = json.loads(tool["TARGET"].read_text())
    # What was computed is rounded, and another processor rounds otherwise.
    for name in ("quiet", "columns", "normal"):
        one, other = (np.array(each["driver"].pop(name)) for each in (made, kept))
        np.testing.assert_allclose(one, other, atol=2 * 10.0 ** -tool["DIGITS"])
    assert kept == made, f"run python {TOOL.name}"
