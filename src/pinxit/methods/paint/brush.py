"""The painter network as a function on arrays: one session for all styles, loaded once per model, device and
thread count.

Axes: h rows, w columns, 3 colours. Values are sRGB 0..1.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import ModelError
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import DEFAULT_PAINTER, Model, identity
from pinxit.zoo.catalogue import model as find_model
from pinxit.zoo.stylefile import Style, same_painter

Float = NDArray[np.float32]
GRAPH = "painter.onnx"
# Pixels. The graph's own padding reflects pixels at the input and cells of eight at 1/8, and a reflection needs one more
# than it shows. Tests paint pictures smaller than this.
SMALLEST = 48
_INPUTS = {"photo", "style", "statistics", "given"}
_OUTPUTS = {"painted", "measured"}


@dataclass(frozen=True)
class Brush:
    """A loaded painter. Holds no mutable state: use it from as many threads as you like."""

    model: Model
    session: Session
    identity: Style

    def vector(self, style: Style, strength: float) -> Float:
        """The style vector (V,) at `strength`: on the line from the identity (0) through the style (1)."""
        constants = self.model.manifest.constants
        same_painter(style, self.model.id, constants.vector)
        start = self.identity.vector
        return np.asarray(start + np.float32(strength) * (style.vector - start), np.float32)

    def paint(self, rgb_hw3: Float, vector: Float, statistics: Float | None = None) -> Float:
        """Paint one window (h x w x 3) in a style; the result, of the same size, may be a view.

        statistics: (S,) as from `measure`, those of the whole picture that this is a window of; None: the
        window's own. ModelError when the painting is not finite (a style vector out of all bounds).
        """
        painted = self._run(rgb_hw3, vector, statistics, "painted")
        # The sum is not finite if any number is not; numbers of 0..1 cannot overflow it.
        if not np.isfinite(painted.sum(dtype=np.float64)):
            raise ModelError("the painting is not finite: this style does not work at this strength")
        painted_hw3: Float = painted[0].transpose(1, 2, 0)[: rgb_hw3.shape[0], : rgb_hw3.shape[1]]
        return painted_hw3

    def measure(self, rgb_hw3: Float, vector: Float) -> Float:
        """The normalisation statistics (S,) of a picture in a style."""
        measured: Float = self._run(rgb_hw3, vector, None, "measured")[0]
        return measured

    def _run(self, rgb_hw3: Float, vector: Float, statistics: Float | None, wanted: str) -> Float:
        height, width = rgb_hw3.shape[:2]
        below, beside = max(0, SMALLEST - height), max(0, SMALLEST - width)
        if below or beside:
            rgb_hw3 = np.pad(rgb_hw3, ((0, below), (0, beside), (0, 0)), mode="edge")
        known = np.zeros(self.model.manifest.constants.statistics, np.float32)
        feeds = {
            "photo": np.ascontiguousarray(rgb_hw3.transpose(2, 0, 1))[None],
            "style": vector[None],
            "statistics": (known if statistics is None else statistics)[None],
            "given": np.array([statistics is not None], np.float32),
        }
        return self.session.run(feeds, (wanted,))[wanted]


_brushes: dict[tuple[Path, str, str, int | None], Brush] = {}
_loading = threading.Lock()


def load_brush(model: Model | str | None = None, device: str = "auto", threads: int | None = None) -> Brush:
    """The brush of `model` (None: the default painter), loaded at most once in this process; ModelError,
    DeviceError.
    """
    if not isinstance(model, Model):
        model = find_model(model or DEFAULT_PAINTER)
    record = model.manifest.files.get(GRAPH)
    key = (model.folder, record.sha256 if record else "", device, threads)
    with _loading:
        if key not in _brushes:
            session = Session(model.read(GRAPH), device=device, threads=threads)
            if set(session.inputs) != _INPUTS or not set(session.outputs) >= _OUTPUTS:
                raise ModelError(
                    f"{model.id}: its graph is not a painter's (it takes {', '.join(session.inputs)})"
                )
            _brushes[key] = Brush(model, session, identity(model))
        return _brushes[key]
