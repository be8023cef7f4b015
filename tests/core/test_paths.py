"""Inputs and outputs are decided before any work is done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pinxit.core.errors import InputNotFound, OptionError, OutputError
from pinxit.core.paths import expand_inputs, plan_outputs


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.jpg",
        "a.png",
        "C.JPG",
        "notes.txt",
        ".hidden.jpg",
        "sub/d.webp",
        "[1].jpg",
        "photo.data",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(paths: list[Path]) -> list[str]:
    return [path.as_posix() for path in paths]


def test_files_folders_and_patterns(folder: Path) -> None:
    assert names(expand_inputs(["b.jpg", "photo.data"])) == ["b.jpg", "photo.data"]
    assert names(expand_inputs(["."])) == ["C.JPG", "[1].jpg", "a.png", "b.jpg"]
    assert names(expand_inputs([str(folder / "*.png")])) == [(folder / "a.png").as_posix()]
    assert names(expand_inputs(["**/*.webp"])) == ["sub/d.webp"]
    assert names(expand_inputs(["[ab].*"])) == ["a.png", "b.jpg"]
    assert names(expand_inputs(["[1].jpg"])) == ["[1].jpg"]


def test_each_file_once_in_the_order_given(folder: Path) -> None:
    assert names(expand_inputs(["b.jpg", ".", str(folder / "b.jpg"), "./a.png"]))[0] == "b.jpg"
    assert len(expand_inputs(["b.jpg", ".", str(folder / "b.jpg"), "./a.png"])) == 4


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "no picture was given"),
        (["bb.jpg"], "does not exist.*did you mean 'b.jpg'"),
        (["zzzz"], "'zzzz' does not exist: check"),
        (["*.gif"], "matches no picture"),
        (["*.txt"], "matches no picture"),
        (["empty"], "holds no pictures"),
        ([""], "name is empty"),
        (["a\0.png"], "check the name"),
        (["x" * 5000], "check the name"),
        (["b.jpg", "nothing.jpg"], "'nothing.jpg' does not exist"),
    ],
)
def test_nothing_found(folder: Path, args: list[str], says: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputNotFound, match=says):
        expand_inputs(args)


def plan(
    inputs: list[str], out: str | None = None, suffix: str = "wave", format: str | None = None
) -> list[str]:
    return names(
        [
            output
            for _, output in plan_outputs(
                [Path(each) for each in inputs], out=out, suffix=suffix, format=format
            )
        ]
    )


def test_beside_the_input() -> None:
    assert plan(["d/a.jpg", "d/b.PNG", "c.tif"]) == ["d/a-wave.jpg", "d/b-wave.PNG", "c-wave.tif"]
    assert plan(["a.gif", "b.bmp", "noname"]) == ["a-wave.png", "b-wave.png", "noname-wave.png"]
    assert plan(["a.jpeg", "b.png"], format="jpg") == ["a-wave.jpeg", "b-wave.jpg"]
    assert plan(["a.jpg"], suffix="great-wave:0.6,../x") == ["a-great-wave-0.6-..-x.jpg"]


def test_out_is_a_file_or_a_folder(folder: Path) -> None:
    assert plan(["a.jpg"], "o.png") == ["o.png"]
    assert plan(["a.jpg"], "new/o.png") == ["new/o.png"]
    assert plan(["a.jpg"], "sub") == ["sub/a-wave.jpg"]
    assert plan(["a.jpg"], "new/") == ["new/a-wave.jpg"]
    assert plan(["a.jpg", "b.jpg"], "new") == ["new/a-wave.jpg", "new/b-wave.jpg"]
    assert plan(["a.jpg"], "o", format="png") == ["o"]
    assert plan(["b.jpg"], "sub", suffix="") == ["sub/b.jpg"]


@pytest.mark.parametrize(
    ("inputs", "out", "suffix", "format", "error", "says"),
    [
        (["b.jpg"], "b.jpg", "x", None, OutputError, "is an input"),
        (["b.jpg"], "./sub/../b.jpg", "x", None, OutputError, "is an input"),
        (["b.jpg"], None, "", None, OutputError, "is an input"),
        (["b.jpg"], "link.jpg", "x", None, OutputError, "is an input"),
        (["b.jpg"], "hard.jpg", "x", None, OutputError, "is an input"),
        (["x.jpg", "x-wave.jpg"], None, "wave", None, OutputError, "is an input"),
        (["p/a.jpg", "q/a.jpg"], "new/", "x", None, OutputError, "would both be written to new/a-x.jpg"),
        (["a.jpg", "a.png"], None, "x", "webp", OutputError, "would both be written"),
        (["a.jpg", "b.jpg"], "o.png", "x", None, OutputError, "one file for 2 pictures"),
        (["a.jpg", "b.jpg"], "notes.txt", "x", None, OutputError, "is a file, and 2 pictures"),
        (["a.jpg"], "o", "x", None, OutputError, "names no format"),
        (["a.jpg"], "o.gif", "x", None, OutputError, "names no format"),
        (["a.jpg"], "", "x", None, OutputError, "empty"),
        (["a.jpg"], "o.png", "x", "jpg", OptionError, "make them agree"),
        (["a.jpg"], None, "x", "gif", OptionError, "choose jpg"),
    ],
)
def test_what_is_refused(
    folder: Path,
    inputs: list[str],
    out: str | None,
    suffix: str,
    format: str | None,
    error: type[Exception],
    says: str,
) -> None:
    (folder / "link.jpg").symlink_to(folder / "b.jpg")
    os.link(folder / "b.jpg", folder / "hard.jpg")
    with pytest.raises(error, match=says):
        plan(inputs, out, suffix, format)


@pytest.mark.skipif(os.name == "nt", reason="Windows folds cases by itself")
def test_macos_takes_two_cases_for_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = [Path("b.jpg"), Path("sub/B.jpg")]
    monkeypatch.setattr("sys.platform", "linux")
    assert len(plan_outputs(inputs, out="new/", suffix="x")) == 2
    monkeypatch.setattr("sys.platform", "darwin")
    with pytest.raises(OutputError, match="both"):
        plan_outputs(inputs, out="new/", suffix="x")
