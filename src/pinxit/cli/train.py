"""`pinxit train`: a painter from a recipe. Stdout gets the path of the checkpoint, stderr everything else."""

from __future__ import annotations

import argparse
from pathlib import Path

from pinxit.cli.errors import say
from pinxit.cli.flags import positive_minutes


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("recipe", type=Path, metavar="RECIPE.toml")
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        default=Path("build/model"),
        metavar="DIR",
        help="checkpoint, log and preview (default: build/model)",
    )
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument(
        "--minutes", type=positive_minutes, metavar="N", help="wall clock to spend (default: the recipe's)"
    )
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"), help="(default: auto)")
    parser.add_argument("--photos", type=Path, metavar="DIR", help="(default: $PINXIT_DATA/photos)")
    parser.add_argument("--paintings", type=Path, metavar="DIR", help="(default: $PINXIT_DATA/paintings)")


def run(args: argparse.Namespace) -> int:
    """Train until the minutes are spent or Ctrl-C; the checkpoint is written in both cases."""
    from pinxit.cli.progressbar import ProgressBar
    from pinxit.cli.stopping import gentle_stop
    from pinxit.core.extras import needs

    with needs("train"):
        from pinxit.training.loop import train

        with ProgressBar(args.recipe.stem) as bar, gentle_stop() as stop:
            checkpoint = train(
                args.recipe,
                out=args.out,
                resume=args.resume,
                minutes=args.minutes,
                device=args.device,
                photos=args.photos,
                paintings=args.paintings,
                on_step=stop.wrap(bar.show),
            )
    say(f"next: pinxit export {checkpoint}" + ("; go on with --resume" if stop.asked else ""))
    print(checkpoint)
    return 0
