"""The graph builder with what classifiers need, and with int8 weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import TensorProto, numpy_helper

from pinxit.torchkit.onnxgraph import GraphBuilder

Array = np.ndarray[Any, Any]
SMALL = 20_000  # below this many numbers float16 costs nothing worth saving


class LabGraph(GraphBuilder):
    """Large weights are stored as int8 with one scale a channel, small ones as float16; both become float32 by Cast and
    Mul, which every runtime computes once, when it loads the model. (A DequantizeLinear would stay in the graph.)"""

    def __init__(self, name: str, *, int8: bool) -> None:
        super().__init__(name)
        self.int8 = int8

    def _stored(self, array: Array) -> str:
        name = f"weight_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(array, name))
        return name

    def packed(self, array: Array) -> str:
        """A weight whose first axis is the output channel."""
        if not self.int8:
            return self._stored(array.astype(np.float32))
        if array.size < SMALL:
            return self.op("Cast", self._stored(array.astype(np.float16)), to=TensorProto.FLOAT)
        scale = np.abs(array).max(axis=tuple(range(1, array.ndim)), keepdims=True) / 127
        whole = np.rint(array / np.maximum(scale, 1e-12)).astype(np.int8)
        real = self.op("Cast", self._stored(whole), to=TensorProto.FLOAT)
        return self.op("Mul", real, self._stored(scale.astype(np.float32)))

    def convolve(
        self, x: str, weight: Array, bias: Array, stride: int, padding: tuple[int, int], groups: int
    ) -> str:
        """A square convolution; ``padding`` is (before, after) of both axes."""
        before, after = padding
        return self.op(
            "Conv",
            x,
            self.packed(weight),
            self._stored(bias.astype(np.float32)),
            kernel_shape=list(weight.shape[2:]),
            strides=[stride, stride],
            pads=[before, before, after, after],
            group=groups,
        )

    def linear(self, x: str, weight: Array, bias: Array) -> str:
        """x (1, in) by weight (out, in)."""
        return self.op("Gemm", x, self.packed(weight), self._stored(bias.astype(np.float32)), transB=1)

    def relu6(self, x: str) -> str:
        """Clip to 0..6."""
        return self.op("Clip", x, self.constant(0), self.constant(6))
