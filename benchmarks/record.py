"""Put a group of measures into a model's manifest."""

from __future__ import annotations

import dataclasses
import json
import os
import platform
from pathlib import Path

from pinxit.zoo import catalogue, manifest, store


def machine() -> str:
    """The machine that measured, in words."""
    return f"{os.cpu_count()} CPU cores, {platform.machine()}"


def record(
    group: str, values: dict[str, float | str], write: bool, id: str = catalogue.DEFAULT_PAINTER
) -> None:
    """Print a group of measures, and with ``write`` keep it in the manifest of the model `id`."""
    print(json.dumps({group: values}, indent=2))
    if not write:
        return
    model = catalogue.model(id)
    made = dataclasses.replace(model.manifest, measures={**model.manifest.measures, group: values})
    path: Path = model.folder / "manifest.json"
    store.write_whole(path, manifest.manifest_to_json(made).encode())
    print(f"written to {path}")
