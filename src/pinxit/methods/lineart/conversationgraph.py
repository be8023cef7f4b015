"""What regions tell each other, as nodes of the draft network's graph (conversation.py).

Axes: r regions that ask, k those that are looked at, d channels of a region, n colours of the grid.
"""

from __future__ import annotations

from typing import cast

import onnx
from torch import Tensor, nn

from pinxit.methods.lineart.conversation import HEADS, LOUDEST, Conversation, Look
from pinxit.torchkit.onnxgraph import GraphBuilder


def add(g: GraphBuilder, talk: Conversation, means: str, places: str, hinted: str, seen: str) -> str:
    """From features (1,r,c), places (1,r,p), hinted (1,r,n), seen (k) to what is added to the logits (1,r,n)."""
    width = talk.last.normalized_shape[0]
    at = g.op("Cast", seen, to=onnx.TensorProto.INT64)
    x = linear(g, "enter", g.op("Concat", means, places, hinted, axis=2), talk.enter)
    for number, look in enumerate(talk.looks):
        x = _look(g, f"looks.{number}", x, at, cast(Look, look), width)
    x = _normal(g, "last", x, talk.last)
    others = g.op("Gather", x, at, axis=1)
    alike = g.op(
        "MatMul",
        linear(g, "ask", x, talk.ask),
        g.op("Transpose", linear(g, "answer", others, talk.answer), perm=[0, 2, 1]),
    )
    loud = g.op("Add", g.op("Mul", alike, g.constant(width**-0.5)), g.constant(float(talk.loud.detach())))
    weight = g.op("Exp", g.op("Min", loud, g.constant(LOUDEST)))
    heard = g.op("MatMul", weight, g.op("Gather", hinted, at, axis=1))
    return g.op(
        "Add",
        linear(g, "told", x, talk.likely),
        g.op("Log", g.op("Add", heard, g.constant(1.0))),
    )


def _look(g: GraphBuilder, name: str, x: str, at: str, look: Look, width: int) -> str:
    asked = _normal(g, f"{name}.before", x, look.before)
    others = g.op("Gather", asked, at, axis=1)
    q, k, v = (
        _heads(g, linear(g, f"{name}.{part}", values, layer))
        for part, values, layer in (
            ("query", asked, look.query),
            ("key", others, look.key),
            ("value", others, look.value),
        )
    )
    alike = g.op("MatMul", q, g.op("Transpose", k, perm=[0, 1, 3, 2]))
    weights = g.op("Softmax", g.op("Mul", alike, g.constant((width // HEADS) ** -0.5)), axis=-1)
    looked = g.op("Transpose", g.op("MatMul", weights, v), perm=[0, 2, 1, 3])
    x = g.op("Add", x, linear(g, f"{name}.out", g.op("Reshape", looked, g.ints(1, -1, width)), look.out))
    wide = g.op("Relu", linear(g, f"{name}.wide", _normal(g, f"{name}.between", x, look.between), look.wide))
    return g.op("Add", x, linear(g, f"{name}.narrow", wide, look.narrow))


def _heads(g: GraphBuilder, x: str) -> str:
    """(1,r,d) -> (1,heads,r,d/heads)."""
    return g.op("Transpose", g.op("Reshape", x, g.ints(1, 0, HEADS, -1)), perm=[0, 2, 1, 3])


def _normal(g: GraphBuilder, name: str, x: str, layer: nn.LayerNorm) -> str:
    weight, bias = (
        g.weight(f"{name}.{part}", cast(Tensor, value))
        for part, value in (("weight", layer.weight), ("bias", layer.bias))
    )
    return g.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=layer.eps)


def linear(g: GraphBuilder, name: str, x: str, module: nn.Module) -> str:
    """A dense layer on the last axis; its weights have eight bits, with a scale for each output."""
    layer = cast(nn.Linear, module)
    weight = g.op("Transpose", g.eighth(f"{name}.weight", layer.weight), perm=[1, 0])
    return g.op("Add", g.op("MatMul", x, weight), g.weight(f"{name}.bias", layer.bias))
