"""`pinxit studio` as a process: what it prints, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from pinxit.cli import main

SITE = "import pinxit.studio.site as s; from pathlib import Path; s.site_dir = lambda: Path({site!r})"


def command(site: Path, *words: str) -> list[str]:
    code = f"{SITE.format(site=str(site))}; import sys; from pinxit.cli import main; sys.exit(main({['studio', *words]!r}))"
    return [sys.executable, "-c", code]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")
def test_it_serves_until_ctrl_c(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("here")
    process = subprocess.Popen(
        command(tmp_path, "--no-browser", "--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Where the tests themselves run in the background, a shell has switched Ctrl-C off for them and their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.read() == b"here"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    finally:
        process.kill()
    assert (process.returncode, out) == (0, "")
    assert "Ctrl-C" in err
    assert "Traceback" not in err


def test_a_browser_is_opened_unless_told_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def browser(address: str) -> bool:
        opened.append(address)
        raise KeyboardInterrupt  # Ctrl-C while the browser starts

    (tmp_path / "index.html").touch()
    monkeypatch.setattr("webbrowser.open", browser)
    monkeypatch.setattr("pinxit.studio.site.site_dir", lambda: tmp_path)
    assert main(["studio", "--port", "0"]) == 0
    assert opened[0].startswith("http://127.0.0.1:")


@pytest.mark.parametrize("port", ["-1", "65536", "many"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["studio", "--port", port]) == 2
    assert "port" in capsys.readouterr().err


def test_without_a_site_the_remedy_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pinxit.studio.site import site_dir

    monkeypatch.setattr("pinxit.studio.site.site_dir", lambda: site_dir(tmp_path / "src" / "pinxit"))
    assert main(["studio"]) == 6
    assert "make site" in capsys.readouterr().err
