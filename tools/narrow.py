"""Make a smaller painter out of a trained one: keep the channels and blocks that do most, then copy its pictures.

python tools/narrow.py recipes/paint/OLD.ckpt runs/NEW.ckpt --coarse 64 --blocks 4 --minutes 8 [--photos DIR]

The stage at 1/8 is where the time goes. Channels are kept by the energy that they carry over real photos in all styles,
blocks by what they add to the picture; then the smaller painter learns to give the larger one's pictures, in every style
and in blends of two. No VGG is needed, so a step takes a fraction of one of training. The result is a checkpoint from
which ``pinxit train --resume`` goes on.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from pinxit.methods.paint.network import NOISE_CELLS, Layout, Painter, PainterShape
from pinxit.methods.paint.train import Studio
from pinxit.torchkit.crops import Crops
from pinxit.training import checkpoint
from pinxit.training.loop import rate_at
from pinxit.training.recipe import Schedule

SIDE, BATCH = 192, 8
SCHEDULE = Schedule(rate=2e-3, last_rate=5e-5, warm_up_steps=1)
STYLE_SCALE = 5.0  # the style vectors learn faster, as in training


class Survey:
    """What every channel and block of the coarse stage does, summed over the pictures that pass through the painter."""

    def __init__(self, painter: Painter) -> None:
        blocks = painter.blocks("coarse")
        self.pad = painter.shape.coarse_pad
        self.stream = torch.zeros(painter.shape.coarse)
        self.inner = [torch.zeros(painter.shape.coarse) for _ in blocks]
        self.added = torch.zeros(len(blocks))
        self._before: Tensor | None = None
        for i, block in enumerate(blocks):
            block.conv1.register_forward_pre_hook(partial(self._entered, i))
            block.conv2.register_forward_pre_hook(partial(self._inside, i))
        painter.up.register_forward_pre_hook(self._left)

    def _entered(self, i: int, _: nn.Module, inputs: tuple[Tensor]) -> None:
        x = inputs[0][..., self.pad : -self.pad, self.pad : -self.pad]
        if self._before is not None:
            self.added[i - 1] += (x - self._before).square().mean() / self._before.square().mean()
        self._before = x

    def _inside(self, i: int, conv: nn.Module, inputs: tuple[Tensor]) -> None:
        self.inner[i] += inputs[0].square().mean((0, 2, 3)) * conv.weight.square().sum((0, 2, 3))

    def _left(self, up: nn.Module, inputs: tuple[Tensor]) -> None:
        x = inputs[0]
        self.added[-1] += (x - self._before).square().mean() / self._before.square().mean()
        self.stream += x.square().mean((0, 2, 3)) * up.weight.square().sum((0, 2, 3))
        self._before = None


def most(score: Tensor, count: int) -> Tensor:
    """Indices of the largest, in their old order."""
    return torch.sort(torch.topk(score, count).indices).values


def narrowed(studio: Studio, shape: PainterShape, survey: Survey) -> Studio:
    """A studio of the smaller shape with the weights of what was kept."""
    old, small = studio.painter, Studio(shape, studio.names)
    stream = most(survey.stream, shape.coarse)
    blocks = most(survey.added, shape.blocks_coarse).tolist()
    inner = [most(survey.inner[i], shape.coarse) for i in blocks]
    state = {name: value.clone() for name, value in old.state_dict().items()}
    for name in ("down.weight", "down.bias"):
        state[name] = state[name][stream]
    state["up.weight"] = state["up.weight"][:, stream]
    coarse = {name: state.pop(name) for name in list(state) if name.startswith("coarse.")}
    for new, i in enumerate(blocks):
        weights = {
            part: coarse[f"coarse.{i}.{part}"]
            for part in ("conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias")
        }
        state[f"coarse.{new}.conv1.weight"] = weights["conv1.weight"][inner[new]][:, stream]
        state[f"coarse.{new}.conv1.bias"] = weights["conv1.bias"][inner[new]]
        state[f"coarse.{new}.conv2.weight"] = weights["conv2.weight"][stream][:, inner[new]]
        state[f"coarse.{new}.conv2.bias"] = weights["conv2.bias"][stream]
    source = {"down": ("down", stream), "noise.coarse": ("noise.coarse", stream)}
    for new, i in enumerate(blocks):
        source[f"coarse.{new}.1"] = (f"coarse.{i}.1", inner[new])
        source[f"coarse.{new}.2"] = (f"coarse.{i}.2", stream)
    state["usual"] = _vector(old.usual[None], old.layout, small.painter.layout, source, "statistics")[0]
    small.painter.load_state_dict(state)
    with torch.no_grad():
        small.styles.copy_(_vector(studio.styles, old.layout, small.painter.layout, source, "spans"))
    return small


def _vector(
    rows: Tensor, old: Layout, new: Layout, source: dict[str, tuple[str, Tensor]], kind: str
) -> Tensor:
    """Vectors (n,v) of the old layout's ``kind`` of spans, carried over to the new layout."""
    parts = []
    for name in getattr(new, kind):
        stem, _, part = name.rpartition(".")
        if name in source:
            span, kept = source[name][0], source[name][1]
        elif stem in source:
            span, kept = f"{source[stem][0]}.{part}", source[stem][1]
        else:
            span, kept = name, None
        values = rows[:, getattr(old, kind)[span].slice]
        parts.append(values if kept is None else values[:, kept])
    return torch.cat(parts, 1).detach()


def copy_pictures(teacher: Studio, pupil: Studio, crops: Crops, seconds: float) -> tuple[Studio, int]:
    """Learn the teacher's pictures until the time is used; returns the pupil's running average and the steps."""
    teacher.eval()
    pupil.painter.usual_seen.fill_(1000)  # a slow average from the start: the statistics were carried over
    groups = [
        {"params": list(pupil.painter.parameters()), "scale": 1.0},
        {"params": [pupil.styles], "scale": STYLE_SCALE},
    ]
    optimiser = torch.optim.Adam(groups, lr=SCHEDULE.rate, betas=(0.9, 0.99))
    average = Studio(pupil.painter.shape, pupil.names).eval()
    average.load_state_dict(pupil.state_dict())
    rng = random.Random(1)
    start, step, total = time.monotonic(), 0, 0.0
    while (used := (time.monotonic() - start) / seconds) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate_at(SCHEDULE, used, step) * group["scale"]
        photos = crops.next(BATCH // 2).repeat(2, 1, 1, 1)
        rows = torch.tensor([rng.randrange(1, len(pupil.names)) for _ in range(BATCH)])
        others = torch.tensor([rng.randrange(1, len(pupil.names)) for _ in range(BATCH)])
        share = torch.tensor([rng.choice((1.0, 1.0, rng.random())) for _ in range(BATCH)])[:, None]
        rows[-1] = others[-1] = 0  # the last picture is the identity style's (Painter.forward)
        roll = (rng.randrange(NOISE_CELLS), rng.randrange(NOISE_CELLS))
        with torch.no_grad():
            wanted = teacher.painter(
                photos, torch.lerp(teacher.styles[others], teacher.styles[rows], share), roll
            )
        given = pupil.painter(photos, torch.lerp(pupil.styles[others], pupil.styles[rows], share), roll)
        loss = (given - wanted).abs().mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(pupil.parameters(), 1.0)
        optimiser.step()
        step += 1
        total += float(loss.detach())
        with torch.no_grad():
            for kept, value in zip(average.state_dict().values(), pupil.state_dict().values(), strict=True):
                kept.lerp_(value, max(0.01, 1 / step))
        if step % 50 == 0:
            print(
                f"step {step} {time.monotonic() - start:.0f} s, mean difference {total / 50:.4f}", flush=True
            )
            total = 0.0
    return average, step


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--coarse", type=int, default=64)
    parser.add_argument("--blocks", type=int, default=4)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--photos", type=Path, required=True)
    args = parser.parse_args()
    content: dict[str, Any] = checkpoint.load(args.old)
    shape = PainterShape(**content["describe"]["shape"])
    teacher = Studio(shape, [entry["name"] for entry in content["describe"]["styles"]])
    teacher.load_state_dict(content["average"])
    teacher.eval()
    crops = Crops(args.photos, SIDE, random.Random(1))
    surveyed = Studio(shape, teacher.names).eval()
    surveyed.load_state_dict(content["average"])
    survey = Survey(surveyed.painter)
    with torch.no_grad():
        for row in range(len(teacher.styles)):
            surveyed.painter(crops.next(4), surveyed.styles[row].expand(4, -1))
    small = narrowed(teacher, replace(shape, coarse=args.coarse, blocks_coarse=args.blocks), survey)
    average, steps = copy_pictures(teacher, small, crops, args.minutes * 60)
    describe = {**content["describe"], "shape": average.painter.shape.to_dict()}
    content.pop("optimiser", None)
    weights = average.state_dict()
    checkpoint.save(args.new, {**content, "describe": describe, "network": weights, "average": weights})
    print(f"{args.new}: {steps} steps")


if __name__ == "__main__":
    main()
