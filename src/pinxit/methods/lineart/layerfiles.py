"""Layers as files: OpenRaster, PSD, or a folder of pictures; the name says which."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from pinxit.core.encode import encode_picture
from pinxit.core.errors import OutputError, OutputExists
from pinxit.core.picture import Picture
from pinxit.core.whole import output_file, output_folder, refusal, refuse_folder
from pinxit.methods.lineart.layers import NORMAL, Layer, png
from pinxit.methods.lineart.openraster import write_openraster
from pinxit.methods.lineart.photoshop import write_psd

INDEX = "layers.json"  # what a folder of layers is known by
_WRITERS = {".ora": write_openraster, ".psd": write_psd}


def refuse_layers(target: Path, *, overwrite: bool) -> None:
    """OutputExists and OutputError before the work instead of after it."""
    kind = target.suffix.lower()
    if kind not in _WRITERS and kind:
        raise OutputError(
            f"{target}: layers are written as OpenRaster (.ora), as PSD (.psd) or into a folder, not as {kind}."
        )
    if not kind:
        refuse_folder(target, overwrite=overwrite, known_by=INDEX)
        return
    if target.exists() and not overwrite:
        raise OutputExists(f"{target} exists already: choose another name, or add --overwrite.")
    problem = refusal(target)
    if problem:
        raise OutputError(f"{target} cannot be written: {problem}")


def write_layers(layers: Sequence[Layer], picture: Picture, target: Path, *, overwrite: bool = False) -> Path:
    """Write layers (the first at the bottom) and the picture that they make; as told by the suffix, a file or a folder.

    Whole or not at all. Raises OutputExists, OutputError.
    """
    refuse_layers(target, overwrite=overwrite)
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        with output_folder(target, overwrite=overwrite, known_by=INDEX) as folder:
            _fill_folder(folder, layers, picture)
    else:
        with output_file(target, Path(os.path.realpath(target)), overwrite=overwrite) as stream:
            writer(layers, picture, stream)
    return target


def _fill_folder(folder: Path, layers: Sequence[Layer], picture: Picture) -> None:
    """Each layer as large as the picture, so that any program can lay them on each other; what is not laid on plainly says so."""
    told = []
    for number, layer in enumerate(layers):
        whole_hw4 = np.zeros((picture.height, picture.width, 4), np.uint8)
        rows, columns = layer.alpha_yx.shape
        whole_hw4[layer.top : layer.top + rows, layer.left : layer.left + columns] = layer.rgba()
        blend = "" if layer.blend == NORMAL else f"-{layer.blend}"
        file = f"{number:02d}-{layer.name.replace(' #', '-').replace(' ', '-')}{blend}.png"
        (folder / file).write_bytes(png(whole_hw4))
        told.append({"file": file, "name": layer.name, "blend": layer.blend})
    (folder / "merged.png").write_bytes(encode_picture(picture, "png"))
    (folder / INDEX).write_text(json.dumps({"bottom to top": told}, indent=1), encoding="utf-8")
