"""The reader as an ONNX graph: a picture of any size in, the style vector of the painter out."""

from __future__ import annotations

from typing import cast

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from pinxit.methods.paint.reader import EPSILON, Reader
from pinxit.torchkit.onnxgraph import GraphBuilder


def build(reader: Reader, around: tuple[Tensor, Tensor], version: str) -> onnx.ModelProto:
    """The graph of a trained reader; input picture, output style. around: mean and spread (v,) of the named styles."""
    g = GraphBuilder("reader")
    picture = g.input("picture", [1, 3, "height", "width"])
    side = reader.shape.side
    x = g.op(
        "Resize",
        picture,
        "",
        "",
        g.ints(1, 3, side, side),
        mode="linear",
        coordinate_transformation_mode="half_pixel",
        antialias=1,
    )
    found = _statistics(g, x)
    x = g.op("Relu", g.conv("stem", x, reader.stem))
    found += _statistics(g, x)
    for i, (down, conv) in enumerate(reader.stages()):
        x = g.op("Relu", g.conv(f"downs.{i}", x, down))
        x = g.op("Add", x, g.op("Relu", g.conv(f"convs.{i}", x, conv)))
        found += _statistics(g, x)
    hidden = g.op("Relu", _linear(g, "inner", g.concat(found, axis=1), _standardised(reader)))
    mean, step = (g.constant(value.detach().numpy().astype(np.float32)) for value in around)
    written = g.op("Add", g.op("Mul", _linear(g, "outer", hidden, reader.outer), step), mean)
    g.output("style", written, [1, len(around[0])])
    return g.model("pinxit", version)


def _standardised(reader: Reader) -> nn.Linear:
    """The first linear layer, taking the statistics as they are."""
    inner = nn.Linear(reader.inner.in_features, reader.inner.out_features)
    with torch.no_grad():
        inner.weight.copy_(reader.inner.weight / reader.deviation())
        inner.bias.copy_(reader.inner.bias - inner.weight @ reader.usual_mean)
    return inner


def _statistics(g: GraphBuilder, x: str) -> list[str]:
    mean = g.op("ReduceMean", x, g.ints(2, 3), keepdims=0)
    square = g.op("ReduceMean", g.op("Mul", x, x), g.ints(2, 3), keepdims=0)
    variance = g.op("Relu", g.op("Sub", square, g.op("Mul", mean, mean)))
    return [mean, g.op("Sqrt", g.op("Add", variance, g.constant(EPSILON)))]


def _linear(g: GraphBuilder, name: str, x: str, layer: nn.Linear) -> str:
    weight, bias = (
        g.weight(f"{name}.weight", layer.weight),
        g.weight(f"{name}.bias", cast(Tensor, layer.bias)),
    )
    return g.op("Gemm", x, weight, bias, transB=1)
