"""Make src/pinxit/data/networks/expression.json: what the room `expression` knows in numbers, for the studio.

python tools/expression_tables.py

A test holds the file to the tables that it is made from.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pinxit.core.options import declare
from pinxit.methods.expression import basis, mesh, mouth, run, units, warp
from pinxit.methods.expression.spec import ExpressionOptions
from pinxit.runtime import faces

TARGET = Path(__file__).resolve().parent.parent / "src/pinxit/data/networks/expression.json"


def tables() -> dict[str, Any]:
    """Points and triangles of the mesh, units and expressions, numbers of finding and drawing, named as in Python."""
    smile = next(each for each in declare(ExpressionOptions) if each.name == "smile")
    return {
        "triangles": mesh.TRIANGLES.tolist(),
        "mirror": mesh.MIRROR.tolist(),
        "eyes": faces.EYES,
        **{
            name.lower(): getattr(mesh, name)
            for name in ("UPPER_LIP", "LOWER_LIP", "UPPER_LID", "LOWER_LID", "BROW", "OUTLINE", "NOSE")
        },
        "smile": units.SMILE,
        "units": {name: asdict(unit) for name, unit in units.UNITS.items()},
        "expressions": units.EXPRESSIONS,
        "amounts": [smile.low, smile.high],
        "finding": _named(faces, "DETECTED_AT", "MESHED_AT", "SURE", "CERTAIN", "APART", "AROUND", "PARTS"),
        "fitness": _named(run, "SMALLEST", "MOST_TURNED"),
        "moving": _named(basis, "CLOSED", "FOLLOW"),
        "drawing": _named(warp, "AROUND") | _named(mouth, "SOFT", "TEETH", "SEEN"),
    }


def _named(module: Any, *names: str) -> dict[str, Any]:
    return {name.lower(): getattr(module, name) for name in names}


if __name__ == "__main__":
    TARGET.write_text(json.dumps(tables(), separators=(",", ":")) + "\n")
