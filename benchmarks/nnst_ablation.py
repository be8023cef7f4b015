"""Two doubtful points of NNST: which blocks the last pass compares, and whether the style is also looked at turned.

The published program compares block 4 with a stale sample of relu3_3 at its usual size, so what it shows is blocks 1 to 3; and
its description and its code name opposite defaults for turned styles. Here each variant paints the same photo, without the
colour step, and two rulers read the results: the mean centred cosine distance of a layer's vectors from the nearest of the
style, by block (smaller is nearer), once of the upright style and once of all four turns; each favours the variants that were
looking at the same. Beside them the relative error at relu4_2 from the photo (smaller keeps more of it). Pictures go to --out, to
be looked at.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import torch

import pinxit
from pinxit.core.files import write_picture
from pinxit.methods.nnst.columns import LAYERS, block_of, rows_of
from pinxit.methods.nnst.losses import to_nearest
from pinxit.methods.nnst.spec import PRESETS
from pinxit.torchkit.device import device_of
from pinxit.torchkit.features import Vgg16, vgg16
from pinxit.torchkit.neighbours import unit
from pinxit.torchkit.pictures import to_tensor
from pinxit.torchkit.statistics import relative_error

VARIANTS: dict[str, dict[str, object]] = {
    "blocks 1-4": {},
    "blocks 1-3": {"split_blocks": 3},
    "no last pass": {"split_blocks": 0},
    "blocks 1-4, turned": {"rotations": True},
    "blocks 1-3, turned": {"split_blocks": 3, "rotations": True},
}
MOST = 4096  # vectors of a layer that the ruler looks at


def some(*feats_1chw: torch.Tensor) -> torch.Tensor:
    rows_nc = torch.cat([rows_of(feat) for feat in feats_1chw])
    chosen = torch.randperm(len(rows_nc), generator=torch.Generator().manual_seed(1))[:MOST]
    return rows_nc[chosen.to(rows_nc.device)]


@torch.no_grad()
def from_style(features: Vgg16, painted: torch.Tensor, styles: Sequence[torch.Tensor]) -> list[float]:
    """Distance from the nearest of the styles, by block."""
    found, wanted = features(painted, LAYERS), [features(style, LAYERS) for style in styles]
    blocks: dict[int, list[float]] = {}
    for layer in LAYERS:
        rows_mc = some(*(each[layer] for each in wanted))
        distance = to_nearest(some(found[layer]), unit(rows_mc, rows_mc.mean(0)))
        blocks.setdefault(block_of(layer), []).append(float(distance.mean()))
    return [sum(each) / len(each) for each in blocks.values()]


@torch.no_grad()
def from_photo(features: Vgg16, painted: torch.Tensor, photo: torch.Tensor) -> float:
    """Relative error at relu4_2."""
    found, wanted = (features(each, ("relu4_2",))["relu4_2"] for each in (painted, photo))
    return float(relative_error(found, wanted)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo")
    parser.add_argument("style")
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--preset", choices=tuple(PRESETS), default="balanced")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--variants", nargs="+", choices=tuple(VARIANTS), default=tuple(VARIANTS))
    parser.add_argument("--out", type=Path, default=Path("out/nnst-ablation"))
    args = parser.parse_args()
    device = device_of(args.device)
    features = vgg16(device, padding="replicate")
    photo = pinxit.Picture.of(args.photo).fitted(args.size)
    style = pinxit.Picture.of(args.style).fitted(args.size)
    args.out.mkdir(parents=True, exist_ok=True)
    print(f"{photo.width} x {photo.height} pixels, preset {args.preset}, {device}")
    upright = to_tensor(style.rgb_hw3, device)
    turned = [torch.rot90(upright, turns, (2, 3)) for turns in range(4)]
    print(f"{'':20s}  upright: block 1..4              turned: block 1..4                photo   CPU s")
    for name in args.variants:
        begun = time.process_time()
        made = pinxit.stylise(
            "nnst", {"content": photo, "style": style}, model=features, size=args.size, preset=args.preset,
            device=args.device, colour_step=False, **VARIANTS[name],
        )  # fmt: skip
        seconds = time.process_time() - begun
        painted = to_tensor(made.rgb_hw3, device)
        distances = "   ".join(
            " ".join(f"{each:7.4f}" for each in from_style(features, painted, styles))
            for styles in ([upright], turned)
        )
        content = from_photo(features, painted, to_tensor(photo.rgb_hw3, device))
        print(f"{name:20s}  {distances}  {content:6.3f}  {seconds:6.1f}", flush=True)
        write_picture(made, args.out / f"{name.replace(', ', '-').replace(' ', '-')}.png", overwrite=True)


if __name__ == "__main__":
    main()
