from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

import tiny_zoo
from pinxit.core.errors import DeviceError, ModelError, OptionError
from pinxit.runtime import session as module
from pinxit.runtime.session import Session, available_devices
from pinxit.runtime.threads import physical_cores


@pytest.fixture(scope="module")
def doubler() -> bytes:
    """y = 2 x."""
    shape = ["height", "width"]
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in "xy")
    graph = helper.make_graph([helper.make_node("Add", ["x", "x"], ["y"])], "doubler", [x], [y])
    model: onnx.ModelProto = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    )
    return bytes(model.SerializeToString())


def test_it_runs_from_bytes_and_from_a_file(doubler: bytes, tmp_path: Path) -> None:
    path = tmp_path / "doubler.onnx"
    path.write_bytes(doubler)
    x = np.arange(6, dtype=np.float32).reshape(2, 3)
    for model in (doubler, path):
        session = Session(model, device="cpu")
        assert (session.inputs, session.outputs, session.device) == (("x",), ("y",), "cpu")
        np.testing.assert_array_equal(session.run({"x": x})["y"], 2 * x)


def test_threads_are_the_physical_cores_unless_given(doubler: bytes) -> None:
    assert Session(doubler, device="cpu").threads == physical_cores() >= 1
    assert Session(doubler, device="cpu", threads=3).threads == 3
    assert Session(doubler, device="cpu", threads=np.int64(3)).threads == 3  # type: ignore[arg-type]
    for bad in (0, -1, 2000, True, 1.5):
        with pytest.raises(OptionError, match="threads"):
            Session(doubler, threads=bad)  # type: ignore[arg-type]


def test_the_cpu_is_always_there_and_auto_is_available(doubler: bytes) -> None:
    assert available_devices()[-1] == "cpu"
    assert Session(doubler).device in available_devices()


def test_a_device_that_is_not_there_is_an_error(doubler: bytes) -> None:
    for device in {"cuda", "dml", "coreml"} - set(available_devices()):
        with pytest.raises(DeviceError, match=f"{device}.*available: .*cpu"):
            Session(doubler, device=device)
    with pytest.raises(OptionError, match="auto, cpu, cuda"):
        Session(doubler, device="gpu")


class _Pretender:
    """ONNX Runtime built for CUDA on a machine without: it says so in a log and quietly uses the CPU, or raises."""

    def __init__(self, real: Any, *, raises: bool) -> None:
        self.real, self.raises = real, raises
        self.SessionOptions = real.SessionOptions

    def get_available_providers(self) -> list[str]:
        return ["CUDAExecutionProvider", "CPUExecutionProvider"]

    def InferenceSession(self, content: bytes, options: Any, providers: list[str], **more: Any) -> Any:
        if self.raises and "CUDAExecutionProvider" in providers:
            raise RuntimeError("CUDA failure 35: driver too old\nand a long trace")
        return self.real.InferenceSession(content, options, providers=["CPUExecutionProvider"], **more)


@pytest.fixture(params=[False, True], ids=["quietly", "raising"])
def pretending(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    import onnxruntime

    monkeypatch.setattr(module, "_onnxruntime", lambda: _Pretender(onnxruntime, raises=request.param))


@pytest.mark.usefixtures("pretending")
def test_a_silent_fallback_is_an_error_when_asked_for_and_the_cpu_when_not(doubler: bytes) -> None:
    with pytest.raises(DeviceError, match=r"'cuda' is not available.*onnxruntime-gpu"):
        Session(doubler, device="cuda")
    assert Session(doubler, device="auto").device == "cpu"


@pytest.mark.parametrize("content", [b"", b"not a model", b"\x08\x08", bytes(1000), b"\xff" * 5000])
def test_what_is_no_model_is_a_model_error_with_its_checksum(content: bytes) -> None:
    with pytest.raises(ModelError, match=hashlib.sha256(content).hexdigest()):
        Session(content, device="cpu")


def test_a_cut_model_and_a_missing_one(tmp_path: Path) -> None:
    graph, _, _ = tiny_zoo.build_graph()
    with pytest.raises(ModelError):
        Session(graph[: len(graph) // 2], device="cpu")
    with pytest.raises(ModelError, match="cannot be read"):
        Session(tmp_path / "none.onnx")


def test_feeds_that_do_not_fit_are_a_model_error(doubler: bytes) -> None:
    session = Session(doubler, device="cpu")
    with pytest.raises(ModelError, match="does not take x float64"):
        session.run({"x": np.zeros((2, 2))})  # type: ignore[dict-item]
    with pytest.raises(ModelError, match="does not take"):
        session.run({"x": np.zeros((2, 2, 2), np.float32)})
    with pytest.raises(ModelError, match="does not take"):
        session.run({"z": np.zeros((2, 2), np.float32)})


def test_onnxruntime_says_nothing_on_stderr(doubler: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    session = Session(doubler, device="cpu")
    with pytest.raises(ModelError):
        session.run({"x": np.zeros((2, 2, 2), np.float32)})
    with pytest.raises(ModelError):
        Session(b"junk", device="cpu")
    assert capfd.readouterr() == ("", "")


def test_one_session_serves_several_threads(doubler: bytes) -> None:
    session = Session(doubler, device="cpu", threads=1)
    wrong: list[int] = []

    def work(number: int) -> None:
        x = np.full((number + 1, 7), number, np.float32)
        for _ in range(50):
            if not np.array_equal(session.run({"x": x})["y"], 2 * x):
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_physical_cores_respect_a_containers_quota(tmp_path: Path) -> None:
    from pinxit.runtime import threads

    (tmp_path / "cpu.max").write_text("150000 100000\n")
    assert threads._quota(tmp_path) == 2
    (tmp_path / "cpu.max").write_text("max 100000\n")
    assert threads._quota(tmp_path) > 1000
    (tmp_path / "cpu.max").write_text("nonsense")
    assert threads._quota(tmp_path) > 1000
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text("50000")
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000")
    (tmp_path / "cpu.max").unlink()
    assert threads._quota(tmp_path) == 1
