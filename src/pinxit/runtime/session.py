"""One ONNX model ready to run on a chosen device. ONNX Runtime is imported here, on first use, and nowhere
else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import DeviceError, MissingExtra, ModelError, OptionError
from pinxit.runtime.threads import physical_cores

if TYPE_CHECKING:
    from types import ModuleType

DEVICES = ("auto", "cpu", "cuda", "dml", "coreml")
_PROVIDERS = {
    "cuda": "CUDAExecutionProvider",
    "dml": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    "cpu": "CPUExecutionProvider",
}
# What `auto` tries, in this order. CoreML only when asked for: it compiles again for every new picture size.
_AUTO = ("cuda", "dml", "cpu")
_SILENT = 4  # ONNX Runtime's own messages go to stderr; what matters of them is in our errors


def available_devices() -> tuple[str, ...]:
    """Devices that this ONNX Runtime was built for, best first; always ends in "cpu". Whether a driver is
    there shows in use. MissingExtra without ONNX Runtime.
    """
    built_for = _onnxruntime().get_available_providers()
    return tuple(name for name, provider in _PROVIDERS.items() if provider in built_for)


class Session:
    """A loaded model. `run` may be called from several threads at once; nothing here changes after loading.

    model: path or content of an .onnx file. device: one of DEVICES. threads: CPU threads for one run (None:
    physical cores). Raises DeviceError when the device asked for is not available, also where ONNX Runtime
    would quietly use the CPU; ModelError when the file is not a model that it can load; MissingExtra without
    ONNX Runtime.
    """

    device: str
    threads: int

    def __init__(self, model: Path | bytes, *, device: str = "auto", threads: int | None = None) -> None:
        if device not in DEVICES:
            raise OptionError(f"device is {device!r}: choose one of {', '.join(DEVICES)}")
        self.threads = physical_cores() if threads is None else _count(threads)
        content = model if isinstance(model, bytes) else _read(model)
        self._session, self.device = _open(
            content, device, self.threads, "model" if isinstance(model, bytes) else str(model)
        )
        self.inputs: tuple[str, ...] = tuple(port.name for port in self._session.get_inputs())
        self.outputs: tuple[str, ...] = tuple(port.name for port in self._session.get_outputs())

    def run(
        self, feeds: Mapping[str, NDArray[np.float32]], outputs: Sequence[str] | None = None
    ) -> dict[str, NDArray[np.float32]]:
        """Run once. feeds: input name to array. outputs: names wanted (None: all); asking for fewer may save
        work.

        ModelError when the feeds do not fit the graph, DeviceError when the device fails (most often: out of
        memory).
        """
        wanted = list(outputs or self.outputs)
        try:
            results = self._session.run(wanted, dict(feeds))
        except Exception as error:  # ONNX Runtime has a dozen classes and no common one below Exception
            shapes = ", ".join(f"{name} {array.dtype} {list(array.shape)}" for name, array in feeds.items())
            if type(error).__name__ in ("InvalidArgument", "ValueError", "NoSuchFile"):
                raise ModelError(f"the model does not take {shapes}: {_first_line(error)}") from error
            raise DeviceError(
                f"{self.device} failed on {shapes}: {_first_line(error)}; "
                "if memory ran out, use a smaller --max-side, or --device cpu"
            ) from error
        return dict(zip(wanted, results, strict=True))


def _count(threads: Any) -> int:
    if isinstance(threads, bool) or not isinstance(threads, Integral) or not 1 <= int(threads) <= 1024:
        raise OptionError(
            f"threads is {threads!r}: give a whole number from 1 to 1024, or None for the physical cores"
        )
    return int(threads)


def _onnxruntime() -> ModuleType:
    try:
        import onnxruntime
    except ModuleNotFoundError as error:
        raise MissingExtra(
            "ONNX Runtime, which runs the models, is not installed: pip install onnxruntime "
            "(or onnxruntime-gpu, or onnxruntime-directml)"
        ) from error
    except ImportError as error:  # it is there, and its library does not load
        raise MissingExtra(
            f"ONNX Runtime is installed and does not load ({_first_line(error)}): install it again; "
            "on Windows it needs the Microsoft Visual C++ Redistributable"
        ) from error
    module: ModuleType = onnxruntime
    return module


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror})") from error


def _open(content: bytes, device: str, threads: int, what: str) -> tuple[Any, str]:
    available = available_devices()
    if device != "auto" and device not in available:
        raise DeviceError(_unavailable(device, "this ONNX Runtime is not built for it", available))
    problem = ""
    for name in _AUTO if device == "auto" else (device,):
        if name not in available:
            continue
        session, problem = _try(content, name, threads, what)
        if session is not None:
            return session, name
    raise DeviceError(_unavailable(device, problem, available))


def _try(content: bytes, device: str, threads: int, what: str) -> tuple[Any, str]:
    """A session whose nodes may run on `device`, or None and why not."""
    ort = _onnxruntime()
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _SILENT
    # Measured on a painter of 48 channels and 5 blocks, 1024 px tiles: a peak of 147 MB above the rest with
    # the arena alone, 180 MB with memory patterns too (one plan for every size seen), 271 MB without the
    # arena; all at the same speed.
    options.enable_mem_pattern = False
    provider = _PROVIDERS[device]
    wanted = (
        [provider] if device == "cpu" else [provider, _PROVIDERS["cpu"]]
    )  # small shape operators run on the CPU anyway
    try:
        session = ort.InferenceSession(content, options, providers=wanted, enable_fallback=0)
    except Exception as error:  # as in `run`
        if device != "cpu":
            return None, _first_line(error)
        digest = hashlib.sha256(content).hexdigest()
        raise ModelError(
            f"{what}: not a model that ONNX Runtime can load (sha256 {digest}): {_first_line(error)}"
        ) from error
    if provider not in session.get_providers():
        return (
            None,
            "ONNX Runtime could not start it and would have used the CPU (driver or libraries missing)",
        )
    return session, ""


def _unavailable(device: str, why: str, available: tuple[str, ...]) -> str:
    packages = {"cuda": "onnxruntime-gpu", "dml": "onnxruntime-directml"}
    advice = f"install {packages[device]} in place of onnxruntime, or " if device in packages else ""
    known = ", ".join(available)
    return f"device {device!r} is not available ({why}); available: {known}; {advice}use --device auto"


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:300] if lines else type(error).__name__
