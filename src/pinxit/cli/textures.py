"""The part of `pinxit mosaic` that trains a network on textures, keeps it, and paints with it."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pinxit.cli import jobs
from pinxit.cli.canvas import CanvasOutput
from pinxit.cli.errors import explain, say
from pinxit.cli.progressbar import ProgressBar
from pinxit.cli.stopping import gentle_stop
from pinxit.core.errors import OptionError, OutputError, OutputExists, PinxitError
from pinxit.core.extras import needs
from pinxit.core.files import expand_inputs, read_picture, write_picture
from pinxit.core.progress import Step, duration
from pinxit.core.whole import refusal
from pinxit.methods.mosaic.kept import place_of
from pinxit.methods.mosaic.run import world_of
from pinxit.methods.mosaic.spec import MosaicOptions

if TYPE_CHECKING:
    from pinxit.core.picture import Picture
    from pinxit.zoo.catalogue import Model

__all__ = ["declare", "refuse_training", "run"]


def declare(parser: argparse.ArgumentParser, made_of: argparse._MutuallyExclusiveGroup) -> None:
    """Add what textures are given by, to the choice between them and small pictures, and what is kept."""
    made_of.add_argument(
        "--textures",
        nargs="+",
        metavar="DIR|FILE",
        help="textures to learn: files, folders, patterns, or one of ours by name: bark, tiles, waves, threads, strokes",
    )
    made_of.add_argument(
        "--model",
        metavar="NAME",
        help="a mosaic that was saved, by name or as a .mosaic file, or a world of the zoo: strokes, threads, waves",
    )
    parser.add_argument(
        "--save",
        metavar="NAME",
        help="keep what was learned, under a name for this user or as a .mosaic file",
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on with the training in --save, for --minutes more"
    )
    parser.add_argument(
        "--onnx",
        type=Path,
        metavar="FILE.onnx",
        help="also write the network for other programs, with a photo and what it makes of it",
    )


def refuse_training(args: argparse.Namespace) -> None:
    """OptionError for what only a training takes."""
    if args.save is not None or args.resume:
        raise OptionError("--save and --resume go with --textures: nothing else is trained.")


def run(args: argparse.Namespace, options: MosaicOptions) -> int:
    """Train where textures are given, with a preview file that is renewed on the way, and paint; Ctrl-C keeps the best so far."""
    if args.model is not None:
        refuse_training(args)
        world = world_of(args.model)
        if world is not None:
            return _in_world(args, options, world)
    output = CanvasOutput(args, args.textures or [])
    with needs("mosaic"):
        from pinxit.methods.mosaic import model as files
        from pinxit.methods.mosaic import onnxfile, textured
        from pinxit.torchkit.device import device_of

    if args.onnx is not None:
        onnxfile.refuse(args.onnx, overwrite=args.overwrite)
    photo, came_as = _photo(args, output)
    with ProgressBar(output.name) as bar:
        if args.model is not None:
            painter = files.load(place_of(args.model), device_of(options.device))
        else:
            textures = _read(args.textures, args.max_pixels)
            height, width = textured.check(photo, textures, options)
            place = _kept(args, None if args.save is None else place_of(args.save))
            preview = output.beside("preview")
            say(
                f"training for {duration(options.minutes * 60)} on {len(textures)} textures, for {width} x {height} pixels"
                f"{f'; watch {preview}' if preview else ''}; Ctrl-C keeps the best so far"
            )
            with gentle_stop() as stop:
                painter, words = textured.trained(
                    photo,
                    textures,
                    options,
                    save=place,
                    resume=args.resume,
                    on_step=stop.wrap(_Watch(bar, preview).show),
                )
            bar.clear()
            say(f"{output.name}: {words}" + (f"; kept as {place}" if place else ""))
        canvas_hw3 = textured.painted(painter, photo, options, bar.show)
    if args.onnx is not None:
        written = onnxfile.export(painter, args.onnx, overwrite=args.overwrite)
        say(f"graph: {', '.join(map(str, written))}")
    output.write(canvas_hw3, photo, came_as)
    if args.model is None and preview is not None:
        preview.unlink(missing_ok=True)
    return 0


def _in_world(args: argparse.Namespace, options: MosaicOptions, model: Model) -> int:
    """Paint in a world of the zoo, which needs no torch."""
    from pinxit.methods.mosaic import worlds

    if args.onnx is not None:
        raise OptionError(f"{model.id} is a graph for other programs already: {model.path(worlds.GRAPH)}")
    output = CanvasOutput(args, [])
    photo, came_as = _photo(args, output)
    with ProgressBar(output.name) as bar:
        canvas_hw3 = worlds.painted(worlds.load(model, options.device), photo, options, bar.show)
    output.write(canvas_hw3, photo, came_as)
    return 0


def _photo(args: argparse.Namespace, output: CanvasOutput) -> tuple[Picture | None, str | None]:
    """The photo that is named, if one is, and the format that it came in."""
    return (None, None) if args.photo is None else jobs.read(output.job, max_pixels=args.max_pixels)


def _read(names: list[str], max_pixels: int) -> list[Picture]:
    """The textures; those that cannot be read are named and left out. Raises InputNotFound, PictureError when none is left."""
    from pinxit.methods.mosaic.patterns import PATTERNS, pattern

    ours = [name for name in names if name in PATTERNS and not Path(name).exists()]
    pictures = [pattern(name) for name in ours]
    rest = [name for name in names if name not in ours]
    problem: PinxitError | None = None
    for file in expand_inputs(rest) if rest else []:
        try:
            pictures.append(read_picture(file, max_pixels=max_pixels))
        except PinxitError as error:
            problem = error
            say(f"{explain(error, str(file))} (left out)")
    if not pictures and problem is not None:
        raise problem
    return pictures


def _kept(args: argparse.Namespace, place: Path | None) -> Path | None:
    """Where the training is kept, when it may be. Raises OutputExists, OutputError, OptionError."""
    if place is None:
        if args.resume:
            raise OptionError("--resume goes on with what --save NAME kept: give both.")
        return None
    if place.exists() and not (args.resume or args.overwrite):
        raise OutputExists(f"{place} exists already: go on with it (--resume), or add --overwrite.")
    problem = refusal(place)
    if problem:
        raise OutputError(f"{place} cannot be written: {problem}")
    return place


class _Watch:
    """Shows the steps as a bar, and their previews as a file."""

    def __init__(self, bar: ProgressBar, file: Path | None) -> None:
        self._bar, self._file = bar, file

    def show(self, step: Step) -> None:
        """An `on_step`."""
        from PIL import Image

        self._bar.show(step)
        if step.preview is not None and self._file is not None:
            # Windows locks a file that a viewer shows; the next one may get through, and the work must not end for it.
            with suppress(OutputError):
                write_picture(Image.fromarray(step.preview), self._file, overwrite=True)
