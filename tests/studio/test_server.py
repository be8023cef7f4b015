"""The studio's server, asked over a real socket."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pinxit.core.errors import MissingExtra, OptionError
from pinxit.studio.server import HOST, PORT, Studio, open_studio
from pinxit.studio.site import site_dir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "ort").mkdir(parents=True)
    (site / "index.html").write_text("<h1>studio</h1>")
    for name in ("ort/run.mjs", "ort/run.wasm", "site.webmanifest", "wave.style", "painter.onnx"):
        (site / name).write_bytes(b"\0" * 9)
    (tmp_path / "secret.txt").write_text("not to be seen")
    return site


@pytest.fixture
def studio(folder: Path) -> Iterator[Studio]:
    with open_studio(folder, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(studio: Studio, path: str, headers: dict[str, str] | None = None) -> Answer:
    """The answer to a path sent exactly as it is: no client tidies it up."""
    connection = http.client.HTTPConnection(HOST, studio.server_port, timeout=10)
    connection.request("GET", path, headers=headers or {})
    reply = connection.getresponse()
    answer = Answer(reply.status, reply.headers, reply.read())
    connection.close()
    return answer


def test_the_page_and_its_headers(studio: Studio) -> None:
    answer = ask(studio, "/?lang=zh")
    assert (answer.status, answer.body) == (200, b"<h1>studio</h1>")
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert studio.address == f"http://127.0.0.1:{studio.server_port}/"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/ort/run.mjs", "text/javascript"),
        ("/ort/run.wasm", "application/wasm"),
        ("/site.webmanifest", "application/manifest+json"),
        ("/wave.style", "application/octet-stream"),
        ("/painter.onnx", "application/octet-stream"),
    ],
)
def test_kinds_of_files(studio: Studio, path: str, kind: str) -> None:
    answer = ask(studio, path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/ort/",  # a folder is not listed
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/ort/../../secret.txt",
        "/%2e%2e/secret.txt",
        "//etc/passwd",
        "/link.txt",
        "/%00",
        "/" + "a" * 5000,
    ],
)
def test_nothing_outside_the_folder(studio: Studio, folder: Path, path: str) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    answer = ask(studio, path)
    assert answer.status == 404
    assert b"not to be seen" not in answer.body


def test_models_and_samples_that_the_site_shares_with_the_package(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name, content in (
        ("zoo/m/a.onnx", b"model"),
        ("zoo/m/b.onnx", b"other"),
        ("networks/n.onnx", b"network"),
        ("samples/cat.jpg", b"cat"),
    ):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    (data / "private.txt").touch()
    (folder / "zoo/m").mkdir(parents=True)
    (folder / "zoo/m/a.onnx").write_bytes(b"its own")
    with open_studio(folder, 0, data) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        assert ask(server, "/zoo/m/a.onnx").body == b"its own"
        assert ask(server, "/zoo/m/b.onnx?v=1").body == b"other"
        assert ask(server, "/networks/n.onnx").body == b"network"
        assert ask(server, "/samples/cat.jpg").body == b"cat"
        for path in ("/private.txt", "/zoo/../private.txt", "/zoo/m/", "/samples/", "/zoo/m/none.onnx"):
            assert ask(server, path).status == 404
        server.shutdown()


def test_a_file_that_the_browser_has_is_not_sent_again(studio: Studio) -> None:
    first = ask(studio, "/wave.style")
    again = ask(studio, "/wave.style", {"If-Modified-Since": first.headers["Last-Modified"]})
    assert (again.status, again.body) == (304, b"")


def test_a_port_that_is_taken(studio: Studio, folder: Path) -> None:
    with pytest.raises(OptionError, match=rf"port {studio.server_port} .*in use.*--port"):
        open_studio(folder, studio.server_port)


def test_the_next_port_when_none_is_asked_for(folder: Path) -> None:
    with open_studio(folder) as first, open_studio(folder) as second:
        assert first.server_port >= PORT
        assert second.server_port != first.server_port


def test_only_this_machine_is_served(studio: Studio) -> None:
    assert studio.socket.getsockname()[0] == "127.0.0.1"
    assert studio.socket.family == socket.AF_INET


def test_where_the_site_is(tmp_path: Path) -> None:
    package = tmp_path / "src" / "pinxit"
    with pytest.raises(MissingExtra, match="make site"):
        site_dir(package)
    packed, built = package / "data" / "site", tmp_path / "web" / "dist"
    for place in (packed, built):
        place.mkdir(parents=True)
        (place / "index.html").touch()
    assert site_dir(package) == packed  # a folder called web beside a package is not yet a checkout
    (tmp_path / "web" / "package.json").touch()
    assert site_dir(package) == built
