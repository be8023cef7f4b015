"""Writing an ONNX graph node by node, where an exporter would not give the operators that we want on every runtime.

Weights are stored as float16 with a Cast to float32 beside them (half the bytes, float32 compute), or in eight bits with a
scale; runtimes fold that when they load the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

OPSET = 18
IR_VERSION = 9  # what ONNX Runtime 1.17 and later reads


class GraphBuilder:
    """Collects nodes and constants; names are made here, so that the caller deals in values only."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._inputs: list[onnx.ValueInfoProto] = []
        self._outputs: list[onnx.ValueInfoProto] = []
        self._known: dict[tuple[bytes, str, tuple[int, ...]], str] = {}

    def input(self, name: str, shape: Sequence[int | str]) -> str:
        """Declare a float32 input; strings are free axes."""
        self._inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)))
        return name

    def output(self, name: str, value: str, shape: Sequence[int | str]) -> None:
        """Publish a value as a float32 output."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, list(shape)))

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """One node with one output; returns the output's name. An empty name leaves out an optional input."""
        result = f"{kind.lower()}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [result], **attributes))
        return result

    def constant(self, value: Any, dtype: type = np.float32) -> str:
        """A constant kept as it is (shapes, indices, small numbers); equal constants are stored once."""
        array: np.ndarray[Any, Any] = np.asarray(value, dtype=dtype)
        key = (array.tobytes(), array.dtype.str, array.shape)
        if key not in self._known:
            self._known[key] = f"const_{len(self._constants)}"
            self._constants.append(numpy_helper.from_array(array, self._known[key]))
        return self._known[key]

    def ints(self, *values: int) -> str:
        """A constant int64 vector."""
        return self.constant(values, np.int64)

    def weight(self, name: str, tensor: Tensor) -> str:
        """A weight: float16 in the file, float32 in the computation."""
        return self.half(name, tensor.detach().cpu().numpy())

    def half(self, name: str, array: np.ndarray[Any, Any]) -> str:
        """The same for an array."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(array, np.float16), name))
        return self.op("Cast", name, to=TensorProto.FLOAT)

    def eighth(self, name: str, weight: Tensor | np.ndarray[Any, Any]) -> str:
        """A weight in eight bits, with a scale for each slice along its first axis; float32 in the computation."""
        array = weight.detach().cpu().numpy() if isinstance(weight, Tensor) else weight.astype(np.float32)
        rows = np.abs(array.reshape(len(array), -1)).max(1)
        scales = np.maximum(rows, np.finfo(np.float32).tiny).reshape(-1, *[1] * (array.ndim - 1)) / 127
        self._constants.append(numpy_helper.from_array(np.rint(array / scales).astype(np.int8), name))
        # Not DequantizeLinear: runtimes keep that for later, and a weight that is no constant makes a slower convolution.
        return self.op("Mul", self.op("Cast", name, to=TensorProto.FLOAT), self.constant(scales))

    def conv(self, name: str, x: str, layer: nn.Conv2d, *, eight_bits: bool = False) -> str:
        """A convolution with the layer's own explicit padding; eight_bits: half the bytes again for its weights."""
        store = self.eighth if eight_bits else self.weight
        return self.op(
            "Conv",
            x,
            store(f"{name}.weight", layer.weight),
            self.weight(f"{name}.bias", cast(Tensor, layer.bias)),
            kernel_shape=list(layer.kernel_size),
            strides=list(layer.stride),
            pads=[int(p) for p in layer.padding] * 2,
        )

    def slice(self, x: str, start: str, end: str, axes: Sequence[int]) -> str:
        """x[start:end] along ``axes``; start and end are names of int64 vectors."""
        return self.op("Slice", x, start, end, self.ints(*axes))

    def concat(self, parts: Sequence[str], axis: int, at_most: int = 6) -> str:
        """Concatenate, a few at a time: WebGPU binds at most eight buffers to one kernel."""
        values = list(parts)
        while len(values) > 1:
            groups = [values[i : i + at_most] for i in range(0, len(values), at_most)]
            values = [
                self.op("Concat", *group, axis=axis) if len(group) > 1 else group[0] for group in groups
            ]
        return values[0]

    def model(self, producer: str, version: str, metadata: dict[str, str] | None = None) -> onnx.ModelProto:
        """The checked model."""
        graph = helper.make_graph(self._nodes, self.name, self._inputs, self._outputs, self._constants)
        model = helper.make_model(
            graph,
            producer_name=producer,
            producer_version=version,
            opset_imports=[helper.make_opsetid("", OPSET)],
        )
        model.ir_version = IR_VERSION
        helper.set_model_props(model, metadata or {})
        onnx.checker.check_model(model, full_check=True)
        return model
