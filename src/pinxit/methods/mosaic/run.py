"""The room's front door: which mosaic is meant, and what it needs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pinxit.core.errors import InputError
from pinxit.core.method import Runner
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.mosaic.album import Album, read_album
from pinxit.methods.mosaic.spec import MosaicOptions
from pinxit.methods.mosaic.tiles import tile_mosaic

Paths = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def prepare(
    model: None = None, options: MosaicOptions | None = None, *, tiles: Album | Paths | None = None
) -> Runner:
    """Read the small pictures once.

    tiles: files, folders or patterns of small pictures, or an album. Raises InputNotFound, InputError, PictureTooLarge.
    """
    options = options or MosaicOptions()
    if tiles is None:
        raise InputError("mosaic needs small pictures: give tiles, a folder or files (--tiles DIR).")
    album = tiles if isinstance(tiles, Album) else read_album(_listed(tiles), options.tile_size)

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        if not inputs["content"]:
            raise InputError("a mosaic of small pictures needs a photo: give one.")
        made = tile_mosaic(inputs["content"][0], album, options, on_step)
        picture = Picture.of(made.canvas_hw3).with_note(made.placing)
        for file, error in album.skipped:
            picture = picture.with_note(f"{file} left out: {error}")
        return picture

    return stylise


def _listed(paths: Any) -> list[str]:
    return [os.fspath(each) for each in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
