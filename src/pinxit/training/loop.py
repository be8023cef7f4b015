"""The training loop: a task, a budget of wall clock, checkpoints, a log, a preview. Knows no method by name."""

from __future__ import annotations

import contextlib
import copy
import json
import math
import random
import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from pinxit.core.errors import ModelError
from pinxit.core.progress import OnStep, Step
from pinxit.torchkit.averages import follow
from pinxit.torchkit.device import device_of, hardware_of, mixed
from pinxit.training import checkpoint, rooms
from pinxit.training import recipe as recipes
from pinxit.training.recipe import Recipe, Schedule


class Task(Protocol):
    """What a room's ``train.build(settings, photos=, paintings=, seed=, device=)`` gives."""

    network: Any
    rng: random.Random

    def loss(self, step: int) -> tuple[Tensor, dict[str, float]]:
        """The loss of one step, to go back through, and its parts as numbers, for the log."""
        ...

    def groups(self) -> list[dict[str, Any]]:
        """Parameter groups: "params", and "scale", their learning rate relative to the schedule's."""
        ...

    def preview(self, network: Any) -> np.ndarray[Any, np.dtype[np.uint8]]:
        """A picture (h,w,3) of what the network does now."""
        ...

    def describe(self) -> dict[str, Any]:
        """What export needs beside the weights: plain numbers, texts and lists."""
        ...


def rate_at(schedule: Schedule, used: float, step: int) -> float:
    """Learning rate: a short warm-up in steps, then a cosine over the used share (0..1) of the time budget."""
    warm = min(1.0, (step + 1) / max(1, schedule.warm_up_steps))
    fall = 0.5 * (1 + math.cos(math.pi * min(1.0, used)))
    return warm * (schedule.last_rate + (schedule.rate - schedule.last_rate) * fall)


def train(
    path: Path,
    *,
    out: Path,
    resume: bool = False,
    minutes: float | None = None,
    device: str = "auto",
    photos: Path | None = None,
    paintings: Path | None = None,
    on_step: OnStep | None = None,
) -> Path:
    """Train a recipe until its budget of minutes is used; returns the checkpoint, whose log lies beside it.

    resume continues the weights, the optimiser and the clock total of ``out/<name>.ckpt`` under a new budget.
    Ctrl-C, or on_step returning False, stops after the step and writes the checkpoint.
    Raises InputNotFound, OptionError (the recipe), MissingWeights, DeviceError, ModelError (the checkpoint), OutputError.
    """
    plan = recipes.read(path, photos=photos, paintings=paintings)
    place = device_of(device)
    random.seed(plan.seed)
    torch.manual_seed(plan.seed)
    task: Task = rooms.part_of(plan.room, "train").build(
        plan.settings, photos=plan.photos, paintings=plan.paintings, seed=plan.seed, device=place
    )
    run = Run(plan, task, place, out, minutes or plan.schedule.minutes)
    if resume:
        run.restore()
    elif plan.start is not None:
        run.begin_with(plan.start)
    run.go(on_step)
    return run.file


class Run:
    """One training in progress."""

    def __init__(self, plan: Recipe, task: Task, device: torch.device, out: Path, minutes: float) -> None:
        self.plan, self.task, self.device = plan, task, device
        self.file = out / f"{plan.name}.ckpt"
        self.budget = minutes * 60
        self.average = copy.deepcopy(task.network).requires_grad_(False).eval()
        self.optimiser = torch.optim.Adam(task.groups(), lr=plan.schedule.rate, betas=(0.9, 0.99))
        self.step = 0
        self.seconds_before = 0.0

    def restore(self) -> None:
        """Take up the checkpoint in ``out``. Raises ModelError when it belongs to another network."""
        content = checkpoint.load(self.file)
        try:
            self.task.network.load_state_dict(content["network"])
            self.average.load_state_dict(content["average"])
            # A light checkpoint has no optimiser, and another phase of a training moves other parameters: both start afresh.
            kept = content.get("optimiser")
            if kept is not None and _sizes(kept) == _sizes(self.optimiser.state_dict()):
                self.optimiser.load_state_dict(kept)
        except (RuntimeError, ValueError, KeyError) as error:
            raise ModelError(f"{self.file} does not fit the recipe {self.plan.name!r}: {error}") from error
        self.step, self.seconds_before = content["step"], content["seconds"]
        self.task.rng.seed(self.plan.seed + self.step)

    def begin_with(self, file: Path) -> None:
        """Take the averaged weights of another training, as far as they bear the same names and shapes.

        Raises InputNotFound, ModelError when nothing fits.
        """
        given, own = checkpoint.load(file)["average"], self.task.network.state_dict()
        fitting = {
            name: value for name, value in given.items() if name in own and own[name].shape == value.shape
        }
        if not fitting:
            raise ModelError(f"{file} has no weights that the recipe {self.plan.name!r} could start with")
        for network in (self.task.network, self.average):
            network.load_state_dict({**own, **fitting})

    def go(self, on_step: OnStep | None) -> None:
        """Train until the budget is used or someone says stop; the checkpoint is written either way."""
        schedule = self.plan.schedule
        start = saved = time.monotonic()
        begun = self.step
        sums: dict[str, float] = {}
        counts: dict[str, int] = {}
        used = 0.0
        try:
            while used < 1.0:
                rate = rate_at(schedule, used, self.step - begun)
                parts = self._advance(rate)
                self.step += 1
                now = time.monotonic()
                used = (now - start) / self.budget
                for name, value in parts.items():
                    sums[name] = sums.get(name, 0.0) + value
                    counts[name] = counts.get(name, 0) + 1
                if self.step % schedule.preview_steps == 0 or self.step == begun + 10:
                    self._log(now - start, rate, {name: total / counts[name] for name, total in sums.items()})
                    sums, counts = {}, {}
                if now - saved > schedule.checkpoint_minutes * 60:
                    self.save(now - start)
                    saved = now
                note = " ".join(f"{name} {value:.3f}" for name, value in parts.items())
                if (
                    on_step
                    and on_step(Step(done=int(now - start), total=int(self.budget), note=note)) is False
                ):
                    break
        except KeyboardInterrupt:
            pass  # a wish to stop, not a fault: the work so far is kept below
        self.save(time.monotonic() - start)

    def _advance(self, rate: float) -> dict[str, float]:
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["scale"]
        with mixed(self.device):
            loss, parts = self.task.loss(self.step)
        if not torch.isfinite(loss):
            raise ModelError(
                f"step {self.step} gave a loss of {float(loss)}: the training has diverged. The last checkpoint is untouched; "
                "go on from it with --resume and a lower rate in the recipe"
            )
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.task.network.parameters(), 1.0)
        self.optimiser.step()
        follow(self.average, self.task.network, self.step, self.plan.schedule.average)
        return parts

    def _log(self, seconds: float, rate: float, parts: dict[str, float]) -> None:
        from PIL import Image

        self.file.parent.mkdir(parents=True, exist_ok=True)
        line = {"step": self.step, "seconds": round(self.seconds_before + seconds), "rate": round(rate, 7)}
        with self.file.with_suffix(".jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps({**line, **{name: round(value, 5) for name, value in parts.items()}}) + "\n")
        with contextlib.suppress(
            OSError
        ):  # Windows locks a file that a viewer shows: no reason to lose hours
            Image.fromarray(self.task.preview(self.average)).save(self.file.with_suffix(".preview.png"))

    def save(self, seconds: float) -> None:
        """Write the checkpoint; ``seconds`` are those of this run."""
        checkpoint.save(
            self.file,
            {
                "recipe": self.plan.text,
                "room": self.plan.room,
                "model": self.plan.model,
                "title": self.plan.title,
                "seed": self.plan.seed,
                "step": self.step,
                "seconds": self.seconds_before + seconds,
                "hardware": hardware_of(self.device),
                "describe": self.task.describe(),
                "network": self.task.network.state_dict(),
                "average": self.average.state_dict(),
                "optimiser": self.optimiser.state_dict(),
            },
        )


def _sizes(optimiser: dict[str, Any]) -> list[int]:
    return [len(group["params"]) for group in optimiser["param_groups"]]
