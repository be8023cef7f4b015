from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tiny_zoo
from pinxit.core.errors import InputError, InputNotFound, ModelError, OptionError, StyleNotFound
from pinxit.zoo import catalogue
from pinxit.zoo.catalogue import as_style, broken_styles, find_style, identity, model, models, styles
from pinxit.zoo.stylefile import Style, blend

pytestmark = pytest.mark.usefixtures("tiny")


def test_the_zoo_of_the_environment_is_listed(tiny: Path) -> None:
    assert [each.id for each in models()] == ["paint.core_v2"]
    assert model().folder == tiny / "paint.core_v2"
    assert [style.name for style in styles()] == ["great-wave", "starry-night", "the-scream"]
    assert identity().source == "identity"
    assert model().read("painter.onnx") == model().path("painter.onnx").read_bytes()


def test_the_zoo_of_the_environment_must_be_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PINXIT_ZOO", str(tmp_path / "none"))
    with pytest.raises(ModelError, match="PINXIT_ZOO"):
        models()


@pytest.mark.parametrize("id", ["paint.other_v1", "..", "", "paint.core_v2/../paint.core_v2", "/etc"])
def test_an_unknown_model_names_those_that_are_there(id: str) -> None:
    with pytest.raises(ModelError, match="no model"):
        model(id)


def test_a_renamed_model_is_refused(own_root: Path) -> None:
    (own_root / "paint.core_v2").rename(own_root / "paint.other_v1")
    with pytest.raises(ModelError, match="says it is"):
        model("paint.other_v1", own_root)


@pytest.mark.parametrize(
    "text", ["great-wave", " great-wave ", "Great Wave", "great_wave", "GREAT-WAVE", "great-wave:0.2"]
)
def test_one_style_by_name(text: str) -> None:
    assert find_style(text).name == "great-wave"


def test_a_blend_in_text() -> None:
    one, two = find_style("great-wave"), find_style("the-scream")
    made = find_style("great-wave:0.6, the-scream:0.2")
    np.testing.assert_allclose(made.vector, 0.75 * one.vector + 0.25 * two.vector, atol=1e-6)
    np.testing.assert_allclose(
        find_style("great-wave,the-scream").vector, (one.vector + two.vector) / 2, atol=1e-6
    )
    with_photo = find_style("identity:1,great-wave:1")
    np.testing.assert_allclose(with_photo.vector, (identity().vector + one.vector) / 2, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("great-wav", "did you mean great-wave"),
        ("scream", "did you mean the-scream"),
        ("stary nigt", "did you mean starry-night"),
        ("zzzz", "there are great-wave, starry-night, the-scream"),
        ("", "give a name"),
        ("  ", "give a name"),
        ("../identity", "no style"),
        ("/etc/passwd", "no style"),
        ("great-wave:0.5,scream:0.5", "did you mean the-scream"),
    ],
)
def test_an_unknown_style_offers_the_nearest(text: str, said: str) -> None:
    with pytest.raises(StyleNotFound, match=said) as caught:
        find_style(text)
    assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize(
    "text",
    [
        "great-wave:x",
        "great-wave:-1",
        "great-wave:nan",
        "great-wave:inf",
        "great-wave:0",
        "great-wave,",
        ",",
        ":1",
        "a:b:c",
    ],
)
def test_blends_that_cannot_be(text: str) -> None:
    with pytest.raises(OptionError):
        find_style(text)


def test_a_style_file_by_its_path(tmp_path: Path) -> None:
    mine = tiny_zoo.make_style("mine", identity().vector * 0.5)
    path = mine.save(tmp_path / "a: b, c.style")
    assert find_style(str(path)).same_as(mine)
    plain = mine.save(tmp_path / "mine.style")
    mixed = find_style(f"{plain}:0.5,great-wave:0.5")
    np.testing.assert_allclose(mixed.vector, (mine.vector + find_style("great-wave").vector) / 2, atol=1e-6)
    with pytest.raises(InputNotFound):
        find_style(str(tmp_path / "none.style"))


def test_a_style_of_another_painter_is_refused(tmp_path: Path) -> None:
    foreign = Style(painter="paint.other_v3", name="foreign", vector=identity().vector)
    path = foreign.save(tmp_path / "foreign.style")
    with pytest.raises(ModelError, match=r"sha256.*paint\.other_v3.*paint\.core_v2"):
        find_style(str(path))
    short = tiny_zoo.make_style("short", np.ones(3, np.float32))
    with pytest.raises(ModelError, match="has 3 numbers"):
        as_style(short)


def test_the_users_styles_are_listed_and_win(home: Path) -> None:
    folder = catalogue.user_styles_dir()
    assert folder == home / "styles"
    vector = identity().vector
    tiny_zoo.make_style("mine", vector).save(folder / "mine.style")
    tiny_zoo.make_style("great-wave", vector).save(folder / "great-wave.style")
    assert [style.name for style in styles()] == ["great-wave", "mine", "starry-night", "the-scream"]
    np.testing.assert_array_equal(find_style("great-wave").vector, vector)
    assert find_style("mine").name == "mine"


def test_the_users_broken_styles_harm_nobody(home: Path) -> None:
    folder = home / "styles"
    Style(painter="paint.other_v3", name="foreign", vector=np.ones(3, np.float32)).save(
        folder / "foreign.style"
    )
    (folder / "broken.style").write_bytes(b"\x00" * 100)
    assert len(styles()) == 3
    assert find_style("great-wave").name == "great-wave"
    assert [path.name for path, _ in broken_styles()] == ["broken.style", "foreign.style"]


def test_a_damaged_packaged_style_is_an_error(own_root: Path) -> None:
    path = own_root / "paint.core_v2" / "styles" / "great-wave.style"
    path.write_bytes(path.read_bytes().replace(b"Nobody", b"No one"))
    with pytest.raises(ModelError, match="sha256"):
        find_style("great-wave", model(root=own_root))
    with pytest.raises(ModelError, match="sha256"):
        styles(model(root=own_root))
    assert find_style("the-scream", model(root=own_root)).name == "the-scream"


def test_a_style_may_be_added_beside_the_published_ones(own_root: Path) -> None:
    folder = own_root / "paint.core_v2" / "styles"
    tiny_zoo.make_style("new", identity().vector).save(folder / "new.style")
    painter = model(root=own_root)
    assert find_style("new", painter).name == "new"
    (folder / "new.style").rename(folder / "other.style")
    with pytest.raises(ModelError, match="must be named"):
        styles(painter)


def test_no_identity_is_a_damaged_model(own_root: Path) -> None:
    (own_root / "paint.core_v2" / "identity.style").unlink()
    with pytest.raises(ModelError, match="cannot be read"):
        identity(model(root=own_root))


def test_every_way_to_say_a_style(tmp_path: Path) -> None:
    wave, scream = find_style("great-wave"), find_style("the-scream")
    expected = blend([(wave, 3), (scream, 1)])
    same: list[Any] = [
        "great-wave:3,the-scream:1",
        {"great-wave": 3, "the-scream": 1},
        [("great-wave", 3), (scream, 1)],
        [wave, wave, "great-wave", scream],
        ({"great-wave": 1}, "great-wave", "great-wave", "the-scream"),
        expected,
        expected.save(tmp_path / "mix.style"),
    ]
    for given in same:
        np.testing.assert_allclose(as_style(given).vector, expected.vector, atol=1e-6)


@pytest.mark.parametrize("given", [None, 3, 1.5, object()])
def test_what_is_no_style(given: Any) -> None:
    with pytest.raises(InputError):
        as_style(given)


def test_pictures_are_styles_where_there_is_a_reader(tmp_path: Path) -> None:
    wave, scream = find_style("great-wave"), find_style("the-scream")
    seen: list[Any] = []

    def read(picture: Any) -> Style:
        seen.append(picture)
        return scream

    comma = tmp_path / "one, two:3.JPG"
    bare = tmp_path / "no-suffix"
    for path in (comma, bare):
        path.write_bytes(b"only looked for")
    assert find_style(str(comma), read=read) is scream
    assert find_style("C:\\pictures\\mine.png", read=read) is scream  # not there: the reader says so
    assert find_style(str(bare), read=read) is scream
    assert as_style(np.zeros((8, 8, 3)), read=read) is scream
    assert as_style(b"content", read=read) is scream
    mixed = as_style(f"{tmp_path}/sky.webp:1,great-wave:3", read=read)
    np.testing.assert_allclose(mixed.vector, 0.75 * wave.vector + 0.25 * scream.vector, atol=1e-6)
    np.testing.assert_allclose(as_style({comma: 1, "great-wave": 3}, read=read).vector, mixed.vector)
    assert seen[:3] == [comma, Path("C:\\pictures\\mine.png"), bare]
    assert find_style("great-wave", read=read).same_as(wave)


@pytest.mark.parametrize("given", ["mine.jpg", Path("mine.jpg"), b"\xff\xd8\xff", np.zeros((8, 8, 3))])
def test_without_a_reader_pictures_are_refused(given: Any) -> None:
    with pytest.raises(StyleNotFound, match="no reader"):
        as_style(given)


@pytest.mark.parametrize("given", [[], {}, [("great-wave", "much")], {"great-wave": -1}])
def test_lists_that_are_no_blend(given: Any) -> None:
    with pytest.raises(OptionError):
        as_style(given)
