"""Pack photos, paintings and VGG-16 into one file of at most 50 MB, for a training machine without a network.

python tools/pack_data.py pack --photos DIR --paintings DIR --out data.zip
python tools/pack_data.py unpack data.zip --to DIR    # there: PINXIT_DATA=DIR PINXIT_HOME=DIR pinxit train ...
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path

from PIL import Image
from safetensors.numpy import load, load_file, save

from pinxit.torchkit import weights
from pinxit.torchkit.crops import picture_files

QUALITIES = (88, 80, 72, 64, 56)
WEIGHTS_MEMBER = "weights/vgg16.safetensors"
DEEPEST_STAGE = 4  # the losses look no deeper than relu4_3: the fifth stage stays at home


def encoded(path: Path, quality: int) -> bytes:
    """A picture as JPEG of the given quality, or as it is where that is smaller."""
    stream = io.BytesIO()
    with Image.open(path) as image:
        image.convert("RGB").save(stream, "JPEG", quality=quality, optimize=True)
    original = path.read_bytes()
    return original if path.suffix == ".jpg" and len(original) <= stream.tell() else stream.getvalue()


def halved_weights() -> bytes:
    """The first four stages of VGG-16 as float16: 15 MB."""
    arrays = load_file(weights.path("vgg16"))
    kept = {
        name: value.astype("float16")
        for name, value in arrays.items()
        if int(name.split("conv")[2][0]) <= DEEPEST_STAGE
    }
    return save(kept)


def pack(folders: dict[str, Path], out: Path, limit: int) -> None:
    """Write the file at the best quality that fits ``limit`` bytes; exits when none does."""
    vgg = halved_weights()
    for quality in QUALITIES:
        members = {
            f"{kind}/{f.stem}.jpg": encoded(f, quality)
            for kind, folder in folders.items()
            for f in picture_files(folder)
        }
        total = len(vgg) + sum(map(len, members.values()))
        if total <= limit:
            break
        print(f"quality {quality}: {total / 1e6:.1f} MB, too large")
    else:
        raise SystemExit(
            f"{total} bytes at quality {QUALITIES[-1]}, more than the limit of {limit}: give fewer pictures"
        )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(WEIGHTS_MEMBER, vgg)
        for name, data in members.items():
            packed.writestr(name, data)
    print(
        f"{out}: {len(members)} pictures at quality {quality} and VGG-16, {out.stat().st_size / 1e6:.1f} MB"
    )


def unpack(file: Path, to: Path) -> None:
    """Lay the folders out; the weights back as float32, where ``PINXIT_HOME`` looks for them."""
    from safetensors.numpy import save_file

    with zipfile.ZipFile(file) as packed:
        pictures = [name for name in packed.namelist() if name != WEIGHTS_MEMBER]
        packed.extractall(to, pictures)
        arrays = load(packed.read(WEIGHTS_MEMBER))
    target = to / WEIGHTS_MEMBER
    target.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: value.astype("float32") for name, value in arrays.items()}, target)
    print(f"{to}: {len(pictures)} pictures and {target}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    packing = verbs.add_parser("pack")
    packing.add_argument("--photos", type=Path, required=True)
    packing.add_argument("--paintings", type=Path, required=True)
    packing.add_argument("--out", type=Path, default=Path("data.zip"))
    packing.add_argument("--limit-mb", type=float, default=50)
    unpacking = verbs.add_parser("unpack")
    unpacking.add_argument("file", type=Path)
    unpacking.add_argument("--to", type=Path, required=True)
    args = parser.parse_args()
    if args.verb == "pack":
        pack({"photos": args.photos, "paintings": args.paintings}, args.out, int(args.limit_mb * 1e6))
    else:
        unpack(args.file, args.to)


if __name__ == "__main__":
    main()
