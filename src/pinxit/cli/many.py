"""Several photos through one method: progress, what fails and what is left, and the report of it."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pinxit.cli import jobs
from pinxit.cli.errors import SOME_FAILED, explain, say
from pinxit.cli.progressbar import ProgressBar
from pinxit.cli.streams import print_json
from pinxit.core.errors import OptionError, PictureTooLarge, PinxitError
from pinxit.core.progress import duration

if TYPE_CHECKING:
    from pinxit.core.picture import Picture

__all__ = ["check_streams", "each", "make"]

Missing = Sequence[tuple[str, PinxitError]]


def check_streams(todo: Sequence[jobs.Job], *, json: bool) -> None:
    """OptionError where picture and report would both go to stdout."""
    if json and todo and todo[0].target is None:
        raise OptionError("the picture and --json would both go to stdout: name a file (--out FILE).")


def each(
    todo: Sequence[jobs.Job],
    missing: Missing,
    work: Callable[[jobs.Job, ProgressBar], dict[str, Any]],
    *,
    json: bool,
    too_large: str,
) -> int:
    """`work` on every job: one that fails is reported and the others are done; returns the exit code.

    work: gives what the report says of a picture (see `make`). too_large: what to do when memory runs out.
    """
    done = _Report(json=json, single=len(todo) + len(missing) == 1)
    for name, error in missing:
        done.failed(name, error)
    with ProgressBar() as bar:
        for number, job in enumerate(todo, 1):
            bar.label(f"{number}/{len(todo)} {job.name}" if len(todo) > 1 else job.name)
            try:
                entry = work(job, bar)
            except PinxitError as problem:
                bar.clear()
                done.failed(job.name, problem)
            except MemoryError:
                bar.clear()
                done.failed(job.name, PictureTooLarge(f"{job.name}: too little memory for it; {too_large}"))
            else:
                bar.clear()
                done.painted(entry)
    return done.finish()


def make(
    job: jobs.Job, args: argparse.Namespace, paint: Callable[[Picture], Picture], **more: Any
) -> dict[str, Any]:
    """Read, paint, write one picture; what `--json` says about it, `more` included."""
    start = time.perf_counter()
    jobs.refuse(job, overwrite=args.overwrite)
    photo, came_as = jobs.read(job, max_pixels=args.max_pixels)
    painted = paint(photo).made_of(photo)
    format = args.format or (came_as if job.target is None else None)
    notes = jobs.write(painted, job, format=format, quality=args.quality, overwrite=args.overwrite)
    return {
        "input": job.name,
        "output": None if job.target is None else str(job.target),
        **more,
        "width": painted.width,
        "height": painted.height,
        "seconds": round(time.perf_counter() - start, 3),
        "notes": [*painted.notes, *notes],
    }


@dataclass
class _Report:
    """Says what happened, as it happens for a person, at the end as JSON for a program."""

    json: bool
    single: bool
    entries: list[dict[str, Any]] = field(default_factory=list)
    errors: list[tuple[str, PinxitError]] = field(default_factory=list)

    def painted(self, entry: dict[str, Any]) -> None:
        self.entries.append(entry)
        for note in entry["notes"]:
            say(f"{entry['input']}: {note}")
        if not self.json and entry["output"] is not None:
            size = f"{entry['width']} × {entry['height']}"
            print(f"{entry['output']}  {size}  {duration(entry['seconds'])}", flush=True)

    def failed(self, name: str, error: PinxitError) -> None:
        self.errors.append((name, error))
        say(explain(error, name))

    def finish(self) -> int:
        if self.json:
            failed = [
                {
                    "input": name,
                    "error": type(error).__name__,
                    "message": str(error),
                    "exit_code": error.exit_code,
                }
                for name, error in self.errors
            ]
            print_json({"painted": self.entries, "failed": failed})
        if not self.errors:
            return 0
        if self.single:
            return self.errors[0][1].exit_code
        say(f"pinxit: {len(self.entries)} painted, {len(self.errors)} failed")
        return SOME_FAILED
