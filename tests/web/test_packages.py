"""The studio's packages: exact versions, every file vouched for by its hash, and no word on where they come from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

WEB = Path(__file__).resolve().parents[2] / "web"


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((WEB / name).read_text(encoding="utf-8"))
    return content


def test_versions_are_exact() -> None:
    package = read("package.json")
    wanted = package["dependencies"] | package["devDependencies"]
    assert wanted
    assert {
        name: version for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)
    } == {}


def test_the_lock_holds_what_the_project_asks_for() -> None:
    package, lock = read("package.json"), read("package-lock.json")
    root = lock["packages"][""]
    assert root["dependencies"] == package["dependencies"]
    assert root["devDependencies"] == package["devDependencies"]


def test_the_lock_names_hashes_and_no_host() -> None:
    packages = {name: entry for name, entry in read("package-lock.json")["packages"].items() if name}
    assert len(packages) > 20
    assert [name for name, entry in packages.items() if not entry.get("integrity")] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
