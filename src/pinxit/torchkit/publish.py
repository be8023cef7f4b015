"""What every export writes into its manifest: files by content, the graph's ports, the training, the commit it was made from."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx

from pinxit.zoo import manifest as card


def record(path: Path) -> card.FileRecord:
    """One file, by content."""
    data = path.read_bytes()
    return card.FileRecord(hashlib.sha256(data).hexdigest(), len(data))


def ports(model: bytes) -> card.Graph:
    """Inputs and outputs of an ONNX model, all float32, given as the content of its file."""

    def port(value: onnx.ValueInfoProto) -> card.Port:
        dims = value.type.tensor_type.shape.dim
        return card.Port(value.name, "float32", tuple(d.dim_param or d.dim_value for d in dims))

    described = onnx.load_from_string(model).graph
    return card.Graph(tuple(map(port, described.input)), tuple(map(port, described.output)))


def training(content: Mapping[str, Any]) -> card.Training:
    """How the checkpoint with this content came about."""
    room, _, name = str(content["model"]).partition(".")
    return card.Training(
        recipe=f"recipes/{room}/{name}.toml",
        revision=_revision(),
        seed=int(content["seed"]),
        steps=int(content["step"]),
        hardware=str(content["hardware"]),
        hours=round(float(content["seconds"]) / 3600, 2),
    )


def _revision() -> str:
    """The commit that this export was made from, or "unknown" outside a checkout."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
