"""`pinxit mosaic`: small pictures in, one large picture out, and what is refused."""

from __future__ import annotations

import pytest

from albums import write_album
from cli.conftest import Workshop
from pinxit.core.picture import Picture

FEW = ("--columns", "8", "--tile-size", "5")


@pytest.fixture
def album(shop: Workshop) -> Workshop:
    """A photo, and a folder of small pictures one of which is broken."""
    shop.photo("photo.jpg")
    folder = shop.folder / "album"
    folder.mkdir()
    write_album(folder, 20)
    (folder / "broken.jpg").write_bytes(b"no picture")
    shop.made += folder.iterdir()
    return shop


def test_a_folder_becomes_a_mosaic(album: Workshop) -> None:
    assert album.run("mosaic", "photo.jpg", "--tiles", "album", *FEW) == 0
    assert album.files() == {"photo-mosaic.jpg"}
    assert album.out.startswith("photo-mosaic.jpg  40 × 30")
    assert "broken.jpg" in album.err
    assert "(left out)" in album.err
    assert "48 cells" in album.err


def test_deep_zoom(album: Workshop) -> None:
    words = ("mosaic", "photo.jpg", "--tiles", "album", *FEW, "--out", "made.png", "--deep-zoom", "zoom")
    assert album.run(*words) == 0
    assert {"made.png", "zoom/index.html", "zoom/mosaic.dzi"} <= album.files()
    assert "deep zoom: " in album.err
    assert album.run(*words) == 3
    assert album.run(*words, "--overwrite") == 0


def test_a_pipe(album: Workshop) -> None:
    data = (album.folder / "photo.jpg").read_bytes()
    done = album.spawn("mosaic", "-", "--tiles", "album", *FEW, stdin=data)
    assert done.returncode == 0, done.stderr
    assert Picture.of(done.stdout).size == (40, 30)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["photo.jpg", "--tiles", "nowhere"], 2, "does not exist"),
        (["photo.jpg", "--tiles", "empty"], 2, "holds no pictures"),
        (["photo.jpg", "--tiles", "album/broken.jpg"], 2, "can be read"),
        (["nothing.jpg", "--tiles", "album"], 2, "does not exist"),
        (["album", "--tiles", "album"], 2, "give the one"),
        (["photo.jpg", "--tiles", "album", "--repeats", "1"], 2, "--repeats 87"),
        (["photo.jpg", "--tiles", "album", "--tile-size", "0"], 2, "between 1 and 2048"),
        (["photo.jpg", "--tiles", "album", "--out", "album/003.png", "--overwrite"], 3, "is an input"),
        (["photo.jpg", "--tiles", "album", "--deep-zoom", "album", "--overwrite"], 3, "something else"),
        (["photo.jpg"], 2, "--tiles"),
    ],
)
def test_refused(album: Workshop, words: list[str], code: int, said: str) -> None:
    (album.folder / "empty").mkdir()
    assert album.run("mosaic", *words) == code
    assert said in album.err
    assert "Traceback" not in album.err
    assert album.files() == set()
