"""`pinxit measure`, as a shell runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pinxit.cli import main
from pinxit.cli.measure import partners
from pinxit.core.errors import InputError
from pinxit.zoo.samples import samples_dir


def test_a_folder_of_paintings_is_measured_against_the_photos_and_styles_of_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ruler_home: Path
) -> None:
    cat, coffee = samples_dir() / "cat.jpg", samples_dir() / "coffee.jpg"
    (tmp_path / "out").mkdir()
    (tmp_path / "out/cat-coffee.jpg").write_bytes(cat.read_bytes())
    (tmp_path / "out/coffee-cat.jpg").write_bytes(cat.read_bytes())
    folder = str(samples_dir())
    page = tmp_path / "page.html"
    args = ["measure", str(tmp_path / "out"), "--content", folder, "--style", folder, "--side", "128"]
    assert main([*args, "--json", "--html", str(page)]) == 0
    found = {Path(row["painting"]).name: row for row in json.loads(capsys.readouterr().out)}
    assert found["cat-coffee.jpg"]["content"] == str(cat)
    assert found["cat-coffee.jpg"]["style"] == str(coffee)
    assert found["cat-coffee.jpg"]["measures"]["content"] < 1e-5
    assert found["coffee-cat.jpg"]["measures"]["style"] < 1e-4
    assert page.read_text().count("<tr>") == 4
    assert main([*args, "--html", str(page)]) == 3  # the page is there already


def test_names_that_overlap_take_the_longest(tmp_path: Path) -> None:
    contents = [tmp_path / "a.jpg", tmp_path / "a-b.jpg"]
    styles = [tmp_path / "b-c.jpg", tmp_path / "c.jpg"]
    assert partners(tmp_path / "a-b-c.png", contents, styles) in (
        (contents[0], styles[0]),
        (contents[1], styles[1]),
    )
    assert partners(tmp_path / "anything.png", contents[:1], styles[:1]) == (contents[0], styles[0])
    with pytest.raises(InputError, match="PHOTO-STYLE"):
        partners(tmp_path / "d-c.png", contents, styles)


def test_missing_weights_name_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path))
    cat = str(samples_dir() / "cat.jpg")
    assert main(["measure", cat, "--content", cat, "--style", cat]) == 6
    assert "pinxit weights get" in capsys.readouterr().err
