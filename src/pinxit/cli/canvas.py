"""Where a canvas of bytes goes, too large for a `Picture` of floats: a file or stdout, and a deep zoom beside it."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.cli import jobs
from pinxit.cli.errors import say
from pinxit.cli.optimised import refuse_input
from pinxit.core import provenance
from pinxit.core.errors import InputError
from pinxit.core.files import plan_outputs
from pinxit.core.picture import Picture
from pinxit.core.places import is_folder
from pinxit.core.progress import duration
from pinxit.core.whole import refuse_folder

__all__ = ["CanvasOutput"]


class CanvasOutput:
    """Refused before the work where that can be foreseen; written after it.

    args: photo (None: made of nothing but what it consists of), and those of `add_output` and `--deep-zoom`. consists_of: files
    that must not be written over.
    """

    def __init__(self, args: argparse.Namespace, consists_of: Sequence[str]) -> None:
        self.args, self.begun = args, time.perf_counter()
        self.job = self._without_photo() if args.photo is None else self._for_photo()
        jobs.refuse(self.job, overwrite=args.overwrite)
        if self.job.target is not None:
            refuse_input(self.job.target, _files(consists_of), "--out")
        if args.deep_zoom is not None:
            refuse_folder(args.deep_zoom, overwrite=args.overwrite, known_by="mosaic.dzi")

    @property
    def name(self) -> str:
        """What messages call the work."""
        return "texture" if self.args.photo is None else self.job.name

    def beside(self, word: str) -> Path | None:
        """A file beside the result, None beside stdout."""
        target = self.job.target
        return None if target is None else target.with_name(f"{target.stem}-{word}{target.suffix}")

    def write(self, canvas_hw3: NDArray[np.uint8], photo: Picture | None, came_as: str | None) -> None:
        """The picture, and the deep zoom where one is asked for; says where they are. photo: whose origin the picture tells."""
        args, target = self.args, self.job.target
        height, width = canvas_hw3.shape[:2]
        format = args.format or (came_as if target is None else None)
        image = Image.fromarray(canvas_hw3)
        if photo is not None and photo.origin is not None:
            image.info["xmp"] = provenance.packet(photo.origin)
        jobs.write(image, self.job, format=format, quality=args.quality, overwrite=args.overwrite)
        if args.deep_zoom is not None:
            from pinxit.imageops.deepzoom import write_deep_zoom

            title = self.name if self.job.source is None else self.job.source.stem
            page = write_deep_zoom(canvas_hw3, args.deep_zoom, title=title, overwrite=args.overwrite)
            say(f"deep zoom: {page}")
        if target is not None:
            print(f"{target}  {width} × {height}  {duration(time.perf_counter() - self.begun)}")

    def _for_photo(self) -> jobs.Job:
        args = self.args
        todo, missing = jobs.plan([args.photo], out=args.out, suffix="mosaic", format=args.format)
        if missing:
            raise missing[0][1]
        if len(todo) != 1:
            raise InputError(
                f"{args.photo} holds {len(todo)} pictures: give the one that the mosaic is to show."
            )
        return todo[0]

    def _without_photo(self) -> jobs.Job:
        if self.args.out == jobs.STREAM:
            return jobs.Job(None, None)
        [(_, target)] = plan_outputs([Path("texture")], out=self.args.out, suffix="", format=self.args.format)
        return jobs.Job(None, target)


def _files(given: Sequence[str]) -> list[str]:
    """The files that are named, and those right in the folders that are."""
    return [
        str(file)
        for name in given
        for file in (sorted(Path(name).iterdir()) if is_folder(name) else [Path(name)])
    ]
