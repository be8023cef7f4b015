"""A workshop for the command line: a tiny zoo with a true golden pair, some photos, and two ways to call `pinxit`."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

import tiny_zoo
from optimising import ROOMS
from pinxit.cli import main
from pinxit.core.picture import Picture
from pinxit.methods.paint.brush import load_brush
from pinxit.zoo.catalogue import find_style, model
from tiny_vgg import small_vgg

STEPS = {"gatys": 8, "strotss": 4, "nnst": 8, "photo": 8}  # at a long side of 128 pixels, whatever the preset


@pytest.fixture(scope="session")
def zoo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny zoo, its golden painting painted by itself."""
    root = tiny_zoo.write_zoo(tmp_path_factory.mktemp("zoo"))
    card = model(tiny_zoo.PAINTER, root)
    photo = Picture(scene(40, 56))
    folder = card.folder / "golden"
    photo.save(folder / "photo.png")
    read_back = Picture.of(folder / "photo.png").rgb_hw3
    painted = load_brush(card).paint(read_back, find_style("great-wave", card).vector)
    Picture(np.ascontiguousarray(painted)).save(folder / "painted.png")
    files = {name: record.__dict__ for name, record in card.manifest.files.items()}
    for name in ("golden/photo.png", "golden/painted.png"):
        data = (card.folder / name).read_bytes()
        files[name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    tiny_zoo.edit_manifest(root, files=files)
    return root


def scene(height: int, width: int) -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
    """A soft picture with some texture: sky, ground, noise."""
    rng = np.random.default_rng(height * 10_000 + width)
    y_h1, x_1w = np.linspace(0, 1, height)[:, None], np.linspace(0, 1, width)[None]
    rgb_hw3 = np.stack([y_h1 + 0 * x_1w, 0.5 + 0.5 * np.sin(6 * x_1w + 3 * y_h1), 1 - y_h1 * x_1w], axis=2)
    return np.clip(rgb_hw3 + 0.05 * rng.standard_normal(rgb_hw3.shape), 0, 1).astype(np.float32)


@dataclass
class Workshop:
    """A folder to work in, which is also the current one."""

    folder: Path
    environment: dict[str, str]
    capture: pytest.CaptureFixture[str]
    out: str = ""
    err: str = ""
    made: list[Path] = field(default_factory=list)

    def photo(self, name: str = "photo.jpg", height: int = 48, width: int = 64) -> Path:
        path = Picture(scene(height, width)).save(self.folder / name)
        self.made.append(path)
        return path

    def run(self, *words: str) -> int:
        """`pinxit ...` in this process; `.out` and `.err` are what it printed."""
        self.capture.readouterr()
        code = main(words)
        self.out, self.err = self.capture.readouterr()
        return code

    def spawn(
        self, *words: str, before: str = "pass", stdin: bytes | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """`pinxit ...` as a process of its own; `before` is Python run ahead of it."""
        return subprocess.run(
            self.command(words, before),
            input=b"" if stdin is None else stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.environment,
            timeout=120,
            check=False,
        )

    def command(self, words: Sequence[str], before: str = "pass") -> list[str]:
        code = f"import sys; {before}; from pinxit.cli import main; sys.exit(main({list(words)!r}))"
        return [sys.executable, "-c", code]

    def files(self) -> set[str]:
        """Every file in the folder that is not one of the photos made here, hidden ones too."""
        found = {path for path in self.folder.rglob("*") if path.is_file()}
        return {path.relative_to(self.folder).as_posix() for path in found - set(self.made)}


@pytest.fixture
def shop(
    zoo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Workshop:
    home, folder = tmp_path / "home", tmp_path / "work"
    folder.mkdir()
    for key, value in (("PINXIT_ZOO", zoo), ("PINXIT_HOME", home)):
        monkeypatch.setenv(key, str(value))
    monkeypatch.chdir(folder)
    return Workshop(folder, dict(os.environ), capsys)


@pytest.fixture
def atelier(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A photo and a painting, and rooms that optimise with features that need no download, in a few steps."""
    for room in ROOMS:
        features = small_vgg(room.depth)
        monkeypatch.setattr(room.run, "vgg16", lambda *_, features=features, **__: features)
        room.shorten(monkeypatch, STEPS[room.name])
    shop.photo("photo.jpg")
    shop.photo("wave.jpg", 50, 40)
    return shop
