"""A zoo with a small untrained painter of the real interface, for tests that ask how painting is done and not
how it looks.

painted = photo + mix * (residual network whose normalisations the style modulates), clipped to 0..1; so the
identity (mix = 0) gives the photo back exactly, and a style with another mix does not. The statistics are
means and variances, measured or given.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from pinxit.core.options import declare
from pinxit.methods.paint.spec import PaintOptions
from pinxit.zoo.manifest import (
    Constants,
    FileRecord,
    Golden,
    Graph,
    Manifest,
    Port,
    Rights,
    Training,
    manifest_to_json,
)
from pinxit.zoo.stylefile import Style, to_bytes

PAINTER = "paint.core_v2"
EDGE = 16  # pixels of reflection inside the graph
STYLES = ("great-wave", "the-scream", "starry-night")


class _Builder:
    """Adds nodes one after another; every method returns the name of what it made."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.measured: list[str] = []
        self.style = self.statistics = 0  # how many numbers have been taken from each input

    def op(self, kind: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        out = out or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def const(self, value: Any, dtype: Any = np.int64) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), name))
        return name

    def take(self, port: str, count: int) -> str:
        """The next `count` numbers of an input, as 1 x count x 1 x 1."""
        start = getattr(self, port)
        setattr(self, port, start + count)
        row = self.op("Slice", port, self.const([start]), self.const([start + count]), self.const([1]))
        return self.op("Reshape", row, self.const([1, count, 1, 1]))

    def conv(self, x: str, before: int, after: int) -> str:
        weight = self.rng.standard_normal((after, before, 3, 3)) / np.sqrt(9 * before)
        return self.op("Conv", x, self.const(weight, np.float32), kernel_shape=[3, 3], pads=[1] * 4)

    def norm(self, x: str, channels: int) -> str:
        axes = self.const([2, 3])
        mean = self.op("ReduceMean", x, axes, keepdims=1)
        square = self.op("ReduceMean", self.op("Mul", x, x), axes, keepdims=1)
        power = self.op("Sub", square, self.op("Mul", mean, mean))
        self.measured += [mean, power]
        mean, power = (
            self.op("Where", "use", self.take("statistics", channels), own) for own in (mean, power)
        )
        spread = self.op("Sqrt", self.op("Add", self.op("Relu", power), self.const(1e-3, np.float32)))
        scale = self.op("Div", self.take("style", channels), spread)
        centred = self.op("Mul", self.op("Sub", x, mean), scale)
        return self.op("Add", centred, self.take("style", channels))

    def pads(self) -> str:
        """Amounts that reflect EDGE pixels on every side and bring height and width to a multiple of 4."""
        shape = self.op("Slice", self.op("Shape", "photo"), self.const([2]), self.const([4]))
        four = self.const([4])
        rest = self.op("Mod", self.op("Sub", four, self.op("Mod", shape, four)), four)
        after = self.op("Add", rest, self.const([EDGE, EDGE]))
        return self.op("Concat", self.const([0, 0, EDGE, EDGE, 0, 0]), after, axis=0)


def build_graph(channels: int = 8, blocks: int = 1, seed: int = 7) -> tuple[bytes, int, int]:
    """(content of the .onnx file, V, S); a style vector is (scales and shifts per norm ..., mix)."""
    g = _Builder(seed)
    g.op("Greater", "given", g.const([0.5], np.float32), out="use")
    x = g.op("SpaceToDepth", g.op("Pad", "photo", g.pads(), mode="reflect"), blocksize=4)
    x = g.op("Relu", g.norm(g.conv(x, 48, channels), channels))
    for _ in range(blocks):
        y = g.op("Relu", g.norm(g.conv(x, channels, channels), channels))
        x = g.op("Add", x, g.norm(g.conv(y, channels, channels), channels))
    x = g.op("DepthToSpace", g.conv(x, channels, 64), blocksize=2)
    x = g.op("DepthToSpace", g.conv(g.op("Relu", x), 16, 12), blocksize=2)
    shape = g.op("Slice", g.op("Shape", "photo"), g.const([2]), g.const([4]))
    start = g.const([EDGE, EDGE])
    x = g.op("Slice", x, start, g.op("Add", shape, start), g.const([2, 3]))
    x = g.op("Add", "photo", g.op("Mul", x, g.take("style", 1)))
    g.op("Clip", x, g.const(0, np.float32), g.const(1, np.float32), out="painted")
    flat = [g.op("Reshape", name, g.const([1, -1])) for name in g.measured]
    g.op("Concat", *flat, axis=1, out="measured")
    vector, statistics = g.style, g.statistics
    shapes: dict[str, list[Any]] = {
        "photo": [1, 3, "height", "width"],
        "style": [1, vector],
        "statistics": [1, statistics],
        "given": [1],
        "painted": [1, 3, "height", "width"],
        "measured": [1, statistics],
    }
    infos = {
        name: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()
    }
    names = list(shapes)
    graph = helper.make_graph(
        g.nodes, "tiny", [infos[name] for name in names[:4]], [infos[name] for name in names[4:]], g.constants
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return model.SerializeToString(), vector, statistics


def build_reader(size: int, seed: int = 11) -> bytes:
    """A reader of the real interface: mean colour and its mean square -> a vector near an ordinary style."""
    rng = np.random.default_rng(seed)
    g = _Builder(seed)
    axes = g.const([2, 3])
    mean = g.op("ReduceMean", "picture", axes, keepdims=0)
    square = g.op("ReduceMean", g.op("Mul", "picture", "picture"), axes, keepdims=0)
    weight = g.const(0.3 * rng.standard_normal((6, size)), np.float32)
    base = g.const(style_vector(size, seed)[None], np.float32)
    g.op("Add", g.op("MatMul", g.op("Concat", mean, square, axis=1), weight), base, out="style")
    ports: dict[str, list[Any]] = {"picture": [1, 3, "height", "width"], "style": [1, size]}
    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in ports.items()]
    graph = helper.make_graph(g.nodes, "tiny reader", infos[:1], infos[1:], g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def make_style(name: str, vector: NDArray[Any], **more: Any) -> Style:
    texts = {"title": name.replace("-", " ").title(), "artist": "Nobody", "year": "2026", "rights": "CC0"}
    return Style(painter=PAINTER, name=name, vector=vector, **{**texts, **more})


def identity_vector(size: int) -> NDArray[np.float32]:
    vector = np.ones(size, np.float32)
    vector[-1] = 0.0
    return vector


def style_vector(size: int, seed: int) -> NDArray[np.float32]:
    rng = np.random.default_rng(seed)
    vector = (1 + 0.5 * rng.standard_normal(size)).astype(np.float32)
    vector[-1] = 0.3
    return vector


def write_zoo(root: Path, *, channels: int = 8, blocks: int = 1) -> Path:
    """Write <root>/paint.core_v2 and return `root`."""
    graph, size, statistics = build_graph(channels, blocks)
    folder = root / PAINTER
    (folder / "styles").mkdir(parents=True)
    (folder / "golden").mkdir()
    styles = [make_style(name, style_vector(size, seed)) for seed, name in enumerate(STYLES)]
    identity = make_style("identity", identity_vector(size), source="identity", title="The photo itself")
    files = {
        "painter.onnx": graph,
        "reader.onnx": build_reader(size),
        "identity.style": to_bytes(identity),
        **{f"styles/{style.name}.style": to_bytes(style) for style in styles},
        "golden/photo.png": b"not looked at here",
        "golden/painted.png": b"nor this",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    manifest = Manifest(
        id=PAINTER,
        method="paint",
        title="Tiny, untrained",
        files={name: FileRecord(hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items()},
        graph=Graph(
            inputs=(
                Port("photo", "float32", (1, 3, "height", "width")),
                Port("style", "float32", (1, size)),
                Port("statistics", "float32", (1, statistics)),
                Port("given", "float32", (1,)),
            ),
            outputs=(
                Port("painted", "float32", (1, 3, "height", "width")),
                Port("measured", "float32", (1, statistics)),
            ),
        ),
        options=declare(PaintOptions),
        golden=Golden("golden/photo.png", "styles/great-wave.style", "golden/painted.png", 2 / 255),
        measures={"speed_512": {"seconds": 0.01, "on": "nothing in particular"}},
        training=Training("none", "none", 0, 0, "none", 0.0),
        rights=Rights("CC0", "none", "none"),
        engines=("onnxruntime",),
        constants=Constants(
            context=EDGE + 4 * (4 + 2 * blocks),
            multiple=4,
            vector=size,
            statistics=statistics,
            thumbnail=1024,
        ),
    )
    (folder / "manifest.json").write_text(manifest_to_json(manifest), encoding="utf-8")
    return root


def edit_manifest(root: Path, **changes: Any) -> None:
    """Change top-level keys of the manifest; a value of None removes the key."""
    path = root / PAINTER / "manifest.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    for key, new in changes.items():
        if new is None:
            del value[key]
        else:
            value[key] = new
    path.write_text(json.dumps(value), encoding="utf-8")


def drop_file(root: Path, name: str) -> None:
    """Take a file out of the manifest, as if the model had never had it."""
    path = root / PAINTER / "manifest.json"
    files = json.loads(path.read_text(encoding="utf-8"))["files"]
    del files[name]
    edit_manifest(root, files=files)
