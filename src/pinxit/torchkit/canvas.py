"""What every method that optimises a picture does before and after: where it starts, which regions, the full size.

Axes: h rows, w columns, 3 RGB; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError
from pinxit.core.options import numbers_of
from pinxit.core.picture import Picture
from pinxit.imageops.colour import keep_colours
from pinxit.imageops.guided import carry_up
from pinxit.imageops.partners import regions_of, without_partner
from pinxit.imageops.regions import Regions
from pinxit.imageops.resize import resize
from pinxit.torchkit.optimise import Outcome, Scale, working_size
from pinxit.torchkit.pictures import to_array

Float = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Given:
    """The pictures of one run: the photo at the size that is worked at, each style as large as it is ever looked at.

    style_weights: one for each. regions: of the photo, then of each style; None without masks. style_scale: size of the styles
    relative to the photo.
    """

    photo_hw3: Float
    styles_hw3: Sequence[Float]
    style_weights: Sequence[float]
    regions: Regions | None
    style_scale: float = 1.0

    def style_sizes(self, scale: Scale) -> list[tuple[int, int]]:
        """Height and width at which each style is looked at, at a scale of the photo."""
        side = _style_side(self.style_scale, scale.height, scale.width)
        return [working_size(style_hw3.shape[0], style_hw3.shape[1], side) for style_hw3 in self.styles_hw3]


def given(
    inputs: Mapping[str, Sequence[Picture]], *, size: int, style_scale: float, style_weights: str | None
) -> Given:
    """Bring the slots content, style and masks to size; the rest are the options of these names.

    Raises OptionError for weights that are not one for each style, InputError for masks (see
    :func:`pinxit.imageops.partners.regions_of`).
    """
    photo, styles = inputs["content"][0], inputs["style"]
    weights = numbers_of("style_weights", style_weights, len(styles))
    regions = regions_of(inputs.get("masks", ()), [photo, *styles])
    height, width = working_size(photo.height, photo.width, size)
    largest = _style_side(style_scale, height, width)
    return Given(
        resize(photo.rgb_hw3, height, width, clip=True),
        [style.fitted(largest).rgb_hw3 for style in styles],
        weights,
        regions,
        style_scale,
    )


def _style_side(style_scale: float, height: int, width: int) -> int:
    """Pixels of a style's long side beside a photo of this size."""
    return max(1, round(style_scale * max(height, width)))


def start_from(init: str, photo_hw3: Float, painted: Sequence[Picture], scale: Scale, seed: int) -> Float:
    """The picture to start from at the first scale: "content" the photo, "noise", "painter" the one picture of `painted`.

    Raises InputError when a picture is given and not asked for, or the other way round.
    """
    if (init == "painter") != bool(painted):
        raise InputError(
            "init 'painter' starts from a picture in the slot 'init': give both or neither "
            "(on the command line: --init painter --init-style NAME)."
        )
    if init == "noise":
        return np.random.default_rng(seed).random((scale.height, scale.width, 3), np.float32)
    source_hw3 = painted[0].rgb_hw3 if painted else photo_hw3
    return resize(source_hw3, scale.height, scale.width, clip=True)


def finished(
    outcome: Outcome,
    photo: Picture,
    pictures: Given,
    *,
    keep_photo_colours: bool,
    carry: Callable[[Float, Float], Float] | None = None,
) -> Picture:
    """The outcome at the photo's full size, with its alpha and profile; notes say what was left out.

    Regions that only the photo has are the photo's. carry: makes of the outcome, of any size, and the photo the outcome at
    the photo's size, as a new array; None: by guided upsampling.
    """
    regions, made_hw3 = pictures.regions, to_array(outcome.picture)
    if carry is None:
        small_hw3 = pictures.photo_hw3
        result_hw3 = carry_up(resize(made_hw3, *small_hw3.shape[:2], clip=True), small_hw3, photo.rgb_hw3)
    else:
        result_hw3 = carry(made_hw3, photo.rgb_hw3)
    if keep_photo_colours:
        keep_colours(result_hw3, photo.rgb_hw3, out=result_hw3)
    notes = [] if regions is None else without_partner(regions, result_hw3, photo.rgb_hw3)
    if not outcome.finished:
        notes.append("stopped early: the best so far")
    result = photo.with_rgb(result_hw3)
    for note in notes:
        result = result.with_note(note)
    return result
