"""Giving a photo the colours of another: a map of colours is fitted to few pixels of both and looked up for all.

`table` fits; `prepare` gives the room's runner, which fits and applies, or applies a table that is there already.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError, ModelError
from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.pixels import bands
from pinxit.core.progress import OnStep, report
from pinxit.imageops.cube import read_cube
from pinxit.imageops.lut import ColourMap, Lut
from pinxit.imageops.masks import check_shape, mask_of
from pinxit.imageops.resize import resize
from pinxit.methods.colour import preset
from pinxit.methods.colour.classical import histogram, mkl, reinhard
from pinxit.methods.colour.pixels import colours
from pinxit.methods.colour.regrain import regrained
from pinxit.methods.colour.spec import PRESET, ColourOptions
from pinxit.methods.colour.transport import idt
from pinxit.zoo.catalogue import Model
from pinxit.zoo.lookfile import as_picture

Float = NDArray[np.float32]
GRAIN_PIXELS = 1 << 20  # of the picture that grain is found on; what it adds is carried up to larger ones


def table(
    photo: Picture, look: Picture, options: ColourOptions | None = None, model: Model | str | None = None
) -> Lut:
    """The table of colours (33 x 33 x 33) that gives `photo` the look of `look`, its strength included.

    model: of the method "preset", a model of the zoo or its id; None: the packaged one. ModelError when it is not there.
    """
    options = options or ColourOptions()
    return _fitted(photo, look, options, model).mixed(options.strength)


def prepare(
    model: Model | str | None = None,
    options: ColourOptions | None = None,
    *,
    look: str | os.PathLike[str] | None = None,
    lut: Lut | str | os.PathLike[str] | None = None,
) -> Runner:
    """Load what the method needs.

    look: the name of a learned look or a .look file, in place of a picture "like". lut: a table or a .cube file, in place of
    both; then the method does not matter. Raises InputNotFound, StyleNotFound, ModelError.
    """
    options = options or ColourOptions()
    given = None if look is None else as_picture(look)
    ready = lut if isinstance(lut, Lut) or lut is None else read_cube(lut)
    if ready is None and options.method == "preset":
        _preset(model)  # a model that is not there is said at once

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        photo = inputs["content"][0]
        like = next(iter(inputs.get("like", ())), given)
        if ready is None and like is None:
            raise InputError(
                "colour needs the look: give a picture `like`, a learned look, or a table (.cube)"
            )
        mask_hw = None
        for mask in inputs.get("mask", ()):
            check_shape(mask, photo.height, photo.width)
            mask_hw = mask_of(mask, photo.height, photo.width)
        if ready is not None:
            made = ready.mixed(options.strength).apply(photo.rgb_hw3, depth=photo.depth, mask_hw=mask_hw)
        elif like is not None:
            made = _made(photo, like, mask_hw, options, model)
        report(on_step, 1, 1, "colours")
        return photo.with_rgb(made)

    return stylise


def _made(
    photo: Picture, look: Picture, mask_hw: Float | None, options: ColourOptions, model: Model | str | None
) -> Float:
    if options.method == "histogram":
        return _direct(_map(photo, look, options), photo.rgb_hw3, options.strength, mask_hw)
    lut = table(photo, look, options, model)
    made_hw3 = lut.apply(photo.rgb_hw3, depth=photo.depth, mask_hw=mask_hw)
    if options.method == "idt" and options.grain:
        _add_grain(photo.rgb_hw3, made_hw3, lut, mask_hw)
    return made_hw3


def _fitted(photo: Picture, look: Picture, options: ColourOptions, model: Model | str | None) -> Lut:
    if options.method == "preset":
        return _preset(model).lut(photo, look)
    lut = Lut.of(_map(photo, look, options))
    # Turned at random a dozen times, a map is rough where the photo has few colours, and a sky would show it as steps.
    return lut.smoothed() if options.method == "idt" else lut


def _map(photo: Picture, look: Picture, options: ColourOptions) -> ColourMap:
    samples = colours(photo), colours(look)
    if options.method == "reinhard":
        return reinhard(*samples)
    if options.method == "idt":
        return idt(*samples, options.seed)
    if options.method == "histogram":
        return histogram(*samples, lightness=options.channels == "lightness")
    return mkl(*samples)


def _preset(model: Model | str | None) -> preset.Reading:
    try:
        return preset.load(model or PRESET)
    except ModelError as error:
        if model is not None:
            raise
        raise ModelError(
            f"method 'preset' needs the model {PRESET}: {error}; choose another method, such as mkl"
        ) from error


def _direct(colour_map: ColourMap, rgb_hw3: Float, strength: float, mask_hw: Float | None) -> Float:
    """Every pixel through the map itself: a curve has more corners than a table has points."""
    out_hw3 = np.empty(rgb_hw3.shape, np.float32)
    for y0, y1 in bands(rgb_hw3.shape[0], rgb_hw3.shape[1], 1 << 18):
        band = rgb_hw3[y0:y1]
        way = colour_map(band.reshape(-1, 3)).reshape(band.shape) - band
        way *= np.float32(strength)
        if mask_hw is not None:
            way *= mask_hw[y0:y1, :, None]
        np.clip(band + way, 0.0, 1.0, out=out_hw3[y0:y1])
    return out_hw3


def _add_grain(rgb_hw3: Float, made_hw3: Float, lut: Lut, mask_hw: Float | None) -> None:
    """Add to `made_hw3` what grain control changes, found on a smaller picture where the photo is large."""
    height, width = made_hw3.shape[:2]
    scale = min(1.0, (GRAIN_PIXELS / (height * width)) ** 0.5)
    size = max(1, round(height * scale)), max(1, round(width * scale))
    small_hw3 = resize(rgb_hw3, *size, kind="linear", clip=True)
    graded_hw3 = lut(small_hw3)
    more_hw3 = resize(regrained(small_hw3, graded_hw3) - graded_hw3, height, width, kind="linear")
    if mask_hw is not None:
        more_hw3 *= mask_hw[..., None]
    made_hw3 += more_hw3
    np.clip(made_hw3, 0.0, 1.0, out=made_hw3)
