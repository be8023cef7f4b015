"""The draft network as one ONNX graph: convolutions, sums, and for the whole picture two products of small matrices.

Inputs ink (1,1,h,w), hints (1,4,h,w), palette and used (1,n), chance (1); output draft (1,3,h,w), within 0..1; h and w are
multiples of the shape's. chance: 0, or the number of a drawing, from 1 on, whose palette is added to the other: then give zeros
for that.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import onnx
from numpy.typing import NDArray
from torch import Tensor, nn

from pinxit.methods.lineart.draft import AROUND, GRID, LEAST, NUMBERS
from pinxit.methods.lineart.network import Block, Draft
from pinxit.torchkit.onnxgraph import GraphBuilder


def build(network: Draft, palettes_pn: NDArray[np.float32], version: str) -> onnx.ModelProto:
    """The graph of a trained network. palettes_pn: of drawings that it has learned from."""
    g = GraphBuilder("draft")
    ink = g.input("ink", [1, 1, "height", "width"])
    hints = g.input("hints", [1, 4, "height", "width"])
    palette = g.op("Add", g.input("palette", [1, NUMBERS]), _known(g, g.input("chance", [1]), palettes_pn))
    x = _conv(g, "stem", g.op("Concat", ink, hints, axis=1), network.stem)
    kept = []
    for level, block in enumerate(network.ins):
        if level:
            x = _conv(g, f"downs.{level - 1}", g.op("Relu", x), network.downs[level - 1])
        x = _block(g, f"ins.{level}", x, block)
        kept.append(x)
    used = g.input("used", [1, NUMBERS])
    both = g.op("Concat", palette, used, axis=1)
    mean = g.op("ReduceMean", x, g.ints(2, 3), keepdims=0)
    whole = g.op(
        "Relu",
        g.op(
            "Add",
            _linear(g, "palettes", both, network.palettes),
            _linear(g, "deepest", mean, network.deepest),
        ),
    )
    whole = g.op("Relu", _linear(g, "mixed", whole, network.mixed))
    for level in reversed(range(len(kept))):
        if level < len(kept) - 1:
            up = _conv(g, f"ups.{level}", x, network.ups[level])
            x = g.op(
                "Add",
                kept[level],
                g.op("Resize", up, "", g.constant([1, 1, 2, 2]), mode="nearest", **_NEAREST),
            )
        x = _filmed(g, level, x, whole, network)
        if level < len(network.outs):
            x = _block(g, f"outs.{level}", x, network.outs[level])
    logits = g.op(
        "Add", _conv(g, "likely", g.op("Relu", x), network.likely), _prior(g, palette, used, network)
    )
    proposed = g.op("Resize", _colours(g, logits), "", g.constant([1, 1, 2, 2]), mode="nearest", **_NEAREST)
    colours, there = (g.slice(hints, g.ints(a), g.ints(b), (1,)) for a, b in ((0, 3), (3, 4)))
    made = g.op("Add", proposed, g.op("Mul", there, g.op("Sub", colours, proposed)))
    g.output("draft", g.op("Clip", made, g.constant(0.0), g.constant(1.0)), [1, 3, "height", "width"])
    return g.model("pinxit", version)


def _prior(g: GraphBuilder, palette: str, used: str, network: Draft) -> str:
    """What palettes say of each colour, for all places: (1,n,1,1)."""
    heard = [
        g.op(
            "Mul",
            g.op("Log", g.op("Add", g.op("Div", each, g.constant(LEAST)), g.constant(1.0))),
            g.constant(float(trust.detach())),
        )
        for each, trust in zip((palette, used), network.trust, strict=True)
    ]
    return g.op("Reshape", g.op("Add", *heard), g.ints(1, NUMBERS, 1, 1))


def _colours(g: GraphBuilder, logits: str) -> str:
    """The mean of what is likely around the likeliest colour (1,3,h,w)."""
    likely = g.op("Softmax", logits, axis=1)
    first = g.op("ArgMax", likely, axis=1, keepdims=0)
    around = g.op("Transpose", g.op("Gather", g.constant(AROUND), first, axis=0), perm=[0, 3, 1, 2])
    near = g.op("Mul", likely, around)
    # The colours, and in a fourth channel the sum, by which the three are divided.
    weights = np.concatenate([GRID.T, np.ones((1, NUMBERS), np.float32)])[..., None, None]
    sums = g.op("Conv", near, g.constant(weights), kernel_shape=[1, 1])
    colours, whole = (g.slice(sums, g.ints(a), g.ints(b), (1,)) for a, b in ((0, 3), (3, 4)))
    return g.op("Div", colours, whole)


_NEAREST = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}


def _known(g: GraphBuilder, chance: str, palettes_pn: NDArray[np.float32]) -> str:
    """The palette (1,n) of a drawing by its number; of 0, zeros."""
    nothing = np.zeros((1, NUMBERS), np.float32)
    table = g.half("palettes", np.concatenate([nothing, palettes_pn]))
    return g.op("Gather", table, g.op("Cast", chance, to=onnx.TensorProto.INT64), axis=0)


def _filmed(g: GraphBuilder, level: int, x: str, whole: str, network: Draft) -> str:
    """x scaled and shifted by what the whole picture says."""
    width = network.shape.widths[level]
    film = g.op(
        "Reshape", _linear(g, f"films.{level}", whole, network.films[level]), g.ints(1, 2 * width, 1, 1)
    )
    scale, shift = (g.slice(film, g.ints(a), g.ints(a + width), (1,)) for a in (0, width))
    return g.op("Add", g.op("Add", x, g.op("Mul", x, scale)), shift)


def _block(g: GraphBuilder, name: str, x: str, module: nn.Module) -> str:
    block = cast(Block, module)
    inner = _conv(g, f"{name}.first", g.op("Relu", x), block.first)
    return g.op("Add", x, _conv(g, f"{name}.second", g.op("Relu", inner), block.second))


def _conv(g: GraphBuilder, name: str, x: str, layer: nn.Module) -> str:
    return g.conv(name, x, cast(nn.Conv2d, layer), eight_bits=True)


def _linear(g: GraphBuilder, name: str, x: str, module: nn.Module) -> str:
    layer = cast(nn.Linear, module)
    weight, bias = (
        g.weight(f"{name}.weight", layer.weight.t()),
        g.weight(f"{name}.bias", cast(Tensor, layer.bias)),
    )
    return g.op("Add", g.op("MatMul", x, weight), bias)
