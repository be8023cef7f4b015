"""The room's front door: which mosaic is meant, and what it needs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pinxit.core.errors import InputError
from pinxit.core.extras import needs
from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.mosaic import worlds
from pinxit.methods.mosaic.album import Album, read_album
from pinxit.methods.mosaic.kept import SUFFIX, place_of
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.methods.mosaic.tiles import tile_mosaic
from pinxit.zoo.catalogue import Model

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
KNOWS = "a trained mosaic knows its textures: give a model or textures."


def prepare(
    model: str | os.PathLike[str] | None = None,
    options: MosaicOptions | None = None,
    *,
    tiles: Album | Paths | None = None,
    save: str | os.PathLike[str] | None = None,
    resume: bool = False,
) -> Runner:
    """Read once what is used every time.

    tiles: small pictures (an album, or files, folders and patterns) for a mosaic of them; otherwise one of textures. model: a
    mosaic of textures that was saved, by name or path, or else a world of the zoo by name; None: train one of the pictures in the
    slot textures. save: the name or path to keep it under; resume: go on with the training that is kept there.
    Raises InputNotFound, InputError, OptionError, PictureTooLarge, ModelError, DeviceError, MissingExtra (all but small pictures
    and worlds needs torch).
    """
    options = options or MosaicOptions()
    if tiles is not None:
        if model is not None or save is not None or resume:
            raise InputError(
                "a mosaic of small pictures is not trained: model, save and resume go with textures."
            )
        album = tiles if isinstance(tiles, Album) else read_album(_listed(tiles), options.tile_size)
        return _of_tiles(album, options)
    world = None if model is None else world_of(os.fspath(model))
    if world is not None:
        return _in_world(worlds.load(world, options.device), options)
    with needs("mosaic"):
        from pinxit.methods.mosaic import model as files
        from pinxit.methods.mosaic import textured
        from pinxit.torchkit.device import device_of
    place = None if save is None else place_of(os.fspath(save))
    ready = None
    if model is not None:
        ready = files.load(place_of(os.fspath(model)), device_of(options.device))

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        photo = next(iter(inputs["content"]), None)
        painter, words = ready, ""
        if painter is None:
            painter, words = textured.trained(
                photo, inputs["textures"], options, save=place, resume=resume, on_step=on_step
            )
        elif inputs["textures"]:
            raise InputError(KNOWS)
        picture = Picture.of(textured.painted(painter, photo, options, on_step))
        return picture.with_note(words) if words else picture

    return stylise


def _of_tiles(album: Album, options: MosaicOptions) -> Runner:
    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        if not inputs["content"] or inputs["textures"]:
            raise InputError("a mosaic of small pictures takes a photo, and no textures.")
        made = tile_mosaic(inputs["content"][0], album, options, on_step)
        picture = Picture.of(made.canvas_hw3).with_note(made.placing)
        for file, error in album.skipped:
            picture = picture.with_note(f"{file} left out: {error}")
        return picture

    return stylise


def world_of(name: str) -> Model | None:
    """The world of the zoo that a model's name means; None where this user keeps a mosaic of that name, or there is none."""
    found = None if name.endswith(SUFFIX) else worlds.find(name)
    return None if found is None or place_of(name).is_file() else found


def _in_world(world: worlds.World, options: MosaicOptions) -> Runner:
    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        if inputs["textures"]:
            raise InputError(KNOWS)
        photo = next(iter(inputs["content"]), None)
        return Picture.of(worlds.painted(world, photo, options, on_step))

    return stylise


def _listed(paths: Any) -> list[str]:
    return [os.fspath(each) for each in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
