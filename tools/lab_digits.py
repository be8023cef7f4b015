"""Train a small network for handwritten digits, 1x1x28x28 in 0..1, light strokes on a dark ground.

Half of what it sees are the 8x8 digits that scikit-learn carries (UCI, 13 writers), enlarged and moved about; their last
quarter is held out. The other half are strokes drawn here by a program: the pad of the page makes clean strokes, which
8x8 pictures do not show.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import torch
from lab_graph import LabGraph
from PIL import Image, ImageDraw
from torch import Tensor, nn
from torch.nn import functional as F

SIDE = 28
BOX = 20  # the digit's longer side within the picture, as in MNIST and on the page's pad
HELD_OUT = 450
STEPS = 2500
BATCH = 128
Points = list[tuple[float, float]]

# Ways to write each digit: curves through points in a unit square, y downwards.
WAYS: dict[int, list[list[Points]]] = {
    0: [[[(.5, 0), (.15, .2), (.05, .55), (.25, .95), (.6, .98), (.93, .6), (.85, .2), (.5, 0)]]],
    1: [
        [[(.5, 0), (.5, 1)]],
        [[(.25, .22), (.55, 0)], [(.55, 0), (.55, 1)]],
        [[(.25, .22), (.55, 0)], [(.55, 0), (.55, 1)], [(.2, 1), (.9, 1)]],
    ],
    2: [
        [[(.1, .25), (.35, .02), (.75, .08), (.8, .35), (.45, .7), (.08, 1)], [(.08, 1), (.92, 1)]],
        [[(.1, .2), (.5, 0), (.85, .25), (.5, .7), (.1, .95), (.25, .8), (.5, .93), (.95, .95)]],
    ],
    3: [
        [[(.12, .1), (.5, 0), (.82, .2), (.65, .43), (.4, .48)], [(.4, .48), (.78, .57), (.85, .8), (.5, 1), (.08, .9)]],
        [[(.1, 0), (.85, 0)], [(.85, 0), (.45, .4)], [(.45, .4), (.85, .6), (.75, .92), (.4, 1), (.08, .88)]],
    ],
    4: [
        [[(.3, 0), (.1, .55)], [(.1, .55), (.92, .55)], [(.65, .25), (.65, 1)]],
        [[(.7, 0), (.05, .65)], [(.05, .65), (.95, .65)], [(.7, 0), (.7, 1)]],
        [[(.2, 0), (.15, .5)], [(.15, .5), (.8, .5)], [(.8, 0), (.8, 1)]],
    ],
    5: [
        [[(.85, 0), (.2, 0)], [(.2, 0), (.15, .42)], [(.15, .42), (.55, .33), (.88, .62), (.65, .97), (.1, .92)]],
        [[(.9, .02), (.3, 0), (.2, .4), (.6, .4), (.85, .7), (.5, 1), (.08, .9)]],
    ],
    6: [
        [[(.75, .02), (.35, .25), (.1, .65), (.3, .98), (.7, .95), (.85, .68), (.55, .5), (.15, .68)]],
        [[(.35, 0), (.15, .6), (.35, 1), (.8, .85), (.7, .55), (.2, .65)]],
    ],
    7: [
        [[(.08, 0), (.9, 0)], [(.9, 0), (.5, .5), (.35, 1)]],
        [[(.08, 0), (.9, 0)], [(.9, 0), (.35, 1)], [(.3, .5), (.8, .47)]],
    ],
    8: [
        [[(.5, .47), (.2, .3), (.3, .03), (.7, .03), (.8, .28), (.5, .47),
          (.15, .72), (.3, .98), (.7, .98), (.85, .72), (.5, .47)]],
        [[(.8, .12), (.45, 0), (.2, .22), (.5, .47), (.82, .75), (.5, 1), (.18, .78), (.5, .45), (.8, .12)]],
    ],
    9: [
        [[(.8, .2), (.5, 0), (.15, .2), (.25, .48), (.6, .48), (.82, .2)], [(.82, .2), (.78, .6), (.65, 1)]],
        [[(.8, .2), (.5, 0), (.15, .2), (.25, .48), (.6, .48), (.82, .2)], [(.82, .2), (.85, .7), (.6, 1), (.2, .93)]],
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Trained:
    """The model, how well it does, and held-out digits to try it on (28x28 bytes each, base64)."""

    model: onnx.ModelProto
    measures: dict[str, Any]
    examples: list[dict[str, str]]


def curve(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A Catmull-Rom curve through the points (n, 2)."""
    padded = np.concatenate([2 * points[:1] - points[1:2], points, 2 * points[-1:] - points[-2:-1]])
    t = np.linspace(0, 1, 8)[:, None]
    a, b, c, d = padded[:-3, None], padded[1:-2, None], padded[2:-1, None], padded[3:, None]
    cubic = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return (cubic / 2).reshape(-1, 2)


def drawn(digit: int, rng: np.random.Generator) -> np.ndarray[Any, Any]:
    """One digit in strokes, (28, 28) in 0..1; points that are one in the way of writing stay one."""
    way = WAYS[digit][int(rng.integers(len(WAYS[digit])))]
    moved = {p: np.array(p) + rng.normal(0, 0.035, 2) for stroke in way for p in stroke}
    strokes = [curve(np.stack([moved[p] for p in stroke])) for stroke in way]
    angle, slant = rng.normal(0, 0.12), rng.normal(0.05, 0.15)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    lean = np.array([[rng.uniform(0.45, 0.95), -slant], [0, 1]])
    strokes = [(stroke - 0.5) @ (turn @ lean).T for stroke in strokes]
    everything = np.concatenate(strokes)
    low, high = everything.min(0), everything.max(0)
    fine = 4
    thickness = rng.uniform(1.6, 4) * fine
    scale = (BOX * fine - thickness) / max(high - low)
    image = Image.new("L", (SIDE * fine, SIDE * fine))
    draw = ImageDraw.Draw(image)
    for stroke in strokes:
        placed = [tuple(p) for p in (stroke - (low + high) / 2) * scale + SIDE * fine / 2]
        draw.line(placed, fill=255, width=round(thickness))
        for x, y in placed:
            draw.ellipse(
                (x - thickness / 2, y - thickness / 2, x + thickness / 2, y + thickness / 2), fill=255
            )
    return np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX), np.float32) / 255


def drawings(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """``count`` drawn digits (count, 1, 28, 28), with their labels."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count)
    pictures = np.stack([drawn(int(label), rng) for label in labels])[:, None]
    return torch.from_numpy(pictures), torch.from_numpy(labels)


def enlarged(digits: Tensor, moves: Tensor) -> Tensor:
    """Digits (n, 1, 8, 8) in 0..1 enlarged to (n, 1, 28, 28); ``moves`` (n, 2, 3) places each."""
    grid = F.affine_grid(moves, [len(digits), 1, SIDE, SIDE], align_corners=False)
    return F.grid_sample(digits, grid, mode="bicubic", align_corners=False).clamp(0, 1)


def moves(count: int, scale: float, rng: torch.Generator, amount: float) -> Tensor:
    """Random turns, slants, sizes and shifts about the plain enlargement; ``amount`` 0 is that."""

    def noise(spread: float) -> Tensor:
        return torch.randn(count, generator=rng) * spread * amount

    angle, slant, size, shape = noise(0.12), noise(0.12), torch.exp(noise(0.1)), torch.exp(noise(0.12))
    cosine, sine = torch.cos(angle), torch.sin(angle)
    rows = [
        torch.stack([cosine * shape, sine + slant, noise(0.07)], 1),
        torch.stack([-sine, cosine, noise(0.07)], 1),
    ]
    moved = torch.stack(rows, 1)
    moved[:, :, :2] *= (size * scale)[:, None, None]
    return moved


def sharpened(pictures: Tensor, hardness: Tensor) -> Tensor:
    """A contrast curve about one half; blur becomes stroke."""
    steep = hardness[:, None, None, None]
    low = torch.sigmoid(-0.5 * steep)
    return (torch.sigmoid((pictures - 0.5) * steep) - low) / (1 - 2 * low)


def network() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.3), nn.Linear(64 * 9, 10),
    )  # fmt: skip


def exported(net: nn.Sequential) -> onnx.ModelProto:
    graph = LabGraph("digits", int8=True)
    x = graph.input("digit", [1, 1, SIDE, SIDE])
    for layer in net:
        match layer:
            case nn.Conv2d():
                weight, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()  # type: ignore[union-attr]
                x = graph.convolve(x, weight, bias, 1, (1, 1), 1)
            case nn.ReLU():
                x = graph.op("Relu", x)
            case nn.MaxPool2d():
                x = graph.op("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
            case nn.Flatten():
                x = graph.op("Flatten", x, axis=1)
            case nn.Linear():
                x = graph.linear(x, layer.weight.detach().numpy(), layer.bias.detach().numpy())
    graph.output("logits", x, [1, 10])
    hints = {"Image.BitmapPixelFormat": "Gray8", "Image.NominalPixelRange": "Normalized_0_1"}
    return graph.model("pinxit", "lab", hints)


def accuracy(net: nn.Module, pictures: Tensor, labels: Tensor) -> float:
    net.eval()
    with torch.no_grad():
        return float((net(pictures).argmax(1) == labels).float().mean())


def train(seed: int = 3) -> Trained:
    """The trained network; raises SystemExit when it is worse than it should be."""
    from sklearn.datasets import load_digits  # asked for where it is needed: the classifier does without

    torch.manual_seed(seed)
    rng = torch.Generator().manual_seed(seed)
    data = load_digits()
    real = torch.from_numpy(data.images.astype(np.float32) / 16)[:, None]
    labels = torch.from_numpy(data.target.astype(np.int64))
    seen, seen_labels = real[:-HELD_OUT], labels[:-HELD_OUT]
    strokes, stroke_labels = drawings(12_000, seed)
    plain = SIDE / BOX  # the 8x8 picture fills the box
    unseen = sharpened(
        enlarged(real[-HELD_OUT:], moves(HELD_OUT, plain, rng, 0)), torch.full((HELD_OUT,), 6.0)
    )
    net, half = network(), BATCH // 2
    optimiser = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=STEPS)
    for step in range(STEPS):
        net.train()
        of_real = torch.randint(len(seen), (half,), generator=rng)
        of_drawn = torch.randint(len(strokes), (half,), generator=rng)
        hardness = torch.rand(half, generator=rng) * 14 + 1
        soft = sharpened(enlarged(seen[of_real], moves(half, plain, rng, 1)), hardness)
        grid = F.affine_grid(moves(half, 1, rng, 1), [half, 1, SIDE, SIDE], align_corners=False)
        hard = F.grid_sample(strokes[of_drawn], grid, align_corners=False)
        answers = torch.cat([seen_labels[of_real], stroke_labels[of_drawn]])
        loss = F.cross_entropy(net(torch.cat([soft, hard])), answers, label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 250 == 0:
            print(f"step {step}: loss {loss.item():.3f}", flush=True)
    held, own = accuracy(net, unseen, labels[-HELD_OUT:]), accuracy(net, *drawings(1000, seed + 1))
    if held < 0.95:
        raise SystemExit(f"only {held:.3f} of the held-out digits are right")
    measures = {
        "on": f"the last {HELD_OUT} of scikit-learn's 1797 digits, enlarged, never trained on; drawn: 1000 digits drawn by "
        "the program that drew half of the training data, so that number says little about people's hands",
        "held_out_accuracy": round(held, 4),
        "drawn_accuracy": round(own, 4),
        "trained_on": f"{len(seen)} digits of 8x8 pixels, enlarged to 28x28 and varied, and 12000 drawn ones",
        "steps": STEPS,
    }
    return Trained(exported(net), measures, examples(unseen, labels[-HELD_OUT:]))


def examples(pictures: Tensor, labels: Tensor) -> list[dict[str, str]]:
    """The first held-out picture of each digit."""
    made = []
    for digit in range(10):
        picture = pictures[int((labels == digit).nonzero()[0])][0]
        pixels = (picture * 255).round().byte().numpy().tobytes()
        made.append({"label": str(digit), "pixels": base64.b64encode(pixels).decode()})
    return made
