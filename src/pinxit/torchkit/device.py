"""Where torch computes."""

from __future__ import annotations

import os
import platform

import torch

from pinxit.core.errors import DeviceError


def device_of(name: str) -> torch.device:
    """The torch device for "auto", "cpu" or "cuda". Raises DeviceError when it is not there."""
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if name == "cuda" and not torch.cuda.is_available():
        raise DeviceError("cuda was asked for, but torch sees no CUDA device; use --device cpu")
    if name not in ("cpu", "cuda"):
        raise DeviceError(f"training runs on cpu or cuda, not on {name!r}")
    return torch.device(name)


def fast_half(device: torch.device) -> bool:
    """Whether bfloat16 is computed faster than float32 there: by any GPU, and by CPUs that multiply it (AMX, AVX-512 BF16)."""
    if device.type == "cuda":
        return True
    able: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()  # an older torch cannot tell
    return any(able.get(name) is True for name in ("amx_bf16", "avx512_bf16"))


def mixed(device: torch.device) -> torch.autocast:
    """Mixed precision where it is faster: convolutions and products in bfloat16, sums and weights in float32."""
    return torch.autocast(device.type, dtype=torch.bfloat16, enabled=fast_half(device))


def hardware_of(device: torch.device) -> str:
    """What computes there, in words, for the manifest."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{os.cpu_count()} CPU cores ({platform.machine()}, {torch.backends.cpu.get_cpu_capability()})"
