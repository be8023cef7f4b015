"""A web server for one folder of files, reachable from this machine only."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from socketserver import TCPServer
from typing import Any

from pinxit.core.errors import OptionError
from pinxit.core.places import is_file
from pinxit.studio.packed import Unpacked, unpack

__all__ = ["HOST", "PORT", "Studio", "open_studio"]

HOST = "127.0.0.1"
#: tried first when no port is asked for, so that the browser finds again what it kept for this address
PORT = 8617
_TRIES = 20

# WebAssembly threads need shared memory, which browsers give only to pages that ask for isolation.
_ISOLATION = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# Folders of the site that are the package's own data: a wheel carries them once.
_SHARED = ("zoo", "networks", "samples")


class _Files(SimpleHTTPRequestHandler):
    """Files below `directory`, those `unpacked` there, and below `shared` what of the shared folders is not there;
    nothing else.
    """

    protocol_version = "HTTP/1.1"
    # Not what the system's own table says: on some machines it calls JavaScript plain text, which no browser runs.
    extensions_map = {  # noqa: RUF012 - the base class has it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".onnx": "application/octet-stream",
        ".style": "application/octet-stream",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".webp": "image/webp",
    }

    def __init__(
        self, *args: Any, shared: Path | None, unpacked: Mapping[str, Unpacked], **kwargs: Any
    ) -> None:
        self.shared, self.unpacked = shared, unpacked
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        place = super().translate_path(path)
        below = Path(place).relative_to(self.directory)
        if self.shared is None or below.parts[:1] not in [(name,) for name in _SHARED] or is_file(place):
            return place
        return str(self.shared / below)

    def end_headers(self) -> None:
        for name, value in _ISOLATION.items():
            self.send_header(name, value)
        # Asked again each time (and answered "not modified"): an upgraded package is seen at once.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def list_directory(self, path: str | os.PathLike[str]) -> BytesIO | None:
        self.send_error(404, "File not found")
        return None

    def send_head(self) -> Any:
        try:
            # A link inside the folder must not lead out of it.
            place = self.translate_path(self.path)
            real = Path(place).resolve()
            inside = any(real.is_relative_to(root) for root in (self.directory, self.shared) if root)
        except (OSError, ValueError):  # too long, or with a zero byte: not a name that a file could have
            inside = False
        if not inside:
            self.send_error(404, "File not found")
            return None
        return self._send_unpacked(place) if place in self.unpacked else super().send_head()

    def _send_unpacked(self, path: str) -> BytesIO | None:
        """What `send_head` does for a file on the disk."""
        data, written = self.unpacked[path]
        changed = self.date_time_string(int(written))
        if self.headers["If-Modified-Since"] == changed and "If-None-Match" not in self.headers:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.end_headers()
            return None
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Last-Modified", changed)
        self.end_headers()
        return BytesIO(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a library does not print, and the browser shows what failed."""


class Studio(ThreadingHTTPServer):
    """The server. `serve_forever` runs until `shutdown`, or until Ctrl-C; use it in a `with` block."""

    daemon_threads = True
    # On Windows this would let two servers share a port, and requests go to either.
    allow_reuse_address = os.name != "nt"

    def __init__(
        self, folder: Path, port: int, shared: Path | None, unpacked: Mapping[str, Unpacked]
    ) -> None:
        files = partial(_Files, directory=str(folder), shared=shared, unpacked=unpacked)
        super().__init__((HOST, port), files)

    def server_bind(self) -> None:
        """Bind without asking the network for this machine's name, which can take seconds and is not used."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    @property
    def address(self) -> str:
        """The page's address."""
        return f"http://{HOST}:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a browser that closes a connection early is no news."""


def open_studio(folder: Path, port: int | None = None, shared: Path | None = None) -> Studio:
    """A server for the site in `folder`, bound and ready. Without a port the usual one, or the next that is free;
    OptionError when the port asked for is taken or not allowed. Models and samples that the site does not have are
    looked for in `shared`; what it has packed is unpacked, MissingExtra where that cannot be done.
    """
    folder, shared = folder.resolve(), shared and shared.resolve()
    unpacked = unpack(folder)
    for candidate in _candidates(port):
        try:
            return Studio(folder, candidate, shared, unpacked)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = "in use already" if error.errno == errno.EADDRINUSE else "not open to you"
    raise OptionError(f"port {port} of {HOST} is {why}: choose another with --port, or leave it out")


def _candidates(port: int | None) -> tuple[int, ...]:
    # 0 means any that is free
    return (port,) if port is not None else (*range(PORT, PORT + _TRIES), 0)
