"""The scene: a painting, what was laid on it, and where. Read from the slots here, and put together again here.

Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError, OptionError
from pinxit.core.picture import Picture
from pinxit.imageops.masks import check_shape, feather, mask_of
from pinxit.imageops.paste import bounds, paste
from pinxit.methods.harmonise.spec import MIDDLE, HarmoniseOptions
from pinxit.runtime.person import people

Float = NDArray[np.float32]

FITTED = 0.5  # of the painting's sides, for an object without a scale
LARGEST = 2.0  # times the painting's longer side: an object larger than that has no pixel to show
INSIDE = 0.5  # of a pixel, from which it is the object's
SEAM = 1 / 230  # radius of the soft seam, of the painting's longer side: three pixels of 700
_NOTHING = 1 / 1024  # a weight that no 8-bit picture shows


@dataclass(frozen=True, eq=False)
class Scene:
    """painting: what is painted into. composite_hw3: the same with the object on it. mask_hw: where the object is, 0..1."""

    painting: Picture
    composite_hw3: Float
    mask_hw: Float

    @property
    def seam(self) -> float:
        """How far the blend reaches to either side of the mask's border, in pixels."""
        return seam_of(*self.painting.size)

    def blended(self, made_hw3: Float, mask_hw: Float | None = None) -> Picture:
        """The painting with what was made of the object (of the painting's size) where the mask is, with a soft seam.

        mask_hw: in place of the softened mask. Beyond it the painting is its own to the bit.
        """
        soft_hw = feather(self.mask_hw, self.seam) if mask_hw is None else mask_hw
        soft_hw = np.where(soft_hw > _NOTHING, soft_hw, np.float32(0))
        out_hw3 = self.painting.rgb_hw3.copy()
        there = soft_hw > 0
        here_n3 = out_hw3[there]
        out_hw3[there] = here_n3 + soft_hw[there][:, None] * (made_hw3[there] - here_n3)
        return self.painting.with_rgb(np.clip(out_hw3, 0.0, 1.0, out=out_hw3))


def seam_of(width: int, height: int) -> float:
    """How far the blend reaches at a size of the painting, in pixels; at least two."""
    return max(2.0, SEAM * max(width, height))


def scene_of(inputs: Mapping[str, Sequence[Picture]], options: HarmoniseOptions) -> Scene:
    """The scene that the slots content, style and mask hold.

    Raises InputError for a mask that is missing, of another shape, empty, or that leaves nothing of the painting, for a
    composite of another size than the painting, and for an object beside the painting; OptionError for `at`.
    """
    content, painting = inputs["content"][0], inputs["style"][0]
    masks = inputs.get("mask", ())
    if options.at is None:
        if options.scale is not None:
            raise OptionError("scale is of an object to be set into the painting: say where with `at` too.")
        if not masks:
            raise InputError(
                "there is no mask: give a picture that is white where the composite shows the object (--mask)."
            )
        if content.size != painting.size:
            raise InputError(
                f"the composite is {_size(content)} pixels and the painting {_size(painting)}: give both in one size, or "
                "the object alone and where it goes (--object, --into, --at)."
            )
        check_shape(masks[0], painting.height, painting.width)
        mask_hw = mask_of(masks[0], painting.height, painting.width)
        scene = Scene(painting, content.rgb_hw3, mask_hw)
    else:
        scene = _pasted(content, masks, painting, options)
    inside_hw = scene.mask_hw > INSIDE
    if not inside_hw.any():
        raise InputError("the mask is empty: it must be white where the object is.")
    if inside_hw.all():
        raise InputError(
            "the mask covers the whole painting, so nothing of it is left to match: it must be white where the object is "
            "and black elsewhere."
        )
    return scene


def _pasted(
    content: Picture, masks: Sequence[Picture], painting: Picture, options: HarmoniseOptions
) -> Scene:
    cover_hw = _cover(content, masks)
    box = bounds(cover_hw)
    if box is None:
        raise InputError("the mask of the object is empty: it must be white where the object is.")
    rows, columns = box[1] - box[0], box[3] - box[2]
    scale = options.scale or FITTED * min(painting.height / rows, painting.width / columns)
    if max(rows, columns) * scale > LARGEST * max(painting.size):
        raise InputError(
            f"at scale {scale:g} the object is {round(columns * scale)} x {round(rows * scale)} pixels, and the painting "
            f"{_size(painting)}: give a smaller scale."
        )
    x, y = _place(options.at, painting)
    composite_hw3, mask_hw = paste(painting.rgb_hw3, content.rgb_hw3, cover_hw, middle=(x, y), scale=scale)
    if not (mask_hw > INSIDE).any():
        raise InputError(
            f"at {x:g},{y:g} nothing of the object is seen: its middle must lie in the painting, which is "
            f"{_size(painting)} pixels (and its scale of {scale:g} leave something of it)."
        )
    return Scene(painting, composite_hw3, mask_hw)


def _cover(content: Picture, masks: Sequence[Picture]) -> Float:
    """What of the picture of an object is the object: its mask, its alpha, or both; without either the people in it."""
    if not masks and content.alpha_hw is None:
        people_hw = people(content)
        if not people_hw.any():
            raise InputError(
                "the object has neither a mask nor transparency, and no person is seen in the photo, who would be cut out: "
                "give a mask that is white where the object is (--object-mask), or a PNG that is cut out."
            )
        return people_hw
    cover_hw = np.ones((content.height, content.width), np.float32)
    if content.alpha_hw is not None:
        cover_hw = content.alpha_hw
    if masks:
        check_shape(masks[0], content.height, content.width)
        cover_hw = cover_hw * mask_of(masks[0], content.height, content.width)
    return cover_hw


def _place(at: str | None, painting: Picture) -> tuple[float, float]:
    if at is None or at == MIDDLE:
        return painting.width / 2, painting.height / 2
    try:
        x, y = (float(part) for part in at.split(","))
    except ValueError:
        x = y = float("nan")
    if not (np.isfinite(x) and np.isfinite(y)):
        raise OptionError(
            f"at is {at!r}: give x,y in pixels of the painting, such as 320,200, or '{MIDDLE}'."
        )
    return x, y


def _size(picture: Picture) -> str:
    return f"{picture.width} x {picture.height}"
