"""The house rules that a tool can hold: sizes, paths, weight of the import, who imports whom."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = {
    ".py",
    ".toml",
    ".md",
    ".yml",
    ".yaml",
    ".json",
    ".ts",
    ".tsx",
    ".lock",
    ".txt",
    ".tsv",
    ".jsonl",
    ".cfg",
    "",
}
LONGEST = 400  # lines

# Places that exist on one machine only. Written in pieces, so that this file does not find itself.
PLACES = [r"/ho" r"me/\w+/", r"/Us" r"ers/\w+/", r"/ro" r"ot/", r"/wo" r"rk/\w+", r"[A-Z]:\\\\?Us" r"ers"]
SOMEBODYS = re.compile("|".join(PLACES))


def tracked() -> list[Path]:
    """Files that git knows or would add; in an unpacked release, every file that is not hidden."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not path.relative_to(ROOT).parts[0].startswith(".")
    ]


FILES = tracked()


def test_there_is_a_tree() -> None:
    assert len(FILES) > 50


def test_no_file_is_too_long() -> None:
    code = [path for path in FILES if path.suffix in {".py", ".ts", ".tsx"}]
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in code}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_no_path_of_somebodys_machine() -> None:
    found = []
    for path in FILES:
        if path.suffix in TEXT and path.stat().st_size < 2_000_000:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in SOMEBODYS.finditer(text)]
    assert found == []


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_locks_pin_every_package_and_name_no_source(kind: str) -> None:
    lines = (ROOT / "requirements" / f"{kind}.lock").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", line)] == []


def test_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for kind, wanted in (("run", project["dependencies"]), ("dev", project["optional-dependencies"]["dev"])):
        text = (ROOT / "requirements" / f"{kind}.lock").read_text(encoding="utf-8").lower()
        for requirement in wanted:
            name = re.split(r"[<>=~ \[]", requirement)[0].lower()
            assert re.search(rf"^{re.escape(name)}==", text, re.MULTILINE), (
                f"{name} is not in {kind}.lock: make lock"
            )


def test_every_folder_of_code_is_a_package_and_typed() -> None:
    package = ROOT / "src" / "pinxit"
    assert (package / "py.typed").is_file()
    folders = {path.parent for path in package.rglob("*.py")}
    # A folder without __init__.py would work from here and be missing in the wheel.
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize(
    ("code", "forbidden"),
    [
        ("import pinxit", ("onnxruntime", "torch", "scipy", "cv2", "onnx", "numpy", "PIL")),
        ("import pinxit; pinxit.Picture; pinxit.paint; pinxit.styles()", ("onnxruntime", "torch", "scipy", "cv2", "onnx")),
        ("import pinxit.cli; pinxit.cli.parser()", ("onnxruntime", "torch", "scipy", "cv2", "onnx")),
    ],
)  # fmt: skip
def test_imports_stay_light(code: str, forbidden: tuple[str, ...], tiny: Path, tmp_path: Path) -> None:
    found = f"{code}\nimport sys; print([name for name in {forbidden!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", found], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_who_imports_whom() -> None:
    code = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "."]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_types() -> None:
    command = [sys.executable, "-m", "mypy", "--no-error-summary"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout
