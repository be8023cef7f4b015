"""The lines network as one ONNX graph: input picture (1,3,h,w), output logits (1,1,h,w); h and w are multiples of the shape's."""

from __future__ import annotations

import onnx

from pinxit.methods.lineart.draftgraph import block_of, conv, descended, joined
from pinxit.methods.lineart.linenet import CONTRAST, Lines
from pinxit.torchkit.onnxgraph import GraphBuilder


def build(network: Lines, version: str) -> onnx.ModelProto:
    """The graph of a trained network."""
    g = GraphBuilder("lines")
    picture = g.op("Sub", g.input("picture", [1, 3, "height", "width"]), g.constant(0.5))
    x = conv(g, "stem", g.op("Mul", picture, g.constant(CONTRAST)), network.stem)
    kept = descended(g, x, network.downs, network.ins)
    x = kept[-1]
    for level in reversed(range(len(network.outs))):
        x = block_of(
            g, f"outs.{level}", joined(g, level, kept[level], x, network.ups[level]), network.outs[level]
        )
    said = conv(g, "said", g.op("Relu", x), network.said)
    logits = g.op("DepthToSpace", said, blocksize=2, mode="CRD")
    g.output("logits", logits, [1, 1, "height", "width"])
    return g.model("pinxit", version)
