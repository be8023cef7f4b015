"""The whole transfer as one ONNX graph: photo, style and the regions of both in, picture out (see transfer.py for the formula).

There is nothing in it but convolutions, means and products of matrices, so it runs wherever ONNX does, in a browser too. Heights
and widths are free, from 2^(stages - 1) pixels on, and so is the number of regions; for the whole picture, give one that is 1.

Axes of values: n regions, c channels, p positions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto
from torch import Tensor, nn

from pinxit.methods.photo.network import WctNetwork
from pinxit.methods.photo.transfer import ITERATIONS, LEAST, RIDGE, TINY, TURNS
from pinxit.torchkit.onnxgraph import GraphBuilder

PICTURES = ("content", "style")


def build(network: WctNetwork, version: str) -> onnx.ModelProto:
    """The graph of a trained network. Inputs content, style (1,3,h,w), content_regions, style_regions (1,n,h,w) of 0..1, at
    the size of their pictures; output picture (1,3,h,w), within 0..1.
    """
    g = GraphBuilder("wct")
    content, style = (g.input(name, [1, 3, f"{name}_height", f"{name}_width"]) for name in PICTURES)
    masks = [
        g.input(f"{name}_regions", [1, "regions", f"{name}_height", f"{name}_width"]) for name in PICTURES
    ]
    inside, wanted = (_pyramid(g, each, len(network.firsts)) for each in masks)
    convs = _Convs(g)
    seen, wished = (_encoded(g, convs, network, each) for each in (content, style))
    widths = network.shape.widths
    wish: dict[int, str] = {}

    def keep(k: int, feat: str) -> str:
        return wish.setdefault(k, feat)

    def moved(k: int, feat: str) -> str:
        return _moved(g, widths[k], feat, wish[k], inside[k], wanted[k])

    _decoded(g, convs, network, wished, keep)
    changed, same = (_decoded(g, convs, network, seen, change) for change in (moved, lambda _, feat: feat))
    x = g.op("Add", content, g.op("Sub", changed, same))
    x = _moved(g, 3, x, style, inside[0], wanted[0])
    x = g.op("Clip", x, g.constant(0.0), g.constant(1.0))
    g.output("picture", x, [1, 3, "content_height", "content_width"])
    return g.model("pinxit", version)


@dataclass
class _Convs:
    """Convolutions with edges instead of zeros; the weights of one that is used twice are written once."""

    g: GraphBuilder
    _known: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, name: str, x: str, layer: nn.Module) -> str:
        conv = cast(nn.Conv2d, layer)
        if name not in self._known:
            bias = cast(Tensor, conv.bias)
            self._known[name] = (
                self.g.eighth(f"{name}.weight", conv.weight),
                self.g.weight(f"{name}.bias", bias),
            )
        padded = self.g.op("Pad", x, self.g.ints(0, 0, 1, 1, 0, 0, 1, 1), mode="edge")
        return self.g.op("Conv", padded, *self._known[name], kernel_shape=list(conv.kernel_size))


@dataclass(frozen=True)
class _Seen:
    """Names of features and skips, finest first."""

    stages: list[str]
    skips: list[str]


def _encoded(g: GraphBuilder, convs: _Convs, network: WctNetwork, picture: str) -> _Seen:
    seen = _Seen([], [])
    x = g.op("Sub", g.op("Mul", picture, g.constant(2.0)), g.constant(1.0))
    for k, first in enumerate(network.firsts):
        x = g.op("Relu", convs.add(f"firsts.{k}", x, first))
        seen.stages.append(x)
        if k < len(network.backs):
            x = _halved(g, x)
            seen.skips.append(g.op("Sub", seen.stages[k], _enlarged_like(g, x, seen.stages[k])))
    return seen


def _decoded(
    g: GraphBuilder, convs: _Convs, network: WctNetwork, seen: _Seen, change: Callable[[int, str], str]
) -> str:
    x = change(len(network.backs), seen.stages[-1])
    for k in reversed(range(len(network.backs))):
        back = g.op("Relu", convs.add(f"backs.{k}", x, network.backs[k]))
        x = change(k, g.op("Add", _enlarged_like(g, back, seen.skips[k]), seen.skips[k]))
    x = convs.add("last", x, network.last)
    return g.op("Mul", g.op("Add", x, g.constant(1.0)), g.constant(0.5))


def _pyramid(g: GraphBuilder, masks: str, stages: int) -> list[str]:
    """Masks (1,n,h,w) as every stage sees them."""
    found = [masks]
    while len(found) < stages:
        found.append(_halved(g, found[-1]))
    return found


def _halved(g: GraphBuilder, x: str) -> str:
    return g.op("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])


def _enlarged_like(g: GraphBuilder, x: str, like: str) -> str:
    size = g.op("Concat", g.op("Shape", x, start=0, end=2), g.op("Shape", like, start=2, end=4), axis=0)
    return g.op("Resize", x, "", "", size, mode="linear", coordinate_transformation_mode="half_pixel")


def _moved(g: GraphBuilder, channels: int, feat: str, style: str, inside: str, wanted: str) -> str:
    """Features f (1,c,h,w) with mean and covariance of the style's, region by region. With the weights w of the regions, and f
    less its mean of all positions in place of f, it is

        f + sum of (T - I) w f  +  sum of w (E s - T E f)

    so of all values that are as large as the features, only w f is there once for every region.
    """
    own, other = _statistics(g, feat, inside), _statistics(g, style, wanted)
    at = np.arange(channels)
    unit = g.op("Cast", g.op("Equal", _ints(g, at[:, None]), _ints(g, at[None])), to=TensorProto.FLOAT)
    map_ncc = _transport(g, channels, own.spread, other.spread, unit)
    present = g.op("Mul", own.present, other.present)
    changes = g.op("Mul", g.op("Sub", map_ncc, unit), present)
    side_by_side = g.op("Reshape", g.op("Transpose", changes, perm=[1, 0, 2]), g.ints(1, channels, -1))
    positions = g.op("Shape", own.flat, start=2, end=3)
    above_each_other = g.op("Reshape", own.weighed, g.op("Concat", g.ints(1, -1), positions, axis=0))
    wish = g.op("Sub", g.op("Add", other.centre, other.mean), own.centre)
    offsets = g.op("Mul", g.op("Sub", wish, g.op("MatMul", map_ncc, own.mean)), present)
    offsets = g.op("Transpose", offsets, perm=[2, 1, 0])
    moved = g.op("Add", own.flat, g.op("MatMul", side_by_side, above_each_other))
    moved = g.op("Add", moved, g.op("MatMul", offsets, _positions(g, inside)))
    return g.op("Reshape", moved, g.op("Shape", feat))


def _transport(g: GraphBuilder, channels: int, own: str, wanted: str, unit: str) -> str:
    """S^1/2 U C^-1/2 of covariances (n,c,c)."""
    both = g.op("Mul", g.op("Add", own, wanted), unit)
    total = g.op("ReduceSum", both, g.ints(1, 2), keepdims=1)
    ridge = g.op("Add", g.op("Mul", total, g.constant(RIDGE / (2 * channels))), g.constant(TINY))
    ridges = g.op("Mul", ridge, unit)
    root, whitening = _roots(g, g.op("Add", own, ridges), unit)
    colouring, _ = _roots(g, g.op("Add", wanted, ridges), unit)
    turned = g.op("MatMul", colouring, _polar_factor(g, g.op("MatMul", colouring, root), unit))
    return g.op("MatMul", turned, whitening)


@dataclass(frozen=True)
class _Statistics:
    """flat (1,c,p): features; centre (1,c,1): their mean at all positions, and all below is of them less it. weighed (n,c,p): as
    much as each region has of them; mean (n,c,1) and spread (n,c,c) of every region; present (n,1,1): 1 where there is any of it.
    """

    flat: str
    centre: str
    weighed: str
    mean: str
    spread: str
    present: str


def _statistics(g: GraphBuilder, feat: str, masks: str) -> _Statistics:
    flat = _positions(g, feat)
    weights = g.op("Transpose", _positions(g, masks), perm=[1, 0, 2])
    mass = g.op("ReduceMean", weights, g.ints(2), keepdims=1)
    present = g.op("Cast", g.op("GreaterOrEqual", mass, g.constant(LEAST)), to=TensorProto.FLOAT)
    total = g.op("Max", g.op("ReduceSum", weights, g.ints(2), keepdims=1), g.constant(TINY))
    centre = g.op("ReduceMean", flat, g.ints(2), keepdims=1)
    centred = g.op("Sub", flat, centre)
    weighed = g.op("Mul", centred, weights)
    mean = g.op("Div", g.op("ReduceSum", weighed, g.ints(2), keepdims=1), total)
    squares = g.op("Div", g.op("MatMul", weighed, g.op("Transpose", centred, perm=[0, 2, 1])), total)
    spread = g.op("Sub", squares, g.op("MatMul", mean, g.op("Transpose", mean, perm=[0, 2, 1])))
    return _Statistics(flat, centre, weighed, mean, spread, present)


def _positions(g: GraphBuilder, values: str) -> str:
    """Values (1,c,h,w) as (1,c,p)."""
    return g.op("Reshape", values, g.ints(0, 0, -1))


def _roots(g: GraphBuilder, matrices: str, unit: str) -> tuple[str, str]:
    """A^1/2 and A^-1/2 of matrices (n,c,c): the iteration of pinxit.torchkit.roots."""
    size = _size(g, matrices)
    root, inverse = g.op("Div", matrices, size), unit
    for _ in range(ITERATIONS):
        step = _step(g, g.op("MatMul", inverse, root), unit)
        root, inverse = g.op("MatMul", root, step), g.op("MatMul", step, inverse)
    scale = g.op("Sqrt", size)
    return g.op("Mul", root, scale), g.op("Div", inverse, scale)


def _polar_factor(g: GraphBuilder, matrices: str, unit: str) -> str:
    """The orthogonal factor of matrices (n,c,c): the iteration of pinxit.torchkit.roots."""
    x = g.op("Div", matrices, _size(g, matrices))
    for _ in range(TURNS):
        square = g.op("MatMul", g.op("Transpose", x, perm=[0, 2, 1]), x)
        x = g.op("MatMul", x, _step(g, square, unit))
    return x


def _step(g: GraphBuilder, product: str, unit: str) -> str:
    """(3 I - A) / 2."""
    return g.op("Sub", g.op("Mul", unit, g.constant(1.5)), g.op("Mul", product, g.constant(0.5)))


def _size(g: GraphBuilder, matrices: str) -> str:
    """The Frobenius norm of matrices (n,c,c), as (n,1,1)."""
    return g.op("Sqrt", g.op("ReduceSum", g.op("Mul", matrices, matrices), g.ints(1, 2), keepdims=1))


def _ints(g: GraphBuilder, values: NDArray[np.int64]) -> str:
    return g.constant(values, np.int64)
