"""Fixtures for all tests. That this file is here also puts tests/ on the path, so that `import tiny_zoo`
works everywhere.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import tiny_zoo


@pytest.fixture(scope="session")
def tiny_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zoo with one small painter, shared: not to be changed."""
    return tiny_zoo.write_zoo(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def own_root(tiny_root: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(tiny_root, tmp_path / "zoo"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty PINXIT_HOME."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PINXIT_HOME", str(folder))
    return folder


@pytest.fixture
def tiny(tiny_root: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shared tiny zoo as the zoo of this test, and no user styles."""
    monkeypatch.setenv("PINXIT_ZOO", str(tiny_root))
    return tiny_root


@pytest.fixture(scope="session")
def vgg_home() -> Path:
    """The user's own cache with the real VGG-16 in it: the first run downloads it, as a user would."""
    from pinxit.torchkit import weights
    from pinxit.zoo.store import cache_dir

    weights.get("vgg16")
    return cache_dir()


@pytest.fixture(scope="session")
def ruler_home(vgg_home: Path) -> Path:
    """The same cache, with the judge of `pinxit measure` in it too."""
    from pinxit.torchkit import weights

    weights.get("mobilenet-v2")
    return vgg_home
