from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import pinxit
from pinxit.core import errors

PUBLIC = {
    "paint", "expression", "expression_film", "lineart_extract", "lineart_frames", "read", "styles", "stylise",
    "Painter", "Picture", "Style", "Step",
    "available_devices", "__version__",
    "PinxitError", "InputError", "PictureError", "PictureTooLarge", "OptionError", "StyleNotFound", "InputNotFound",
    "OutputError", "OutputExists", "ModelError", "DeviceError", "MissingExtra", "MissingWeights",
}  # fmt: skip
PIXELS = (np.random.default_rng(2).random((48, 64, 3)) * 255).astype(np.uint8)


def test_the_public_names_are_these_and_all_are_there() -> None:
    assert set(pinxit.__all__) == PUBLIC
    assert len(pinxit.__all__) == len(PUBLIC)
    for name in PUBLIC:
        assert getattr(pinxit, name) is not None
    assert set(dir(pinxit)) >= PUBLIC
    with pytest.raises(AttributeError, match="no attribute 'pant'"):
        pinxit.pant  # noqa: B018


def test_every_error_is_public() -> None:
    tree = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert tree == {name for name in PUBLIC if isinstance(getattr(pinxit, name), type) and name in tree}


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    assert pinxit.__version__ == project["version"]


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import pinxit", ["numpy", "PIL", "onnxruntime", "torch", "scipy", "cv2", "safetensors"]),
        (
            "import pinxit; pinxit.Painter, pinxit.stylise, pinxit.paint",
            ["onnxruntime", "torch", "scipy", "cv2"],
        ),
        ("import pinxit; pinxit.styles()", ["onnxruntime", "torch", "scipy", "cv2", "jsonschema"]),
    ],
)
def test_importing_costs_little(code: str, absent: list[str], tiny: Path) -> None:
    check = f"{code}\nimport sys\nprint([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


@pytest.mark.usefixtures("tiny")
def test_the_functions_of_the_front_page(tmp_path: Path) -> None:
    names = [style.name for style in pinxit.styles()]
    assert "great-wave" in names
    painted = pinxit.paint(PIXELS, style="great-wave", strength=0.8)
    assert painted.save(tmp_path / "out.jpg").stat().st_size > 0
    again = pinxit.Painter().paint(PIXELS, pinxit.styles()[0], strength=0.8)
    np.testing.assert_array_equal(again.rgb_hw3, painted.rgb_hw3)


@pytest.mark.usefixtures("tiny")
def test_the_front_door_of_every_method() -> None:
    expected = pinxit.paint(PIXELS, "great-wave", strength=0.5)
    for inputs in (PIXELS, {"content": PIXELS}, {"content": [PIXELS], "masks": []}):
        made = pinxit.stylise("paint", inputs, style="great-wave", strength=0.5)
        np.testing.assert_array_equal(made.rgb_hw3, expected.rgb_hw3)
    made = pinxit.stylise("paint", PIXELS, styles=["great-wave"], strength=0.5, model="paint.core_v2")
    np.testing.assert_array_equal(made.rgb_hw3, expected.rgb_hw3)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    ("method", "inputs", "options", "error", "said"),
    [
        ("pant", PIXELS, {}, pinxit.InputError, "did you mean 'paint'"),
        ("xyzzy", PIXELS, {}, pinxit.InputError, "there are paint"),
        ("paint", {"style": PIXELS}, {"style": "great-wave"}, pinxit.InputError, "takes no 'style'"),
        ("paint", {}, {"style": "great-wave"}, pinxit.InputError, "exactly 1"),
        ("paint", {"content": [PIXELS, PIXELS]}, {"style": "great-wave"}, pinxit.InputError, "exactly 1"),
        ("paint", PIXELS, {"style": "great-wave", "colour": 1}, pinxit.OptionError, "no option 'colour'"),
        ("paint", PIXELS, {"style": "grate wave"}, pinxit.StyleNotFound, "great-wave"),
        ("paint", PIXELS, {}, pinxit.InputError, "needs a style"),
    ],
)
def test_the_front_door_checks_once(
    method: str, inputs: Any, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        pinxit.stylise(method, inputs, **options)


def test_another_zoo_by_argument(tiny_root: Path, home: Path) -> None:
    assert len(pinxit.styles(zoo=tiny_root)) == 3
    assert pinxit.paint(PIXELS, "the-scream", zoo=str(tiny_root)).size == (64, 48)
