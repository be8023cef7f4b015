"""The reader as an ONNX graph: a picture of any size in, the style vector of the painter out."""

from __future__ import annotations

import numpy as np
import onnx
from torch import Tensor

from pinxit.torchkit import reader_graph
from pinxit.torchkit.onnxgraph import GraphBuilder
from pinxit.torchkit.reader import Reader


def build(reader: Reader, around: tuple[Tensor, Tensor], version: str) -> onnx.ModelProto:
    """The graph of a trained reader; input picture, output style. around: mean and spread (v,) of the named styles."""
    g = GraphBuilder("reader")
    picture = g.input("picture", [1, 3, "height", "width"])
    relative = reader_graph.read(g, reader_graph.shrunk(g, picture, reader), reader)
    mean, step = (g.constant(value.detach().numpy().astype(np.float32)) for value in around)
    g.output("style", g.op("Add", g.op("Mul", relative, step), mean), [1, len(around[0])])
    return g.model("pinxit", version)
