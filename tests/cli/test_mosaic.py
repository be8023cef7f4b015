"""`pinxit mosaic`: small pictures or textures in, one large picture out, and what is refused."""

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
        (["--tiles", "album"], 2, "name it first"),
        (["photo.jpg", "--tiles", "album", "--textures", "bark"], 2, "not allowed with"),
        (["photo.jpg", "--tiles", "album", "--method", "textures"], 2, "leave --method out"),
        (["photo.jpg", "--tiles", "album", "--minutes", "3"], 2, "--minutes does not go"),
        (["photo.jpg", "--tiles", "album", "--save", "x"], 2, "go with --textures"),
        (["photo.jpg", "--textures", "bark", "--columns", "3"], 2, "--columns does not go"),
        (["photo.jpg", "--textures", "barc"], 2, "does not exist"),
        (["photo.jpg", "--textures", "empty"], 2, "holds no pictures"),
        (["photo.jpg", "--textures", "album/broken.jpg"], 2, "is not a picture"),
        (["photo.jpg", "--textures", "bark", "--resume"], 2, "give both"),
        (["photo.jpg", "--textures", "bark", "--resume", "--save", "new"], 2, "there is no mosaic"),
        (["photo.jpg", "--textures", "bark", "--save", "no/name"], 2, "name"),
        (["photo.jpg", "--textures", "bark", "--size", "huge"], 2, "long side"),
        (["photo.jpg", "--textures", "bark", "--tileable"], 2, "no photo"),
        (["--textures", "bark", "--size", "30x30", "--tileable"], 2, "--size 32x32"),
        (["--textures", "bark", "--out", "texture"], 3, "names no format"),
        (["photo.jpg", "--model", "nothing"], 2, "there is no mosaic"),
        (["photo.jpg", "--model", "nothing", "--minutes", "3"], 2, "does not go with --model"),
        (["photo.jpg", "--model", "nothing", "--resume"], 2, "go with --textures"),
        (["photo.jpg", "--model", "nothing", "--tones", "1"], 2, "does not go with --model"),
        (["photo.jpg", "--tiles", "album", "--onnx", "a.onnx"], 2, "no network"),
        (["photo.jpg", "--textures", "bark", "--onnx", "a.bin"], 3, "with .onnx"),
    ],
)
def test_refused(album: Workshop, words: list[str], code: int, said: str) -> None:
    (album.folder / "empty").mkdir()
    assert album.run("mosaic", *words) == code
    assert said in album.err
    assert "Traceback" not in album.err
    assert album.files() == set()


@pytest.fixture
def quick(album: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """The same, and networks that train in moments."""
    from pinxit.methods.mosaic import spec

    for name in spec.PRESETS:
        monkeypatch.setitem(
            spec.PRESETS, name, spec.Preset(32, 2, 4, 4, 3, 3, 5e-4, 0.0, everywhere=0, local=3, waves=0)
        )
    return album


BRIEF = ("--minutes", "0.004", "--size", "64")


def test_textures_are_learned_kept_and_used_again(quick: Workshop) -> None:
    assert quick.run("mosaic", "photo.jpg", "--textures", "bark", "album", *BRIEF, "--save", "wood") == 0
    assert quick.files() == {"photo-mosaic.jpg"}
    assert Picture.of("photo-mosaic.jpg").size == (64, 48)
    assert "broken.jpg" in quick.err
    assert "on 21 textures, for 64 x 48 pixels; watch photo-mosaic-preview.jpg" in quick.err
    assert "kept as " in quick.err
    again = ("mosaic", "photo.jpg", "--textures", "bark", *BRIEF, "--save", "wood", "--overwrite")
    assert quick.run(*again[:-1], "--out", "b.png") == 3
    assert "--resume" in quick.err
    assert quick.run(*again, "--resume", "--out", "b.png") == 0
    quick.photo("other.png", 30, 50)
    assert quick.run("mosaic", "other.png", "--model", "wood", "--size", "100", "--deep-zoom", "zoom") == 0
    assert Picture.of("other-mosaic.png").size == (100, 60)
    assert (quick.folder / "zoom" / "index.html").is_file()


def test_a_texture_alone(quick: Workshop) -> None:
    words = ("mosaic", "--textures", "bark", "--size", "64x32", "--tileable", "--minutes", "0.004")
    assert quick.run(*words) == 0
    assert Picture.of("texture.png").size == (64, 32)
    assert quick.run(*words) == 3
    assert quick.run(*words, "--out", "moss.jpg", "--save", "here.mosaic") == 0
    assert quick.run("mosaic", "--model", "here.mosaic", "--size", "80x48", "--out", "more.png") == 0
    assert quick.files() == {"texture.png", "moss.jpg", "here.mosaic", "more.png"}


def test_a_graph_for_other_programs(quick: Workshop) -> None:
    words = ("mosaic", "photo.jpg", "--textures", "bark", *BRIEF, "--onnx", "wood.onnx")
    assert quick.run(*words) == 0
    assert quick.files() == {"photo-mosaic.jpg", "wood.onnx", "wood-photo.png", "wood-mosaic.png"}
    assert Picture.of("wood-mosaic.png").size == Picture.of("wood-photo.png").size
    assert quick.run(*words, "--out", "b.png") == 3


def test_one_photo_smaller_than_anything(quick: Workshop) -> None:
    quick.photo("dot.png", 1, 1)
    assert quick.run("mosaic", "dot.png", "--textures", "album/001.png", *BRIEF) == 0
    made = Picture.of("dot-mosaic.png")
    assert made.size == (64, 64)
    assert made.rgb_hw3.min() > 0.1  # not blank
