"""How much memory there is, and what to say when a picture would need more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch

from pinxit.core.errors import PictureTooLarge

_CGROUP = Path("/sys/fs/cgroup")
_MEMINFO = Path("/proc/meminfo")
_SHARE = 0.9  # of what is free: the rest of the machine goes on
_SMALLEST = 64  # pixels: the smallest size that a method takes


def available_bytes(device: torch.device) -> int | None:
    """Memory that a program may still take, in bytes: of a GPU, or of this machine or container; None: not known."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    known = [each for each in (_of_machine(), _of_container()) if each is not None]
    return min(known, default=None)


@dataclass(frozen=True)
class Need:
    """What a method takes of memory, in bytes: for every pixel of the largest scale, and besides."""

    bytes_per_pixel: int
    fixed: int


def check_memory(need: Need, height: int, width: int, device: torch.device) -> int:
    """The bytes that work on height x width pixels takes; PictureTooLarge, naming the size that fits, when there are
    fewer.
    """
    needed = need.fixed + need.bytes_per_pixel * height * width
    available = available_bytes(device)
    if available is None or needed <= _SHARE * available:
        return needed
    fitting = max(0.0, _SHARE * available - need.fixed) / need.bytes_per_pixel
    side = int(max(height, width) * (fitting / (height * width)) ** 0.5)
    advice = f"size {side} fits (--size {side})" if side >= _SMALLEST else "free some memory first"
    raise PictureTooLarge(
        f"optimising {width} x {height} pixels needs about {needed / 1e9:.1f} GB and {available / 1e9:.1f} GB are free on "
        f"{device.type}: {advice}."
    )


@contextmanager
def out_of_memory(height: int, width: int) -> Iterator[None]:
    """What torch says when memory runs out within this block becomes a PictureTooLarge."""
    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise _ran_out(height, width) from error
    except RuntimeError as error:
        if "allocate memory" not in str(error):  # torch has no class for it on the CPU
            raise
        raise _ran_out(height, width) from error


def _ran_out(height: int, width: int) -> PictureTooLarge:
    return PictureTooLarge(
        f"memory ran out while optimising {width} x {height} pixels: give a smaller size (--size)."
    )


def _of_machine() -> int | None:
    try:
        for line in _MEMINFO.read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):  # no Linux
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):  # Windows
        return None


def _of_container() -> int | None:
    try:
        limit, used = ((_CGROUP / name).read_text().strip() for name in ("memory.max", "memory.current"))
        return None if limit == "max" else max(0, int(limit) - int(used))
    except (OSError, ValueError):
        return None
