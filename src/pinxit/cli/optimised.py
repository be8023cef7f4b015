"""What the verbs of all methods that optimise a picture share: arguments, previews, stopping, the result."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from glob import escape
from pathlib import Path
from typing import Any

from pinxit.cli import jobs
from pinxit.cli.errors import say
from pinxit.cli.flags import add_limit, add_options, add_output, chosen, count
from pinxit.cli.progressbar import ProgressBar
from pinxit.cli.stopping import gentle_stop
from pinxit.core.errors import InputError, OptionError, OutputError, OutputExists
from pinxit.core.files import read_picture, write_picture
from pinxit.core.method import Spec
from pinxit.core.picture import Picture
from pinxit.core.places import is_file
from pinxit.core.progress import Step, duration

__all__ = ["add_keeping", "declare", "job_of", "paint", "read_all", "refuse_input", "run"]

_PREVIEW_EVERY_S = 5.0


def declare(
    parser: argparse.ArgumentParser, spec: Spec, examples: str, *, skip: Collection[str] = ()
) -> None:
    """Add the arguments of the verb for `spec`, whose slots are content, style, masks and init; the options of `skip` are
    left to the verb.
    """
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = examples
    parser.add_argument("content", metavar="CONTENT", help="the photo, or '-' for stdin")
    parser.add_argument("style", nargs="+", metavar="STYLE", help="one or more pictures in the style")
    add_options(parser, spec.options, skip=skip)
    parser.add_argument(
        "--init-style", metavar="NAME", help="with --init painter: a style as `pinxit paint --style` takes it"
    )
    parser.add_argument(
        "--masks",
        nargs="+",
        default=[],
        metavar="MASK",
        help="for the photo, then for each style: a picture in flat colours; what has one colour belongs together",
    )
    add_output(parser, "file or folder, '-' for stdout (default: PHOTO-STYLE.ext beside the photo)")
    add_keeping(parser)
    add_limit(parser)


def add_keeping(parser: argparse.ArgumentParser) -> None:
    """`--save-every`."""
    parser.add_argument(
        "--save-every",
        type=count,
        metavar="N",
        help="also keep the picture of every N-th step (NAME-0001.ext ...)",
    )


def run(
    args: argparse.Namespace,
    spec: Spec,
    *,
    ready: Callable[[dict[str, list[Picture]], dict[str, Any]], None] = lambda *_: None,
) -> int:
    """Paint one photo; says beforehand how long it takes, and keeps the best so far when it is stopped.

    ready: gets the pictures by slot and the options when all are read, and may change both.
    """
    # All that can be refused is refused before minutes are spent.
    options = chosen(args, spec.options)
    job = job_of(args, args.content, args.style, args.masks)

    def read(photo: Picture) -> dict[str, list[Picture]]:
        inputs = {
            "content": [photo],
            "style": read_all(args.style, args.max_pixels),
            "masks": read_all(args.masks, args.max_pixels),
            "init": _init(args, photo, spec.options(**options)),
        }
        ready(inputs, options)
        return inputs

    return paint(args, job, spec, options, read)


def paint(
    args: argparse.Namespace,
    job: jobs.Job,
    spec: Spec,
    options: dict[str, Any],
    read: Callable[[Picture], dict[str, list[Picture]]],
    **given: Any,
) -> int:
    """Paint the picture of a job, watched.

    read: makes the pictures of every slot from that of the job. given: what the room's `prepare` takes besides options.
    """
    from pinxit.methods import stylise

    if job.target is None and args.save_every:
        raise OptionError(
            "--save-every writes files beside the result, and that goes to stdout: name one (--out FILE)."
        )
    jobs.refuse(job, overwrite=args.overwrite)
    bar = ProgressBar(job.name)
    watch = _Watch(bar, job.target, args.save_every, args.quality)
    if not args.overwrite:
        watch.refuse()
    photo, came_as = jobs.read(job, max_pixels=args.max_pixels)
    begun = time.perf_counter()
    inputs = read(photo)
    with bar, gentle_stop() as stop:
        painted = stylise(spec.name, inputs, on_step=stop.wrap(watch.show), **options, **given)
    format = args.format or (came_as if job.target is None else None)
    notes = jobs.write(painted, job, format=format, quality=args.quality, overwrite=args.overwrite)
    watch.done()
    for note in (*painted.notes, *notes):
        say(f"{job.name}: {note}")
    if job.target is not None:
        taken = duration(time.perf_counter() - begun)
        print(f"{job.target}  {painted.width} × {painted.height}  {taken}")
    return 0


def job_of(
    args: argparse.Namespace, content: str, styles: Sequence[str], masks: Sequence[str] = ()
) -> jobs.Job:
    """The one picture of a run, `content`, and the file of its result, which is none of the others."""
    suffix = "+".join(Path(style).stem for style in styles)
    todo, missing = jobs.plan([content], out=args.out, suffix=suffix, format=args.format)
    if missing:
        raise missing[0][1]
    if len(todo) != 1:
        raise InputError(
            f"{content} holds {len(todo)} pictures: give one photo, this takes minutes for each."
        )
    if todo[0].target is not None:
        refuse_input(todo[0].target, (*styles, *masks), "--out")
    return todo[0]


def refuse_input(target: Path, inputs: Sequence[str], flag: str) -> None:
    """OutputError when a file to be written, which `flag` names, is one of the inputs."""
    for path in inputs:
        if is_file(path) and is_file(target) and target.samefile(path):
            raise OutputError(f"{target} is an input: choose another {flag}.")


def read_all(paths: Sequence[str], max_pixels: int) -> list[Picture]:
    """The pictures of some files."""
    return [read_picture(path, max_pixels=max_pixels) for path in paths]


def _init(args: argparse.Namespace, photo: Picture, options: Any) -> list[Picture]:
    """The painting to start from, where one is asked for: rooms do not know each other, so it is made here."""
    if (options.init == "painter") != (args.init_style is not None):
        raise OptionError(
            "--init painter and --init-style NAME go together (`pinxit styles` lists the names)."
        )
    if args.init_style is None:
        return []
    import pinxit

    return [pinxit.paint(photo, args.init_style, max_side=options.size)]


class _Watch:
    """Shows the steps: the estimate in words, then the bar, a preview file, and the pictures of `--save-every`."""

    def __init__(self, bar: ProgressBar, target: Path | None, every: int | None, quality: int) -> None:
        self._bar, self._target, self._every, self._quality = bar, target, every, quality
        self._shown, self._steps = time.monotonic(), 0

    def refuse(self) -> None:
        """OutputExists for a file that would be written over on the way."""
        if self._target is None:
            return
        start, suffix = f"{self._target.stem}-", self._target.suffix
        for file in sorted(self._target.parent.glob(f"{escape(start)}*{escape(suffix)}")):
            word = file.stem.removeprefix(start)
            if word == "preview" or (self._every and word.isdecimal()):
                raise OutputExists(
                    f"{file} exists already and would be written over: move it, or add --overwrite."
                )

    def show(self, step: Step) -> None:
        """An `on_step`."""
        if step.preview is None:
            preview = self._beside("preview")
            say(f"{step.note}{f'; watch {preview}' if preview else ''}; Ctrl-C keeps the best so far")
            return
        self._bar.show(step)
        self._steps += 1
        if self._every and self._steps % self._every == 0:
            self._keep(f"{self._steps:04d}", step)
        if time.monotonic() - self._shown > _PREVIEW_EVERY_S:
            self._shown = time.monotonic()
            self._keep("preview", step)

    def done(self) -> None:
        """The result is there: the preview is not needed any more."""
        preview = self._beside("preview")
        if preview is not None:
            preview.unlink(missing_ok=True)

    def _keep(self, word: str, step: Step) -> None:
        file = self._beside(word)
        if file is None or step.preview is None:
            return
        # Windows locks a file that a viewer shows; the next one may get through, and the work must not end for it.
        with suppress(OutputError):
            write_picture(Picture(step.preview), file, quality=self._quality, overwrite=True)

    def _beside(self, word: str) -> Path | None:
        if self._target is None:
            return None
        return self._target.with_name(f"{self._target.stem}-{word}{self._target.suffix}")
