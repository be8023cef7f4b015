"""A reader as nodes of an ONNX graph."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from pinxit.torchkit.onnxgraph import GraphBuilder
from pinxit.torchkit.reader import EPSILON, PALETTE_STEP, Reader


def shrunk(g: GraphBuilder, picture: str, reader: Reader) -> str:
    """A picture (1,3,h,w) of any size at the reader's own, (1,3,side,side)."""
    side = reader.shape.side
    return g.op(
        "Resize",
        picture,
        "",
        "",
        g.ints(1, 3, side, side),
        mode="linear",
        coordinate_transformation_mode="half_pixel",
        antialias=1,
    )


def read(g: GraphBuilder, x: str, reader: Reader, *, eight_bits: bool = False) -> str:
    """The vectors (b,v) of shrunk pictures (b,3,side,side); eight_bits: for the weights of
    convolutions, in place of sixteen (those of statistics differ too much in size)."""
    found = _statistics(g, x)
    if reader.palette is not None:
        step = g.ints(PALETTE_STEP, PALETTE_STEP)
        some = g.op(
            "Slice", x, g.ints(0, 0), g.ints(reader.shape.side, reader.shape.side), g.ints(2, 3), step
        )
        found += _statistics(g, g.op("Relu", g.conv("palette", some, reader.palette, eight_bits=eight_bits)))
    x = g.op("Relu", g.conv("stem", x, reader.stem, eight_bits=eight_bits))
    found += _statistics(g, x)
    for i, (down, conv) in enumerate(reader.stages()):
        x = g.op("Relu", g.conv(f"downs.{i}", x, down, eight_bits=eight_bits))
        x = g.op("Add", x, g.op("Relu", g.conv(f"convs.{i}", x, conv, eight_bits=eight_bits)))
        found += _statistics(g, x)
    hidden = g.op("Relu", _linear(g, "inner", g.concat(found, axis=1), _standardised(reader)))
    return _linear(g, "outer", hidden, reader.outer)


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
