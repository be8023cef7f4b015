"""The draft network as one ONNX graph.

Inputs ink (1,1,h,w), hints (1,4,h,w), palette and used (1,n), labels (1,h/2,w/2), places (1,r,PLACE), hinted (1,r,n), as
`network.Told` has them; seen (k), the numbers of the regions that others look at. Output logits (1,r,n). h and w are multiples
of the shape's.
"""

from __future__ import annotations

from typing import cast

import numpy as np
import onnx
from torch import nn

from pinxit.methods.lineart import conversationgraph
from pinxit.methods.lineart.conversationgraph import linear
from pinxit.methods.lineart.draft import LEAST, PLACE
from pinxit.methods.lineart.grid import NUMBERS
from pinxit.methods.lineart.network import Block, Draft
from pinxit.torchkit.onnxgraph import GraphBuilder


def build(network: Draft, version: str) -> onnx.ModelProto:
    """The graph of a trained network."""
    g = GraphBuilder("draft")
    ink = g.input("ink", [1, 1, "height", "width"])
    hints = g.input("hints", [1, 4, "height", "width"])
    palette, used = g.input("palette", [1, NUMBERS]), g.input("used", [1, NUMBERS])
    x = conv(g, "stem", g.op("Concat", ink, hints, axis=1), network.stem)
    kept = descended(g, x, network.downs, network.ins)
    x = kept[-1]
    both = g.op("Concat", palette, used, axis=1)
    mean = g.op("ReduceMean", x, g.ints(2, 3), keepdims=0)
    whole = g.op(
        "Relu",
        g.op(
            "Add",
            linear(g, "palettes", both, network.palettes),
            linear(g, "deepest", mean, network.deepest),
        ),
    )
    whole = g.op("Relu", linear(g, "mixed", whole, network.mixed))
    for level in reversed(range(len(kept))):
        if level < len(kept) - 1:
            x = joined(g, level, kept[level], x, network.ups[level])
        x = _filmed(g, level, x, whole, network)
        if level < len(network.outs):
            x = block_of(g, f"outs.{level}", x, network.outs[level])
    hinted, places = g.input("hinted", [1, "regions", NUMBERS]), g.input("places", [1, "regions", PLACE])
    means = _pooled(
        g, g.op("Relu", x), g.input("labels", [1, "rows", "columns"]), hinted, network.shape.widths[0]
    )
    said = conversationgraph.add(g, network.conversation, means, places, hinted, g.input("seen", ["seen"]))
    logits = g.op(
        "Add",
        g.op("Add", linear(g, "likely", means, network.likely), said),
        _prior(g, palette, used, network),
    )
    g.output("logits", logits, [1, "regions", NUMBERS])
    return g.model("pinxit", version)


def _pooled(g: GraphBuilder, x: str, labels: str, hinted: str, channels: int) -> str:
    """The mean of each region's features (1,r,c)."""
    regions = g.slice(g.op("Shape", hinted), g.ints(1), g.ints(2), (0,))
    one_more = g.op("Add", regions, g.ints(1))
    ones = g.op("ConstantOfShape", g.op("Shape", labels), value=_one())

    def sums(values: str, count: int) -> str:
        shape = g.op("Concat", g.ints(count), one_more, axis=0)
        flat = g.op("Reshape", values, g.ints(count, -1))
        index = g.op("Cast", g.op("Reshape", labels, g.ints(1, -1)), to=onnx.TensorProto.INT64)
        index = g.op("Expand", index, g.op("Shape", flat))
        nothing = g.op("ConstantOfShape", shape)
        added = g.op("ScatterElements", nothing, index, flat, axis=1, reduction="add")
        return g.slice(added, g.ints(0), regions, (1,))

    counts = g.op("Max", sums(ones, 1), g.constant(1.0))
    means = g.op("Div", sums(x, channels), counts)
    return g.op("Unsqueeze", g.op("Transpose", means, perm=[1, 0]), g.ints(0))


def _one() -> onnx.TensorProto:
    return onnx.numpy_helper.from_array(np.ones(1, np.float32))


def _prior(g: GraphBuilder, palette: str, used: str, network: Draft) -> str:
    """What palettes say of each colour, for all regions: (1,1,n)."""
    heard = [
        g.op(
            "Mul",
            g.op("Log", g.op("Add", g.op("Div", each, g.constant(LEAST)), g.constant(1.0))),
            g.constant(float(trust.detach())),
        )
        for each, trust in zip((palette, used), network.trust, strict=True)
    ]
    return g.op("Reshape", g.op("Add", *heard), g.ints(1, 1, NUMBERS))


_NEAREST = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"}


def _filmed(g: GraphBuilder, level: int, x: str, whole: str, network: Draft) -> str:
    """x scaled and shifted by what the whole picture says."""
    width = network.shape.widths[level]
    film = g.op(
        "Reshape", linear(g, f"films.{level}", whole, network.films[level]), g.ints(1, 2 * width, 1, 1)
    )
    scale, shift = (g.slice(film, g.ints(a), g.ints(a + width), (1,)) for a in (0, width))
    return g.op("Add", g.op("Add", x, g.op("Mul", x, scale)), shift)


def descended(g: GraphBuilder, x: str, downs: nn.ModuleList, blocks: nn.ModuleList) -> list[str]:
    """The way down (network.descended): what is kept at each level."""
    kept = []
    for level, block in enumerate(blocks):
        if level:
            x = conv(g, f"downs.{level - 1}", g.op("Relu", x), downs[level - 1])
        x = block_of(g, f"ins.{level}", x, block)
        kept.append(x)
    return kept


def joined(g: GraphBuilder, level: int, kept: str, x: str, up: nn.Module) -> str:
    """What was kept on the way down, and what comes from the level below."""
    larger = g.op(
        "Resize", conv(g, f"ups.{level}", x, up), "", g.constant([1, 1, 2, 2]), mode="nearest", **_NEAREST
    )
    return g.op("Add", kept, larger)


def block_of(g: GraphBuilder, name: str, x: str, module: nn.Module) -> str:
    """A block of the network."""
    block = cast(Block, module)
    inner = conv(g, f"{name}.first", g.op("Relu", x), block.first)
    return g.op("Add", x, conv(g, f"{name}.second", g.op("Relu", inner), block.second))


def conv(g: GraphBuilder, name: str, x: str, layer: nn.Module) -> str:
    """A convolution whose weights have eight bits."""
    return g.conv(name, x, cast(nn.Conv2d, layer), eight_bits=True)
