"""`pinxit lineart`: drawings in, the same drawings in colours out, layers beside them; lines taken from photos."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pinxit.cli import jobs, many
from pinxit.cli.errors import say
from pinxit.cli.flags import add_limit, add_options, add_output, chosen
from pinxit.cli.progressbar import ProgressBar
from pinxit.core.errors import InputError, OptionError
from pinxit.core.extras import needs
from pinxit.core.options import declare as declared
from pinxit.core.paths import in_numbers
from pinxit.core.progress import OnStep
from pinxit.methods.lineart.spec import SPEC, ExtractOptions, LineartOptions

if TYPE_CHECKING:
    from pinxit.core.picture import Picture
    from pinxit.methods.lineart.frames import Known

Work = Callable[["Picture", jobs.Job, OnStep], "Picture"]

Inputs = dict[str, tuple["Picture", ...]]

EXTRACT = "extract"
_CELL = 360  # pixels of one picture on a sheet
_JSON = ".json"
_EXAMPLES = """examples:
  pinxit lineart sketch.png --hints hints.json
  pinxit lineart sketch.png --hints scribbles.png --mode cel --layers sketch.ora
  pinxit lineart pages/ --palette "#e8b04a,#2b5d8a,#b8433f,#f3e9d2" --lines coloured --out coloured/
  pinxit lineart sketch.png --reference painting.jpg --seed 3 --mode blended --light top-right
  pinxit lineart sketch.png --palette "#22577a,#57cc99,#f6bd60,#f28482" --proposals 6
  pinxit lineart frames/ --frames --hints hints.json --out coloured/
  pinxit lineart extract photo.jpg --detail 0.7
"""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "drawings",
        nargs="+",
        metavar="LINES",
        help=f"file, folder, pattern, or '-': stdin; '{EXTRACT}' before them: take line art from photos",
    )
    parser.add_argument(
        "--hints",
        metavar="FILE",
        help="which colours go where: points and strokes (.json), or scribbles on a transparent picture",
    )
    parser.add_argument(
        "--reference", metavar="PICTURE", help="colours for regions without a hint come from it"
    )
    parser.add_argument(
        "--frames",
        action="store_true",
        help="drawings are frames of an animation, in the order of the numbers in their names: regions keep their colours",
    )
    parser.add_argument(
        "--proposals",
        type=int,
        choices=range(2, 65),
        metavar="2..64",
        help="write a page of so many proposals instead, by --seed and the seeds after it",
    )
    parser.add_argument(
        "--layers",
        type=Path,
        metavar="FILE|DIR",
        help="also write the layers (one for each colour, shadow, light, lines): .ora, .psd, or a folder",
    )
    add_options(parser, LineartOptions, title="colouring")
    add_options(parser, ExtractOptions, title=EXTRACT)
    add_output(parser, "file or folder, '-' for stdout (default: LINES-coloured.ext beside each drawing)")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON on stdout")
    add_limit(parser)


def run(args: argparse.Namespace) -> int:
    """Colour every drawing, or take line art from every photo; one that fails is reported and the others are done."""
    extracting = args.drawings[0] == EXTRACT
    if extracting:
        args.drawings = args.drawings[1:]
        if not args.drawings:
            raise InputError(f"`pinxit lineart {EXTRACT}` takes photos: name one or more.")
    _refuse_others(args, extracting)
    suffix = "lines" if extracting else "coloured" if args.proposals is None else "proposals"
    todo, missing = jobs.plan(args.drawings, out=args.out, suffix=suffix, format=args.format)
    many.check_streams(todo, json=args.json)
    if not extracting:
        _refuse_several(args, len(todo) + len(missing))
    if args.frames:
        todo = sorted(todo, key=lambda job: in_numbers(job.name))
    with needs("lineart"):
        work = _extraction(args) if extracting else _Colouring(args, todo).work

    def each(job: jobs.Job, bar: ProgressBar) -> dict[str, Any]:
        return many.make(job, args, lambda picture: work(picture, job, bar.show))

    return many.each(todo, missing, each, json=args.json, too_large="give a smaller picture.")


def _refuse_others(args: argparse.Namespace, extracting: bool) -> None:
    """OptionError for what belongs to the other half of the verb."""
    strange = [info.name for info in declared(LineartOptions if extracting else ExtractOptions)]
    given = [name for name in strange if hasattr(args, name)]
    if extracting:
        given += [
            name
            for name in ("hints", "reference", "frames", "proposals", "layers")
            if getattr(args, name) not in (None, False)
        ]
    if given:
        flag = "--" + given[0].replace("_", "-")
        if extracting:
            raise OptionError(
                f"{flag} goes with colouring, not with `pinxit lineart {EXTRACT}`: leave it out."
            )
        raise OptionError(f"{flag} goes with `pinxit lineart {EXTRACT} PHOTO`: leave it out.")


def _refuse_several(args: argparse.Namespace, drawings: int) -> None:
    """OptionError for what is said of one picture where several are made."""
    if args.proposals is not None and (args.frames or args.layers is not None):
        other = "--frames" if args.frames else "--layers"
        raise OptionError(
            f"--proposals makes a page of pictures to choose from, not {other}: choose a seed first."
        )
    alone = {"--hints": args.hints is not None and not args.frames, "--layers": args.layers is not None}
    given = [flag for flag, there in alone.items() if there]
    if drawings > 1 and given:
        hint = "give one" + (", or --frames if they are an animation" if given[0] == "--hints" else "")
        raise OptionError(f"{given[0]} is for one drawing, and there are {drawings}: {hint}.")


def _extraction(args: argparse.Namespace) -> Work:
    from pinxit.methods.lineart.extract import line_art

    options = ExtractOptions(**chosen(args, ExtractOptions))
    return lambda photo, job, on_step: line_art(photo, options)


class _Colouring:
    """What is the same for every drawing of the run, read and checked once."""

    def __init__(self, args: argparse.Namespace, todo: Sequence[jobs.Job]) -> None:
        from pinxit.core.files import read_picture
        from pinxit.methods.lineart.hints import refuse_beyond
        from pinxit.methods.lineart.layerfiles import refuse_layers
        from pinxit.methods.lineart.run import prepare

        self.args = args
        if args.layers is not None:
            refuse_layers(args.layers, overwrite=args.overwrite)
        self.options = LineartOptions(**chosen(args, LineartOptions))
        self.pictures: dict[str, list[Picture]] = {"scribbles": [], "reference": []}
        written = args.hints is not None and args.hints.lower().endswith(_JSON)
        if args.hints is not None and not written:
            self.pictures["scribbles"] = [read_picture(args.hints, max_pixels=args.max_pixels)]
        if args.reference is not None:
            self.pictures["reference"] = [read_picture(args.reference, max_pixels=args.max_pixels)]
        self.colourist = prepare(None, self.options, hints=args.hints if written else None)
        self.numbers = {job: number for number, job in enumerate(todo, 1)}
        refuse_beyond(self.colourist.hints, max(1, len(todo)))
        self.known: Known | None = None  # of the frames before

    def work(self, drawing: Picture, job: jobs.Job, on_step: OnStep) -> Picture:
        """A drawing, a frame, or a sheet of proposals."""
        from pinxit.core.method import check

        inputs, _ = check(SPEC, {"content": drawing, **self.pictures}, self.options)
        if self.args.proposals is not None:
            return self._sheet(inputs, Path(job.name).name, on_step)
        return self._colour(inputs, self.numbers[job], on_step)

    def _sheet(self, inputs: Inputs, name: str, on_step: OnStep) -> Picture:
        """A page of proposals, numbered, each with the seed that makes it."""
        from pinxit.core.picture import Picture
        from pinxit.imageops.sheet import Cell, contact_sheet

        cells, notes = list[Cell](), list[str]()
        for made in self.colourist.proposals(inputs, self.args.proposals, on_step):
            seed = self.options.seed + len(cells)
            cells.append(Cell(made.picture.fitted(2 * _CELL).rgb_hw3, str(len(cells) + 1), f"--seed {seed}"))
            notes = list(made.picture.notes)
        page = contact_sheet(cells, heading=name, note="coloured by pinxit", cell_width=_CELL)
        return Picture(page, notes=tuple(notes))

    def _colour(self, inputs: Inputs, number: int, on_step: OnStep) -> Picture:
        """Drawing or frame `number` (from 1); writes its layers too where they are asked for."""
        from pinxit.methods.lineart.frames import next_frame
        from pinxit.methods.lineart.layerfiles import write_layers

        if self.args.frames:
            made, self.known = next_frame(self.colourist, inputs, number, self.known, on_step)
        else:
            made = self.colourist.coloured(inputs, on_step)
        if self.args.layers is not None:
            target = write_layers(made.layers, made.picture, self.args.layers, overwrite=self.args.overwrite)
            say(f"{len(made.layers)} layers: {target}")
        return made.picture
