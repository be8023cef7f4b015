"""What a wheel carries packed is given out as it was, to the byte."""

from __future__ import annotations

import http.client
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pinxit.core.errors import MissingExtra
from pinxit.studio.packed import unpack
from pinxit.studio.server import HOST, Studio, open_studio

TOOL = Path(__file__).resolve().parents[2] / "tools" / "pack_site.py"
RUNTIME = b"\0asm" + bytes(100_000) + random.Random(7).randbytes(300_000)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site packed as `make wheel` packs it."""
    runtime = tmp_path / "ort" / "run.wasm"
    runtime.parent.mkdir()
    runtime.write_bytes(RUNTIME)
    (tmp_path / "index.html").write_text("<h1>studio</h1>")
    subprocess.run([sys.executable, str(TOOL), str(runtime)], check=True)
    return tmp_path


@pytest.fixture
def studio(site: Path) -> Iterator[Studio]:
    with open_studio(site, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def ask(
    studio: Studio, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(HOST, studio.server_port, timeout=10)
    connection.request(
        method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    reply = connection.getresponse()
    answer = reply.status, reply.headers, reply.read()
    connection.close()
    return answer


def test_only_the_packed_form_is_there_and_it_is_smaller(site: Path) -> None:
    assert [path.name for path in (site / "ort").iterdir()] == ["run.wasm.xz"]
    assert (site / "ort" / "run.wasm.xz").stat().st_size < len(RUNTIME) - 99_000


@pytest.mark.parametrize("path", ["/ort/run.wasm", "/ort/run.wasm?v=1", "/ort/../ort/run%2ewasm"])
def test_it_is_served_to_the_byte(studio: Studio, path: str) -> None:
    status, headers, body = ask(studio, path)
    assert (status, body) == (200, RUNTIME)
    assert headers["Content-Type"] == "application/wasm"
    assert headers["Content-Length"] == str(len(RUNTIME))
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    status, asked, nothing = ask(studio, path, "HEAD")
    assert (status, asked["Content-Length"], nothing) == (200, headers["Content-Length"], b"")


def test_it_is_unpacked_once(studio: Studio, site: Path) -> None:
    (site / "ort" / "run.wasm.xz").unlink()
    assert ask(studio, "/ort/run.wasm")[2] == RUNTIME


def test_what_the_browser_has_is_not_sent_again(studio: Studio) -> None:
    changed = ask(studio, "/ort/run.wasm")[1]["Last-Modified"]
    status, _, body = ask(studio, "/ort/run.wasm", If_Modified_Since=changed)
    assert (status, body) == (304, b"")
    status, _, body = ask(studio, "/ort/run.wasm", If_Modified_Since=changed, If_None_Match='"another"')
    assert (status, body) == (200, RUNTIME)


def test_other_files_and_names_are_as_ever(studio: Studio) -> None:
    assert ask(studio, "/")[2] == b"<h1>studio</h1>"
    for path in ("/ort/", "/ort/run.wasm/", "/run.wasm", "/ort/run"):
        assert ask(studio, path)[0] == 404


@pytest.mark.parametrize("keep", [0, 20, 5000])
def test_a_damaged_one_is_said(site: Path, keep: int) -> None:
    packed = site / "ort" / "run.wasm.xz"
    packed.write_bytes(packed.read_bytes()[:keep])
    with pytest.raises(MissingExtra, match=r"run\.wasm\.xz is damaged .*install pinxit again"):
        open_studio(site, 0)


def test_a_python_without_lzma_is_told_what_to_do(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lzma", None)
    with pytest.raises(MissingExtra, match=r"without the module lzma.*liblzma-dev.*make site"):
        open_studio(site, 0)


def test_a_site_with_nothing_packed_needs_no_lzma(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lzma", None)
    assert unpack(tmp_path) == {}
