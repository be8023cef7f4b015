"""What is free, and what is said when that is not enough."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from pinxit.core.errors import PictureTooLarge
from pinxit.torchkit import memory
from pinxit.torchkit.memory import Need, available_bytes, check_memory, out_of_memory

CPU = torch.device("cpu")
NEED = Need(bytes_per_pixel=1000, fixed=100_000_000)


def machine(monkeypatch: pytest.MonkeyPatch, free: int | None) -> None:
    monkeypatch.setattr(memory, "available_bytes", lambda _: free)


def test_something_is_free_here() -> None:
    free = available_bytes(CPU)
    assert free is None or free > 10_000_000


def test_the_smaller_of_machine_and_container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "_CGROUP", tmp_path)
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:    3000 kB\n")
    assert available_bytes(CPU) == 3000 * 1024
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("1000000\n")
    assert available_bytes(CPU) == 3000 * 1024
    (tmp_path / "memory.max").write_text("2500000\n")
    assert available_bytes(CPU) == 1_500_000
    (tmp_path / "memory.max").write_text("1000\n")
    assert available_bytes(CPU) == 0


def test_what_fits_is_told_in_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, 10**9)
    assert check_memory(NEED, 500, 1000, CPU) == 600_000_000
    machine(monkeypatch, None)
    assert check_memory(NEED, 50_000, 100_000, CPU) > 10**12


def test_what_does_not_fit_names_the_size_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    machine(monkeypatch, 10**9)
    with pytest.raises(
        PictureTooLarge, match=r"4\.1 GB and 1\.0 GB are free on cpu: size 894 fits"
    ) as caught:
        check_memory(NEED, 2000, 2000, CPU)
    assert caught.value.exit_code == 2
    check_memory(NEED, 894, 894, CPU)
    with pytest.raises(PictureTooLarge):
        check_memory(NEED, 896, 896, CPU)
    machine(monkeypatch, 10**6)
    with pytest.raises(PictureTooLarge, match="free some memory"):
        check_memory(NEED, 100, 100, CPU)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you"),
    ],
)
def test_memory_that_runs_out_is_an_error_of_ours(error: Exception) -> None:
    with pytest.raises(PictureTooLarge, match="--size"), out_of_memory(10, 20):
        raise error


def test_other_errors_pass() -> None:
    with pytest.raises(RuntimeError, match="shapes"), out_of_memory(10, 20):
        raise RuntimeError("shapes do not fit")
