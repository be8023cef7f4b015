"""`pinxit mosaic`: a photo out of many small pictures."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pinxit.cli import jobs
from pinxit.cli.errors import explain, say
from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.cli.optimised import refuse_input
from pinxit.cli.progressbar import ProgressBar
from pinxit.cli.stopping import gentle_stop
from pinxit.core.errors import InputError
from pinxit.core.files import expand_inputs
from pinxit.core.options import declare as declared
from pinxit.core.progress import duration
from pinxit.core.whole import refuse_folder
from pinxit.methods.mosaic.spec import MosaicOptions, TileOptions

_EXAMPLES = """examples:
  pinxit mosaic photo.jpg --tiles album/
  pinxit mosaic photo.jpg --tiles album/ --columns 100 --tile-size 96 --repeats 8 --deep-zoom zoom/
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument("photo", metavar="PHOTO", help="what the mosaic shows; '-' for stdin")
    parser.add_argument(
        "--tiles",
        nargs="+",
        required=True,
        metavar="DIR|FILE",
        help="small pictures: files, folders or patterns",
    )
    add_options(parser, TileOptions, title="small pictures")
    add_options(parser, MosaicOptions, skip=[info.name for info in declared(TileOptions)], title="chance")
    add_output(parser, "file or folder, '-' for stdout (default: PHOTO-mosaic.ext beside the photo)")
    parser.add_argument(
        "--deep-zoom",
        type=Path,
        metavar="DIR",
        help="also write a folder with a page that shows it at any size (DIR/index.html)",
    )
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Make one mosaic; small pictures that cannot be read are named and left out."""
    from pinxit.methods.mosaic.album import read_album
    from pinxit.methods.mosaic.tiles import tile_mosaic

    options = MosaicOptions(**chosen(args, MosaicOptions))
    output = _Output(args)
    photo, came_as = jobs.read(output.job, max_pixels=args.max_pixels)
    with ProgressBar(output.job.name) as bar:
        album = read_album(args.tiles, options.tile_size, max_pixels=args.max_pixels, on_step=bar.show)
        bar.clear()
        for file, error in album.skipped:
            say(f"{explain(error, str(file))} (left out)")
        with gentle_stop() as stop:
            made = tile_mosaic(photo, album, options, stop.wrap(bar.show))
    say(f"{output.job.name}: {made.placing}")
    output.write(made.canvas_hw3, came_as)
    return 0


class _Output:
    """Where the mosaic goes: refused before the work where it can be, written after it."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args, self.begun = args, time.perf_counter()
        todo, missing = jobs.plan([args.photo], out=args.out, suffix="mosaic", format=args.format)
        if missing:
            raise missing[0][1]
        if len(todo) != 1:
            raise InputError(
                f"{args.photo} holds {len(todo)} pictures: give the one that the mosaic is to show."
            )
        self.job = todo[0]
        jobs.refuse(self.job, overwrite=args.overwrite)
        if self.job.target is not None:
            refuse_input(self.job.target, [str(file) for file in expand_inputs(args.tiles)], "--out")
        if args.deep_zoom is not None:
            refuse_folder(args.deep_zoom, overwrite=args.overwrite, known_by="mosaic.dzi")

    def write(self, canvas_hw3: NDArray[np.uint8], came_as: str | None) -> None:
        """The picture, and the deep zoom where one is asked for; says where they are."""
        args, target = self.args, self.job.target
        height, width = canvas_hw3.shape[:2]
        format = args.format or (came_as if target is None else None)
        image = Image.fromarray(canvas_hw3)
        jobs.write(image, self.job, format=format, quality=args.quality, overwrite=args.overwrite)
        if args.deep_zoom is not None:
            from pinxit.imageops.deepzoom import write_deep_zoom

            name = self.job.name if self.job.source is None else self.job.source.stem
            page = write_deep_zoom(canvas_hw3, args.deep_zoom, title=name, overwrite=args.overwrite)
            say(f"deep zoom: {page}")
        if target is not None:
            print(f"{target}  {width} × {height}  {duration(time.perf_counter() - self.begun)}")
