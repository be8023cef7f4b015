"""A mosaic of textures from beginning to end: train, keep, paint; or paint with what was kept.

Axes: h rows, w columns, 3 RGB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError, ModelError, OptionError
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.mosaic import model as files
from pinxit.methods.mosaic.adversarial import Training, needs_features, shape_of
from pinxit.methods.mosaic.render import render
from pinxit.methods.mosaic.size import size_of
from pinxit.methods.mosaic.sources import PhotoView, Textures
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import vgg16

Bytes = NDArray[np.uint8]

PREVIEW_SIDE = 768  # pixels: of a larger mosaic a smaller one is shown while it trains


def check(photo: Picture | None, textures: Sequence[Picture], options: MosaicOptions) -> tuple[int, int]:
    """The size (height, width) of the mosaic, when all that is asked for goes together; OptionError, InputError otherwise."""
    if not textures:
        raise InputError("a mosaic of textures needs textures: give one or more pictures (--textures).")
    shape = shape_of(options, photo=photo is not None)
    if not shape.inputs and not shape.noise.channels:
        raise OptionError("without a photo a texture is made of noise: give some (--noise-local 10).")
    _check_asked(options, photo, shape.templates)
    return _checked_size(options, photo, shape.multiple)


def trained(
    photo: Picture | None,
    textures: Sequence[Picture],
    options: MosaicOptions,
    *,
    save: Path | None = None,
    resume: bool = False,
    on_step: OnStep | None = None,
) -> tuple[files.Painter, str]:
    """Train for `options.minutes`; the painter, and how that went, in words.

    save: the file to keep painter and training in. resume: go on from there. `on_step` gets a preview every while, and ends it
    when it returns False, as Ctrl-C does; what was learned so far is kept.
    Raises InputError, OptionError, PictureTooLarge, InputNotFound and ModelError (resume), MissingWeights, DeviceError.
    """
    size = check(photo, textures, options)
    before = None
    if resume:
        if save is None:
            raise OptionError("resume goes on with what was saved: say where (--save NAME).")
        before = files.read(save)
        if not isinstance(before.get("training"), dict) or not isinstance(before.get("seed"), int):
            raise ModelError(f"{save} holds no training to go on with: train it again.")
        options = replace(options, seed=before["seed"])
    device = device_of(options.device)
    features = vgg16(device, half=True) if needs_features(options, photo=photo is not None) else None
    view = None if photo is None else PhotoView(photo, *size)
    learned = Textures(textures, options.texture_scale, options.mirror)
    training = Training(learned, view, size, options, device, features)
    if before is not None:
        training.restore(before.get("weights", {}), before["training"])

    def keep() -> None:
        if save is not None:
            files.save(save, training.average, training.state())

    shown = tuple(max(1, round(side * min(1, PREVIEW_SIDE / max(size)))) for side in size)
    whole = training.go(
        options.minutes * 60,
        on_step,
        show=None if on_step is None else lambda: render(training.average, photo, (shown[0], shown[1])),
        keep=keep,
    )
    keep()
    words = f"{training.step} steps in {training.seconds / 60:.1f} minutes"
    return training.average, words if whole else f"{words}, stopped early: the best so far"


def painted(
    painter: files.Painter, photo: Picture | None, options: MosaicOptions, on_step: OnStep | None = None
) -> Bytes:
    """The mosaic (h,w,3) that a trained painter makes of a photo, or its texture.

    Raises InputError, OptionError, PictureTooLarge.
    """
    shape = painter.shape
    if shape.photo != (photo is not None):
        wanted = "a photo: give one" if shape.photo else "textures alone: give no photo"
        raise InputError(f"this mosaic was trained for {wanted}.")
    _check_asked(options, photo, shape.templates)
    size = _checked_size(options, photo, shape.multiple)
    return render(
        painter, photo, size, tileable=options.tileable, coloured=options.keep_colours, on_step=on_step
    )


def _check_asked(options: MosaicOptions, photo: Picture | None, templates: int) -> None:
    if options.tileable and (photo is not None or templates):
        raise OptionError("tileable goes with a texture alone: give no photo and no templates.")
    if options.keep_colours and photo is None:
        raise OptionError("keep_colours keeps those of a photo: give one.")


def _checked_size(options: MosaicOptions, photo: Picture | None, multiple: int) -> tuple[int, int]:
    height, width = size_of(options.size, photo)
    if options.tileable and (height % multiple or width % multiple):
        near = [max(1, round(side / multiple)) * multiple for side in (width, height)]
        raise OptionError(
            f"a tileable texture has sides of whole {multiple} pixels: give --size {near[0]}x{near[1]}."
        )
    return height, width
