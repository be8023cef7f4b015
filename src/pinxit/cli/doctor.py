"""`pinxit doctor`: what a bug report should hold, and whether this installation paints as it should."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from pinxit.cli.errors import SOME_FAILED
from pinxit.cli.streams import print_json

if TYPE_CHECKING:
    from pinxit.cli.checks import Finding

# ONNX Runtime for GPUs is another package with the same module: any one of these will do.
_RUNTIMES = ("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml")
_PACKAGES = ("numpy", "pillow", "safetensors")
_EXTRAS = ("torch", "onnx")


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Ask everything, say everything; the exit code is 1 when something is not well."""
    findings = [*_versions(), *_devices(), *_cache(), *_models()]
    if args.json:
        print_json([{"about": each.about, "well": each.well, "words": each.words} for each in findings])
    else:
        width = max(len(each.about) for each in findings)
        for each in findings:
            print(f"{'ok ' if each.well else 'BAD'}  {each.about.ljust(width)}  {each.words}")
    return 0 if all(each.well for each in findings) else SOME_FAILED


def _versions() -> Iterator[Finding]:
    import pinxit
    from pinxit.cli.checks import Finding

    system = f"{platform.python_version()}, {platform.platform()}"
    yield Finding("python", sys.version_info >= (3, 11), system)
    yield Finding("pinxit", True, pinxit.__version__)
    for name in _PACKAGES:
        yield Finding(name, _version(name) != "", _version(name) or "not installed")
    runtimes = [(name, _version(name)) for name in _RUNTIMES if _version(name)]
    for name, number in runtimes or [(_RUNTIMES[0], "")]:
        yield Finding(name, number != "", number or "not installed")
    for name in _EXTRAS:
        yield Finding(name, True, _version(name) or "not installed (not needed to paint)")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _devices() -> Iterator[Finding]:
    from pinxit.cli.checks import Finding

    try:
        from pinxit.runtime.session import available_devices

        yield Finding("devices", True, f"{', '.join(available_devices())}; {os.cpu_count()} CPU threads")
    except Exception as error:  # whatever a broken ONNX Runtime raises is the answer to the question
        yield Finding("devices", False, str(error))


def _cache() -> Iterator[Finding]:
    from pinxit.cli.checks import Finding
    from pinxit.core.errors import ModelError
    from pinxit.core.whole import refusal
    from pinxit.zoo.store import cache_dir, zoo_root

    try:
        yield Finding("zoo", True, str(zoo_root()))
    except ModelError as error:
        yield Finding("zoo", False, str(error))
    folder = cache_dir()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    there = f", {size / 1e6:.1f} MB" if folder.is_dir() else " (not made yet)"
    yield Finding("cache", not refusal(folder / "styles" / "a.style"), f"{folder}{there}")


def _models() -> Iterator[Finding]:
    from pinxit.cli.checks import Finding, check_files, check_golden
    from pinxit.core.errors import ModelError
    from pinxit.zoo.catalogue import broken_styles, models

    try:
        found = models()
    except ModelError as error:
        yield Finding("models", False, str(error))
        return
    if not found:
        yield Finding("models", False, "none: install pinxit again")
    for model in found:
        yield from check_files(model)
        yield check_golden(model)
        for path, problem in broken_styles(model):
            yield Finding(str(path), False, problem)
