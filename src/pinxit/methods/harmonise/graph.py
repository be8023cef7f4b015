"""The level network as an ONNX graph: a painting of any size in, the shares of the kinds and the level out."""

from __future__ import annotations

import onnx

from pinxit.methods.harmonise.level import KINDS
from pinxit.methods.harmonise.network import LevelNetwork
from pinxit.torchkit import reader_graph
from pinxit.torchkit.onnxgraph import GraphBuilder


def build(network: LevelNetwork, version: str) -> onnx.ModelProto:
    """The graph. Input painting (1,3,height,width) sRGB 0..1; outputs level (1,) and shares (1,k), which add up to 1."""
    g = GraphBuilder("level")
    painting = g.input("painting", [1, 3, "height", "width"])
    logits = reader_graph.read(
        g, reader_graph.shrunk(g, painting, network.reader), network.reader, eight_bits=True
    )
    shares = g.op("Softmax", logits, axis=1)
    levels = g.constant([[float(level)] for level in KINDS])
    g.output("level", g.op("Reshape", g.op("MatMul", shares, levels), g.ints(1)), [1])
    g.output("shares", shares, [1, len(KINDS)])
    return g.model("pinxit", version)
