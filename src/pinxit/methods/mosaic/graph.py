"""A trained generator as an ONNX graph: a photo and noise in, its mosaic out, for any runtime.

Only one that paints every pixel anew: a memory of templates does not belong into a graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import onnx
import torch
from torch import Tensor, nn

from pinxit.core.errors import OptionError
from pinxit.methods.mosaic.network import SLOPE, Down, Generator, Up
from pinxit.torchkit.onnxgraph import GraphBuilder


def build(generator: Generator, version: str) -> onnx.ModelProto:
    """Inputs: photo (1,3,height,width), sRGB 0..1, any size; noise (1,c,rows,columns), -1..1, a cell for every `multiple`
    pixels, rounded up. Output: mosaic (1,3,height,width), 0..1. The multiple is in the metadata. Raises OptionError.
    """
    shape = generator.shape
    if shape.templates or not shape.photo:
        raise OptionError(
            "only a mosaic of a photo without templates can be written as ONNX: train one with --templates 0."
        )
    g = GraphBuilder("mosaic")
    photo = g.input("photo", [1, 3, "height", "width"])
    noise = g.input("noise", [1, shape.noise.channels, "rows", "columns"])
    size = g.op("Slice", g.op("Shape", photo), g.ints(2), g.ints(4))
    x = _padded(g, g.op("Sub", g.op("Mul", photo, g.constant(2.0)), g.constant(1.0)), size, shape.multiple)
    passed: list[str] = []
    for number, down in enumerate(cast(Iterable[Down], generator.down)):
        x = _conv(g, f"down{number}", x, down.conv, down.norm)
        x = g.op("Tanh", x) if down.last else g.op("LeakyRelu", x, alpha=SLOPE)
        passed.append(x)
    x = g.op("Concat", passed.pop(), noise, axis=1)
    for number, up in enumerate(cast(Iterable[Up], generator.up)):
        if generator.sees_down(number):
            x = g.op("Concat", x, passed.pop(), axis=1)
        twice = g.constant([1.0, 1.0, 2.0, 2.0])
        x = g.op(
            "Resize",
            x,
            "",
            twice,
            mode="nearest",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
        )
        x = _conv(g, f"up{number}", x, up.conv, up.norm)
        x = g.op("Tanh" if up.last else "Relu", x)
    x = g.slice(x, g.ints(0, 0), size, (2, 3))
    unit = g.op("Mul", g.op("Add", x, g.constant(1.0)), g.constant(0.5))
    g.output("mosaic", g.op("Clip", unit, g.constant(0.0), g.constant(1.0)), [1, 3, "height", "width"])
    return g.model("pinxit", version, {"multiple": str(shape.multiple), "context": str(shape.context)})


def _padded(g: GraphBuilder, x: str, size: str, multiple: int) -> str:
    """Borders repeated on the right and below, up to whole cells."""
    cells = g.op("Div", g.op("Add", size, g.ints(multiple - 1)), g.ints(multiple))
    more = g.op("Sub", g.op("Mul", cells, g.ints(multiple)), size)
    return g.op("Pad", x, g.op("Concat", g.ints(0, 0, 0, 0, 0, 0), more, axis=0), mode="edge")


def _conv(g: GraphBuilder, name: str, x: str, conv: nn.Conv2d, norm: nn.Module) -> str:
    """A convolution that repeats the border, the normalisation behind it folded into its weights."""
    side = conv.kernel_size[0]
    folded = nn.Conv2d(conv.in_channels, conv.out_channels, side, conv.stride[0])
    bias = torch.zeros(conv.out_channels) if conv.bias is None else conv.bias
    scale = torch.ones(conv.out_channels)
    if isinstance(norm, nn.BatchNorm2d):
        mean, variance = (cast(Tensor, each) for each in (norm.running_mean, norm.running_var))
        scale = norm.weight / (variance + norm.eps).sqrt()
        bias = norm.bias + (bias - mean) * scale
    folded.weight = nn.Parameter(conv.weight * scale[:, None, None, None])
    folded.bias = nn.Parameter(bias)
    reach = side // 2
    x = g.op("Pad", x, g.ints(0, 0, reach, reach, 0, 0, reach, reach), mode="edge")
    return g.conv(name, x, folded, eight_bits=True)
