"""Scale what the painter's last layer says, and with it the contrast of every style: a start for a training that goes on.

python tools/contrast.py recipes/paint/OLD.ckpt recipes/paint/NEW.ckpt --by 1.2

Tones move away from middle grey by this factor, as logits. The identity style does too, until it is trained again.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pinxit.training import checkpoint

LAST = ("painter.rgb.weight", "painter.rgb.bias")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--by", type=float, default=1.2)
    args = parser.parse_args()
    content = checkpoint.load(args.old)
    weights = dict(content["average"])
    for name in LAST:
        weights[name] = weights[name] * args.by
    content.pop("optimiser", None)
    checkpoint.save(args.new, {**content, "average": weights, "network": weights})


if __name__ == "__main__":
    main()
