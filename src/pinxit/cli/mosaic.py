"""`pinxit mosaic`: a photo out of many small pictures, or out of textures that a network learns."""

from __future__ import annotations

import argparse
from pathlib import Path

from pinxit.cli import jobs, textures
from pinxit.cli.canvas import CanvasOutput
from pinxit.cli.errors import explain, say
from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.cli.progressbar import ProgressBar
from pinxit.cli.stopping import gentle_stop
from pinxit.core.errors import InputError, OptionError
from pinxit.core.options import declare as declared
from pinxit.methods.mosaic.spec import MosaicOptions, TextureOptions, TileOptions

_EXAMPLES = """examples:
  pinxit mosaic photo.jpg --tiles album/
  pinxit mosaic photo.jpg --tiles album/ --columns 100 --tile-size 96 --repeats 8 --deep-zoom zoom/
  pinxit mosaic photo.jpg --textures bark.jpg moss.jpg --minutes 15 --save wood
  pinxit mosaic other.jpg --model wood --size 4096 --out large.png
  pinxit mosaic --textures moss.jpg --size 2048x1024 --tileable --out moss-seamless.png
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "photo",
        nargs="?",
        metavar="PHOTO",
        help="what the mosaic shows, '-' for stdin; none: a texture alone",
    )
    parser.add_argument(
        "--method", choices=("tiles", "textures"), help="(default: as --tiles or --textures says)"
    )
    made_of = parser.add_mutually_exclusive_group(required=True)
    made_of.add_argument(
        "--tiles", nargs="+", metavar="DIR|FILE", help="small pictures: files, folders or patterns"
    )
    textures.declare(parser, made_of)
    add_options(parser, TileOptions, title="small pictures (--tiles)")
    add_options(parser, TextureOptions, title="textures (--textures, --model)")
    own = [info.name for struct in (TileOptions, TextureOptions) for info in declared(struct)]
    add_options(parser, MosaicOptions, skip=own, title="either")
    add_output(parser, "file or folder, '-' for stdout (default: PHOTO-mosaic.ext beside the photo)")
    parser.add_argument(
        "--deep-zoom",
        type=Path,
        metavar="DIR",
        help="also write a folder with a page that shows it at any size (DIR/index.html)",
    )
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Make one mosaic; pictures that cannot be read are named and left out."""
    given = chosen(args, MosaicOptions)
    way = next(each for each in ("tiles", "textures", "model") if getattr(args, each))
    method = "tiles" if way == "tiles" else "textures"
    if args.method not in (None, method):
        raise OptionError(f"--method {args.method} and --{way} do not go together: leave --method out.")
    strange = TextureOptions if way == "tiles" else TileOptions
    names = {info.name for info in declared(strange)}
    if way == "model":  # which has been trained
        names |= {info.name for info in declared(TextureOptions)} - {"size", "tileable", "keep_colours"}
    for name in given:
        if name in names:
            raise OptionError(f"--{name.replace('_', '-')} does not go with --{way}: leave it out.")
    if way == "tiles":
        return _of_tiles(args, MosaicOptions(**given))
    return textures.run(args, MosaicOptions(**given))


def _of_tiles(args: argparse.Namespace, options: MosaicOptions) -> int:
    from pinxit.methods.mosaic.album import read_album
    from pinxit.methods.mosaic.tiles import tile_mosaic

    textures.refuse_training(args)
    if args.onnx is not None:
        raise OptionError("--onnx goes with textures: a mosaic of small pictures has no network.")
    if args.photo is None:
        raise InputError(
            "a mosaic of small pictures shows a photo: name it first (pinxit mosaic PHOTO --tiles DIR)."
        )
    output = CanvasOutput(args, args.tiles)
    photo, came_as = jobs.read(output.job, max_pixels=args.max_pixels)
    with ProgressBar(output.job.name) as bar:
        album = read_album(args.tiles, options.tile_size, max_pixels=args.max_pixels, on_step=bar.show)
        bar.clear()
        for file, error in album.skipped:
            say(f"{explain(error, str(file))} (left out)")
        with gentle_stop() as stop:
            made = tile_mosaic(photo, album, options, stop.wrap(bar.show))
    say(f"{output.job.name}: {made.placing}")
    output.write(made.canvas_hw3, photo, came_as)
    return 0
