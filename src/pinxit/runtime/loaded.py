"""Networks that are loaded at most once in this process: graphs of the zoo's models, and packaged ones that belong to none."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from pinxit.core.errors import PinxitError
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import Model

NETWORKS = Path(__file__).resolve().parent.parent / "data" / "networks"

_loaded: dict[tuple[Path, str, str, int | None], Session] = {}
_loading = threading.Lock()


def graph_of(
    model: Model, graph: str, absent: PinxitError, *, device: str = "cpu", threads: int | None = 1
) -> Session:
    """The graph of a model, by the name of its file. absent: raised where the model has none. Also ModelError, DeviceError."""
    record = model.manifest.files.get(graph)
    if record is None:
        raise absent
    key = (model.folder, record.sha256, device, threads)
    with _loading:
        if key not in _loaded:
            _loaded[key] = Session(model.read(graph), device=device, threads=threads)
        return _loaded[key]


@cache
def packaged(name: str) -> Session:
    """A network of NETWORKS, on one thread of the CPU."""
    return Session(NETWORKS / f"{name}.onnx", device="cpu", threads=1)
