"""`pinxit export`: from a checkpoint to what the zoo holds."""

from __future__ import annotations

import argparse
from pathlib import Path


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("checkpoint", type=Path, metavar="CHECKPOINT")
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="DIR",
        help="folder for the model (default: export/ beside the checkpoint)",
    )


def run(args: argparse.Namespace) -> int:
    """Write painter.onnx, manifest.json and the styles; print the folder."""
    from pinxit.core.extras import needs

    with needs("train"):
        from pinxit.training.export import export

        print(export(args.checkpoint, out=args.out or args.checkpoint.parent / "export"))
    return 0
