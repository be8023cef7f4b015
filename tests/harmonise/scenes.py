"""A small painting, an object and their masks, as the tests of this room ask for them."""

from __future__ import annotations

from typing import Any

import numpy as np

import pinxit
from optimising import picture
from pinxit.core.picture import Picture
from pinxit.methods.harmonise.scene import Scene, scene_of
from pinxit.methods.harmonise.spec import HarmoniseOptions
from tiny_vgg import small_vgg

PAINTING, OBJECT = picture(96, 128, 5), picture(40, 32, 3)


def mask(height: int, width: int, box: tuple[int, int, int, int]) -> Picture:
    """White within rows and columns y0:y1, x0:x1."""
    mask_hw3 = np.zeros((height, width, 3), np.float32)
    y0, y1, x0, x1 = box
    mask_hw3[y0:y1, x0:x1] = 1
    return Picture(mask_hw3)


MASK = mask(96, 128, (30, 62, 40, 72))
OBJECT_MASK = mask(40, 32, (4, 36, 4, 28))


def composite() -> Picture:
    """The painting with something else where MASK is."""
    rgb_hw3 = PAINTING.rgb_hw3.copy()
    rgb_hw3[30:62, 40:72] = picture(32, 32, 9).rgb_hw3
    return Picture(rgb_hw3)


def whole() -> dict[str, Any]:
    """The slots of a composite."""
    return {"content": composite(), "style": PAINTING, "mask": MASK}


def parts() -> dict[str, Any]:
    """The slots of an object."""
    return {"content": OBJECT, "style": PAINTING, "mask": OBJECT_MASK}


def scene(slots: dict[str, Any] | None = None, **options: Any) -> Scene:
    """What the room makes of the slots."""
    given = {
        name: [each] if isinstance(each, Picture) else list(each) for name, each in (slots or whole()).items()
    }
    return scene_of(given, HarmoniseOptions(**options))


def harmonise(slots: dict[str, Any] | None = None, **options: Any) -> Picture:
    """Through the front door, with features that need no download, at level 5."""
    options = {"model": small_vgg(11), "device": "cpu", "level": 5.0, **options}
    return pinxit.stylise("harmonise", slots or whole(), **options)
