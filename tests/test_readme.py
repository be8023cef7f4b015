"""The README does what it says: every command in it is run as written, with the packaged models.

`make` lines are checked against the Makefile without being carried out (they would run these tests again), and the
verbs that fetch weights or work for minutes are given to the real parser without being run.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pinxit.cli import parser

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "src" / "pinxit" / "data" / "samples" / "cat.jpg"
SLOW = (
    "weights",
    "learn",
    "train",
    "export",
    "measure",
    "gatys",
    "strotss",
    "nnst",
    "photo",
    "mosaic",
    "harmonise",
    "lineart",
)
PAGES = ("README.md", "README.zh-CN.md")


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line.strip()]


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the README's reader has: photos, a picture for a style, a mask, a style learned before."""
    for name in ("PINXIT_ZOO", "PINXIT_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PINXIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    import pinxit

    work = tmp_path / "work"
    (work / "photos").mkdir(parents=True)
    for place in ("photo.jpg", "photos/one.jpg", "photos/two.jpg", "any-painting.jpg"):
        shutil.copy(SAMPLE, work / place)
    shutil.copy(SAMPLE.with_name("astronaut.jpg"), work / "portrait.jpg")
    mask_hw = np.zeros((300, 451), np.uint8)
    mask_hw[:100] = 255
    Image.fromarray(mask_hw).save(work / "sky.png")
    dataclasses.replace(pinxit.styles()[0], name="my-style").save(work / "my-style.style")
    monkeypatch.chdir(work)
    return work


def test_there_are_commands(page: str) -> None:
    assert "make demo" in commands(page)
    assert len(commands(page)) >= 5
    assert blocks(page, "python")


def test_commands_run(page: str, desk: Path) -> None:
    for line in commands(page):
        words = shlex.split(line, comments=True)
        if words[0] == "make":
            done = subprocess.run(
                ["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
            )
        elif words[:2] == ["pip", "install"]:
            continue
        elif words[0] == "pinxit" and words[1] in SLOW:
            parser().parse_args(words[1:])
            continue
        else:
            assert words[0] == "pinxit", f"{page}: nothing here knows how to try {line!r}"
            done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def test_python_runs(page: str, desk: Path) -> None:
    for block in blocks(page, "python"):
        exec(compile(block, page, "exec"), {})
    with Image.open("out.jpg") as image:
        assert image.size == (451, 300)


def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_styles_named_in_the_readme_exist(page: str) -> None:
    import pinxit

    known = {style.name for style in pinxit.styles()}
    text = "\n".join(blocks(page, "sh") + blocks(page, "python"))
    named = re.findall(r"(?:--style2? |style=\")([a-z0-9:.,-]+)", text)
    assert named
    names = {part.split(":")[0] for blend in named for part in blend.split(",")}
    files = {"my-style.style", "quick.style", "any-painting.jpg", "painting.jpg"}
    assert names - files <= known
