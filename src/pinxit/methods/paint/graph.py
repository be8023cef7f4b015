"""The painter as an ONNX graph: the same computation as :mod:`.network`, in operators that every runtime does well.

Beside photo and style the graph takes normalisation statistics, and gives those of its own picture: a thumbnail's can so
be given to the tiles of a big picture, and every tile is then painted alike.
"""

from __future__ import annotations

import json

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from pinxit.core.errors import ModelError
from pinxit.methods.paint.network import (
    EPSILON,
    MULTIPLE,
    NOISE_CELLS,
    Block,
    Layout,
    Painter,
    PainterShape,
    Span,
    smoothing,
)
from pinxit.torchkit.onnxgraph import GraphBuilder

# How far (in pixels) one output pixel looks: tiles need this much real picture around them.
CONTEXT = 128


SHAPE_KEY = "pinxit.shape"
USUAL_KEY = "pinxit.usual"


def build(painter: Painter, version: str) -> onnx.ModelProto:
    """The graph of a trained painter. Inputs photo, style, statistics, given; outputs painted, measured."""
    return _PainterGraph(painter).build(version)


def read(model: onnx.ModelProto) -> Painter:
    """The painter back from its graph, so that new styles can be learned on what was published.

    Raises ModelError when the graph was not made by :func:`build`.
    """
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    try:
        painter = Painter(PainterShape(**json.loads(metadata[SHAPE_KEY])))
        tensors = {
            t.name: torch.from_numpy(numpy_helper.to_array(t).astype(np.float32))
            for t in model.graph.initializer
        }
        tensors["usual"] = torch.tensor(json.loads(metadata[USUAL_KEY]))
        tensors["usual_seen"] = painter.usual_seen
        painter.load_state_dict({name: tensors[name] for name in painter.state_dict()})
    except (KeyError, TypeError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"this ONNX file does not hold a painter of pinxit ({error}); learn on a model of the zoo"
        ) from error
    return painter


class _PainterGraph:
    def __init__(self, painter: Painter) -> None:
        self.painter = painter
        self.layout: Layout = painter.layout
        self.g = GraphBuilder("painter")
        self.measured: list[str] = []

    def build(self, version: str) -> onnx.ModelProto:
        g, p = self.g, self.painter
        g.input("photo", [1, 3, "height", "width"])
        g.input("style", [1, self.layout.length])
        g.input("statistics", [1, self.layout.statistics_length])
        g.input("given", [1])
        self.use_given = g.op("Greater", "given", g.constant(0.5))
        x, crop_start, crop_end = self._padded()
        x = g.op("Relu", self._norm("stem", g.conv("stem", x, p.stem)))
        x = self._blocks("before", x)
        skip = x
        x = g.op("Relu", self._norm("down", g.conv("down", x, p.down)))
        more = p.shape.coarse_pad
        x = g.op("Pad", x, g.ints(0, 0, more, more, 0, 0, more, more), mode="reflect")
        x = self._noise("noise.coarse", x, NOISE_CELLS)
        x = self._blocks("coarse", x)
        x = g.slice(x, g.ints(more, more), g.ints(-more, -more), (2, 3))
        x = g.op("Add", self._doubled(g.conv("up", x, p.up)), skip)
        x = self._noise("noise.fine", x, 2 * NOISE_CELLS)
        x = self._blocks("after", x)
        x = g.op("Relu", self._norm("head", g.conv("head", x, p.head)))
        x = self._mixed(x)
        x = self._smoothed(g.op("Relu", g.conv("last", self._doubled(x), p.last)), p.shape.last)
        x = g.op("DepthToSpace", g.conv("rgb", x, p.rgb), blocksize=2, mode="CRD")
        x = self._smoothed(x, 3)
        x = g.op("Sigmoid", g.slice(x, crop_start, crop_end, (2, 3)))
        g.output("painted", x, [1, 3, "height", "width"])
        g.output("measured", g.concat(self.measured, axis=1), [1, self.layout.statistics_length])
        return g.model(
            "pinxit",
            version,
            {SHAPE_KEY: json.dumps(p.shape.to_dict()), USUAL_KEY: json.dumps(p.usual.tolist())},
        )

    def _padded(self) -> tuple[str, str, str]:
        """Reflect the border of the photo, up to a multiple of eight; returns the crop that takes it away again."""
        g, pad = self.g, self.painter.shape.pad
        size = g.slice(g.op("Shape", "photo"), g.ints(2), g.ints(4), (0,))
        fill = g.op("Mod", g.op("Neg", size), g.ints(MULTIPLE))
        after = g.op("Add", fill, g.ints(pad))
        pads = g.op("Concat", g.ints(0, 0, pad, pad, 0, 0), after, axis=0)
        x = g.op("Pad", "photo", pads, mode="reflect")
        return x, g.ints(pad, pad), g.op("Add", size, g.ints(pad, pad))

    def _part(self, source: str, span: Span) -> str:
        return self.g.slice(source, self.g.ints(span.start), self.g.ints(span.start + span.length), (1,))

    def _norm(self, name: str, x: str) -> str:
        """Raw-aware conditional instance normalisation, folded into one scale and one shift per channel."""
        g, spans = self.g, self.layout.spans
        own_mean = g.op("ReduceMean", x, g.ints(2, 3), keepdims=0)
        # Faster than ReduceSumSquare, in every runtime tried.
        square = g.op("ReduceMean", g.op("Mul", x, x), g.ints(2, 3), keepdims=0)
        own_variance = g.op("Relu", g.op("Sub", square, g.op("Mul", own_mean, own_mean)))
        self.measured += [own_mean, own_variance]
        mean, variance = (
            g.op(
                "Where",
                self.use_given,
                self._part("statistics", self.layout.statistics[f"{name}.{part}"]),
                own,
            )
            for part, own in (("mean", own_mean), ("variance", own_variance))
        )
        gamma, beta, delta = (
            self._part("style", spans[f"{name}.{part}"]) for part in ("gamma", "beta", "delta")
        )
        usual_mean, usual_deviation = (value.numpy() for value in self.painter.usual_of(name))
        scale = g.op("Div", gamma, g.op("Sqrt", g.op("Add", variance, g.constant(EPSILON))))
        through = g.op("Div", delta, g.constant(usual_deviation))
        shift = g.op("Sub", beta, g.op("Mul", scale, mean))
        shift = g.op("Sub", shift, g.op("Mul", through, g.constant(usual_mean)))
        channel = g.ints(1, -1, 1, 1)
        x = g.op("Mul", x, g.op("Reshape", g.op("Add", scale, through), channel))
        return g.op("Add", x, g.op("Reshape", shift, channel))

    def _blocks(self, name: str, x: str) -> str:
        for i, block in enumerate(self.painter.blocks(name)):
            x = self._block(f"{name}.{i}", x, block)
        return x

    def _block(self, name: str, x: str, block: Block) -> str:
        g = self.g
        y = g.op("Relu", self._norm(f"{name}.1", g.conv(f"{name}.conv1", x, block.conv1)))
        return g.op("Add", x, self._norm(f"{name}.2", g.conv(f"{name}.conv2", y, block.conv2)))

    def _noise(self, name: str, x: str, side: int) -> str:
        """Add the fixed noise field, repeated over the picture and scaled per channel by the style."""
        g = self.g
        buffer = name.replace(".", "_")
        field = g.weight(buffer, self.painter.get_buffer(buffer))
        size = g.slice(g.op("Shape", x), g.ints(2), g.ints(4), (0,))
        times = g.op("Div", g.op("Add", size, g.ints(side - 1)), g.ints(side))
        tiled = g.op("Tile", field, g.op("Concat", g.ints(1, 1), times, axis=0))
        tiled = g.slice(tiled, g.ints(0, 0), size, (2, 3))
        amplitude = g.op("Reshape", self._part("style", self.layout.spans[name]), g.ints(1, -1, 1, 1))
        return g.op("Add", x, g.op("Mul", tiled, amplitude))

    def _doubled(self, x: str) -> str:
        """Linear upsampling by two."""
        return self.g.op(
            "Resize",
            x,
            "",
            self.g.constant([1, 1, 2, 2]),
            mode="linear",
            coordinate_transformation_mode="half_pixel",
        )

    def _smoothed(self, x: str, channels: int) -> str:
        kernel = self.g.constant(smoothing(channels).numpy())
        return self.g.op("Conv", x, kernel, kernel_shape=[3, 3], pads=[1, 1, 1, 1], group=channels)

    def _mixed(self, x: str) -> str:
        """x + M x over channels, M from the style."""
        g, head = self.g, self.painter.shape.head
        matrix = g.op("Reshape", self._part("style", self.layout.spans["mix"]), g.ints(1, head, head))
        mixed = g.op("MatMul", matrix, g.op("Reshape", x, g.ints(1, head, -1)))
        return g.op("Add", x, g.op("Reshape", mixed, g.op("Shape", x)))
