"""Where model files lie, and the promise that they are what was published: every file is checked against a
sha256 before use.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import IO

from pinxit.core.errors import (
    InputError,
    MissingWeights,
    ModelError,
    OutputError,
    PinxitError,
)
from pinxit.core.places import from_home, is_folder
from pinxit.core.progress import OnStep, report
from pinxit.core.whole import output_file, whole_file
from pinxit.zoo.manifest import MODEL_ID, FileRecord, Manifest, read_manifest

_BLOCK = 1 << 20
_verified: dict[tuple[str, int, int, str], None] = {}  # path, size, mtime, sha256: checked once per process


def packaged_zoo() -> Path:
    """The zoo inside the package."""
    return Path(__file__).resolve().parent.parent / "data" / "zoo"


def zoo_root() -> Path:
    """The folder of models: $PINXIT_ZOO when set, else the packaged zoo. ModelError when $PINXIT_ZOO is not a
    folder.
    """
    chosen = os.environ.get("PINXIT_ZOO")
    if not chosen:
        return packaged_zoo()
    root = from_home(chosen)
    if not is_folder(root):
        raise ModelError(
            f"PINXIT_ZOO is {chosen!r}, which is not a folder; point it at a folder of models or unset it"
        )
    return root


def cache_dir() -> Path:
    """The user's folder for fetched weights and installed styles: $PINXIT_HOME, else the platform's cache
    folder. Not created here.
    """
    chosen = os.environ.get("PINXIT_HOME")
    if chosen:
        return from_home(chosen)
    if sys.platform == "win32":
        base = from_home(os.environ.get("LOCALAPPDATA") or "~/AppData/Local")
    elif sys.platform == "darwin":
        base = from_home("~/Library/Caches")
    else:
        base = from_home(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    return base / "pinxit"


def model_manifest(id: str, root: Path | None = None) -> Manifest:
    """Read the manifest of model `id`; ModelError when there is none (names those that are there) or it is of
    another id.
    """
    root = root or zoo_root()
    folder = root / id
    if not MODEL_ID.fullmatch(id) or not folder.is_dir():
        known = ", ".join(sorted(path.parent.name for path in root.glob("*/manifest.json"))) or "none"
        raise ModelError(f"no model {id[:80]!r} in {root}; there: {known}")
    manifest = read_manifest(folder / "manifest.json")
    if manifest.id != id:
        raise ModelError(f"{folder / 'manifest.json'}: says it is {manifest.id!r}, its folder is {id!r}")
    return manifest


def model_path(id: str, file: str, root: Path | None = None) -> Path:
    """Path of one file of model `id`, checked against its sha256 once per process. ModelError when it is
    another file.
    """
    root = root or zoo_root()
    return verified_path(model_manifest(id, root), root / id, file)


def verified_path(manifest: Manifest, folder: Path, file: str) -> Path:
    """Path of `file` in `folder`, verified; ModelError names the expected and the found checksum."""
    record = _record(manifest, file)
    path = folder / file
    try:
        state = path.stat()
    except OSError as error:
        raise _unreadable(manifest, path, error) from error
    key = (str(path), state.st_size, state.st_mtime_ns, record.sha256)
    if key not in _verified:
        with _opened(manifest, path) as stream:
            _compare(manifest, path, record, state.st_size, _digest(stream))
        _verified[key] = None
    return path


def verified_bytes(manifest: Manifest, folder: Path, file: str) -> bytes:
    """Content of `file`, verified: what was hashed is what is returned."""
    record = _record(manifest, file)
    path = folder / file
    with _opened(manifest, path) as stream:
        data = stream.read(record.bytes + 1)
    _compare(manifest, path, record, len(data), hashlib.sha256(data).hexdigest())
    return data


def fetch(
    url: str, sha256: str, target: Path, on_step: OnStep | None = None, *, timeout: float = 30.0
) -> Path:
    """Download `url` to `target` unless a file with that `sha256` is there already; nothing half-written
    stays.

    sha256: the digest, or as many of its first digits as are known ("": none, and the caller checks what
    came). on_step: done and total in bytes; returning False stops and raises MissingWeights. timeout: seconds
    without any data. InputError when `url` is no address, MissingWeights when the network or the address
    fails, ModelError when what came has another checksum, OutputError when `target` cannot be written.
    """
    import urllib.error

    if not url.startswith(("https://", "http://", "file:")):
        raise InputError(f"{url!r}: expected an https address")
    if sha256 and target.is_file():
        with target.open("rb") as stream:
            if _digest(stream).startswith(sha256):
                return target
    try:
        with whole_file(target) as out:
            found = _download(url, out, on_step, timeout)
            if not found.startswith(sha256):
                raise ModelError(
                    f"{url}: came with sha256 {found}, expected {sha256}; it was changed or damaged, try again"
                )
    except PinxitError:
        raise
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        # A refusal of the server says its number; another URLError hides the true reason.
        why = error if isinstance(error, urllib.error.HTTPError) else getattr(error, "reason", None) or error
        instead = f", or put the file (sha256 {sha256}) at {target}" if sha256 else ""
        raise MissingWeights(
            f"cannot fetch {url} ({why}); connect to the network and try again{instead}"
        ) from error
    except OSError as error:
        raise OutputError(
            f"cannot write {target} ({error.strerror}); set PINXIT_HOME to a folder that you may write"
        ) from error
    except ValueError as error:  # "http://[" and its kind
        raise InputError(f"{url!r} is not an address ({error})") from error
    return target


def write_whole(path: Path, data: bytes, *, overwrite: bool = True) -> Path:
    """Write `data` to `path`, whole or not at all; missing folders are made. OutputExists, OutputError."""
    with output_file(path, path, overwrite=overwrite) as stream:
        stream.write(data)
    return path


def _download(url: str, out: IO[bytes], on_step: OnStep | None, timeout: float) -> str:
    from http.client import HTTPException
    from urllib.request import urlopen

    digest = hashlib.sha256()
    try:
        with urlopen(url, timeout=timeout) as answer:
            told = answer.headers.get("Content-Length") or ""
            total = int(told) if told.isdecimal() else 0
            done = 0
            while block := answer.read(_BLOCK):
                digest.update(block)
                out.write(block)
                done += len(block)
                if not report(on_step, done, max(total, done), "fetching"):
                    raise MissingWeights(f"fetching {url} was stopped; run it again to fetch it")
    except HTTPException as error:
        raise ConnectionError(str(error) or type(error).__name__) from error
    return digest.hexdigest()


def _record(manifest: Manifest, file: str) -> FileRecord:
    try:
        return manifest.files[file]
    except KeyError:
        raise ModelError(
            f"{manifest.id} has no file {file!r}; its manifest lists {', '.join(manifest.files)}"
        ) from None


def _opened(manifest: Manifest, path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(manifest, path, error) from error


def _unreadable(manifest: Manifest, path: Path, error: OSError) -> ModelError:
    return ModelError(
        f"{path}: cannot be read ({error.strerror}), but {manifest.id} needs it; "
        "install pinxit or the model again"
    )


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _compare(manifest: Manifest, path: Path, record: FileRecord, size: int, found: str) -> None:
    if size != record.bytes or found != record.sha256:
        raise ModelError(
            f"{path}: sha256 {found} ({size} bytes), "
            f"but {manifest.id} was published with {record.sha256} ({record.bytes} bytes); "
            "the file is damaged or of another version: install pinxit or the model again"
        )
