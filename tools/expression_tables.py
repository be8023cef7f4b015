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
from pinxit.methods.expression import basis, driver, gaze, irises, mesh, mouth, pose, run, units, warp
from pinxit.methods.expression.spec import MOST_DEGREES, ExpressionOptions
from pinxit.runtime import faces

TARGET = Path(__file__).resolve().parent.parent / "src/pinxit/data/networks/expression.json"

DIGITS = 4  # of distances of the eyes: a tenth of what the network knows of a point


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
        "opening": units.OPENING,
        "shut": mesh.SHUT,
        "units": {name: asdict(unit) for name, unit in units.UNITS.items()},
        "look_down": units.LOOK_DOWN,
        "looks": {name: asdict(unit) for name, unit in units.LOOKS.items()},
        "expressions": units.EXPRESSIONS,
        "amounts": [smile.low, smile.high],
        "most_degrees": MOST_DEGREES,
        "finding": _named(faces, "DETECTED_AT", "MESHED_AT", "SURE", "CERTAIN", "APART", "AROUND", "PARTS"),
        "fitness": _named(run, "SMALLEST", "MOST_TURNED"),
        "driver": {**_named(driver, "SEEN", "MOST", "LEAST", "ROUNDS"), **_least_squares()},
        "moving": _named(basis, "CLOSED", "FOLLOW"),
        "drawing": _named(warp, "AROUND", "AROUND_HEAD", "BORDER") | _named(mouth, "SOFT", "TEETH", "SEEN"),
        "irises": {
            **_named(irises, "ACROSS", "HIGH", "WIDE", "ANGLES", "LIKELY", "FAR", "NEAR", "OPEN", "CONTRAST"),
            **_named(irises, "SOFT", "LASHES", "ON_IRIS", "STRONG", "WORTH", "EDGE", "MOST_BELOW", "ENOUGH"),
            "sizes": irises.SIZES.round(DIGITS).tolist(),
            "shifts": irises.SHIFTS.tolist(),
        },
        "gaze": {
            **_named(gaze, "FURTHEST", "CLOSES", "SOCKET", "PIECE", "HIDES", "RISES", "BLURRED"),
            **_named(gaze, "BESIDE", "WHITE", "EDGE", "SOFT", "RIM"),
        },
        "pose": _named(pose, "SKULL", "NECK", "DEEPEST", "SETS_IN"),
    }


def _least_squares() -> dict[str, Any]:
    """What a driver's points are compared with: those of a quiet face, and how units, and what makes people differ, move them."""
    normal_cc, columns_kc = driver.system()
    quiet_k = mesh.QUIET[driver.SEEN, :2].ravel()
    return {
        "persons": [*driver.PERSONS, *driver.PERSONS],
        "quiet": quiet_k.astype(float).round(DIGITS).tolist(),
        "columns": columns_kc.T.round(DIGITS).tolist(),
        "normal": normal_cc.round(2 * DIGITS).tolist(),
    }


def _named(module: Any, *names: str) -> dict[str, Any]:
    return {name.lower(): getattr(module, name) for name in names}


if __name__ == "__main__":
    TARGET.write_text(json.dumps(tables(), separators=(",", ":")) + "\n")
