"""What only a real process shows: pipes, Ctrl-C, a reader that goes away, a missing extra."""

from __future__ import annotations

import io
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cli.conftest import Workshop
from pinxit.cli.stopping import gentle_stop
from pinxit.core.picture import Picture
from pinxit.core.progress import Step

posix = pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")


def test_from_stdin_to_stdout_in_the_same_format(shop: Workshop) -> None:
    data = shop.photo("photo.webp", 40, 60).read_bytes()
    done = shop.spawn("paint", "-", "--style", "great-wave", stdin=data)
    assert (done.returncode, done.stderr) == (0, b"")
    with Image.open(io.BytesIO(done.stdout)) as image:
        assert (image.format, image.size) == ("WEBP", (60, 40))


def test_from_stdin_to_a_file_and_from_a_file_to_stdout(shop: Workshop) -> None:
    path = shop.photo()
    done = shop.spawn("paint", "-", "-s", "great-wave", "--out", "x.png", stdin=path.read_bytes())
    assert done.returncode == 0
    assert Picture.of(shop.folder / "x.png").size == (64, 48)
    done = shop.spawn("paint", "photo.jpg", "-s", "great-wave", "--out", "-", "--format", "tiff")
    with Image.open(io.BytesIO(done.stdout)) as image:
        assert image.format == "TIFF"


def test_a_photo_with_a_second_picture_in_it_stays_a_jpeg(shop: Workshop) -> None:
    photo, depth = (Image.new("RGB", (60, 40), colour) for colour in ("teal", "grey"))
    photo.save(shop.folder / "phone.mpo", save_all=True, append_images=[depth])
    data = (shop.folder / "phone.mpo").read_bytes()
    # Pillow's own limit must not come back where the format is asked for.
    done = shop.spawn(
        "paint",
        "-",
        "-s",
        "great-wave",
        stdin=data,
        before="from PIL import Image; Image.MAX_IMAGE_PIXELS = 1300",
    )
    assert done.returncode == 0, done.stderr
    with Image.open(io.BytesIO(done.stdout)) as image:
        assert image.format == "JPEG"


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\xff\xd8\xff\xe0 cut"])
def test_bad_bytes_on_stdin(shop: Workshop, data: bytes) -> None:
    done = shop.spawn("paint", "-", "-s", "great-wave", stdin=data)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"stdin" in done.stderr
    assert b"Traceback" not in done.stderr


@posix
def test_ctrl_c_leaves_no_half_written_file(shop: Workshop) -> None:
    # Noise, as PNG: encoding takes long enough to be met in the middle of it.
    rng = np.random.default_rng(1)
    noise_hw3 = rng.integers(0, 256, (1200, 1200, 3), dtype=np.uint8)
    album = shop.folder / "album"
    album.mkdir()
    for number in range(3):
        shop.made.append(album / f"{number}.png")
        Image.fromarray(noise_hw3).save(shop.made[-1], compress_level=0)
    words = ["paint", "album", "--style", "great-wave", "--out", "done/"]
    process = subprocess.Popen(
        shop.command(words),
        cwd=shop.folder,
        env=shop.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where the tests themselves run in the background, a shell has switched Ctrl-C off for them and their children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    done = shop.folder / "done"
    try:
        deadline = time.monotonic() + 120
        while not list(done.glob(".*.part")):  # the hidden file that is being written
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130
    assert b"stopped" in err
    assert b"Traceback" not in err
    assert not list(done.glob(".*"))
    for path in done.iterdir():  # what had been finished before is whole
        assert Picture.of(path).size == (1200, 1200)
    assert len(list(done.iterdir())) < 3


@posix
def test_a_reader_that_goes_away_is_no_error(shop: Workshop) -> None:
    line = " ".join(f"'{word}'" for word in shop.command(["styles"])[:2])
    code = "from pinxit.cli import main; import sys; sys.exit(main(['styles', '--json']))"
    done = subprocess.run(
        f'{line} "{code}" | true; exit ${{PIPESTATUS[0]}}',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        env=shop.environment,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "words",
    [["learn", "photo.jpg", "--name", "x"], ["train", "r.toml"], ["export", "c.ckpt"], ["weights", "list"]],
)
def test_without_torch_the_remedy_is_said(shop: Workshop, words: list[str]) -> None:
    shop.photo()
    # None in sys.modules is Python's own way to say that a module cannot be imported
    done = shop.spawn(*words, before="sys.modules['torch'] = None")
    if words[0] == "weights":  # which weights are here can be told without torch
        assert done.returncode == 0
        return
    assert done.returncode == 6
    assert b'pip install "pinxit[train]"' in done.stderr


def test_painting_never_imports_torch(shop: Workshop) -> None:
    shop.photo()
    before = "import atexit; atexit.register(lambda: print('torch' in sys.modules, file=sys.stderr))"
    done = shop.spawn("paint", "photo.jpg", "-s", "great-wave", before=before)
    assert (done.returncode, done.stderr.strip()) == (0, b"False")


def test_the_first_ctrl_c_asks_and_the_second_stops(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[Step] = []
    with gentle_stop() as stop:
        on_step = stop.wrap(seen.append)
        assert on_step(Step(0, 2)) is True
        signal.raise_signal(signal.SIGINT)
        assert stop.asked
        assert on_step(Step(1, 2)) is False
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert len(seen) == 2
    assert "keeping the best so far" in capsys.readouterr().err


def test_a_bug_is_reported_without_a_traceback_unless_asked(shop: Workshop, zoo: Path) -> None:
    before = "import pinxit.zoo.catalogue as c; c.styles = lambda *a: 1 / 0"
    done = shop.spawn("styles", before=before)
    assert done.returncode == 70
    assert b"report it" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Traceback" in shop.spawn("--debug", "styles", before=before).stderr


@posix
@pytest.mark.parametrize(
    ("words", "closed", "code"),
    [
        (["styles"], ">&-", 0),
        (["styles"], "2>&-", 0),
        (["paint", "photo.jpg", "-s", "great-wave", "-o", "x.jpg"], ">&- 2>&-", 0),
        (["paint", "-", "-s", "great-wave", "-o", "x.jpg"], "<&-", 2),
    ],
)
def test_closed_streams_are_no_bug(shop: Workshop, words: list[str], closed: str, code: int) -> None:
    shop.photo()
    line = shlex.join(shop.command(words))
    done = subprocess.run(
        f"{line} {closed}",
        shell=True,
        capture_output=True,
        cwd=shop.folder,
        env=shop.environment,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert b"bug" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("words", [["styles"], ["paint", "photo.jpg", "-s", "great-wave", "--out", "-"]])
def test_a_full_disk_behind_stdout_is_said(shop: Workshop, words: list[str]) -> None:
    shop.photo()
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            shop.command(words),
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=shop.folder,
            env=shop.environment,
            check=False,
        )
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1), done.stderr
    assert b"disk is full" in done.stderr


def test_names_that_the_pipe_cannot_write(shop: Workshop) -> None:
    shop.photo("北斎.png")
    shop.environment["PYTHONIOENCODING"] = "ascii"
    done = shop.spawn("paint", "北斎.png", "-s", "great-wave")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"\\u5317\\u658e-great-wave.png")
    done = shop.spawn("paint", "北斎.png", "-s", "great-wave", "--overwrite", "--json")
    assert json.loads(done.stdout)["painted"][0]["input"] == "北斎.png"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_text(shop: Workshop) -> None:
    odd = os.fsencode(shop.folder) + b"/caf\xe9.png"
    shop.photo("plain.png").rename(os.fsdecode(odd))
    shop.environment["PYTHONIOENCODING"] = "utf-8"
    done = shop.spawn("paint", os.fsdecode(b"caf\xe9.png"), "-s", "great-wave")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"caf\xe9-great-wave.png")
