"""The expression of another face, as units."""

from __future__ import annotations

import numpy as np
import pytest

import pinxit
from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.methods.expression.basis import movement
from pinxit.methods.expression.driver import units_of_face, with_lips_shut
from pinxit.methods.expression.mesh import QUIET, Float, mouth_is_shut
from pinxit.methods.expression.run import portrait_of
from pinxit.runtime.faces import Face, faces
from pinxit.zoo.samples import sample_path


def face_of(shape_n3: Float) -> Face:
    """A face of that shape, 200 pixels between the eyes."""
    return Face((200 * shape_n3 + np.array([300, 300, 0])).astype(np.float32), 1.0)


def test_a_quiet_face_does_nothing() -> None:
    assert units_of_face(face_of(QUIET)) == {}
    assert mouth_is_shut(QUIET)


@pytest.mark.parametrize("stretch", [(1.1, 1.0), (1.0, 1.1), (0.92, 1.05)])
def test_a_long_or_a_wide_face_is_no_expression(stretch: tuple[float, float]) -> None:
    assert units_of_face(face_of(QUIET * np.array([*stretch, 1.0], np.float32))) == {}


@pytest.mark.parametrize("unit", ["AU1", "AU2", "AU4", "AU12", "AU15", "AU18", "AU26"])
def test_what_a_face_does_is_found(unit: str) -> None:
    found = units_of_face(face_of(QUIET + movement(QUIET, {unit: 0.8})))
    assert max(found, key=lambda each: found[each]) == unit
    assert found[unit] == pytest.approx(0.8, abs=0.4)


def test_the_astronaut_smiles_with_an_open_mouth() -> None:
    (face,) = faces(Picture.of(sample_path("astronaut")))
    found = units_of_face(face)
    assert found["AU12"] > 0.3
    assert found.get("AU4", 0.0) == 0.0


def test_a_smile_does_not_open_a_shut_mouth() -> None:
    assert with_lips_shut({"AU12": 0.5, "AU26": 0.8})["AU26"] == 0.0
    assert with_lips_shut({"AU26": 0.8}) == {"AU26": 0.8}
    assert with_lips_shut({"AU12": 0.25, "AU25": 0.4})["AU25"] == pytest.approx(0.2)


def test_a_driver_drives() -> None:
    small = portrait_of(Picture.of(sample_path("astronaut")))
    portrait = small.resized(2 * small.width, 2 * small.height)
    surprised = pinxit.expression(portrait, surprise=0.9)
    driven = pinxit.expression(portrait, driver=surprised)
    assert (driven.rgb_hw3 != portrait.rgb_hw3).any()
    with pytest.raises(InputError, match="no face is found in the driver"):
        pinxit.expression(portrait, driver=sample_path("coffee"))
