"""The preset network as one ONNX graph: a photo and a picture of the look in, a table of colours out.

Everything that needs the network happens once per photo; what follows is a look-up, on any runtime and at any size.
"""

from __future__ import annotations

import numpy as np
import onnx

from pinxit.imageops.lut import POINTS
from pinxit.methods.colour.network import ColourMap, Preset
from pinxit.torchkit import reader_graph
from pinxit.torchkit.onnxgraph import GraphBuilder


def build(preset: Preset, version: str) -> onnx.ModelProto:
    """The graph of a trained preset. Inputs photo, look, strength; output lut, in the order of a .cube file: lut[b, g, r]
    is the colour that (r, g, b) / 32 becomes.
    """
    g = GraphBuilder("preset")
    pictures = [g.input(name, [1, 3, f"{name}_height", f"{name}_width"]) for name in ("photo", "look")]
    strength = g.input("strength", [1])
    both = g.op("Concat", *(reader_graph.shrunk(g, each, preset.reader) for each in pictures), axis=0)
    vectors = reader_graph.read(g, both, preset.reader)
    cube = _cube(g)
    bare = _mapped(g, "remove", cube, preset.remove, _weights(g, vectors, 0, preset))
    dressed = _mapped(g, "add", bare, preset.add, _weights(g, vectors, 1, preset))
    moved = g.op("Mul", g.op("Sub", dressed, cube), strength)
    table = g.op("Clip", g.op("Add", cube, moved), g.constant(0.0), g.constant(1.0))
    shape = [POINTS, POINTS, POINTS, 3]
    g.output("lut", g.op("Reshape", table, g.ints(*shape)), shape)
    return g.model("pinxit", version)


def _cube(g: GraphBuilder) -> str:
    """All colours of the table, (n,3), red changing fastest; made in the graph, where they are 400 KB less to download."""
    axis = np.linspace(0, 1, POINTS, dtype=np.float32)
    channels = [g.constant(axis.reshape(shape)) for shape in ((1, 1, -1, 1), (1, -1, 1, 1), (-1, 1, 1, 1))]
    whole = g.ints(POINTS, POINTS, POINTS, 1)
    cube = g.op("Concat", *(g.op("Expand", channel, whole) for channel in channels), axis=3)
    return g.op("Reshape", cube, g.ints(-1, 3))


def _weights(g: GraphBuilder, vectors: str, which: int, preset: Preset) -> str:
    """Of picture number `which` the weights of map number `which`: (k+1,3)."""
    start = g.ints(which, which * preset.numbers)
    end = g.ints(which + 1, (which + 1) * preset.numbers)
    return g.op("Reshape", g.slice(vectors, start, end, (0, 1)), g.ints(-1, 3))


def _mapped(g: GraphBuilder, name: str, rgb_n3: str, colours: ColourMap, weights_k3: str) -> str:
    # Float32 also in the file: a step is steep, and half a thousandth of its place is seen.
    directions, offsets = (
        g.constant(value.detach().cpu().numpy()) for value in (colours.directions, colours.offsets)
    )
    centred = g.op("Sub", g.op("Mul", rgb_n3, g.constant(2.0)), g.constant(1.0))
    features = g.op("Tanh", g.op("Add", g.op("MatMul", centred, directions), offsets))
    steps = colours.offsets.numel()
    of_steps = g.slice(weights_k3, g.ints(0), g.ints(steps), (0,))
    always = g.slice(weights_k3, g.ints(steps), g.ints(steps + 1), (0,))
    moved = g.op("Add", g.op("MatMul", features, of_steps), always)
    return g.op("Add", rgb_n3, moved)
