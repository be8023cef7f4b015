"""Files of the site that a wheel carries smaller than they are.

WebAssembly deflates badly: the runtime, 14.2 MB, takes 3.7 MB of a wheel, and 2.2 MB as `.xz`, which no browser reads.
`tools/pack_site.py` packs it; the server unpacks it once, when it opens, and gives it out as if it had never been packed.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from pinxit.core.errors import MissingExtra

__all__ = ["Unpacked", "unpack"]

_SUFFIX = ".xz"


class Unpacked(NamedTuple):
    """A file's content, and when it was written (seconds since 1970)."""

    data: bytes
    written: float


def unpack(site: Path) -> dict[str, Unpacked]:
    """What is packed in `site`, by the path that it would have unpacked; MissingExtra says what to do where that
    cannot be done.
    """
    packed = sorted(site.rglob(f"*{_SUFFIX}"))
    return {str(path.with_suffix("")): _unpacked(path) for path in packed}


def _unpacked(path: Path) -> Unpacked:
    lzma = _lzma()
    try:
        return Unpacked(lzma.decompress(path.read_bytes()), path.stat().st_mtime)
    except lzma.LZMAError as error:
        raise MissingExtra(
            f"{path} is damaged ({error}): install pinxit again, with pip's --force-reinstall"
        ) from error


def _lzma() -> ModuleType:
    try:
        import lzma
    except ImportError as error:  # a Python compiled where the headers of liblzma were missing
        raise MissingExtra(
            "the studio's runtime is packed with LZMA, and this Python was built without the module lzma: use another "
            "Python, or build it again with liblzma's headers there (package liblzma-dev, xz-devel or xz), "
            "or run `pinxit studio` in a checkout of pinxit after `make site`"
        ) from error
    return lzma
