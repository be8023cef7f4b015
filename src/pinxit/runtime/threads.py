"""How many threads are worth starting: the physical cores that this process may use."""

from __future__ import annotations

import math
import os
from pathlib import Path


def physical_cores() -> int:
    """Physical cores that the scheduler and the container allow this process, at least 1.

    Hyper-threads share the arithmetic units that convolutions need, so they are not counted; a container's
    CPU quota is.
    """
    allowed = _allowed()
    cores = {_siblings(cpu) for cpu in allowed}
    return max(1, min(len(cores), _quota(Path("/sys/fs/cgroup"))))


def _allowed() -> set[int]:
    if hasattr(os, "sched_getaffinity"):
        return set(os.sched_getaffinity(0))
    count = os.cpu_count() or 1
    # Windows and macOS on Intel do not say how hyper-threads pair up without a library; all Apple silicon
    # cores are physical.
    return set(range(count))


def _siblings(cpu: int) -> str:
    try:
        return (
            Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
            .read_text(encoding="ascii")
            .strip()
        )
    except OSError:
        return str(cpu)


def _quota(root: Path) -> int:
    """CPUs that the cgroup (version 2, then 1) grants, rounded up; a large number when it sets no limit."""
    for names in (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us")):
        try:
            quota, period = " ".join((root / name).read_text(encoding="ascii") for name in names).split()[:2]
            if quota not in ("max", "-1"):
                return max(1, math.ceil(int(quota) / int(period)))
        except (OSError, ValueError, ZeroDivisionError):
            continue
    return 1 << 16
